// Whether a worker takes work. One judge error may be anybody's fault; several in a row, of several
// submissions, are this host's: then the worker pauses, so that it doesn't use up the tries of the
// whole queue (docs/decisions/0023-a-broken-host-pauses.md). After the pause one slot tries one
// job. A verdict ends it, another judge error doubles it.
//
// Time is handed in. Not safe to use from several threads.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>

namespace assize {

struct PauseRule {
  int errors = 5;  // in a row
  // … of which one submission counts at most so often: it may be its own doing.
  int errors_of_one = 2;
  std::chrono::milliseconds first = std::chrono::seconds{10};
  std::chrono::milliseconds longest = std::chrono::minutes{5};
};

class CircuitBreaker {
 public:
  using Time = std::chrono::steady_clock::time_point;
  // Whether a slot may take a job: no; yes; yes, and on it depends how it goes on. Who may owes one
  // of judged(), failed() and undecided().
  enum class Admission : std::uint8_t { none, regular, trial };
  struct Pause {
    std::chrono::milliseconds length{};
    int errors = 0;         // in a row
    bool is_first = false;  // of this trouble
  };

  explicit CircuitBreaker(const PauseRule& rule) : rule_(rule) {}

  Admission admit(Time now) {
    if (!would_admit(now)) return Admission::none;
    if (!is_paused()) return Admission::regular;
    is_trying_ = true;
    return Admission::trial;
  }

  // A verdict: this host can judge. Whether that ends a pause.
  bool judged() {
    const bool was_paused = is_paused();
    counted_.clear();
    errors_ = 0;
    pause_ = {};
    is_trying_ = false;
    return was_paused;
  }

  // A judge error that isn't a package's fault. The pause that it brings about, if any.
  std::optional<Pause> failed(Admission admission, std::int64_t submission, Time now) {
    const bool is_first = !is_paused();
    if (is_first ? !is_enough_with(submission) : admission != Admission::trial)
      return std::nullopt;  // a few are no pattern; and what began before a pause doesn't extend it
    if (!is_first) ++errors_;
    pause_ = is_first ? rule_.first : std::min(2 * pause_, rule_.longest);
    until_ = now + pause_;
    is_trying_ = false;
    return Pause{pause_, errors_, is_first};
  }

  // Nothing that says anything of this host: there was no job, it went back as it was, its package
  // can't be used.
  void undecided(Admission admission) {
    if (admission == Admission::trial) is_trying_ = false;
  }

  bool would_admit(Time now) const { return !is_paused() || (!is_trying_ && now >= until_); }
  bool is_paused() const { return pause_.count() > 0; }
  Time until() const { return until_; }
  // When a slot may ask again, if it was refused and nothing happens.
  Time next_look(Time now) const { return is_trying_ ? now + rule_.first : until_; }

 private:
  // Counts one more, and says whether that is enough of them.
  bool is_enough_with(std::int64_t submission) {
    ++errors_;
    ++counted_[submission];
    int sum = 0;
    for (const auto& [id, times] : counted_) sum += std::min(times, rule_.errors_of_one);
    return sum >= rule_.errors;
  }

  PauseRule rule_;
  std::map<std::int64_t, int> counted_;  // errors in a row, by submission
  int errors_ = 0;
  std::chrono::milliseconds pause_{};  // 0: none
  Time until_{};
  bool is_trying_ = false;
};

}  // namespace assize
