// What the keeper makes of what an init says while it prepares, and how it ends one.
#include "judge/jail/keeper/launch.h"

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/fake_run.h"

using namespace assize;
using test::FakeInit;
using test::FakeRun;

namespace {

template <typename Script>
LaunchError failure_of(Script script) {
  try {
    FakeRun fake(script);
  } catch (const LaunchError& error) {
    return error;
  }
  FAIL("it was prepared");
  std::abort();
}

}  // namespace

TEST_CASE("a run is prepared when its init says so, and hands over main") {
  FakeRun fake([](const FakeInit& init) { init.say_prepared(); });
  CHECK(fake.run().main() >= 0);
  CHECK_FALSE(fake.run().has_died());
  CHECK(fake.run().kill_and_wait());
  CHECK(fake.run().init() < 0);
  CHECK(fake.run().kill_and_wait());  // once is enough
}

TEST_CASE("a stage that fails in init is the launch's failure, with its errno") {
  const LaunchError error = failure_of([](const FakeInit& init) {
    init.say({InitReport::Kind::failed, ENOSPC, 0, LaunchStage::mount_tmp});
  });
  CHECK(error.launch_stage() == LaunchStage::mount_tmp);
  CHECK(error.error() == ENOSPC);
  CHECK(error.stage() == "mount /tmp");
}

TEST_CASE("an init that dies while it prepares is a failure, not a wait") {
  const LaunchError error = failure_of([](const FakeInit&) { ::_exit(7); });
  CHECK(error.launch_stage() == LaunchStage::prepare_run_init_died);
}

TEST_CASE("an init that says something else is a failure") {
  const LaunchError error =
      failure_of([](const FakeInit& init) { send_message(init.channel, "hello"); });
  CHECK(error.launch_stage() == LaunchStage::prepare_run_init_died);
}

TEST_CASE("an init that is told to end does, and is seen to have") {
  FakeRun fake([](const FakeInit& init) { init.say_prepared(); });
  fake.run().end_init();
  CHECK(fake.run().wait_for_end(kEndDeadline));
  CHECK(fake.run().has_died());
}
