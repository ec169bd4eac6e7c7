#include "judge/jail/kernel/cgroup.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <climits>
#include <ctime>
#include <memory>
#include <string_view>
#include <vector>

#include "judge/jail/protocol/launch_stage.h"
#include "storage/base/small_file.h"

namespace assize {

std::uint64_t number_in(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

UniqueFd open_group(int parent, const std::string& name) {
  UniqueFd fd(::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd)
    throw LaunchError(LaunchStage::open_cgroup, errno, "can't open the run's cgroup " + name);
  return fd;
}

UniqueFd make_group(int parent, const std::string& name) {
  if (::mkdirat(parent, name.c_str(), 0755) != 0)
    throw LaunchError(LaunchStage::make_cgroup, errno, "can't make the run's cgroup " + name);
  return open_group(parent, name);
}

bool remove_group(int parent, const std::string& name) {
  constexpr int kTries = 200;
  constexpr timespec kPause{0, 1'000'000};
  for (int i = 0; i < kTries; ++i) {
    if (::unlinkat(parent, name.c_str(), AT_REMOVEDIR) == 0 || errno == ENOENT) return true;
    if (errno != EBUSY) return false;
    ::nanosleep(&kPause, nullptr);
  }
  return false;
}

std::uint64_t keyed_number(std::string_view text, std::string_view key) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    if (line.size() > key.size() && line.starts_with(key) && line[key.size()] == ' ')
      return number_in(line.substr(key.size() + 1));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return 0;
}

bool enter_groups(const SlotGroups& slot, const std::string& name) {
  return std::ranges::all_of(std::array{&slot.memory, &slot.pids, &slot.cpuacct},
                             [&](const UniqueFd* parent) {
                               return !*parent || write_file(parent->get(), name + "/tasks", "0");
                             });
}

bool enter_unified_group(const SlotGroups& slot, const std::string& name) {
  return !slot.unified || write_file(slot.unified.get(), name + "/cgroup.procs", "0");
}

SlotGroups take_groups(const CgroupLayout& layout, std::vector<UniqueFd>& descriptors) {
  SlotGroups groups;
  groups.layout = layout;
  auto next = descriptors.begin();
  const auto take = [&](bool present, UniqueFd& into) {
    if (present) into = std::move(*next++);
  };
  take(layout.unified, groups.unified);
  take(layout.v1_memory, groups.memory);
  take(layout.v1_pids, groups.pids);
  take(layout.v1_cpuacct, groups.cpuacct);
  return groups;
}

std::vector<std::string> groups_below(int directory) {
  std::vector<std::string> names;
  const int copy = ::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (copy < 0) return names;
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(copy), ::closedir);
  while (const dirent* entry = ::readdir(stream.get()))
    if (entry->d_type == DT_DIR && entry->d_name[0] != '.') names.emplace_back(entry->d_name);
  return names;
}

void sweep_directory(int directory) {
  for (const auto& name : groups_below(directory)) {
    const UniqueFd group(::openat(directory, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (group) write_file(group.get(), "cgroup.kill", "1");
    remove_group(directory, name);
  }
}

void remove_slot(const SlotGroups& slot) {
  for (const UniqueFd* directory : {&slot.unified, &slot.memory, &slot.pids, &slot.cpuacct}) {
    if (!*directory) continue;
    sweep_directory(directory->get());
    // Its name; where it is mounted no path may lead to.
    std::array<char, PATH_MAX> path{};
    const std::string link = "/proc/self/fd/" + std::to_string(directory->get());
    const ssize_t length = ::readlink(link.c_str(), path.data(), path.size() - 1);
    if (length <= 0) continue;
    const std::string_view name(path.data(), static_cast<std::size_t>(length));
    const UniqueFd parent(::openat(directory->get(), "..", O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (parent) remove_group(parent.get(), std::string(name.substr(name.rfind('/') + 1)));
  }
}

}  // namespace assize
