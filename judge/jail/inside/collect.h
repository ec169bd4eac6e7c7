// Taking files out of a run's working directory after its end: what a validator has written into
// its feedback directory, or the program that a compiler has made. In init, which sees nothing but
// what the run sees.
#pragma once

#include <string>
#include <vector>

#include "judge/jail/protocol/message.h"
#include "storage/base/unique_fd.h"

namespace assize {

// A file that the run may have made, for reading; invalid if it isn't a plain one that can be read.
UniqueFd open_plain_file(int directory, const char* name);

struct CollectedFiles {
  Collected list;
  UniqueFd content;  // a memfd; not there if list.problem isn't empty
};

// What is taken out of a directory: see JailSpec::collected.
struct CollectionRules {
  Bytes limit;
  std::vector<std::string> excerpts;
  std::vector<std::string> only;
};

// The files of a directory that are wanted, in the order of their names. A problem instead, in
// words, if they are more than kMaxCollectedFiles or the limit's bytes, or if anything in the
// directory isn't a plain file, or one that is wanted can't be read.
CollectedFiles collect_files(int directory, const CollectionRules& rules);

}  // namespace assize
