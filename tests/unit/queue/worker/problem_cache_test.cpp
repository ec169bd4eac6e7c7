#include "queue/worker/problem_cache.h"

#include <atomic>
#include <thread>
#include <vector>

#include "storage/base/errors.h"
#include "tests/unit/support/catch2.h"

using namespace assize;

namespace {

std::shared_ptr<const Problem> a_problem() {
  return std::make_shared<const Problem>(Problem{nullptr, {}});
}

}  // namespace

TEST_CASE("a problem is loaded once, and another one beside it") {
  ProblemCache cache;
  int loads = 0;
  const auto load = [&] {
    ++loads;
    return a_problem();
  };
  const auto first = cache.get("a", load);
  CHECK(cache.get("a", load) == first);
  CHECK(cache.get("b", load) != first);
  CHECK(loads == 2);
}

TEST_CASE("a package that is refused once is refused again without being built") {
  ProblemCache cache;
  int loads = 0;
  for (int i = 0; i < 3; ++i)
    CHECK_THROWS_AS(cache.get("a",
                              [&]() -> std::shared_ptr<const Problem> {
                                ++loads;
                                throw InputError("does not compile");
                              }),
                    PackageRefused);
  CHECK(loads == 1);
  CHECK(cache.get("b", a_problem));
}

TEST_CASE("what was not the package's fault is tried again") {
  ProblemCache cache;
  const auto fail = []() -> std::shared_ptr<const Problem> { throw HostError("no compiler"); };
  CHECK_THROWS_AS(cache.get("a", fail), HostError);
  CHECK_THROWS_AS(cache.get("a", fail), HostError);
  CHECK(cache.get("a", a_problem));
}

TEST_CASE("nobody waits for a problem but those who want it") {
  ProblemCache cache;
  std::promise<void> go_on;
  std::promise<void> begun;
  std::atomic<int> loads = 0;
  const auto slow = [&] {
    ++loads;
    begun.set_value();
    go_on.get_future().wait();
    return a_problem();
  };
  std::vector<std::thread> threads;
  threads.emplace_back([&] { cache.get("slow", slow); });
  begun.get_future().wait();
  CHECK(cache.get("other", a_problem));
  std::atomic<int> got = 0;
  for (int i = 0; i < 3; ++i)
    threads.emplace_back([&] {
      if (cache.get("slow", slow)) ++got;
    });
  go_on.set_value();
  for (auto& thread : threads) thread.join();
  CHECK(got == 3);
  CHECK(loads == 1);
}
