#include "judge/jail/stage.h"

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "judge/jail/inside.h"
#include "judge/jail/unique_fd.h"

namespace assize {

// By write(2), which the filter allows: a stage can fail after it was loaded.
void fail(int channel, const char* stage, int error) {
  InitReport report{InitReport::Kind::failed, error, 0, {}};
  std::strncpy(report.stage, stage, sizeof report.stage - 1);
  const ssize_t written = ::write(channel, &report, sizeof report);
  ::_exit(written == sizeof report ? 120 : 121);
}

void must(bool success, int channel, const char* stage) {
  if (!success) fail(channel, stage, errno);
}

bool pin_to(unsigned core) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(core, &set);
  return ::sched_setaffinity(0, sizeof set, &set) == 0;
}

bool raise_oom_score() {
  const UniqueFd fd(::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC));
  return fd && ::write(fd.get(), "1000", 4) == 4;
}

unsigned run_namespaces(const SlotSetup& setup) {
  const Layers without = setup.without;
  unsigned flags = CLONE_NEWUSER | CLONE_NEWNS;
  if (!without.has(Layer::pid_namespace)) flags |= CLONE_NEWPID;
  if (!without.has(Layer::ipc_namespace)) flags |= CLONE_NEWIPC;
  if (!without.has(Layer::uts_namespace)) flags |= CLONE_NEWUTS;
  // Test build: capabilities are worth something only over a network of the run's own.
  if (without.has(Layer::capabilities) && !without.has(Layer::net_namespace)) flags |= CLONE_NEWNET;
  return flags;
}

}  // namespace assize
