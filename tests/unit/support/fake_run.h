// A run whose init is a child of the test that says what the test wants it to.
#pragma once

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <string_view>

#include "judge/jail/inside/inside.h"
#include "judge/jail/keeper/launch.h"
#include "judge/jail/protocol/message.h"
#include "tests/unit/support/fake_groups.h"
#include "tests/unit/support/forked.h"

namespace assize::test {

// What the child has.
struct FakeInit {
  int channel;
  int output;
  int error_output;
  const FakeGroups& groups;

  void say(const InitReport& report, std::span<const int> descriptors = {}) const {
    send_message(channel, {reinterpret_cast<const char*>(&report), sizeof report}, descriptors);
  }
  void say_prepared() const {
    const int self = static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0));
    say({InitReport::Kind::prepared}, std::array{self});
  }
  // Until the keeper has sent the run.
  void await_run() const { receive_message(channel); }
  // By a test build's word: there is no filter that would tell it.
  void say_started() const { say({InitReport::Kind::starting}); }
  void say_exited(int code) const { say({InitReport::Kind::exited, code}); }
  void write(int stream, std::string_view text) const {
    while (!text.empty()) {
      const ssize_t written = ::write(stream, text.data(), text.size());
      if (written <= 0) ::_exit(9);
      text.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  [[noreturn]] static void stay() {
    while (true) ::pause();
  }
};

class FakeRun {
 public:
  // `script` is the child's; it stays afterwards, as init does. Throws what PreparedRun throws.
  template <typename Script>
  explicit FakeRun(Script script) : groups_(), pool_(groups_.slot()) {
    groups_.prepare_one(pool_);
    SocketPair channel;
    std::array<int, 2> output{};
    std::array<int, 2> error_output{};
    if (::pipe2(output.data(), O_CLOEXEC) != 0 || ::pipe2(error_output.data(), O_CLOEXEC) != 0)
      throw std::runtime_error("pipe2");
    const UniqueFd writer(output[1]);
    const UniqueFd error_writer(error_output[1]);
    PreparedRun::Parts parts{RunGroup(pool_),
                             {},
                             std::move(channel.ours),
                             UniqueFd(output[0]),
                             UniqueFd(error_output[0])};
    for (const int reader : {output[0], error_output[0]}) ::fcntl(reader, F_SETFL, O_NONBLOCK);
    Forked init([&] {
      parts.channel.reset();
      parts.output.reset();
      parts.error_output.reset();
      script(FakeInit{channel.theirs.get(), output[1], error_output[1], groups_});
      FakeInit::stay();
    });
    parts.init = init.release();
    channel.theirs.reset();
    run_.emplace(listener_, std::move(parts));
  }

  PreparedRun& run() { return *run_; }
  const FakeGroups& groups() const { return groups_; }

 private:
  FakeGroups groups_;
  GroupPool pool_;
  FilterListener listener_;
  std::optional<PreparedRun> run_;
};

}  // namespace assize::test
