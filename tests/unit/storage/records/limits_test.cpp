#include "storage/records/limits.h"

#include "tests/unit/support/catch2.h"

using namespace assize;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_CASE("the kill point is a tenth above the time limit") {
  CHECK(kill_point_of(seconds{1}) == milliseconds{1100});
  CHECK(kill_point_of(milliseconds{250}) == milliseconds{275});
  CHECK(kill_point_of(nanoseconds{7}) == nanoseconds{7});
  CHECK(kill_point_of(seconds{3600}) == seconds{3960});
}

TEST_CASE("the wall limit is three times the time limit and two seconds") {
  CHECK(default_wall_of(seconds{1}) == seconds{5});
  CHECK(default_wall_of(milliseconds{100}) == milliseconds{2300});
}

TEST_CASE("the address space is a fixed function of the memory limit") {
  CHECK(address_space_of(mib(256)) == mib(3584));
  CHECK(address_space_of(mib(2048)) == mib(7168));
}

TEST_CASE("setting a limit sets what follows from it") {
  Limits limits;
  set_time_limit(limits, seconds{4});
  set_memory_limit(limits, mib(64));
  CHECK(limits.time == seconds{4});
  CHECK(limits.kill_point == milliseconds{4400});
  CHECK(limits.wall == seconds{14});
  CHECK(limits.memory == mib(64));
  CHECK(limits.address_space == mib(3200));
}

TEST_CASE("limits that nobody set are consistent among themselves") {
  const Limits limits;
  CHECK(limits.kill_point == kill_point_of(limits.time));
  CHECK(limits.wall == default_wall_of(limits.time));
  CHECK(limits.address_space == address_space_of(limits.memory));
}
