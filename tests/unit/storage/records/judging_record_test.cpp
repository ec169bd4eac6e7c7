#include "storage/records/judging_record.h"

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/records.h"

using namespace assize;
using namespace assize::test;

TEST_CASE("a judging's times and memory are the maxima over its tests") {
  JudgingRecord judging;
  CHECK(max_cpu(judging) == nanoseconds{0});
  CHECK(max_wall(judging) == nanoseconds{0});
  CHECK(max_memory(judging) == Bytes{0});

  RunRecord small = run_of(milliseconds{10}, milliseconds{500});
  small.memory_peak = mib(9);
  RunRecord large = run_of(milliseconds{30}, milliseconds{40});
  large.memory_peak = mib(3);
  judging.tests.push_back(test_record("secret/1", {}, small));
  judging.tests.push_back(test_record("secret/2", {}, large));
  judging.tests[1].attempts.insert(judging.tests[1].attempts.begin(), run_of(seconds{9}));
  judging.tests[1].chosen = 1;
  CHECK(judging.tests[1].cpu() == seconds{9});  // every attempt was needed
  CHECK(max_cpu(judging) == seconds{9});
  CHECK(max_wall(judging) == milliseconds{500});
  CHECK(max_memory(judging) == mib(9));
}
