#include "judge/jail/policy/rules.h"

#include <linux/filter.h>

#include <algorithm>
#include <set>

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"

using namespace assize;
using test::input_error_of;

namespace {

std::vector<SyscallRow> rows_of(const Policy& policy, std::string_view name) {
  std::vector<SyscallRow> rows;
  for (const auto& row : table_under(policy))
    if (row.name == name) rows.push_back(row);
  return rows;
}

}  // namespace

TEST_CASE("the default policy's table is the reviewed one, and it asks the keeper about nothing") {
  CHECK(table_under({}).size() == syscall_table().size());
  const SlotRules rules = compile_rules({});
  CHECK(rules.filter == compile_filter(syscall_table()));
  CHECK(rules.fatal_calls.empty());
  CHECK(rules.passed_calls.empty());
  CHECK_FALSE(rules.whole_proc);
}

TEST_CASE("every granted row has a reason and compiles, alone and with all the others") {
  for (const auto& [capability, row] : granted_table()) {
    INFO(row.name);
    CHECK(row.reason.size() >= 4);
    CHECK(row.action == SyscallAction::allow);
  }
  Policy all;
  for (const auto& name : unsafe_names()) {
    Policy one;
    one.grant(name.capability);
    CHECK(compile_rules(one).filter.size() <= 64 * 1024);
    all.grant(name.capability);
  }
  CHECK(compile_rules(all).filter.size() / sizeof(sock_filter) <= 4096);  // BPF_MAXINSNS
}

TEST_CASE("a capability opens its calls and no others") {
  std::set<std::string_view> base;
  for (const auto& row : syscall_table()) base.insert(row.name);
  for (const auto& name : unsafe_names()) {
    INFO(name.name);
    Policy policy;
    policy.grant(name.capability);
    for (const auto& row : table_under(policy)) {
      const bool granted =
          std::any_of(granted_table().begin(), granted_table().end(), [&](const GrantedRow& g) {
            return g.capability == name.capability && g.row.name == row.name;
          });
      CHECK((base.contains(row.name) || granted));
    }
  }
}

TEST_CASE("no capability opens a namespace, another family of sockets, tracing or a mount") {
  Policy all;
  for (const auto& name : unsafe_names()) all.grant(name.capability);
  for (const auto& row : table_under(all)) {
    INFO(row.name);
    CHECK(row.name != "unshare");
    CHECK(row.name != "setns");
    CHECK(row.name != "mount");
    CHECK(row.name != "ptrace");
    CHECK(row.name != "bpf");
    if (row.name == "clone") {
      REQUIRE(row.condition);
      CHECK((row.condition->mask & 0x7E020000U) == 0x7E020000U);  // all CLONE_NEW*
      CHECK((row.condition->value & 0x7E020000U) == 0);
    }
    if (row.name == "socket" || row.name == "socketpair") {
      REQUIRE(row.condition);
      CHECK(row.condition->value == 1);  // AF_UNIX
    }
    if (row.name == "setsockopt") CHECK((row.condition && row.also));
  }
}

TEST_CASE("a granted row takes the place of the narrower one") {
  Policy policy;
  CHECK(rows_of(policy, "kill").at(0).condition.has_value());
  policy.grant(Unsafe::fork);
  REQUIRE(rows_of(policy, "kill").size() == 1);
  CHECK_FALSE(rows_of(policy, "kill")[0].condition.has_value());
}

TEST_CASE("exec is let through by the keeper, which starts the clocks at the first one") {
  Policy policy;
  policy.grant(Unsafe::exec);
  const SlotRules rules = compile_rules(policy);
  CHECK(rules.passed_calls == std::vector<std::int32_t>{59, 322});
  CHECK(rules.filter == compile_rules({}).filter);
}

TEST_CASE("a call can be denied silently, reported, or end the run") {
  Policy policy;
  policy.denials = {{"ptrace", Denial::kill}, {"mount", Denial::silent}, {"bpf", Denial::report}};
  REQUIRE(rows_of(policy, "mount").size() == 1);
  CHECK(rows_of(policy, "mount")[0].action == SyscallAction::deny);
  CHECK(rows_of(policy, "ptrace").empty());
  CHECK(rows_of(policy, "bpf").empty());
  CHECK(compile_rules(policy).fatal_calls == std::vector<std::int32_t>{101});
}

TEST_CASE("a denial that can't be is refused by name") {
  const auto message_for = [](const char* call, Denial denial) {
    Policy policy;
    policy.denials[call] = denial;
    return input_error_of([&] { compile_rules(policy); });
  };
  CHECK(message_for("ptracer", Denial::kill).find("'ptracer'") != std::string::npos);
  CHECK(message_for("ioctl", Denial::silent).find("allowed at least in part") != std::string::npos);
  CHECK(message_for("read", Denial::silent).find("'read'") != std::string::npos);
  CHECK(message_for("execve", Denial::silent).find("'execve'") != std::string::npos);
}
