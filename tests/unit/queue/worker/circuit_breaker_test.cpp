#include "queue/worker/circuit_breaker.h"

#include "tests/unit/support/catch2.h"

using namespace assize;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using Admission = CircuitBreaker::Admission;

namespace {

// A breaker with a clock that stands still unless it is moved.
struct Breaker {
  CircuitBreaker breaker{PauseRule{}};
  CircuitBreaker::Time now{};

  Admission admit() { return breaker.admit(now); }
  std::optional<CircuitBreaker::Pause> fail(std::int64_t submission) {
    return breaker.failed(Admission::regular, submission, now);
  }
  void break_it() {
    for (int i = 1; i < 5; ++i) REQUIRE_FALSE(fail(i));
    REQUIRE(fail(5));
  }
};

}  // namespace

TEST_CASE("five judge errors in a row of several submissions are a pause of ten seconds") {
  Breaker test;
  for (int i = 1; i < 5; ++i) {
    CHECK(test.admit() == Admission::regular);
    CHECK_FALSE(test.fail(i));
  }
  const auto pause = test.fail(5);
  REQUIRE(pause);
  CHECK(pause->length == seconds{10});
  CHECK(pause->errors == 5);
  CHECK(pause->is_first);
  CHECK(test.admit() == Admission::none);
}

TEST_CASE("a verdict in between begins a new count") {
  Breaker test;
  for (int i = 1; i < 5; ++i) test.fail(i);
  CHECK_FALSE(test.breaker.judged());
  for (int i = 6; i < 10; ++i) CHECK_FALSE(test.fail(i));
  CHECK(test.admit() == Admission::regular);
}

TEST_CASE("what a package is at fault for neither counts nor begins a new count") {
  Breaker test;
  for (int i = 1; i < 5; ++i) {
    test.fail(i);
    test.breaker.undecided(Admission::regular);
  }
  CHECK(test.fail(5));
}

TEST_CASE("one submission alone, or two, don't pause a worker, but three do") {
  Breaker test;
  for (int i = 0; i < 20; ++i) CHECK_FALSE(test.fail(1));
  for (int i = 0; i < 20; ++i) CHECK_FALSE(test.fail(2));
  CHECK(test.fail(3));
}

TEST_CASE("after the pause one slot tries, and the others take nothing meanwhile") {
  Breaker test;
  test.break_it();
  test.now += milliseconds{9'999};
  CHECK(test.admit() == Admission::none);
  test.now += milliseconds{1};
  CHECK(test.admit() == Admission::trial);
  CHECK(test.admit() == Admission::none);
  SECTION("a verdict ends it for all") {
    CHECK(test.breaker.judged());
    CHECK(test.admit() == Admission::regular);
    CHECK(test.admit() == Admission::regular);
    CHECK_FALSE(test.fail(9));
  }
  SECTION("what says nothing of the host lets another one try at once") {
    test.breaker.undecided(Admission::trial);
    CHECK(test.admit() == Admission::trial);
  }
  SECTION("a verdict of a slot that began before is as good") {
    CHECK(test.breaker.judged());
    CHECK(test.admit() == Admission::regular);
    CHECK_FALSE(test.breaker.failed(Admission::trial, 9, test.now));
  }
}

TEST_CASE("a pause grows up to five minutes, and after a verdict it begins with ten seconds") {
  Breaker test;
  test.break_it();
  milliseconds length = seconds{10};
  for (const int expected : {20, 40, 80, 160, 300, 300}) {
    test.now += length;
    REQUIRE(test.admit() == Admission::trial);
    const auto pause = test.breaker.failed(Admission::trial, 1, test.now);
    REQUIRE(pause);
    CHECK(pause->length == seconds{expected});
    CHECK_FALSE(pause->is_first);
    length = pause->length;
  }
  test.now += length;
  REQUIRE(test.admit() == Admission::trial);
  CHECK(test.breaker.judged());
  test.break_it();
  CHECK(test.breaker.until() == test.now + seconds{10});
}

TEST_CASE("what fails after a pause has begun, but was taken before, doesn't extend it") {
  Breaker test;
  test.break_it();
  test.now += seconds{5};
  CHECK_FALSE(test.fail(7));
  CHECK(test.breaker.until() == CircuitBreaker::Time{} + seconds{10});
}
