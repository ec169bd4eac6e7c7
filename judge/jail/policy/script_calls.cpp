#include "judge/jail/policy/script_calls.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>

#include <iterator>

namespace assize {

namespace {

constexpr auto kAllow = SyscallAction::allow;
constexpr auto kRefuse = SyscallAction::refuse;
constexpr auto kDeny = SyscallAction::deny;
constexpr auto kPretend = SyscallAction::pretend;
constexpr auto kNoAttributes = SyscallAction::no_attributes;

constexpr std::uint32_t kUnchanged = 0xFFFFFFFF;  // -1: this id stays as it is

constexpr std::optional<ArgumentCondition> when_int(unsigned index, std::uint32_t value) {
  return ArgumentCondition{index, 0xFFFFFFFFULL, value};
}

const SyscallRow kTable[] = {
    {"fcntl", kAllow, "dash and bash put descriptors aside while they redirect others",
     when_int(1, F_DUPFD)},
    {"rt_sigsuspend", kAllow, "dash waits for a child: the built-in wait", {}},
    {"ioctl", kRefuse, "bash asks at its start which processes a terminal has; there is none",
     when_int(1, TIOCGPGRP)},
    {"ioctl", kRefuse, "cp and install try to share the blocks of a file, and copy it then",
     when_int(1, FICLONE)},
    {"renameat2", kRefuse, "mv asks to replace nothing, and looks itself then", {}},
    // A run has one id of each kind: the effective one can only become what it is.
    {"setresuid", kPretend, "make gives its effective id to a child", when_int(0, kUnchanged),
     when_int(2, kUnchanged)},
    {"setresgid", kPretend, "make gives its effective id to a child", when_int(0, kUnchanged),
     when_int(2, kUnchanged)},
    {"timer_create", kRefuse, "timeout takes alarm(2) then", {}},
    {"fchownat", kDeny, "cp -a and install -o try to set the owner", {}},
    {"fsetxattr", kNoAttributes, "cp -p and install keep access lists where there are any", {}},
    {"setxattr", kNoAttributes, "cp -a keeps those of a directory where there are any", {}},
    {"removexattr", kNoAttributes, "cp -a takes those of a directory that it may have made", {}},
};

Policy script_policy() {
  Policy policy;
  policy.name = "scripts";
  policy.grant(Unsafe::fork);
  policy.grant(Unsafe::exec);
  return policy;
}

}  // namespace

std::span<const SyscallRow> script_calls() { return kTable; }

std::vector<SyscallRow> script_table() {
  std::vector<SyscallRow> table = table_under(script_policy());
  table.insert(table.end(), std::begin(kTable), std::end(kTable));
  return table;
}

SlotRules compile_script_rules() {
  SlotRules rules = compile_rules(script_policy());
  rules.filter = compile_filter(script_table());
  return rules;
}

}  // namespace assize
