// Taking files out of a run's working directory after its end: what a validator has written into
// its feedback directory, or the program that a compiler has made. In init, which sees nothing but
// what the run sees.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "judge/jail/protocol/message.h"
#include "storage/base/unique_fd.h"

namespace assize {

// At most `most` bytes; the size of what was copied, or nothing.
std::optional<std::uint64_t> copy_file(int from, int into, std::uint64_t most);

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

// All of a folder (JailSpec::collects_folder): files, links and what is in its directories, in the
// order of the names; an empty directory is none. `limit`: of bytes, link targets included. A
// problem in words otherwise. What other processes of the run change meanwhile is taken as it is
// found, but never anything beyond the bounds, nor of another kind.
CollectedFiles collect_folder(int directory, Bytes limit);

}  // namespace assize
