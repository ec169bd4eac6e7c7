// What an interaction comes to: whose end decides, and what is shown of what both said.
#include "judge/validation/interaction.h"

#include "tests/unit/support/catch2.h"

using namespace assize;

namespace {

const Opinion kAccepted{};
const Opinion kWall{Verdict::time_limit_exceeded, ReasonClass::wall_time, "wall limit passed"};
const Opinion kCpu{Verdict::time_limit_exceeded, ReasonClass::cpu_time, "CPU time limit passed"};
const Opinion kCrash{Verdict::run_time_error, ReasonClass::exit_code, "ValueError"};

Finding finding(Verdict verdict) {
  Finding made;
  made.verdict = verdict;
  return made;
}

FinishedRun said(std::string text, std::vector<OutputMark> marks) {
  FinishedRun run;
  run.output = HeldOutput(std::move(text));
  run.marks = std::move(marks);
  return run;
}

}  // namespace

TEST_CASE("a validator that rejects first is right, whatever the submission does afterwards") {
  for (const Opinion& run : {kAccepted, kWall, kCpu, kCrash}) {
    const Opinion joined = joined_opinion(run, finding(Verdict::wrong_answer), true, false);
    CHECK(joined.verdict == Verdict::wrong_answer);
    CHECK(joined.reason_class == ReasonClass::wrong_output);
  }
}

TEST_CASE("a submission that failed before the validator decided gets what it got") {
  for (const Opinion& run : {kCpu, kCrash}) {
    CHECK(joined_opinion(run, finding(Verdict::wrong_answer), false, false) == run);
    CHECK(joined_opinion(run, finding(Verdict::accepted), true, false) == run);
    CHECK(joined_opinion(run, std::nullopt, false, false) == run);
  }
}

TEST_CASE("of a submission that ended well the validator's word counts") {
  CHECK(joined_opinion(kAccepted, finding(Verdict::accepted), false, false) == kAccepted);
  CHECK(joined_opinion(kAccepted, finding(Verdict::wrong_answer), false, false).verdict ==
        Verdict::wrong_answer);
  CHECK(joined_opinion(kAccepted, finding(Verdict::partial), true, false).verdict ==
        Verdict::partial);
}

TEST_CASE("a wall limit says whether both sides waited for each other") {
  const Opinion waited = joined_opinion(kWall, std::nullopt, false, true);
  CHECK(waited.verdict == Verdict::time_limit_exceeded);
  CHECK(waited.reason_class == ReasonClass::wall_time);
  CHECK(waited.reason.find("flushed") != std::string::npos);
  const Opinion busy = joined_opinion(kWall, std::nullopt, false, false);
  CHECK(busy.reason.find("flushed") == std::string::npos);
  CHECK(busy.reason != kWall.reason);
}

TEST_CASE("a transcript has both sides' lines in the order in which they came") {
  Interaction interaction;
  interaction.run = said("5\n7\n", {{nanoseconds{10}, 2}, {nanoseconds{30}, 4}});
  interaction.validator = said("low\nhigh\n", {{nanoseconds{20}, 4}, {nanoseconds{40}, 9}});
  CHECK(transcript(interaction) == "> 5\n< low\n> 7\n< high\n");
}

TEST_CASE("a transcript has what was kept of an output, and is cleaned") {
  Interaction interaction;
  interaction.run = said("a\x1b[2J\n", {{nanoseconds{10}, 6}, {nanoseconds{20}, 900}});
  const std::string text = transcript(interaction);
  CHECK(text.starts_with("> a"));
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(transcript(Interaction{}).empty());
}
