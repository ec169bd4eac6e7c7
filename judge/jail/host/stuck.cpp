#include "judge/jail/host/stuck.h"

#include <dirent.h>
#include <fcntl.h>

#include <algorithm>
#include <memory>
#include <set>
#include <sstream>
#include <string_view>

#include "storage/base/small_file.h"

namespace assize {

namespace {

constexpr std::size_t kFrames = 6;
constexpr std::size_t kTold = 8;  // processes

// proc(5), stat: the name, in parentheses, may have any character in it.
struct Status {
  std::string name;
  char state = '?';
  ::pid_t parent = 0;
};

Status status_of(::pid_t process) {
  Status status;
  const std::string line = text_of("/proc/" + std::to_string(process) + "/stat");
  const auto open = line.find('(');
  const auto close = line.rfind(')');
  if (open == std::string::npos || close == std::string::npos) return status;
  status.name = line.substr(open + 1, close - open - 1);
  std::stringstream rest(line.substr(close + 1));
  rest >> status.state >> status.parent;
  return status;
}

std::vector<::pid_t> all_processes() {
  std::vector<::pid_t> all;
  const std::unique_ptr<DIR, int (*)(DIR*)> proc(::opendir("/proc"), ::closedir);
  while (const dirent* entry = proc ? ::readdir(proc.get()) : nullptr)
    if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
      all.push_back(static_cast<::pid_t>(number_in(entry->d_name)));
  return all;
}

void add_children(::pid_t parent, std::set<::pid_t>& found) {
  std::vector<std::pair<::pid_t, ::pid_t>> parents;
  for (const ::pid_t process : all_processes())
    parents.emplace_back(process, status_of(process).parent);
  found.insert(parent);
  for (bool more = true; more;) {
    more = false;
    for (const auto& [process, its] : parents)
      if (found.contains(its)) more = found.insert(process).second || more;
  }
}

void add_members(int directory, std::set<::pid_t>& found) {
  std::stringstream members(text_of(directory, "cgroup.procs"));
  for (::pid_t process = 0; members >> process;)
    if (process > 0) found.insert(process);  // 0: of another pid namespace
  for (const auto& name : groups_below(directory)) {
    const UniqueFd group(::openat(directory, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (group) add_members(group.get(), found);
  }
}

// One frame a line: "[<0>] function+0x12/0x34".
std::string stack_of(::pid_t process) {
  std::stringstream lines(text_of("/proc/" + std::to_string(process) + "/stack"));
  std::string stack;
  std::size_t frames = 0;
  for (std::string line; frames < kFrames && std::getline(lines, line); ++frames) {
    const auto begin = line.find("] ");
    const std::string frame = line.substr(begin == std::string::npos ? 0 : begin + 2);
    if (frame.starts_with("do_syscall") || frame.starts_with("entry_SYSCALL")) break;
    stack += (stack.empty() ? "" : " < ") + frame.substr(0, frame.find('+'));
  }
  if (!stack.empty()) return stack;
  const std::string place = text_of("/proc/" + std::to_string(process) + "/wchan");
  return place == "0" ? "" : place;
}

}  // namespace

std::vector<::pid_t> processes_of_slot(::pid_t parent, const SlotGroups& groups) {
  std::set<::pid_t> found;
  if (parent > 0) add_children(parent, found);
  for (const UniqueFd* directory : {&groups.unified, &groups.memory, &groups.pids, &groups.cpuacct})
    if (*directory) add_members(directory->get(), found);
  std::erase_if(found, [](::pid_t process) {
    const char state = status_of(process).state;
    return state == 'Z' || state == '?';
  });
  return {found.begin(), found.end()};
}

std::string where_they_are(const std::vector<::pid_t>& processes) {
  std::string text;
  std::size_t stuck = 0;
  for (const ::pid_t process : processes) {
    const Status status = status_of(process);
    if (std::string_view("DTt").find(status.state) == std::string_view::npos) continue;
    if (++stuck > kTold) continue;
    const std::string stack = stack_of(process);
    text += (text.empty() ? "" : "; ") + std::to_string(process) + " (" + status.name + ", state " +
            status.state + ")" + (stack.empty() ? "" : " in " + stack);
  }
  if (stuck > kTold) text += "; and " + std::to_string(stuck - kTold) + " more";
  if (stuck == 0)
    return "none of its " + std::to_string(processes.size()) + " processes hangs in the kernel now";
  return text;
}

}  // namespace assize
