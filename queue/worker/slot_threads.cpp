#include "queue/worker/slot_threads.h"

#include "queue/intake/staging.h"
#include "queue/worker/problem_cache.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/store/workers.h"

namespace assize {

using std::chrono::milliseconds;

namespace {

// A queue that is empty for now is looked at again when somebody writes to the store and when a
// lease expires; often only where writes can't be watched.
constexpr milliseconds kIdleUnwatched{250};
constexpr milliseconds kIdleWatched{60'000};
// One that holds only what is left to other workers: they may die.
constexpr milliseconds kIdleBesideOthers{1'000};

std::string in_seconds(milliseconds time) {
  return std::to_string(std::chrono::ceil<std::chrono::seconds>(time).count()) + " s";
}

}  // namespace

void SlotThreads::start(const std::vector<std::unique_ptr<SlotWork>>& slots,
                        const std::function<void()>& on_end) {
  for (const auto& slot : slots) slots_.push_back(slot.get());
  running_slots_ = usable_slots_ = static_cast<int>(slots_.size());
  for (SlotWork* slot : slots_)
    threads_.emplace_back([this, slot, on_end] {
      run_slot(*slot);
      const bool is_last = --running_slots_ == 0;
      {
        const std::lock_guard lock(mutex_);
        end_drain_if_idle();
      }
      if (is_last) on_end();
    });
}

void SlotThreads::join() {
  for (auto& thread : threads_) thread.join();
}

WorkerResult SlotThreads::result() {
  const std::lock_guard lock(mutex_);
  WorkerResult result;
  result.judged = store_.recorded();
  result.judge_errors = judge_errors_;
  result.refused = refused_;
  result.failure = failure_;
  result.host_failed = host_failed_;
  return result;
}

std::optional<std::string> SlotThreads::pause_reason() {
  const std::lock_guard lock(mutex_);
  if (!breaker_.is_paused()) return std::nullopt;
  return pause_reason_;
}

void SlotThreads::note_write() {
  {
    const std::lock_guard lock(mutex_);
    ++writes_;
  }
  idle_.notify_all();
}

// Under the lock: a slot that is about to wait must not miss it.
void SlotThreads::stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  idle_.notify_all();
}

void SlotThreads::drain() {
  const std::lock_guard lock(mutex_);
  draining_ = true;
  idle_.notify_all();
}

bool SlotThreads::undrain() {
  const std::lock_guard lock(mutex_);
  draining_ = false;
  idle_.notify_all();
  return !stopping_;
}

// Under the lock. Nothing is being judged any more: there is nothing left to take back.
void SlotThreads::end_drain_if_idle() {
  if (!draining_ || drained_slots_ < running_slots_) return;
  stopping_ = true;
  idle_.notify_all();
}

void SlotThreads::wait_while_draining() {
  std::unique_lock lock(mutex_);
  if (!draining_ || stopping_) return;
  ++drained_slots_;
  end_drain_if_idle();
  idle_.wait(lock, [this] { return !draining_ || stopping_; });
  --drained_slots_;
}

void SlotThreads::hand_back() {
  handing_back_ = true;
  for (SlotWork* slot : slots_) slot->abandon();
}

bool SlotThreads::may_lease() {
  if (stopping_) return false;
  const bool is_too_late =
      options_.deadline && std::chrono::system_clock::now() >= *options_.deadline;
  if (!is_too_late && !store_.is_at_limit()) return true;
  say_that_it_ends();
  return false;
}

void SlotThreads::run_slot(SlotWork& slot) {
  SlotHealth health;
  try {
    std::optional<Finished> finished;
    int failures = 0;  // judge errors in a row: a few bad seconds must not use up a job's tries
    while (true) {
      if (!finished && !health.is_lost) wait_while_draining();
      const bool is_ending = health.is_lost || !may_lease();
      if (!finished && is_ending) break;
      const Admission admission = is_ending || draining_ ? Admission::none : admit();
      const bool is_admitted = admission != Admission::none;
      const std::int64_t seen = writes_seen();
      std::optional<NextJob> next;
      if (finished || is_admitted)
        next = store_.exchange(std::exchange(finished, std::nullopt), is_admitted);
      if (is_ending) break;
      if (next) {
        finished = judge_job(*next, slot, health);
        settle(admission, *finished);
        const bool failed = finished->kind == Finished::Kind::failed && !finished->is_final;
        failures = failed ? failures + 1 : 0;
        if (failures > 0) wait(options_.times.after_error * (1 << std::min(failures, 6)));
        continue;
      }
      settle(admission, {});
      if (draining_) continue;
      if (!may_lease() || !wait_for_more(is_admitted, seen)) break;
    }
  } catch (const std::exception& error) {
    stop_for(error.what());
  }
}

// False: a drain has nothing more to wait for. A slot that isn't admitted has no look at the queue
// but for that.
bool SlotThreads::wait_for_more(bool is_admitted, std::int64_t seen) {
  if (is_admitted || options_.drain) {
    const QueueLook look = look_at_queue();
    if (is_admitted && look.anything_queued) return true;
    if (options_.drain && !look.anything_queued && !look.until_change) return false;
    if (is_admitted) {
      wait_for_work(seen, look.until_change);
      return true;
    }
  }
  wait_out_pause();
  return true;
}

SlotThreads::QueueLook SlotThreads::look_at_queue() {
  QueueLook look;
  store_.look([&](Store& store, Queue& queue) {
    queue.expire(owner_);
    // Rows of a large hand-in whose process has died are queued now that there is time.
    const bool are_queued = admit_left_behind(store, owner_);
    look.anything_queued = queue.anything_for(owner_) || are_queued;
    look.until_change.reset();
    if (const auto change = queue.next_change())
      look.until_change = milliseconds{*change + 1 - queue.now()};
    if (!look.anything_queued &&
        (queue.anything() || StagedHandIns(store.database()).waiting() > 0))
      look.until_change =
          std::min(look.until_change.value_or(kIdleBesideOthers), kIdleBesideOthers);
  });
  return look;
}

std::int64_t SlotThreads::writes_seen() {
  const std::lock_guard lock(mutex_);
  return writes_;
}

// Until somebody has written to the store after the look at it, a lease has expired, or the
// deadline has come.
void SlotThreads::wait_for_work(std::int64_t seen, std::optional<milliseconds> until_change) {
  wait(kShortestIdle);
  // A drain ends with the last job of anybody.
  const bool is_told = options_.drain ? watch_.tells_all() : watch_.is_working();
  milliseconds time = is_told ? kIdleWatched : kIdleUnwatched;
  if (until_change) time = std::min(time, *until_change);
  if (options_.deadline) {
    const auto left = *options_.deadline - std::chrono::system_clock::now();
    time = std::min(time, std::chrono::ceil<milliseconds>(left));
  }
  std::unique_lock lock(mutex_);
  idle_.wait_for(lock, time, [&] { return stopping_ || draining_ || writes_ != seen; });
}

// … or, in a drain, others may have done it all.
void SlotThreads::wait_out_pause() {
  std::unique_lock lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  auto until = breaker_.next_look(now);
  if (options_.drain) until = std::min(until, now + kIdleBesideOthers);
  if (options_.deadline)
    until = std::min(until, now + std::chrono::ceil<milliseconds>(
                                      *options_.deadline - std::chrono::system_clock::now()));
  idle_.wait_until(lock, until, [this] {
    return stopping_ || draining_ || breaker_.would_admit(std::chrono::steady_clock::now());
  });
}

void SlotThreads::wait(milliseconds time) {
  std::unique_lock lock(mutex_);
  idle_.wait_for(lock, time, [this] { return is_stopping(); });
}

SlotThreads::Admission SlotThreads::admit() {
  const std::lock_guard lock(mutex_);
  return breaker_.admit(std::chrono::steady_clock::now());
}

// What the outcome of a job says of this host. Of none at all (there was no job): nothing.
void SlotThreads::settle(Admission admission, const Finished& finished) {
  std::optional<CircuitBreaker::Pause> pause;
  bool is_over = false;
  {
    const std::lock_guard lock(mutex_);
    if (finished.kind == Finished::Kind::judged)
      is_over = breaker_.judged();
    else if (finished.kind == Finished::Kind::failed && !finished.is_final)
      pause = breaker_.failed(admission, finished.job.submission, std::chrono::steady_clock::now());
    else
      breaker_.undecided(admission);
    if (pause) pause_reason_ = finished.why;
  }
  if (pause && pause->is_first) say_why(*pause, finished.why);
  if (is_over)
    log_.tell("submission " + std::to_string(finished.job.submission) +
              " got a verdict: the pause is over");
  if (pause || is_over) store_.write([this](Store& store, Queue&) { put_state(store); });
  if (pause || is_over || admission == Admission::trial) idle_.notify_all();
}

void SlotThreads::say_why(const CircuitBreaker::Pause& pause, const std::string& why) {
  log_.tell(
      std::to_string(pause.errors) + " judge errors in a row, the last of them: " + why +
      "\n  Something is wrong with this host (assize doctor). This worker takes nothing for " +
      in_seconds(pause.length) + ", then tries one submission, and if that fails, again " +
      "after ever longer pauses of up to " + in_seconds(options_.times.pause.longest) +
      ". Other workers go on");
}

// As it is when it is written: of two changes the later one stands.
void SlotThreads::put_state(Store& store) {
  Workers workers(store.database());
  const std::lock_guard lock(mutex_);
  if (!breaker_.is_paused()) return workers.end_pause(owner_);
  const auto left = breaker_.until() - std::chrono::steady_clock::now();
  workers.pause(owner_, pause_reason_, std::chrono::ceil<milliseconds>(left).count());
}

// The others go on. When there is no other, no slot can judge any more.
void SlotThreads::lose_slot(const std::string& why) {
  log_.tell(why);
  if (--usable_slots_ == 0) stop_for_host(why);
}

void SlotThreads::stop_for(const std::string& why) {
  {
    const std::lock_guard lock(mutex_);
    if (failure_.empty()) failure_ = why;
  }
  stop();
}

void SlotThreads::stop_for_host(const std::string& why) {
  {
    const std::lock_guard lock(mutex_);
    host_failed_ = true;
  }
  stop_for(why);
}

// Jobs that this worker has failed with aren't left for others to it any more.
void SlotThreads::say_that_it_ends() {
  if (has_said_that_it_ends_.exchange(true)) return;
  store_.write_later([owner = owner_](Store& store, Queue&) {
    Workers(store.database()).set_draining(owner, "its deadline or limit is reached");
  });
}

// Nobody's submission is at fault: it goes back as it was, for another slot or another worker.
// This slot tries once more, with another jail.
void SlotThreads::leave_stuck_jail(SlotWork& slot, const std::string& why, SlotHealth& health) {
  if (++health.stuck_in_a_row > 1) {
    health.is_lost = true;
    return lose_slot(why);
  }
  log_.tell(why);
  try {
    slot.repair();
  } catch (const HostError& error) {
    health.is_lost = true;
    lose_slot(error.what());
  }
}

Finished SlotThreads::judge_job(const NextJob& next, SlotWork& slot, SlotHealth& health) {
  const LeasedJob& job = next.job;
  const Finished as_it_was{Finished::Kind::given_back, job};
  try {
    slot.repair();
    JudgingRecord record = slot.judge(job, next.source);
    health.stuck_in_a_row = 0;
    log_.detail("submission " + std::to_string(job.submission) + " by " +
                shown_name(job.submitter) + " for " + shown_name(job.problem) + ": " +
                std::string(letters(record.final.verdict)));
    return {Finished::Kind::judged, job, std::move(record)};
  } catch (const StoreError&) {
    throw;
  } catch (const PackageRefused& refused) {
    return refuse(job, refused.what(), "package refused");
  } catch (const DamagedItem& damage) {
    return refuse(job, damage.what(), "package damaged");
  } catch (const StuckHost& stuck) {
    leave_stuck_jail(slot, stuck.what(), health);
    return as_it_was;
  } catch (const HostError& error) {
    stop_for_host(error.what());  // the host's fault, not the job's: it goes back as it was
    return as_it_was;
  } catch (const std::exception& error) {
    if (handing_back_) return as_it_was;
    ++judge_errors_;
    log_.tell("submission " + std::to_string(job.submission) + ": " + error.what());
    const bool is_final = dynamic_cast<const PackageError*>(&error) != nullptr;
    return {Finished::Kind::failed, job, std::nullopt, error.what(), "", is_final};
  }
}

// Costs the submissions to this package, and no tries: what is wrong with it stays.
Finished SlotThreads::refuse(const LeasedJob& job, const std::string& why, const char* kind) {
  ++refused_;
  std::unique_lock lock(mutex_);
  const bool is_new = refused_packages_.insert(job.package).second;
  lock.unlock();
  if (is_new)
    log_.tell("problem " + job.problem +
              ": its package can't be used, and its submissions are set aside: " + why);
  return {Finished::Kind::hopeless, job, std::nullopt, why, kind};
}

}  // namespace assize
