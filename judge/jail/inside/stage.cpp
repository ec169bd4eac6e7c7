#include "judge/jail/inside/stage.h"

#include <sched.h>
#ifdef ASSIZE_TEST_JAIL
#include <sys/mman.h>
#include <sys/prctl.h>
#endif
#include <unistd.h>

#include <cerrno>
#ifdef ASSIZE_TEST_JAIL
#include <atomic>
#include <fstream>
#include <new>
#include <optional>
#include <string>
#endif

#include "judge/jail/inside/inside.h"
#include "storage/base/small_file.h"

namespace assize {

// By write(2), which the filter allows: a stage can fail after it was loaded.
void fail(int channel, LaunchStage stage, int error) {
  const InitReport report{InitReport::Kind::failed, error, 0, stage};
  const ssize_t written = ::write(channel, &report, sizeof report);
  ::_exit(written == sizeof report ? 120 : 121);
}

void must(bool success, int channel, LaunchStage stage) {
  if (!success) fail(channel, stage, errno);
  may_hang(stage);
}

#ifdef ASSIZE_TEST_JAIL
namespace {
std::optional<LaunchStage> hanging_stage;
// Shared with all that this process forks.
std::atomic<int>* times_until_hang = nullptr;
}  // namespace

void read_hang(const std::string& directory) {
  std::ifstream file(directory + "/hang");
  int number = 0;
  std::string stage;
  if (!std::getline(file, stage) || !(file >> number)) return;
  hanging_stage = launch_stage(stage);
  void* shared = ::mmap(nullptr, sizeof *times_until_hang, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared != MAP_FAILED) times_until_hang = new (shared) std::atomic<int>(number);
}

void may_hang(LaunchStage stage) {
  if (times_until_hang == nullptr || hanging_stage != stage || --*times_until_hang != 0) return;
  ::prctl(PR_SET_NAME, "assize-hangs", 0, 0, 0);
  while (true) ::pause();
}
#endif

bool pin_to(unsigned core) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(core, &set);
  return ::sched_setaffinity(0, sizeof set, &set) == 0;
}

bool raise_oom_score() { return write_file("/proc/self/oom_score_adj", "1000"); }

unsigned run_namespaces(const SlotSetup& setup) {
  const Layers without = setup.without;
  unsigned flags = CLONE_NEWNS;
  if (!without.has(Layer::pid_namespace)) flags |= CLONE_NEWPID;
  if (!without.has(Layer::ipc_namespace)) flags |= CLONE_NEWIPC;
  // Test build: a run that keeps its capabilities has them in a user namespace of its own, and they
  // are worth something only over names and a network that belong to that.
  if (without.has(Layer::capabilities)) {
    flags |= CLONE_NEWUSER;
    if (!without.has(Layer::uts_namespace)) flags |= CLONE_NEWUTS;
    if (!without.has(Layer::net_namespace)) flags |= CLONE_NEWNET;
  }
  return flags;
}

}  // namespace assize
