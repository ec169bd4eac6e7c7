#include "tools/report/submitter_reason.h"

#include "judge/rules/verdict.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/records.h"
#include "tools/report/audience.h"

using namespace assize;
using namespace assize::test;

namespace {

TestRecord failed(const char* name, Verdict verdict, const char* reason_class, std::string reason) {
  TestRecord test =
      test_record(name, {verdict, std::string(reason_class), std::move(reason)}, good_run());
  test.error_excerpt =
      "Traceback (most recent call last):\n  File \"/box/main.py\", line 7, in <module>\n    "
      "f()\n" +
      test.opinion.reason + "\n";
  return test;
}

Background small_background() {
  Background background;
  background.limits = small_limits();
  background.own_lines = {{"main.py", 7}};
  return background;
}

}  // namespace

TEST_CASE("a limit that was passed is told with what it was, and what may be the cause") {
  struct Row {
    Verdict verdict;
    const char* reason_class;
    const char* words;
    const char* without;  // limits
  };
  const auto row = GENERATE(values<Row>(
      {{Verdict::time_limit_exceeded, "cpu", "ran longer than 1 s: an endless loop?",
        "ran longer than its time limit: an endless loop?"},
       {Verdict::time_limit_exceeded, "wall",
        "was still waiting after 5 s: for input that never comes?",
        "was still waiting after its wall limit: for input that never comes?"},
       {Verdict::memory_limit_exceeded, "memory", "needed more memory than the 256 MiB allowed",
        "needed more memory than is allowed"},
       {Verdict::output_limit_exceeded, "stdout", "printed more than 1000 bytes: an endless loop?",
        "printed more than its output limit: an endless loop?"},
       {Verdict::output_limit_exceeded, "stderr", "wrote more than 500 bytes to standard error",
        "wrote more than its output limit to standard error"}}));
  for (const char* name : {"sample/1", "secret/1"}) {
    const TestRecord test = failed(name, row.verdict, row.reason_class, "as it is recorded");
    for (const bool sees : {true, false}) {
      CHECK(submitter_reason(test, small_background(), sees) == row.words);
      CHECK(submitter_reason(test, {}, sees) == row.without);
    }
    CHECK(reason_for(test, Audience::staff) == "as it is recorded");
  }
}

TEST_CASE("that a repetition differs is told with the limit, too") {
  const TestRecord test = failed("secret/1", Verdict::time_limit_exceeded, "cpu",
                                 "CPU time limit passed" + std::string(kNotDeterministic));
  CHECK(submitter_reason(test, small_background(), false) ==
        "ran longer than 1 s: an endless loop?" + std::string(kNotDeterministic));
}

TEST_CASE("an empty output is told as such, unless it isn't known") {
  TestRecord test = failed("secret/1", Verdict::wrong_answer, "output", "wrong answer");
  CHECK(submitter_reason(test, small_background(), false) == "wrong answer");
  test.attempts[0].output_bytes = 0;
  CHECK(submitter_reason(test, small_background(), false) == "printed nothing");
  test.pruned = true;
  CHECK(submitter_reason(test, small_background(), false) == "wrong answer");
}

TEST_CASE("an error is told with its own line; of a secret test without its message") {
  const auto words = [](const std::string& reason, bool sees) {
    return submitter_reason(failed("t/1", Verdict::run_time_error, "exit-code", reason),
                            small_background(), sees);
  };
  CHECK(words("KeyError: 'of the input'", true) == "main.py, line 7: KeyError: 'of the input'");
  CHECK(words("KeyError: 'of the input'", false) == "main.py, line 7: KeyError");
  CHECK(words("AssertionError", false) == "main.py, line 7: AssertionError");
  CHECK(words("AssertionError (refused: socket: there is no network here)", false) ==
        "main.py, line 7: AssertionError");
  CHECK(words("Leak42: x", false) == "main.py, line 7: an exception");
  CHECK(words("json.decoder.JSONDecodeError: 42", false) == "main.py, line 7: an exception");
}

TEST_CASE("of a secret test no line is told that the submission doesn't have") {
  TestRecord test = failed("secret/1", Verdict::run_time_error, "exit-code", "ValueError: 42");
  Background background = small_background();
  background.own_lines = {{"main.py", 6}};
  CHECK(submitter_reason(test, background, false) == "ValueError");
  CHECK(submitter_reason(test, {}, false) == "ValueError");
  test.opinion.reason = "the input was 42";
  CHECK(submitter_reason(test, background, false) == "exit code other than 0");
}

TEST_CASE("an exit code and a signal of a secret test are not told") {
  TestRecord test = failed("secret/1", Verdict::run_time_error, "exit-code", "exit code 42");
  test.error_excerpt = "";
  CHECK(submitter_reason(test, small_background(), false) == "exit code other than 0");
  CHECK(submitter_reason(test, small_background(), true) == "exit code 42");
  test.opinion = {Verdict::run_time_error, "signal", "killed by SIGUSR1"};
  CHECK(submitter_reason(test, small_background(), false) == "killed by a signal");
  CHECK(submitter_reason(test, small_background(), true) == "killed by SIGUSR1");
}

TEST_CASE("the reason of a judging is that of the test that it names") {
  JudgingRecord judging = scored_judging();
  TestRecord& slow = judging.tests[2];
  slow.counts = true;
  judging.final = {Verdict::partial, "cpu", "secret/02: CPU time limit passed"};
  const Reader submitter(Audience::submitter, small_background());
  CHECK(reason_for(judging, submitter) == "secret/02: ran longer than 1 s: an endless loop?");
  CHECK(reason_for(judging, Audience::staff) == "secret/02: CPU time limit passed");
  CHECK(reason_for(judging, Reader(Audience::everyone, small_background())).empty());
}
