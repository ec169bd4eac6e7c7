// What init does where nothing has been mounted yet: how it fails, and what it leaves open.
#include "judge/jail/inside/stage.h"

#include <fcntl.h>
#include <sched.h>

#include <cerrno>
#include <cstring>

#include "judge/jail/inside/inside.h"
#include "judge/jail/protocol/message.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/forked.h"

using namespace assize;

namespace {

std::optional<InitReport> report_from(const test::SocketPair& channel) {
  const auto received = receive_message(channel.ours.get());
  if (!received || received->message.size() != sizeof(InitReport)) return std::nullopt;
  InitReport report;
  std::memcpy(&report, received->message.data(), sizeof report);
  return report;
}

}  // namespace

TEST_CASE("a step of init that fails is told to the keeper, and init ends") {
  test::SocketPair channel;
  test::Forked init([&] {
    const int own = channel.theirs.get();
    must(true, own, LaunchStage::enter_cgroup);
    errno = EROFS;
    must(false, own, LaunchStage::mount_box);
    must(false, own, LaunchStage::enter_box);
  });
  channel.theirs.reset();
  const auto report = report_from(channel);
  REQUIRE(report);
  CHECK(report->kind == InitReport::Kind::failed);
  CHECK(report->stage == LaunchStage::mount_box);
  CHECK(report->value == EROFS);
  CHECK(init.wait() == 120);
  CHECK_FALSE(report_from(channel));
}

TEST_CASE("an init whose keeper has ended ends by another code") {
  test::SocketPair channel;
  channel.ours.reset();
  test::Forked init([&] {
    ::signal(SIGPIPE, SIG_IGN);
    fail(channel.theirs.get(), LaunchStage::landlock, EPERM);
  });
  CHECK(init.wait() == 121);
}

TEST_CASE("init keeps the descriptors that it needs, and no other") {
  test::Forked init([&] {
    const int null = ::open("/dev/null", O_RDWR);
    for (const int number : {10, 11, 12, 40, 41}) ::dup2(null, number);
    close_all_but({41, 11, 10});
    for (const int kept : {0, 1, 2, 10, 11, 41})
      if (::fcntl(kept, F_GETFD) < 0) ::_exit(kept);
    for (int other = 3; other < 200; ++other)
      if (other != 10 && other != 11 && other != 41 && ::fcntl(other, F_GETFD) >= 0) ::_exit(200);
  });
  CHECK(init.wait() == 0);
}

TEST_CASE("a run has namespaces of its own, and a weakened one those that were left to it") {
  SlotSetup setup;
  const unsigned whole = run_namespaces(setup);
  CHECK(whole == (CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC));
  setup.without.add(Layer::pid_namespace);
  CHECK(run_namespaces(setup) == (CLONE_NEWNS | CLONE_NEWIPC));
  setup.without = {};
  setup.without.add(Layer::capabilities);
  CHECK((run_namespaces(setup) & CLONE_NEWUSER) != 0);
  CHECK((run_namespaces(setup) & CLONE_NEWNET) != 0);
  setup.without.add(Layer::net_namespace);
  CHECK((run_namespaces(setup) & CLONE_NEWNET) == 0);
}
