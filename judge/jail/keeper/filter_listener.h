// The keeper's end of a filter: what its processes call and the table has no row for is asked here
// (seccomp_unotify(2)). One listener serves all runs of a fork server.
//
// The rule by which it is answered is the phase of the slot, never an argument:
//   set-up   no process of a submission exists in the slot. Whoever asks is a fork server, or a
//   main
//            process that executes our code only: the call passes. It ends when main says, by an
//            exec, that it begins.
//   running  one submission runs; whoever asks is a process of it. Nothing passes but what the
//            policy grants. It ends when all processes of the run but init have been waited for, or
//            init has: then its pid namespace is empty.
// So the keeper prepares further runs only between runs, and waits until they are prepared.
#pragma once

#include <linux/seccomp.h>

#include <optional>

#include "storage/base/unique_fd.h"

namespace assize {

class FilterListener {
 public:
  FilterListener() = default;
  explicit FilterListener(UniqueFd listener);

  int descriptor() const { return listener_.get(); }  // readable when somebody asks; -1: no filter

  // The next call that is asked about; nothing if its process has died meanwhile.
  std::optional<seccomp_notif> receive() const;
  // Both are false if the process has been interrupted or has died: the call has not been made.
  bool let_pass(const seccomp_notif& call) const;
  bool deny(const seccomp_notif& call, int error) const;

 private:
  UniqueFd listener_;
};

// Whether this is the word of main that the submission begins, or by exec that it does with this
// call. To be asked in the phase of set-up only.
bool is_beginning(const seccomp_notif& call);

}  // namespace assize
