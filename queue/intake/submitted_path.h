// Opening what submitters have made, whose names and links nobody can trust: a link in a submission
// leads to a file of the host, or to another submitter's, which the judge might read where the
// submitter can't.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <set>
#include <string>

#include "storage/base/unique_fd.h"

namespace assize {

// Where submissions are read from. No symbolic link is followed below it, nor is anything outside
// reached (openat2(2), RESOLVE_BENEATH, RESOLVE_NO_SYMLINKS).
class SubmissionRoot {
 public:
  // Paths are taken as they are typed; no part of them may be a link.
  static SubmissionRoot as_typed();
  // `path` itself is the operator's and may be reached through links. Throws InputError.
  explicit SubmissionRoot(const std::string& path);

  // A file or directory below. Throws InputError: it isn't there, is or is reached through a link,
  // leads out, or may not be read.
  struct Opened {
    UniqueFd file;
    ::uid_t folder_owner = 0;  // of the directory that it is in
  };
  // `path`: as typed, or, below a root, relative or absolute. `place`: for messages.
  Opened open(const std::string& path) const;

 private:
  SubmissionRoot() = default;
  std::string below_root(const std::string& path) const;
  std::string path_;  // canonical; empty: as typed
  UniqueFd directory_;
};

// The content of an open plain file, at most `limit` bytes. `owner`: who owns the folder of the
// submission: another one's file isn't a part of it, a hard link to it for instance; where the
// folder is root's or the user's own, they answer for what is in it, but for hard links. Throws
// InputError with `place`.
std::string read_submitted(const UniqueFd& file, const std::string& place, ::uid_t owner,
                           std::uint64_t limit);

// All files below an open directory, walked by descriptors; `take` gets the path from there and the
// content. What is no part of a submission (left_out.h) is passed over before it is opened, and its
// path is added to `left_out`. Throws InputError: a link, anything but files and directories,
// another owner's, another file system, more than kMaxSourceEntries entries (kMaxLeftOut of those
// that are passed over), and what `take` throws.
constexpr std::size_t kMaxSourceEntries = 4096;
constexpr std::size_t kMaxLeftOut = 50'000;
void walk_submitted(const UniqueFd& directory, const std::string& place, std::uint64_t limit,
                    std::set<std::string>& left_out,
                    const std::function<void(const std::string&, std::string)>& take);

}  // namespace assize
