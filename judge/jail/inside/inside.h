// What happens inside a run: init, and main up to the moment at which the submission begins.
// init.cpp begins with the sequence.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "judge/jail/kernel/cgroup.h"
#include "judge/jail/kernel/landlock.h"
#include "judge/jail/protocol/launch_stage.h"
#include "judge/jail/protocol/spec.h"

namespace assize {

constexpr ::uid_t kInsideId = 1000;  // the run's id in its own user namespace

// What init tells the keeper, one datagram each.
struct InitReport {
  enum class Kind : std::int32_t {
    failed = 1,     // a stage of the launch failed: `stage` and `value` (errno)
    prepared = 2,   // init and main wait for the run; main's pidfd comes along
    starting = 3,   // test build without a filter: the submission begins next
    exited = 4,     // the main process ended: `value` is the exit code
    signalled = 5,  // the main process ended: `value` is the signal
    output = 6      // then, where the output is a file: it comes along, if it is a plain one
  };
  Kind kind = Kind::failed;
  std::int32_t value = 0;
  std::uint64_t resident = 0;  // with the main process's end: the most memory it had, in bytes
  LaunchStage stage = LaunchStage::unexpected;
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
  int to_server;  // socket on which the fork server is asked for main
};

// So many namespaces of each of the kinds that are fresh for each run may exist in a slot, those
// that the kernel has still to free included. It frees them in the background: this bounds how far
// that may lag behind. What is in use is two prepared, one running, up to 32 that are ending.
constexpr int kMostNamespaces = 64;

// Clones the calling process to an init, in the run's new namespaces and in the v2 group `target`
// (-1: none). As clone3(2): 0 in init, -1 with errno set on failure.
::pid_t clone_to_init(const SlotSetup& setup, int target, int& pidfd);

// What init does; never returns.
[[noreturn]] void be_init(const InitPlan& plan);

// Gives up the capabilities that this process has now. False with errno set.
bool clear_capability_sets();

// Closes all descriptors above the standard ones but these. Init and the plain fork server are
// forks of the keeper.
void close_all_but(std::vector<int> kept);

}  // namespace assize
