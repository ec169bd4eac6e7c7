// Waits for runs in the jail: the keeper (judge/jail/template_process.h) asks for the init of each.
// Init is a clone of the template and becomes the keeper's child; be_init() does the rest, and
// comes back in the main process of the run, forked from init, when the submission is to begin.
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>

#include "judge/jail/inside.h"
#include "judge/jail/message.h"
#include "judge/jail/template_process.h"

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

}  // namespace

extern "C" void assize_wait_for_run(const char*, assize_run* run) {
  ::close(kTemplateObject);
  const Slot slot = receive_slot();
  while (true) {
    const auto request = receive_message(kTemplateControl);
    if (!request || request->descriptors.size() < 3)
      ::_exit(request && request->message.empty() ? 0 : 1);
    const auto& fds = request->descriptors;
    int pidfd = -1;
    const long pid = clone_to_init(slot.setup, fds.size() > 3 ? fds[3].get() : -1, true, pidfd);
    if (pid < 0) ::_exit(1);
    if (pid == 0) {
      be_init({slot.setup, slot.groups, request->message, fds[0].get(), fds[1].get(), fds[2].get(),
               true});
      run->path = "main.py";
      return;
    }
    const UniqueFd owned(pidfd);
    send_message(kTemplateControl, std::to_string(pid), std::array{owned.get()});
  }
}
