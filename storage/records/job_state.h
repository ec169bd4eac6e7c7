// The states of a judging's job, and their names in the store and in JSON (docs/cli.md).
#pragma once

#include <optional>
#include <string_view>

namespace assize {

enum class JobState {
  queued,     // perhaps it has to wait before the next try
  leased,     // a worker has it
  done,       // it has a verdict
  set_aside,  // the judge failed, and staff has to see to it
  dropped,    // … and staff has said that it gets no verdict
  not_taken   // of a submission that was refused when it was handed in; never in the store
};

constexpr std::string_view name_of(JobState state) {
  switch (state) {
    case JobState::queued:
      return "queued";
    case JobState::leased:
      return "leased";
    case JobState::done:
      return "done";
    case JobState::set_aside:
      return "set_aside";
    case JobState::dropped:
      return "dropped";
    case JobState::not_taken:
      return "not taken";
  }
  return {};
}

constexpr std::optional<JobState> job_state(std::string_view name) {
  for (const auto state :
       {JobState::queued, JobState::leased, JobState::done, JobState::set_aside, JobState::dropped})
    if (name_of(state) == name) return state;
  return std::nullopt;
}

// Whether the judge has given up: the verdict is JE.
constexpr bool is_given_up(JobState state) {
  return state == JobState::set_aside || state == JobState::dropped;
}

}  // namespace assize
