#include "storage/store/facts.h"

#include <limits>

#include "judge/rules/verdict.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/records.h"

using namespace assize;
using namespace assize::test;

TEST_CASE("the facts of a run come back as they were measured") {
  RunRecord run;
  run.end.signal = 9;
  run.cpu = nanoseconds::max();
  run.wall = nanoseconds{1};
  run.memory_peak = Bytes{std::numeric_limits<std::uint64_t>::max()};
  run.oom_kills = 1;
  run.memory_hits = 2;
  run.process_hits = 3;
  run.output_bytes = std::numeric_limits<std::uint64_t>::max();
  run.error_bytes = 5;
  run.cpu_pressure = nanoseconds{6};
  run.denied_calls_capped = true;
  run.denied_calls = {{-1, {~0ULL, 1, 2, 3, 4, 5}, ~0U}, {101, {}, 1}};
  run.fatal_call = 101;
  run.error_tail = "MemoryError";
  const Attempts back = attempts_from_json(to_json({{good_run(), run}, 1}));
  REQUIRE(back.runs.size() == 2);
  CHECK(back.chosen == 1);
  const RunRecord& second = back.runs[1];
  CHECK(second.end == run.end);
  CHECK(second.cpu == run.cpu);
  CHECK(second.wall == run.wall);
  CHECK(second.memory_peak == run.memory_peak);
  CHECK(second.oom_kills == 1);
  CHECK(second.memory_hits == 2);
  CHECK(second.process_hits == 3);
  CHECK(second.output_bytes == run.output_bytes);
  CHECK(second.error_bytes == 5);
  CHECK(second.cpu_pressure == run.cpu_pressure);
  CHECK(second.denied_calls_capped);
  CHECK(second.denied_calls == run.denied_calls);
  CHECK(second.fatal_call == 101);
  CHECK_FALSE(back.runs[0].fatal_call);
  CHECK(second.error_tail == "MemoryError");
  CHECK(back.runs[0].end == MainEnd{0, std::nullopt});
}

TEST_CASE("the verdict that follows from stored facts is the one that followed from the run") {
  for (const char* tail : {"Traceback\nMemoryError\n", "MemoryError: x\n", "x\nValueError: \xff\n",
                           "", "MemoryError\nValueError"}) {
    RunRecord run = good_run();
    run.end.exit_code = 1;
    run.error_tail = tail;
    const Attempts back = attempts_from_json(to_json({{run}, 0}));
    const Opinion before = judge_run(run, small_limits());
    const Opinion after = judge_run(back.runs.at(0), small_limits());
    CHECK(after.verdict == before.verdict);
    CHECK(after.reason_class == before.reason_class);
  }
}

TEST_CASE("facts of any bytes can be stored") {
  RunRecord run = good_run();
  run.error_tail = std::string(4096, '\xff');
  CHECK(is_utf8(to_json({{run}, 0})));
  CHECK_NOTHROW(attempts_from_json(to_json({{run}, 0})));
}

TEST_CASE("facts that make no sense are refused") {
  for (const std::string& text :
       {std::string(), std::string("{"), std::string("[]"), std::string("{}"), std::string("null"),
        std::string(R"({"chosen":0,"attempts":[]})"),
        std::string(R"({"chosen":0,"attempts":[{}]})"),
        std::string(R"({"chosen":"x","attempts":[]})"), to_json({{good_run()}, 1}),
        to_json({{}, 0})}) {
    INFO(text);
    CHECK_THROWS_AS(attempts_from_json(text), DamagedItem);
  }
}

TEST_CASE("a run that may not be there comes back, or doesn't") {
  CHECK(run_to_json(std::nullopt).empty());
  CHECK_FALSE(run_from_json(""));
  const auto back = run_from_json(run_to_json(run_of(milliseconds{70})));
  REQUIRE(back);
  CHECK(back->cpu == milliseconds{70});
  CHECK_THROWS_AS(run_from_json("{}"), DamagedItem);
}
