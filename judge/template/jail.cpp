// Waits for runs in the jail, as one of the slot's fork servers
// (judge/jail/inside/fork_server_loop.h). What is made of it for each run is a copy of the
// interpreter that has joined the namespaces of the run's init; judge/jail/inside/init.cpp has the
// sequence.
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "judge/jail/inside/fork_server_loop.h"
#include "judge/jail/inside/main_process.h"
#include "judge/jail/protocol/message.h"

extern "C" {
#include "judge/template/template.h"
}

namespace {

using namespace assize;

struct Slot {
  SlotSetup setup;
  SlotGroups groups;
};

Slot receive_slot() {
  auto received = receive_message(kTemplateControl);
  auto setup = received ? decode_setup(received->message) : std::nullopt;
  if (!setup || received->descriptors.size() != setup->cgroups.descriptors()) ::_exit(1);
  SlotGroups groups = take_groups(setup->cgroups, received->descriptors);
  return {std::move(*setup), std::move(groups)};
}

void take_code(int fd, assize_run* run) {
  struct stat status {};
  if (::fstat(fd, &status) != 0 || status.st_size == 0) return;
  run->code_size = static_cast<size_t>(status.st_size);
  void* code = ::mmap(nullptr, run->code_size, PROT_READ, MAP_PRIVATE, fd, 0);
  run->code = code == MAP_FAILED ? nullptr : code;
}

bool is_check_alone;

// Whoever has the other end keeps it apart from the program's own output.
extern "C" void hand_out(const void* code, size_t size) {
  const auto* next = static_cast<const char*>(code);
  while (size > 0) {
    const ssize_t written = ::write(STDOUT_FILENO, next, size);
    if (written < 0) ::_exit(1);
    next += written;
    size -= static_cast<size_t>(written);
  }
  if (is_check_alone) ::_exit(0);
  end_compile_check();
}

void take(CopiedRun copied, assize_run* run) {
  is_check_alone = copied.check == CompileCheck::alone;
  if (copied.check != CompileCheck::none) run->compiled = hand_out;
  if (copied.code) take_code(copied.code.get(), run);
}

}  // namespace

extern "C" void assize_wait_for_run(const char*, assize_run* run) {
  ::close(kTemplateObject);
  const Slot slot = receive_slot();
  const ServerPlan plan{slot.setup, slot.groups, kTemplateControl, Start::by_template,
                        assize_after_fork};
  load_server_filter(plan);
  // Held as long as the run: it closes them itself.
  auto* const main = new MadeMain(serve_inits(plan));
  take(begin_copied_main({slot.setup, main->channel.get(), main->to_init.get(), main->output.get(),
                          main->error_output.get()}),
       run);
}
