// Taking files out of a run's working directory after its end: what a validator has written into
// its feedback directory, or the program that a compiler has made. In init, which sees nothing but
// what the run sees.
#pragma once

#include "judge/jail/message.h"
#include "judge/jail/unique_fd.h"

namespace assize {

// A file that the run may have made, for reading; invalid if it isn't a plain one that can be read.
UniqueFd open_plain_file(int directory, const char* name);

struct CollectedFiles {
  Collected list;
  UniqueFd content;  // a memfd; not there if list.problem isn't empty
};

// All files of a directory, in the order of their names. A problem instead, in words, if there are
// more than kMaxCollectedFiles or `limit` bytes, or if something in it isn't a plain file that can
// be read.
CollectedFiles collect_files(int directory, Bytes limit);

}  // namespace assize
