// Interactive problems: the submission and the validator run at the same time, each in a jail of
// its own, and what one writes is the other's input.
//
// Nothing is written from one to the other directly: each keeper reads what its program writes,
// keeps it (or, of a validator, the beginning: that is the transcript), and writes it into the
// other's pipe as far as that takes it. So neither is ever ended by the other's end (SIGPIPE).
//
// What a submission writes is counted against its output limit, and it never waits because the
// validator doesn't read. What a validator writes isn't limited, since the submission decides how
// much that is: it waits with the validator until the submission reads (back pressure). One that
// asks and doesn't read the replies passes its own limits, of output or of time.
//
// Which of both ended first can decide the verdict, so it must not be a matter of luck. A validator
// is told of a submission's end (its input ends) only after it has had all output and, if the
// submission failed, some time to decide on that: what it decides until then, it decided first. And
// a submission is told of the validator's end only when its keeper knows of that end.
#pragma once

#include <string>

#include "judge/jail/host/keeper_client.h"
#include "judge/validation/package_validator.h"

namespace assize {

struct Interaction {
  FinishedRun run;
  FinishedRun validator;
  bool validator_first = false;  // it ended before it was told of the submission's end
  nanoseconds silence{};         // how long before the submission's end anybody last said something
};

// A run with everything but its input and its pipe.
struct JoinedRun {
  KeeperClient& keeper;
  JailSpec spec;
  int payload = -1;
  int code = -1;
};

// Throws JudgeError.
Interaction interact(JoinedRun submission, JoinedRun validator);

// What both wrote, in the order in which it came, as lines "> …" of the submission and "< …" of the
// validator; an excerpt, cleaned.
std::string transcript(const Interaction& interaction);

// The opinion of the test: the validator's word, unless the submission failed before it; a
// validator that has rejected first is right whatever the submission does afterwards. `finding` is
// nothing where the validator itself didn't do its part, which only counts if the submission did
// its own. `run`: what the facts of the submission's run alone say (judge_run). `waited`: whether
// both were silent before its end.
Opinion joined_opinion(const Opinion& run, const std::optional<Finding>& finding,
                       bool validator_first, bool waited);

}  // namespace assize
