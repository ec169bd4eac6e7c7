// Which runs are repeated, and which of several attempts counts.

#include "judge/rules/verdict.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/records.h"

using namespace assize;
using namespace assize::test;

TEST_CASE("the grey zone is above the limit and up to the kill point") {
  const Limits limits = small_limits();
  struct Case {
    const char* where;
    nanoseconds cpu;
    bool grey;
  };
  for (const auto& c :
       {Case{"far below", milliseconds{1}, false}, Case{"at the limit", seconds{1}, false},
        Case{"1 ns above the limit", seconds{1} + nanoseconds{1}, true},
        Case{"in between", milliseconds{1050}, true},
        Case{"1 ns below the kill point", milliseconds{1100} - nanoseconds{1}, true},
        Case{"at the kill point", milliseconds{1100}, true},
        Case{"1 ns past the kill point", milliseconds{1100} + nanoseconds{1}, false},
        Case{"far past it", seconds{60}, false}}) {
    INFO(c.where);
    const std::vector<RunRecord> attempts{run_of(c.cpu)};
    CHECK(in_grey_zone(attempts[0], limits) == c.grey);
    CHECK(wants_another_attempt(attempts, limits) == c.grey);
  }
}

TEST_CASE("a run that fails for another cause is not in the grey zone") {
  RunRecord run = run_of(milliseconds{1050});
  SECTION("too much output") { run.output_bytes = 1001; }
  SECTION("killed for memory") { run.oom_kills = run.memory_hits = 1; }
  SECTION("a security violation") { run.fatal_call = 101; }
  CHECK_FALSE(in_grey_zone(run, small_limits()));
  CHECK_FALSE(wants_another_attempt(std::vector{run}, small_limits()));
}

TEST_CASE("a run in the grey zone is repeated up to twice, until one is within the limit") {
  const Limits limits = small_limits();
  const RunRecord grey = run_of(milliseconds{1050});
  const RunRecord within = run_of(milliseconds{990});
  const RunRecord beyond = run_of(milliseconds{1200});
  const auto wants = [&](const std::vector<RunRecord>& attempts) {
    return wants_another_attempt(attempts, limits);
  };
  CHECK(wants({grey}));
  CHECK(wants({grey, grey}));
  CHECK_FALSE(wants({grey, grey, grey}));
  CHECK_FALSE(wants({grey, within}));
  CHECK_FALSE(wants({grey, grey, within}));
  CHECK_FALSE(wants({within}));
  CHECK_FALSE(wants({beyond}));
  CHECK(wants({grey, beyond}));
  CHECK_FALSE(wants({grey, grey, beyond}));
  CHECK_FALSE(wants({grey, run_of(seconds{1})}));  // at the limit is within it
}

TEST_CASE("a wall TLE is repeated once when the host was short of CPU") {
  const Limits limits = small_limits();
  RunRecord slept = run_of(milliseconds{10}, seconds{5} + milliseconds{1});
  CHECK_FALSE(wall_limit_by_busy_host(slept, limits));
  CHECK_FALSE(wants_another_attempt(std::vector{slept}, limits));

  RunRecord starved = slept;
  starved.cpu_pressure = seconds{4};
  CHECK(wall_limit_by_busy_host(starved, limits));
  CHECK(wants_another_attempt(std::vector{starved}, limits));
  CHECK_FALSE(wants_another_attempt(std::vector{starved, starved}, limits));
  CHECK_FALSE(wants_another_attempt(std::vector{starved, good_run()}, limits));

  SECTION("a CPU TLE on a busy host is a CPU TLE") {
    starved.cpu = seconds{2};
    CHECK_FALSE(wall_limit_by_busy_host(starved, limits));
  }
  SECTION("within the wall limit there is nothing to repeat") {
    starved.wall = seconds{5};
    CHECK_FALSE(wall_limit_by_busy_host(starved, limits));
  }
}

TEST_CASE("a run that waited for a CPU for most of its wall limit isn't judged by it") {
  const Limits limits = small_limits();
  RunRecord run = good_run();
  run.end = {};
  run.wall = limits.wall + nanoseconds{1};
  run.run_delay = run.cpu + limits.wall / 2 - nanoseconds{1};
  CHECK(judge_run(run, limits).verdict == Verdict::time_limit_exceeded);
  // What its own threads wait for each other is no more than what they all compute.
  run.run_delay = run.cpu + limits.wall / 2;
  CHECK(judge_run(run, limits).verdict == Verdict::judge_error);
  CHECK(judge_run(run, limits).reason_class == ReasonClass::host_overload);
  CHECK(judge_compile(run, limits).verdict == Verdict::judge_error);

  CHECK(wants_another_attempt(std::vector{run}, limits));
  CHECK(wants_another_attempt(std::vector{run, run}, limits));
  CHECK_FALSE(wants_another_attempt(std::vector{run, run, run}, limits));
  CHECK_FALSE(wants_another_attempt(std::vector{run, good_run()}, limits));
  // One that had its CPU counts, even if it passed the wall limit too, and computed more.
  RunRecord slept = run;
  slept.run_delay = {};
  slept.cpu += nanoseconds{1};
  CHECK(chosen_attempt(std::vector{run, slept}, limits) == 1);
  CHECK(chosen_attempt(std::vector{run, slept, good_run()}, limits) == 2);

  run.wall = limits.wall;
  run.end.exit_code = 0;
  CHECK(judge_run(run, limits).verdict == Verdict::accepted);
}

TEST_CASE("a host is short of CPU from a tenth of the wall time on") {
  const Limits limits = small_limits();
  RunRecord run = run_of(milliseconds{10}, seconds{6});
  run.cpu_pressure = milliseconds{600} - nanoseconds{1};
  CHECK_FALSE(wall_limit_by_busy_host(run, limits));
  run.cpu_pressure = milliseconds{600};  // "at least a tenth"
  CHECK(wall_limit_by_busy_host(run, limits));
  run.cpu_pressure = milliseconds{600} + nanoseconds{1};
  CHECK(wall_limit_by_busy_host(run, limits));
}

TEST_CASE("of several attempts the least CPU time within the wall limit counts") {
  const Limits limits = small_limits();
  const auto chosen = [&](const std::vector<RunRecord>& attempts) {
    return chosen_attempt(attempts, limits);
  };
  const nanoseconds late = seconds{6};
  CHECK(chosen({run_of(milliseconds{1050})}) == 0);
  CHECK(chosen({run_of(milliseconds{1050}), run_of(milliseconds{990})}) == 1);
  CHECK(chosen({run_of(milliseconds{1050}), run_of(milliseconds{1020}),
                run_of(milliseconds{1040})}) == 1);
  CHECK(chosen({run_of(milliseconds{1050}), run_of(milliseconds{1050})}) == 0);  // earliest
  CHECK(chosen({run_of(milliseconds{10}, late), run_of(milliseconds{900})}) == 1);
  CHECK(chosen({run_of(milliseconds{900}), run_of(milliseconds{10}, late)}) == 0);
  CHECK(chosen({run_of(milliseconds{20}, late), run_of(milliseconds{10}, late)}) == 1);
}

TEST_CASE("a repetition counts only if it answers the same, byte for byte") {
  Limits limits;
  set_time_limit(limits, std::chrono::seconds{1});
  RunRecord whole;
  whole.end.exit_code = 0;
  whole.cpu = std::chrono::milliseconds{1050};
  RunRecord failed = whole;
  failed.end.exit_code = 1;
  RunRecord killed = whole;
  killed.end = {};
  killed.cpu = std::chrono::milliseconds{1200};
  RunRecord denied = whole;
  denied.denied_calls.push_back({101, {}, 1});
  const auto same = [&](const RunRecord& a, std::string_view out_a, const RunRecord& b,
                        std::string_view out_b, std::string_view err_a = "",
                        std::string_view err_b = "") {
    return is_same_answer({out_a, err_a, &a}, {out_b, err_b, &b}, limits);
  };
  CHECK(same(whole, "42\n", whole, "42\n"));
  CHECK_FALSE(same(whole, "42\n", whole, "42"));
  CHECK_FALSE(same(whole, "", whole, "42\n"));
  CHECK_FALSE(same(whole, "42\n", whole, "42\n", "a", "b"));
  CHECK_FALSE(same(whole, "42\n", failed, "42\n"));
  CHECK_FALSE(same(whole, "42\n", denied, "42\n"));
  // What a limit has ended had not said all.
  CHECK(same(killed, "4", whole, "42\n"));
  CHECK(same(killed, "", whole, "42\n"));
  CHECK_FALSE(same(killed, "5", whole, "42\n"));
  CHECK(same(whole, "42\n", killed, "42"));
  CHECK_FALSE(same(whole, "42\n", killed, "42\n\n"));
  CHECK(same(killed, "42", killed, "42\n"));
  RunRecord out_of_memory = whole;
  out_of_memory.oom_kills = 1;
  out_of_memory.end = {std::nullopt, 9};
  CHECK(same(out_of_memory, "", whole, "42\n"));
}
