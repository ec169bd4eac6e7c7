// The slots of a worker at work, each in a thread of its own: takes a job, judges it, records the
// verdict, until there is nothing more to do or somebody says so.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "queue/worker/circuit_breaker.h"
#include "queue/worker/worker.h"
#include "queue/worker/write_watch.h"

namespace assize {

// Between looks at an empty queue: when somebody writes to the store, but not at once for each of
// many writes.
constexpr std::chrono::milliseconds kShortestIdle{20};

// What a worker says, from whichever thread.
class WorkerLog {
 public:
  explicit WorkerLog(const WorkerEvents& events) : events_(events) {}
  void tell(const std::string& text) {
    const std::lock_guard lock(mutex_);
    if (events_.on_message) events_.on_message(text);
  }
  void detail(const std::string& text) {
    const std::lock_guard lock(mutex_);
    if (events_.on_detail) events_.on_detail(text);
  }

 private:
  const WorkerEvents& events_;
  std::mutex mutex_;
};

class SlotThreads {
 public:
  // `owner` is the worker's id. All of them must outlive the threads.
  SlotThreads(const WorkerOptions& options, const std::string& owner, WorkerLog& log,
              StoreAccess& store, const WriteWatch& watch)
      : options_(options),
        owner_(owner),
        log_(log),
        store_(store),
        watch_(watch),
        breaker_(options.times.pause) {}

  // `on_end` is called by the last one that ends.
  void start(const std::vector<std::unique_ptr<SlotWork>>& slots,
             const std::function<void()>& on_end);
  void join();

  // Any thread may call these.
  void note_write();  // somebody has written to the store
  void stop();        // they finish what they judge, and take nothing more
  void hand_back();   // … and give it back at once
  // As stop(), but as long as one of them still judges something it can be taken back: then they
  // take work again. False: it can't, they end.
  void drain();
  bool undrain();
  bool is_stopping() const { return stopping_ || draining_; }
  std::int64_t judge_errors() const { return judge_errors_; }
  std::optional<std::string> pause_reason();  // nothing: they aren't paused
  // Writes into the worker's row whether they are paused.
  void put_state(Store& store);

  // What became of it, when all have ended.
  WorkerResult result();

 private:
  using Admission = CircuitBreaker::Admission;
  // Of one slot.
  struct SlotHealth {
    int stuck_in_a_row = 0;  // jails that hung
    bool is_lost = false;    // no other one can be put up, or that hung too
  };
  struct QueueLook {
    bool anything_queued = false;                           // for this worker
    std::optional<std::chrono::milliseconds> until_change;  // when there may be
  };

  bool may_lease();
  void run_slot(SlotWork& slot);
  void wait_while_draining();
  void end_drain_if_idle();
  bool wait_for_more(bool is_admitted, std::int64_t seen);
  QueueLook look_at_queue();
  void wait_for_work(std::int64_t seen, std::optional<std::chrono::milliseconds> until_change);
  void wait_out_pause();
  void wait(std::chrono::milliseconds time);
  std::int64_t writes_seen();

  Admission admit();
  void settle(Admission admission, const Finished& finished);
  void say_why(const CircuitBreaker::Pause& pause, const std::string& why);

  Finished judge_job(const NextJob& next, SlotWork& slot, SlotHealth& health);
  Finished refuse(const LeasedJob& job, const std::string& why, const char* kind);
  void leave_stuck_jail(SlotWork& slot, const std::string& why, SlotHealth& health);
  void lose_slot(const std::string& why);
  void stop_for(const std::string& why);
  void stop_for_host(const std::string& why);
  void say_that_it_ends();

  const WorkerOptions& options_;
  const std::string& owner_;
  WorkerLog& log_;
  StoreAccess& store_;
  const WriteWatch& watch_;
  std::vector<SlotWork*> slots_;
  std::vector<std::thread> threads_;

  std::atomic<bool> stopping_ = false;
  std::atomic<bool> draining_ = false;
  std::atomic<bool> handing_back_ = false;
  std::atomic<bool> has_said_that_it_ends_ = false;
  std::atomic<std::int64_t> judge_errors_ = 0;
  std::atomic<std::int64_t> refused_ = 0;
  std::atomic<int> running_slots_ = 0;
  std::atomic<int> usable_slots_ = 0;
  std::mutex mutex_;  // of all below
  std::condition_variable idle_;
  std::int64_t writes_ = 0;
  int drained_slots_ = 0;  // that have finished what they judged, and wait for the others
  bool host_failed_ = false;
  std::string failure_;
  std::set<std::string> refused_packages_;  // that were told of
  CircuitBreaker breaker_;
  std::string pause_reason_;
};

}  // namespace assize
