// The worker's loop. Threads: one per slot, which judges; one that alone has the store
// (store_access.h); and the caller's, which runs the event loop: signals, renewal of leases,
// progress.
#include "queue/worker/worker.h"

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <set>
#include <thread>

#include "queue/worker/problem_cache.h"
#include "queue/worker/write_watch.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

using std::chrono::milliseconds;

// Between looks at an empty queue: when somebody writes to the store, but not at once for each of
// many writes, and when a lease expires; often only where writes can't be watched.
constexpr milliseconds kShortestIdle{20};
constexpr milliseconds kIdleUnwatched{250};
constexpr milliseconds kIdleWatched{60'000};
constexpr milliseconds kFirstPause{50};  // after a judge error; doubled for each in a row
constexpr milliseconds kProgressEvery{200};

class Worker {
 public:
  Worker(const WorkerOptions& options, const MakeSlots& make_slots, const WorkerEvents& events)
      : options_(options),
        events_(events),
        owner_(new_worker_id()),
        store_({options.store, owner_, options.policy, options.limit,
                [this](const std::string& text) { tell(text); }, options.patience}),
        slots_(make_slots(store_)),
        watch_(loop_, options.store, kShortestIdle, [this] { note_write(); }) {}

  WorkerResult run() {
    watch_.open();
    announce();
    watch_.start();

    boost::asio::signal_set signals(loop_, SIGTERM, SIGINT);
    boost::asio::steady_timer renewal(loop_);
    watch_signals(signals);
    renew_regularly(renewal);
    report_soon();

    running_slots_ = usable_slots_ = static_cast<int>(slots_.size());
    std::vector<std::thread> threads;
    for (auto& slot : slots_)
      threads.emplace_back([this, &slot] {
        run_slot(*slot);
        if (--running_slots_ == 0) loop_.stop();
      });
    loop_.run();
    for (auto& thread : threads) thread.join();
    end_slots();
    return finish();
  }

 private:
  void tell(const std::string& text) {
    const std::lock_guard lock(telling_);
    if (events_.on_message) events_.on_message(text);
  }

  void detail(const std::string& text) {
    const std::lock_guard lock(telling_);
    if (events_.on_detail) events_.on_detail(text);
  }

  void announce() {
    store_.write([this](Store& store, Queue& queue) {
      queue.expire(owner_);
      store.put_worker(owner_, slots_.size());
    });
  }

  // Together: on a host that hangs each waits for its deadline.
  void end_slots() {
    std::vector<std::thread> threads;
    for (auto& slot : slots_) threads.emplace_back([&slot] { slot.reset(); });
    for (auto& thread : threads) thread.join();
    slots_.clear();
  }

  WorkerResult finish() {
    WorkerResult result{store_.recorded(), judge_errors_, refused_, 0, "", false};
    {
      const std::lock_guard lock(mutex_);
      result.failure = failure_;
      result.host_failed = host_failed_;
    }
    if (result.failure.empty() || result.host_failed) {
      store_.write([&](Store& store, Queue& queue) {
        store.remove_worker(owner_);
        const QueueCounts counts = queue.counts();
        result.left = counts.queued + counts.leased;
      });
    }
    return result;
  }

  void renew_regularly(boost::asio::steady_timer& timer) {
    timer.expires_after(kLeaseRenewal);
    timer.async_wait([this, &timer](boost::system::error_code error) {
      if (error) return;
      renew();
      watch_.open();  // where it had ended
      watch_.start();
      renew_regularly(timer);
    });
  }

  void watch_signals(boost::asio::signal_set& signals) {
    signals.async_wait([this, &signals](boost::system::error_code error, int) {
      if (error) return;
      if (stopping_) {
        tell("handing back what is being judged");
        handing_back_ = true;
        for (const auto& slot : slots_) slot->abandon();
      } else {
        tell("finishing what is being judged (once more to hand it back at once)");
        stop();
      }
      watch_signals(signals);
    });
  }

  void note_write() {
    {
      const std::lock_guard lock(mutex_);
      ++writes_;
    }
    idle_.notify_all();
    report_soon();
  }

  // A failing store is noticed by the slots, which have something to lose.
  void renew() {
    try {
      store_.write([this](Store& store, Queue& queue) {
        queue.renew(owner_);  // first: this host may have stood still for longer than a lease lasts
        queue.expire(owner_);
        store.see_worker(owner_, store_.recorded());
        add_up_verdicts(store.database());
      });
    } catch (const StoreError& error) {
      tell(error.what());
    }
  }

  // As long as something is being judged, and after each write to the store.
  void report_soon() {
    if (!events_.on_progress || std::exchange(report_is_due_, true)) return;
    next_report_.expires_after(kProgressEvery);
    next_report_.async_wait([this](boost::system::error_code error) {
      if (error) return;
      report_is_due_ = false;
      if (report_progress() || !watch_.is_working()) report_soon();
    });
  }

  // Whether something is being judged.
  bool report_progress() {
    Progress progress;
    progress.judged = store_.recorded();
    try {
      store_.read([&](Store&, Queue& queue) { progress.counts = queue.counts(); });
    } catch (const StoreError&) {
      return false;  // the slots say it
    }
    events_.on_progress(progress);
    return progress.counts.leased > 0;
  }

  // Of one slot.
  struct SlotHealth {
    int stuck_in_a_row = 0;  // jails that hung
    bool is_lost = false;    // no other one can be put up, or that hung too
  };

  bool may_lease() {
    if (stopping_) return false;
    if (options_.deadline && std::chrono::system_clock::now() >= *options_.deadline) return false;
    return !store_.is_at_limit();
  }

  void run_slot(SlotWork& slot) {
    SlotHealth health;
    try {
      std::optional<Finished> finished;
      int failures = 0;  // judge errors in a row: a few bad seconds must not use up a job's tries
      while (true) {
        const bool wants_next = !health.is_lost && may_lease();
        if (!finished && !wants_next) break;
        const std::int64_t seen = writes_seen();
        const auto next = store_.exchange(std::exchange(finished, std::nullopt), wants_next);
        if (!wants_next) break;
        if (next) {
          finished = judge_job(*next, slot, health);
          const bool failed = finished->kind == Finished::Kind::failed && !finished->is_final;
          failures = failed ? failures + 1 : 0;
          if (failures > 0) pause(kFirstPause * (1 << std::min(failures, 6)));
          continue;
        }
        if (!may_lease()) break;
        const QueueLook look = look_at_queue();
        if (look.anything_queued) continue;
        if (options_.drain && !look.until_change) break;
        wait_for_work(seen, look.until_change);
      }
    } catch (const std::exception& error) {
      stop_for(error.what());
    }
  }

  struct QueueLook {
    bool anything_queued = false;              // for this worker, since the slot found nothing
    std::optional<milliseconds> until_change;  // see Queue::next_change
  };

  QueueLook look_at_queue() {
    QueueLook look;
    store_.write([&](Store&, Queue& queue) {
      queue.expire(owner_);
      look.anything_queued = queue.anything_for(owner_);
      look.until_change.reset();
      if (const auto change = queue.next_change())
        look.until_change = milliseconds{*change + 1 - queue.now()};
    });
    return look;
  }

  std::int64_t writes_seen() {
    const std::lock_guard lock(mutex_);
    return writes_;
  }

  // Until somebody has written to the store after the look at it, a lease has expired, or the
  // deadline has come.
  void wait_for_work(std::int64_t seen, std::optional<milliseconds> until_change) {
    pause(kShortestIdle);
    // A drain ends with the last job of anybody.
    const bool is_told = options_.drain ? watch_.tells_all() : watch_.is_working();
    milliseconds time = is_told ? kIdleWatched : kIdleUnwatched;
    if (until_change) time = std::min(time, *until_change);
    if (options_.deadline) {
      const auto left = *options_.deadline - std::chrono::system_clock::now();
      time = std::min(time, std::chrono::ceil<milliseconds>(left));
    }
    std::unique_lock lock(mutex_);
    idle_.wait_for(lock, time, [&] { return stopping_ || writes_ != seen; });
  }

  void pause(milliseconds time) {
    std::unique_lock lock(mutex_);
    idle_.wait_for(lock, time, [this] { return stopping_.load(); });
  }

  // Under the lock: a slot that is about to wait must not miss it.
  void stop() {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    idle_.notify_all();
  }

  void stop_for(const std::string& why) {
    {
      const std::lock_guard lock(mutex_);
      if (failure_.empty()) failure_ = why;
    }
    stop();
  }

  // The others go on. When there is no other, no slot can judge any more.
  void lose_slot(const std::string& why) {
    tell(why);
    if (--usable_slots_ == 0) stop_for_host(why);
  }

  void stop_for_host(const std::string& why) {
    {
      const std::lock_guard lock(mutex_);
      host_failed_ = true;
    }
    stop_for(why);
  }

  // Nobody's submission is at fault: it goes back as it was, for another slot or another worker.
  // This slot tries once more, with another jail.
  void leave_stuck_jail(SlotWork& slot, const std::string& why, SlotHealth& health) {
    if (++health.stuck_in_a_row > 1) {
      health.is_lost = true;
      return lose_slot(why);
    }
    tell(why);
    try {
      slot.repair();
    } catch (const HostError& error) {
      health.is_lost = true;
      lose_slot(error.what());
    }
  }

  Finished judge_job(const NextJob& next, SlotWork& slot, SlotHealth& health) {
    const LeasedJob& job = next.job;
    const Finished as_it_was{Finished::Kind::given_back, job};
    try {
      slot.repair();
      JudgingRecord record = slot.judge(job, next.source);
      health.stuck_in_a_row = 0;
      detail("submission " + std::to_string(job.submission) + " by " + shown_name(job.submitter) +
             " for " + shown_name(job.problem) + ": " + std::string(letters(record.final.verdict)));
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
      tell("submission " + std::to_string(job.submission) + ": " + error.what());
      const bool is_final = dynamic_cast<const PackageError*>(&error) != nullptr;
      return {Finished::Kind::failed, job, std::nullopt, error.what(), "", is_final};
    }
  }

  // Costs the submissions to this package, and no tries: what is wrong with it stays.
  Finished refuse(const LeasedJob& job, const std::string& why, const char* kind) {
    ++refused_;
    std::unique_lock lock(mutex_);
    const bool is_new = refused_packages_.insert(job.package).second;
    lock.unlock();
    if (is_new)
      tell("problem " + job.problem +
           ": its package can't be used, and its submissions are set aside: " + why);
    return {Finished::Kind::hopeless, job, std::nullopt, why, kind};
  }

  const WorkerOptions& options_;
  const WorkerEvents& events_;
  std::mutex telling_;
  std::string owner_;
  StoreAccess store_;
  std::vector<std::unique_ptr<SlotWork>> slots_;
  boost::asio::io_context loop_;
  WriteWatch watch_;
  boost::asio::steady_timer next_report_{loop_};
  bool report_is_due_ = false;

  std::atomic<bool> stopping_ = false;
  std::atomic<bool> handing_back_ = false;
  std::atomic<std::int64_t> judge_errors_ = 0;
  std::atomic<std::int64_t> refused_ = 0;
  std::atomic<int> running_slots_ = 0;
  std::atomic<int> usable_slots_ = 0;
  bool host_failed_ = false;
  std::mutex mutex_;
  std::condition_variable idle_;
  std::int64_t writes_ = 0;
  std::string failure_;
  std::set<std::string> refused_packages_;  // that were told of
};

}  // namespace

WorkerResult run_worker(const WorkerOptions& options, const MakeSlots& make_slots,
                        const WorkerEvents& events) {
  std::signal(SIGPIPE, SIG_IGN);
  return Worker(options, make_slots, events).run();
}

}  // namespace assize
