// Facts and judgings to test with.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "storage/records/judging_record.h"

namespace assize::test {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Small round numbers: 1 s, killed at 1.1 s, 5 s of wall time, 1000 bytes out, 500 of errors.
inline Limits small_limits() {
  Limits limits;
  set_time_limit(limits, seconds{1});
  set_memory_limit(limits, mib(256));
  limits.output = Bytes{1000};
  limits.error_output = Bytes{500};
  return limits;
}

// A run that ended by itself, in time and space.
inline RunRecord good_run() {
  RunRecord run;
  run.end.exit_code = 0;
  run.cpu = milliseconds{100};
  run.wall = milliseconds{120};
  run.memory_peak = mib(10);
  run.output_bytes = 10;
  return run;
}

inline RunRecord run_of(nanoseconds cpu, nanoseconds wall = milliseconds{1200}) {
  RunRecord run = good_run();
  run.cpu = cpu;
  run.wall = wall;
  return run;
}

inline TestRecord test_record(std::string name, Opinion opinion, RunRecord run) {
  TestRecord test;
  test.name = std::move(name);
  test.group = test.name.substr(0, test.name.rfind('/'));
  test.sample = test.name.starts_with("sample/");
  test.opinion = std::move(opinion);
  test.attempts = {std::move(run)};
  test.output_excerpt = "output of " + test.name;
  test.error_excerpt = "errors of " + test.name;
  return test;
}

// Wrong in its second test of two.
inline JudgingRecord wrong_judging() {
  JudgingRecord judging;
  judging.identities = {"source",  "package",        "policy",       "runtime",
                        "python3", "CPython 3.11.2", "assize 0.1.0", "cgroup v2, Linux 6.1"};
  judging.final = {Verdict::wrong_answer, "output", "secret/01: wrong answer"};
  judging.digest = std::string(64, 'd');
  judging.compile = good_run();
  judging.tests.push_back(test_record("sample/1", {}, good_run()));
  judging.tests.push_back(
      test_record("secret/01", {Verdict::wrong_answer, "output", "wrong answer"}, good_run()));
  judging.tests.back().feedback = "wrong token at line 1";
  return judging;
}

// 40 of 100 points: the first of two groups. With a message, a transcript and a test beside what
// counts.
inline JudgingRecord scored_judging() {
  JudgingRecord judging = wrong_judging();
  judging.final = {Verdict::partial, "part", "40 of 100 points"};
  judging.score = "40";
  judging.highest_score = "100";
  judging.groups = {{"sample", Verdict::accepted, "0", "0"},
                    {"secret/1", Verdict::accepted, "40", "40"},
                    {"secret/2", Verdict::wrong_answer, "0", "60"}};
  judging.tests[0].score = "0";
  TestRecord& wrong = judging.tests[1];
  wrong.score = "33.333333333";
  wrong.message = "the tour is too long";
  wrong.transcript = "> guess 1\n< higher\n";
  wrong.passes = 2;
  wrong.validation = run_of(milliseconds{70});
  judging.tests.push_back(
      test_record("secret/02", {Verdict::time_limit_exceeded, "cpu", "CPU time limit passed"},
                  run_of(seconds{2})));
  judging.tests.back().counts = false;
  return judging;
}

}  // namespace assize::test
