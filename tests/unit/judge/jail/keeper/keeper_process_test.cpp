// How a keeper that can't put up its slot says so. What it does when it can is tested by the
// attacks and the command line, with real jails.
#include "judge/jail/keeper/keeper_process.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>

#include "judge/jail/protocol/message.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/forked.h"

using namespace assize;

namespace {

struct Refusal {
  int exit_code = 0;
  std::optional<LaunchFailure> failure;
};

// What the worker hears of a keeper that does this.
template <typename Body>
Refusal refusal_of(Body body) {
  test::SocketPair worker;
  test::Forked keeper([&] {
    // The others have the numbers above the keeper's own.
    const int socket = ::fcntl(worker.theirs.get(), F_DUPFD, 64);
    for (const int descriptor : {kWorker, kLifeline, kLock}) ::dup2(socket, descriptor);
    ::close(socket);
    body();
  });
  worker.theirs.reset();
  Refusal refusal;
  if (const auto received = receive_message(worker.ours.get()); received)
    refusal.failure = decode_failure(received->message);
  refusal.exit_code = keeper.wait();
  return refusal;
}

}  // namespace

TEST_CASE("a slot that is refused is told to the worker, with stage and errno") {
  const Refusal refusal = refusal_of([] { refuse(LaunchStage::pivot_root, EINVAL); });
  CHECK(refusal.exit_code == 1);
  CHECK(refusal.failure == LaunchFailure{0, LaunchStage::pivot_root, EINVAL});
}

TEST_CASE("a file of proc that can't be written refuses the slot by its stage") {
  const Refusal refusal =
      refusal_of([] { write_proc_file("/proc/no/such/file", "1", LaunchStage::map_keepers_ids); });
  CHECK(refusal.exit_code == 1);
  CHECK(refusal.failure == LaunchFailure{0, LaunchStage::map_keepers_ids, ENOENT});
  const Refusal none =
      refusal_of([] { write_proc_file("/proc/self/comm", "x", LaunchStage::pipe); });
  CHECK(none.exit_code == 0);
  CHECK_FALSE(none.failure);
}

TEST_CASE("a keeper whose outer process has ended ends without a word") {
  const Refusal refusal = refusal_of([] {
    std::array<int, 2> barrier{};
    if (::pipe2(barrier.data(), O_CLOEXEC) != 0) ::_exit(99);
    ::close(barrier[1]);
    const int reader = ::fcntl(barrier[0], F_DUPFD, 64);
    KeeperSlot slot;
    be_keeper(slot, reader);
  });
  CHECK(refusal.exit_code == 1);
  CHECK_FALSE(refusal.failure);
}
