#include "judge/validation/interaction.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <sstream>

#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

using std::chrono::milliseconds;

// For a validator that has been given all that a failed submission wrote, to decide on that.
constexpr milliseconds kTimeToDecide{100};

// Writes what the keeper couldn't, until the reader has taken all or has ended.
void hand_over_rest(const FinishedRun& run) {
  std::string_view rest =
      run.output.text().substr(std::min<std::size_t>(run.forwarded, run.output.text().size()));
  while (!rest.empty()) {
    const ssize_t written = ::write(run.pipe.get(), rest.data(), rest.size());
    if (written > 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      pollfd pipe{run.pipe.get(), POLLOUT, 0};
      ::poll(&pipe, 1, -1);
    } else if (errno != EINTR) {
      return;
    }
  }
}

}  // namespace

namespace {

// Both ends of both pipes belong to the keepers afterwards.
void start_both(JoinedRun& submission, JoinedRun& validator) {
  const InputPipe to_validator = validator.keeper.make_input_pipe();
  const InputPipe to_submission = submission.keeper.make_input_pipe();
  submission.spec.forwards = validator.spec.forwards = true;
  submission.spec.holds_end = true;
  validator.spec.at_readers_pace = true;
  validator.keeper.start(std::move(validator.spec), {to_validator.reader.get(), validator.payload,
                                                     validator.code, to_submission.writer.get()});
  submission.keeper.start(
      std::move(submission.spec),
      {to_submission.reader.get(), submission.payload, submission.code, to_validator.writer.get()});
}

}  // namespace

Interaction interact(JoinedRun submission, JoinedRun validator) {
  Interaction interaction;
  try {
    start_both(submission, validator);
    interaction.run = submission.keeper.finish();
  } catch (...) {
    validator.keeper.give_up();
    throw;
  }
  FinishedRun& run = interaction.run;
  const nanoseconds end = std::chrono::steady_clock::now().time_since_epoch();
  if (run.pipe) hand_over_rest(run);
  const bool failed = run.record.end.exit_code != 0;
  interaction.validator_first =
      validator.keeper.has_ended_within(failed ? kTimeToDecide : milliseconds{0});
  run.pipe.reset();
  interaction.validator = validator.keeper.finish();
  interaction.silence = end - std::max(run.last_output, interaction.validator.last_output);
  return interaction;
}

std::string transcript(const Interaction& interaction) {
  struct Piece {
    nanoseconds at;
    const char* mark;
    std::string_view text;
  };
  std::vector<Piece> pieces;
  const auto add = [&](const FinishedRun& run, const char* mark) {
    std::uint64_t from = 0;
    for (const auto& [at, until] : run.marks) {
      const std::string_view text = run.output.text();
      if (until > from && until <= text.size())
        pieces.push_back({at, mark, text.substr(from, until - from)});
      from = std::max(from, until);
    }
  };
  add(interaction.run, "> ");
  add(interaction.validator, "< ");
  std::stable_sort(pieces.begin(), pieces.end(),
                   [](const Piece& a, const Piece& b) { return a.at < b.at; });
  std::string text;
  for (const auto& piece : pieces) {
    std::istringstream lines{std::string(piece.text.substr(0, kExcerptBytes))};
    for (std::string line; text.size() <= kExcerptBytes && std::getline(lines, line);)
      text += piece.mark + line + "\n";
  }
  return clean_excerpt(text);
}

Opinion joined_opinion(const Opinion& run, const std::optional<Finding>& finding,
                       bool validator_first, bool waited) {
  const bool rejects = finding && assize::rejects(*finding);
  if (rejects && validator_first) return opinion_of(*finding);
  if (run.verdict == Verdict::accepted) return opinion_of(*finding);
  if (run.verdict == Verdict::time_limit_exceeded && run.reason_class == ReasonClass::wall_time)
    return {run.verdict, run.reason_class,
            waited ? "wall limit passed while both sides waited (was the output flushed?)"
                   : "wall limit passed in the middle of the exchange"};
  return run;
}

}  // namespace assize
