#include "queue/worker/service_notifier.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/fake_worker.h"

using namespace assize;
using namespace assize::test;
using std::chrono::microseconds;
using std::chrono::milliseconds;

namespace {

// A service manager's end: it keeps every datagram.
class Manager {
 public:
  // The name is as in $NOTIFY_SOCKET.
  explicit Manager(const std::string& name)
      : descriptor_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name.data(), name.size());
    if (name[0] == '@') address.sun_path[0] = '\0';
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    REQUIRE(::bind(descriptor_.get(), reinterpret_cast<const sockaddr*>(&address), size) == 0);
  }
  // What has come since.
  std::vector<std::string> heard() {
    std::vector<std::string> all;
    std::array<char, 1024> buffer{};
    while (true) {
      const auto size = ::recv(descriptor_.get(), buffer.data(), buffer.size(), 0);
      if (size < 0) return all;
      all.emplace_back(buffer.data(), static_cast<std::size_t>(size));
    }
  }

 private:
  UniqueFd descriptor_;
};

struct Environment {
  Environment(std::initializer_list<std::pair<const char*, std::string>> variables) {
    for (const auto& [name, value] : variables) ::setenv(name, value.c_str(), 1);
  }
  ~Environment() {
    for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}) ::unsetenv(name);
  }
};

}  // namespace

TEST_CASE("a service manager hears one datagram for each word, by path and by abstract name") {
  const TemporaryDirectory directory;
  const std::string name = GENERATE(true, false) ? directory.path("notify")
                                                 : "@assize-test-" + std::to_string(::getpid());
  Manager manager(name);
  ServiceNotifier notifier(name);
  notifier.say("READY=1");
  notifier.say_status("two\nlines");
  CHECK(manager.heard() == std::vector<std::string>{"READY=1", "STATUS=two\\x0alines"});
}

TEST_CASE("without a manager, or with one that has gone, nothing happens") {
  for (const char* name : {"", "/", "@", "relative", "/nowhere/at/all"}) {
    ServiceNotifier notifier(name, microseconds{9});
    notifier.say("READY=1");
    CHECK(notifier.watchdog_interval().has_value() == (std::string(name) == "/nowhere/at/all"));
  }
  ServiceNotifier(std::string(300, '/')).say("READY=1");
}

TEST_CASE("a watchdog of this process is fed three times as often as it asks, another's never") {
  const std::string mine = std::to_string(::getpid());
  const auto interval = [](const std::string& time, const std::string& process) {
    const Environment environment{
        {"NOTIFY_SOCKET", "@x"}, {"WATCHDOG_USEC", time}, {"WATCHDOG_PID", process}};
    const auto notifier = ServiceNotifier::from_environment();
    CHECK(std::getenv("NOTIFY_SOCKET") == nullptr);
    CHECK(std::getenv("WATCHDOG_USEC") == nullptr);
    return notifier.watchdog_interval();
  };
  CHECK(interval("30000000", mine) == microseconds{10'000'000});
  CHECK_FALSE(interval("30000000", "1"));
  for (const char* time : {"0", "-5", "", "x", "30s", "99999999999999999999"})
    CHECK_FALSE(interval(time, mine));
}

TEST_CASE("a worker says when it is ready, that it is alive, how it is doing, and that it ends") {
  TestStore test;
  for (int i = 0; i < 3; ++i) test.submit("ada");
  Manager manager(test.directory.path("notify"));
  const Environment environment{{"NOTIFY_SOCKET", test.directory.path("notify")},
                                {"WATCHDOG_USEC", "3000"},
                                {"WATCHDOG_PID", std::to_string(::getpid())}};
  Drain worker(test, 1);
  worker.options.times.renewal = milliseconds{2};
  std::vector<std::string> heard;
  worker.run([&](const LeasedJob&, const Source&) {
    std::this_thread::sleep_for(milliseconds{30});
    for (const auto& line : manager.heard()) heard.push_back(line);
    return wrong_judging();
  });
  for (const auto& line : manager.heard()) heard.push_back(line);
  REQUIRE_FALSE(heard.empty());
  CHECK(heard.front() == "READY=1");
  CHECK(heard.back() == "STOPPING=1");
  CHECK(std::count(heard.begin(), heard.end(), "READY=1") == 1);
  CHECK(std::count(heard.begin(), heard.end(), "STOPPING=1") == 1);
  CHECK(std::count(heard.begin(), heard.end(), "WATCHDOG=1") > 5);
  CHECK(std::count(heard.begin(), heard.end(), "STATUS=judged 2, judge errors 0") > 0);
}
