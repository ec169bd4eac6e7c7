// The ways in which assize itself can fail. None of them is ever caused by a submission:
// what a submission does is a value in a RunRecord, never an exception.
#pragma once

#include <stdexcept>
#include <string>

namespace assize {

// Bad usage or bad input from the operator (a manifest, a package, an option). Exit code 2;
// whoever throws it has changed nothing.
class InputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// This host can't do it safely: a layer of the jail can't be put up. Exit code 3.
class HostError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A step of a launch or of an end took longer than its deadline: a process hangs in the kernel, or
// the host is so busy that judging makes no sense. The slot can't be used any more; what is left in
// it is left to itself. Nobody's submission is at fault, and another slot may still work.
class StuckHost : public HostError {
 public:
  using HostError::HostError;
};

// Something that the store keeps is damaged or gone: a blob isn't what its hash says, a record
// can't be read. It costs what needs it, and nothing else: the store itself can be used.
class DamagedItem : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The judge, the package or its validator failed while judging. Exit code 4; on the queue the
// judging is tried again, and after some tries set aside for staff. `stage` names the step that
// failed, `error` is its errno (0: none).
class JudgeError : public std::runtime_error {
 public:
  JudgeError(std::string stage, int error, const std::string& what);
  explicit JudgeError(const std::string& what) : JudgeError("", 0, what) {}

  const std::string& stage() const { return stage_; }
  int error() const { return error_; }

 private:
  std::string stage_;
  int error_;
};

// … by the package's own doing: its validator crashed or broke its protocol. With the same
// submission it would again, so the judging is set aside for staff at once.
class PackageError : public JudgeError {
 public:
  using JudgeError::JudgeError;
};

}  // namespace assize
