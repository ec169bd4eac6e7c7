#include "judge/jail/kernel/landlock.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <set>
#include <string>

#include "judge/jail/protocol/launch_stage.h"

namespace assize {

namespace {

// Newer than the headers of Debian 12 (6.1).
constexpr std::uint64_t kTruncate = 1ULL << 14U;                     // ABI 3
constexpr std::uint64_t kTcpBind = 1;                                // ABI 4
constexpr std::uint64_t kTcpConnect = 2;                             // ABI 4
constexpr std::uint64_t kDeviceIoctl = 1ULL << 15U;                  // ABI 5
constexpr std::uint64_t kScopeAbstractSocket = 1, kScopeSignal = 2;  // ABI 6
struct RulesetAttributes {
  std::uint64_t files = 0;
  std::uint64_t network = 0;
  std::uint64_t scope = 0;
};

constexpr std::uint64_t kRead = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t kReadOrExecute = kRead | LANDLOCK_ACCESS_FS_EXECUTE;

// Every right that this kernel can take away.
std::uint64_t all_rights(int abi) {
  std::uint64_t rights = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1U) - 1;  // ABI 1: the first 13
  if (abi >= 2) rights |= LANDLOCK_ACCESS_FS_REFER;
  if (abi >= 3) rights |= kTruncate;
  if (abi >= 5) rights |= kDeviceIoctl;
  return rights;
}

UniqueFd open_directory(const std::string& path) {
  return UniqueFd(::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
}

bool allow(int ruleset, const UniqueFd& directory, std::uint64_t rights) {
  landlock_path_beneath_attr rule{};
  rule.allowed_access = rights;
  rule.parent_fd = directory.get();
  return directory &&
         ::syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
}

std::string top_of(const std::string& path) { return path.substr(0, path.find('/', 1)); }

}  // namespace

int landlock_abi() {
  const auto abi =
      ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  return abi > 0 ? static_cast<int>(abi) : 0;
}

UniqueFd make_ruleset(int abi) {
  RulesetAttributes attributes;
  attributes.files = all_rights(abi);
  std::size_t size = sizeof attributes.files;
  if (abi >= 4) {
    attributes.network = kTcpBind | kTcpConnect;
    size = 2 * sizeof(std::uint64_t);
  }
  if (abi >= 6) {
    attributes.scope = kScopeAbstractSocket | kScopeSignal;
    size = sizeof attributes;
  }
  return UniqueFd(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, size, 0)));
}

ReadableTops::ReadableTops(const FileView& view, const UniqueFd& pipes) {
  if (pipes) {
    directories_.emplace_back(::fcntl(pipes.get(), F_DUPFD_CLOEXEC, 3));
    rights_.push_back(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE);
  }
  std::set<std::string> tops{"/"};
  for (const auto& mount : view.mounts) tops.insert(top_of(mount.target));
  for (const auto& file : view.files) tops.insert(top_of(file.path));
  for (const auto& top : tops) {
    directories_.push_back(open_directory(top));
    if (!directories_.back())
      throw LaunchError(LaunchStage::open_directory_of_root, errno, "can't open " + top);
    rights_.push_back(top == "/"      ? LANDLOCK_ACCESS_FS_READ_DIR
                      : top == "/dev" ? kRead | LANDLOCK_ACCESS_FS_WRITE_FILE
                                      : kReadOrExecute);
  }
}

bool ReadableTops::allow(int ruleset) const {
  for (std::size_t i = 0; i < directories_.size(); ++i)
    if (!assize::allow(ruleset, directories_[i], rights_[i])) return false;
  return true;
}

bool allow_proc(int ruleset) { return allow(ruleset, open_directory("/proc"), kReadOrExecute); }

bool allow_scratch(int ruleset, int abi, bool executable_box) {
  const std::uint64_t never = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                              LANDLOCK_ACCESS_FS_MAKE_BLOCK | kDeviceIoctl;
  const std::uint64_t rights = all_rights(abi) & ~never;
  const std::uint64_t execute = executable_box ? LANDLOCK_ACCESS_FS_EXECUTE : 0;
  return allow(ruleset, open_directory("/tmp"), rights) &&
         allow(ruleset, open_directory("/box"), rights | execute);
}

bool restrict_self(int ruleset) { return ::syscall(SYS_landlock_restrict_self, ruleset, 0) == 0; }

}  // namespace assize
