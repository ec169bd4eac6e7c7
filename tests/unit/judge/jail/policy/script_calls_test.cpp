#include "judge/jail/policy/script_calls.h"

#include <linux/filter.h>

#include <algorithm>
#include <set>

#include "tests/unit/support/catch2.h"

using namespace assize;

namespace {

bool same_arguments(const SyscallRow& a, const SyscallRow& b) {
  return a.name == b.name && a.condition == b.condition && a.also == b.also;
}

bool has(std::span<const SyscallRow> table, const SyscallRow& row) {
  return std::any_of(table.begin(), table.end(),
                     [&](const SyscallRow& other) { return same_arguments(row, other); });
}

}  // namespace

TEST_CASE("every call of scripts has a reason, and is none that others have already") {
  for (const auto& row : script_calls()) {
    INFO(row.name);
    CHECK(row.reason.size() >= 4);
    CHECK_FALSE(has(syscall_table(), row));
    CHECK(syscall_number(row.name));
  }
  CHECK(script_table().size() > script_calls().size());
}

TEST_CASE("no policy gives a submission what only scripts have") {
  Policy all;
  for (const auto& name : unsafe_names()) all.grant(name.capability);
  for (const Policy& policy : {Policy{}, all})
    for (const auto& row : script_calls()) {
      INFO(row.name);
      CHECK_FALSE(has(table_under(policy), row));
    }
}

TEST_CASE("the calls of scripts that are let through are these two") {
  // All others are answered without doing anything. After a change that is meant: is the call one
  // that reaches nothing beyond the run?
  std::set<std::string_view> allowed;
  for (const auto& row : script_calls())
    if (row.action == SyscallAction::allow) allowed.insert(row.name);
  CHECK(allowed == std::set<std::string_view>{"fcntl", "rt_sigsuspend"});
}

TEST_CASE("ids can't be changed by scripts: what they may ask for is not done") {
  for (const auto& row : script_table()) {
    INFO(row.name);
    for (const char* name : {"setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid",
                             "setgroups", "setfsuid", "setfsgid", "capset"})
      if (row.name == name) CHECK(row.action == SyscallAction::pretend);
  }
}

TEST_CASE("the filter of scripts asks about each exec, and fits into a message") {
  const SlotRules rules = compile_script_rules();
  CHECK(rules.passed_calls == std::vector<std::int32_t>{59, 322});
  CHECK(rules.fatal_calls.empty());
  CHECK_FALSE(rules.whole_proc);
  CHECK(rules.filter.size() / sizeof(sock_filter) <= 4096);  // BPF_MAXINSNS
  CHECK(rules.filter.size() <= 64 * 1024);                   // kMaxText
}
