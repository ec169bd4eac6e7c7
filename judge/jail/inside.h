// What happens inside a run: init, and main up to the moment at which the submission begins.
// init.cpp begins with the sequence.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "judge/jail/cgroup.h"
#include "judge/jail/landlock.h"
#include "judge/jail/spec.h"

namespace assize {

// A stage that fails when the slot's template has ended: no run by template can be made any more.
constexpr const char* kCopyStage = "copy the template";

constexpr ::uid_t kInsideId = 1000;  // the run's id in its own user namespace

// What init tells the keeper, one datagram each.
struct InitReport {
  enum class Kind : std::int32_t {
    failed = 1,     // a stage of the launch failed: `stage` and `value` (errno)
    listener = 2,   // the filter is loaded; its notification descriptor comes along
    starting = 3,   // test build without a filter: the submission begins next
    exited = 4,     // the main process ended: `value` is the exit code
    signalled = 5,  // the main process ended: `value` is the signal
    output = 6      // then, where the output is a file: it comes along, if it is a plain one
  };
  Kind kind = Kind::failed;
  std::int32_t value = 0;
  std::uint64_t resident = 0;  // with the main process's end: the most memory it had, in bytes
  char stage[64] = {};
};

// Everything init needs, made before the clone.
struct InitPlan {
  const SlotSetup& setup;
  const SlotGroups& groups;
  const ReadableTops& readable;
  std::string group;  // name of the run's group
  int channel;        // to the keeper
  int output;
  int error_output;
  int to_template = -1;  // socket on which the template is asked for main; -1: there is none
};

// Clones the calling process to an init, in the run's new namespaces and in the v2 group `target`
// (-1: none). As clone3(2): 0 in init, -1 with errno set on failure.
::pid_t clone_to_init(const SlotSetup& setup, int target, int& pidfd);

// What init does; never returns.
[[noreturn]] void be_init(const InitPlan& plan);

// Gives up all capabilities, now and for good. False with errno set.
bool give_up_capabilities();
// Those that this process has now.
bool clear_capability_sets();

}  // namespace assize
