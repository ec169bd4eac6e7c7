// The groups of runs on cgroup v1, which serve several runs. (On v2: cgroup_test.cpp.)
#include "judge/jail/keeper/run_group.h"

#include <algorithm>
#include <filesystem>

#include "storage/base/errors.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/fake_groups.h"

using namespace assize;
using test::FakeGroups;

namespace {

// Whether the pool gives the same groups again, after `spoil` has been done to them.
template <typename Spoil>
bool is_used_again(Spoil spoil) {
  FakeGroups fake;
  GroupPool pool(fake.slot());
  const std::string name = fake.prepare_one(pool);
  RunGroups groups = pool.take();
  REQUIRE(groups.name == name);
  spoil(fake, groups);
  pool.give_back(std::move(groups));
  const RunGroups next = pool.take();
  return next.name == name;
}

}  // namespace

TEST_CASE("groups that no run has spoiled serve the next one") {
  CHECK(is_used_again([](FakeGroups&, RunGroups&) {}));
  CHECK(is_used_again([](FakeGroups& fake, RunGroups&) { fake.write("usage", "16384\n"); }));
}

TEST_CASE("groups serve no further run if something of the last one is left in them") {
  CHECK_FALSE(is_used_again([](FakeGroups& fake, RunGroups&) { fake.write("processes", "1\n"); }));
  CHECK_FALSE(is_used_again([](FakeGroups&, RunGroups& groups) { groups.killed = true; }));
  CHECK_FALSE(is_used_again([](FakeGroups& fake, RunGroups&) { fake.write("usage", "16385\n"); }));
  CHECK_FALSE(
      is_used_again([](FakeGroups& fake, RunGroups&) { fake.write("oom", "oom_kill 1\n"); }));
  CHECK_FALSE(is_used_again([](FakeGroups& fake, RunGroups&) { fake.write("fails", "1\n"); }));
  CHECK_FALSE(is_used_again([](FakeGroups& fake, RunGroups& groups) {
    groups.memory.limited_to = mib(64);
    fake.write("peak", std::to_string(mib(64).count));
  }));
  CHECK_FALSE(is_used_again(
      [](FakeGroups&, RunGroups& groups) { groups.memory.limited_to = mib(8); }));  // for init
}

TEST_CASE("a pool keeps as many groups, whatever becomes of those that were taken") {
  FakeGroups fake;
  GroupPool pool(fake.slot());
  const std::size_t kept = fake.groups("memory").size();
  REQUIRE(kept > 0);
  std::vector<RunGroups> taken;
  for (std::size_t i = 0; i < kept + 3; ++i) taken.push_back(pool.take());
  CHECK(fake.groups("memory").size() == kept + 3);
  for (auto& groups : taken) pool.give_back(std::move(groups));
  for (const char* hierarchy : {"memory", "pids", "cpuacct"})
    CHECK(fake.groups(hierarchy).size() == kept);
}

TEST_CASE("groups that can't be made whole are not left in part") {
  FakeGroups fake;
  std::filesystem::create_directory(fake.directory("pids") + "/run-0");
  try {
    const GroupPool pool(fake.slot());
    FAIL("a group was made twice");
  } catch (const LaunchError& error) {
    CHECK(error.launch_stage() == LaunchStage::make_cgroup);
    CHECK(error.error() == EEXIST);
  }
  CHECK(fake.groups("memory").empty());
  CHECK(fake.groups("cpuacct").empty());
}

TEST_CASE("a run's limits are written once, and its figures are its own") {
  FakeGroups fake;
  GroupPool pool(fake.slot());
  fake.prepare_one(pool);
  fake.write("process_events", "max 3\n");
  RunGroup group(pool);
  Limits limits;
  limits.memory = mib(64);
  limits.processes = 9;
  group.limit(limits, {});
  CHECK(fake.read("memory.limit_in_bytes").starts_with(std::to_string(mib(64).count)));
  CHECK(fake.read("pids.max").starts_with("10"));  // init is counted, too
  fake.write("pids.max", "untouched");
  group.limit(limits, {});
  CHECK(fake.read("pids.max") == "untouched");

  CHECK(group.process_hits() == 0);
  fake.write("process_events", "max 5\n");
  CHECK(group.process_hits() == 2);
  fake.write("cpu", "1234567\n");
  CHECK(group.cpu() == nanoseconds{1234567});
  fake.write("peak", "5000000\n");
  CHECK(group.memory_peak() == Bytes{5000000});
  CHECK(group.memory_hits(group.memory_peak(), 0) == 0);
  CHECK(group.memory_hits(mib(64), 0) == 1);
  fake.write("oom", "under_oom 0\noom_kill 2\n");
  CHECK(group.oom_kills() == 2);
}

TEST_CASE("a limit that can't be set is a failure of the launch, with its stage") {
  FakeGroups fake;
  GroupPool pool(fake.slot());
  fake.prepare_one(pool);
  RunGroup group(pool);
  std::filesystem::remove(fake.directory("files") + "/pids.max");
  try {
    group.limit({}, {});
    FAIL("a limit was set that isn't there");
  } catch (const LaunchError& error) {
    CHECK(error.launch_stage() == LaunchStage::set_pids_max);
    CHECK(error.error() == ENOENT);
  }
  Layers without;
  without.bits = static_cast<std::uint32_t>(Layer::process_limit);
  CHECK_NOTHROW(group.limit({}, without));
}

TEST_CASE("groups without their files can't take a run") {
  FakeGroups fake;
  GroupPool pool(fake.slot());
  RunGroup group(pool);
  CHECK_THROWS_AS(group.limit({}, {}), LaunchError);
}
