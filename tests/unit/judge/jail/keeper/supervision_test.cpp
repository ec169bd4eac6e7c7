// The keeper's loop, with an init that is played.
#include "judge/jail/keeper/supervision.h"

#include <sys/mman.h>

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/fake_run.h"

using namespace assize;
using std::chrono::milliseconds;
using test::FakeInit;
using test::FakeRun;

namespace {

JailSpec spec_with(const Limits& limits) {
  JailSpec spec;
  spec.run = 17;
  spec.limits = limits;
  return spec;
}

Limits usual_limits() {
  Limits limits;
  set_time_limit(limits, std::chrono::seconds{20});
  limits.output = kib(4);
  limits.error_output = kib(4);
  return limits;
}

// What one run came to: a failure, or its facts.
struct Outcome {
  std::optional<LaunchFailure> failure;
  SupervisedRun run;
  const RunRecord& record() const { return run.record; }
};

template <typename Script>
Outcome supervise(const Limits& limits, Script script) {
  FakeRun fake([&](const FakeInit& init) {
    init.say_prepared();
    init.await_run();
    script(init);
  });
  const test::SocketPair worker;
  const JailSpec spec = spec_with(limits);
  const SlotSetup setup;
  RunSupervisor supervisor(fake.run(), spec, setup, worker.ours.get(), {});
  Outcome outcome;
  outcome.failure = supervisor.start("a run", {});
  if (outcome.failure) return outcome;
  auto result = supervisor.finish();
  if (auto* failure = std::get_if<LaunchFailure>(&result)) outcome.failure = *failure;
  if (auto* run = std::get_if<SupervisedRun>(&result)) outcome.run = std::move(*run);
  return outcome;
}

}  // namespace

TEST_CASE("a run that ends by itself: its end and what it wrote") {
  const Outcome outcome = supervise(usual_limits(), [](const FakeInit& init) {
    init.say_started();
    init.write(init.output, "answer\n");
    init.write(init.error_output, "a word\n");
    init.say_exited(3);
  });
  REQUIRE_FALSE(outcome.failure);
  CHECK(outcome.record().end == MainEnd{3, std::nullopt});
  CHECK(outcome.run.yield.output == "answer\n");
  CHECK(outcome.record().output_bytes == 7);
  CHECK(outcome.run.yield.error_output == "a word\n");
  CHECK(outcome.record().error_tail == "a word\n");
  CHECK(outcome.record().wall > nanoseconds{0});
}

TEST_CASE("a run that a signal ends, and what its init says of its memory") {
  const Outcome outcome = supervise(usual_limits(), [](const FakeInit& init) {
    init.say_started();
    init.say({InitReport::Kind::signalled, SIGSEGV, mib(5).count});
  });
  REQUIRE_FALSE(outcome.failure);
  CHECK(outcome.record().end == MainEnd{std::nullopt, SIGSEGV});
}

TEST_CASE("a stage that fails after the run is known is a failure of that run") {
  const Outcome outcome = supervise(usual_limits(), [](const FakeInit& init) {
    init.say({InitReport::Kind::failed, ENOMEM, 0, LaunchStage::mount_box});
  });
  CHECK(outcome.failure == LaunchFailure{17, LaunchStage::mount_box, ENOMEM});
}

TEST_CASE("a run that its memory limit doesn't let begin has passed it") {
  const Outcome outcome = supervise(usual_limits(), [](const FakeInit& init) {
    init.groups.write("oom", "oom_kill 1\n");
    init.say({InitReport::Kind::failed, ENOMEM, 0, LaunchStage::write_submission});
  });
  REQUIRE_FALSE(outcome.failure);
  CHECK(outcome.record().oom_kills == 1);
  CHECK(outcome.record().end == MainEnd{});
}

TEST_CASE("a main process that ends before it began is a failure") {
  const Outcome outcome =
      supervise(usual_limits(), [](const FakeInit& init) { init.say_exited(0); });
  REQUIRE(outcome.failure);
  CHECK(outcome.failure->stage == LaunchStage::start_process_died);
}

TEST_CASE("an init that ends alone has lost the run; killed for memory it has not") {
  const Outcome lost = supervise(usual_limits(), [](const FakeInit& init) {
    init.say_started();
    ::_exit(0);
  });
  REQUIRE(lost.failure);
  CHECK(lost.failure->stage == LaunchStage::keep_init_alive);

  const Outcome killed = supervise(usual_limits(), [](const FakeInit& init) {
    init.say_started();
    init.groups.write("oom", "oom_kill 2\n");
    ::_exit(0);
  });
  REQUIRE_FALSE(killed.failure);
  CHECK(killed.record().oom_kills == 2);
}

TEST_CASE("output beyond its limit ends the run, standard error is only cut") {
  const std::string much(kib(8).count, 'x');
  const Outcome ended = supervise(usual_limits(), [&](const FakeInit& init) {
    init.say_started();
    init.write(init.output, much);
    FakeInit::stay();  // it doesn't end by itself
  });
  REQUIRE_FALSE(ended.failure);
  CHECK(ended.record().output_bytes > kib(4).count);
  CHECK(ended.record().end == MainEnd{});

  const Outcome cut = supervise(usual_limits(), [&](const FakeInit& init) {
    init.say_started();
    init.write(init.error_output, much);
    init.say_exited(0);
  });
  REQUIRE_FALSE(cut.failure);
  CHECK(cut.record().end == MainEnd{0, std::nullopt});
  CHECK(cut.record().error_bytes == much.size());
  CHECK(cut.run.yield.error_output.size() == kib(4).count);
}

TEST_CASE("a run that sleeps is ended at its wall limit") {
  Limits limits = usual_limits();
  limits.wall = milliseconds{30};
  const Outcome outcome = supervise(limits, [](const FakeInit& init) {
    init.say_started();
    FakeInit::stay();
  });
  REQUIRE_FALSE(outcome.failure);
  CHECK(outcome.record().wall > limits.wall);
  CHECK(outcome.record().end == MainEnd{});
}

TEST_CASE("a run that computes is ended past its kill point, whatever the clock says") {
  Limits limits = usual_limits();
  limits.time = milliseconds{10};
  limits.kill_point = milliseconds{11};
  const Outcome outcome = supervise(limits, [](const FakeInit& init) {
    init.say_started();
    // As the kernel counts: a file that is never half written.
    const UniqueFd file(::open((init.groups.directory("files") + "/cpu").c_str(), O_WRONLY));
    for (std::uint64_t used = 0;; used += 1'000'000) {
      const std::string text = std::to_string(1'000'000'000'000 + used);
      if (::pwrite(file.get(), text.data(), text.size(), 0) < 0) ::_exit(9);
      ::usleep(100);
    }
  });
  REQUIRE_FALSE(outcome.failure);
  CHECK(outcome.record().cpu > limits.kill_point);
  CHECK(outcome.record().wall < limits.wall);
  CHECK(outcome.record().end == MainEnd{});
}
