// The two processes of a keeper: see keeper_main.cpp.
#pragma once

#include <string>

#include "judge/jail/keeper/fork_server.h"
#include "judge/jail/kernel/cgroup.h"
#include "judge/jail/protocol/spec.h"
#include "storage/base/unique_fd.h"

namespace assize {

// The descriptors that both are started with.
constexpr int kWorker = 3;
constexpr int kLifeline = 4;
constexpr int kLock = 5;

// On a busy host the one who ends a run in time comes first: the keeper, as long as a submission
// runs, and nobody else. At all other times it makes and clears away what the kernel has to clean
// up after, and must not be ahead of that.
constexpr int kAheadNice = -10;

struct KeeperSlot {
  SlotSetup setup;
  SlotGroups groups;
  TemplateFiles template_files;
};

// Tells the worker why there is no slot, and ends this process.
[[noreturn]] void refuse(LaunchStage stage, int error);

// Writes to a file of /proc, or refuses the slot.
void write_proc_file(const std::string& path, const std::string& text, LaunchStage stage);

// The inner process: begins when there is something to read from `barrier`, and never returns.
[[noreturn]] void be_keeper(KeeperSlot& slot, int barrier);

}  // namespace assize
