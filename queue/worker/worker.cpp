// Threads: one per slot, which judges; one that alone has the store; and the caller's, which runs
// the event loop (signals, renewal of leases, progress). Slots put what they have done and what
// they want next into one list; the store thread takes the whole list into one transaction. So
// results of all slots share one fsync. A slot hears of its next job at once, before its last
// result is written: if the commit fails, or the host, then the job has never been leased, and what
// is found out about it is refused as that of any lease that was lost (queue.h).
#include "queue/worker/worker.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <csignal>
#include <future>
#include <list>
#include <mutex>
#include <set>
#include <thread>

#include "queue/stored_tree.h"
#include "queue/worker/problem_cache.h"
#include "queue/worker/store_watch.h"
#include "storage/base/errors.h"
#include "storage/records/digest.h"

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

struct Finished {
  LeasedJob job;
  std::optional<JudgingRecord> record;  // nothing: give it back
  std::optional<std::string> failure;
  std::optional<std::string> refusal = {};  // of its package
  bool is_final = false;                    // the failure would come again
};

struct NextJob {
  LeasedJob job;
  Source source;
};

// What a slot asks of the store thread.
struct Request {
  std::optional<Finished> finished;
  bool wants_next = false;
  std::function<void(Store&)> task;  // something else to do with the store, within a transaction
  std::promise<std::optional<NextJob>> answer;
  bool is_answered = false;
};

std::string worker_id() {
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  const std::string seed =
      std::string(host.data()) + "/" + std::to_string(::getpid()) + "/" +
      std::to_string(std::chrono::steady_clock::now().time_since_epoch().count());
  return std::string(host.data()) + "-" + std::to_string(::getpid()) + "-" +
         sha256_hex(seed).substr(0, 8);
}

class StoreThread {
 public:
  // Leases `limit` jobs at most.
  StoreThread(const std::string& path, std::string owner, const Policy& policy,
              std::optional<std::int64_t> limit)
      : store_(path, Database::Mode::read_write),
        queue_(store_),
        owner_(std::move(owner)),
        policy_(policy),
        limit_(limit),
        thread_([this] { serve(); }) {}

  ~StoreThread() {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }

  std::future<std::optional<NextJob>> ask(Request request) {
    auto answer = request.answer.get_future();
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(std::move(request));
    }
    wake_.notify_one();
    return answer;
  }

  // Runs something with the store and waits for it.
  void with_store(std::function<void(Store&)> task) {
    Request request;
    request.task = std::move(task);
    ask(std::move(request)).get();
  }

  Queue& queue() { return queue_; }  // for tasks only

  bool is_at_limit() const { return limit_ && leased_ >= *limit_; }

 private:
  void serve() {
    while (true) {
      std::list<Request> batch;
      {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [&] { return ending_ || !requests_.empty(); });
        if (requests_.empty()) return;
        batch.swap(requests_);
      }
      serve(batch);
    }
  }

  void serve(std::list<Request>& batch) {
    bool has_promised = false;
    try {
      if (broken_promise_) std::rethrow_exception(broken_promise_);
      Transaction transaction(store_.database());
      for (auto& request : batch) {
        if (!request.wants_next) continue;
        auto next = lease();
        if (!next) continue;
        request.answer.set_value(std::move(next));
        request.is_answered = has_promised = true;
      }
      for (auto& request : batch) carry_out(request);
      transaction.commit();
    } catch (...) {
      if (has_promised) broken_promise_ = std::current_exception();
      for (auto& request : batch)
        if (!request.is_answered) request.answer.set_exception(std::current_exception());
      return;
    }
    for (auto& request : batch)
      if (!request.is_answered) request.answer.set_value(std::nullopt);
  }

  std::optional<NextJob> lease() {
    if (is_at_limit()) return std::nullopt;
    auto job = queue_.lease(owner_);
    if (!job) return std::nullopt;
    ++leased_;
    Source source = store_.source(job->source);
    return NextJob{std::move(*job), std::move(source)};
  }

  void carry_out(const Request& request) {
    if (request.task) request.task(store_);
    if (!request.finished) return;
    const Finished& done = *request.finished;
    if (done.record) {
      queue_.complete(done.job, *done.record, policy_);
    } else if (done.refusal) {
      queue_.set_aside(done.job, *done.refusal);
    } else {
      queue_.give_back(done.job, done.failure, done.is_final);
    }
  }

  Store store_;
  Queue queue_;
  std::string owner_;
  Policy policy_;
  std::optional<std::int64_t> limit_;
  std::atomic<std::int64_t> leased_ = 0;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::list<Request> requests_;
  bool ending_ = false;
  std::exception_ptr broken_promise_;  // a job was told of whose lease couldn't be committed
  std::thread thread_;                 // last: it starts when all the rest is there
};

// Programs that were built when their package was imported, or by a worker before.
class StoreCache final : public ProgramCache {
 public:
  explicit StoreCache(StoreThread& store) : store_(store) {}
  std::optional<std::string> find(const std::string& key) override {
    std::optional<std::string> program;
    store_.with_store([&](Store& store) { program = store.program(key); });
    return program;
  }
  void put(const std::string& key, const std::string& program) override {
    store_.with_store([&](Store& store) { store.put_program(key, program); });
  }

 private:
  StoreThread& store_;
};

class Worker {
 public:
  Worker(const WorkerOptions& options, OnProgress on_progress, OnMessage on_message)
      : options_(options),
        on_progress_(std::move(on_progress)),
        on_message_(std::move(on_message)),
        judge_host_(make_judge_host(options.runtime, options.policy, on_message_)),
        owner_(worker_id()),
        store_(options.store, owner_, options.policy, options.limit) {}

  WorkerResult run() {
    // All jails are up before anything is leased: if one can't be, nothing has happened.
    for (std::uint32_t i = 0; i < options_.slots; ++i)
      slots_.push_back(std::make_unique<Slot>(judge_host_));
    UniqueFd watch = watch_store(options_.store);
    announce();

    boost::asio::signal_set signals(loop_, SIGTERM, SIGINT);
    boost::asio::steady_timer renewal(loop_);
    boost::asio::posix::stream_descriptor writes(loop_);
    watch_signals(signals);
    if (watch && is_written(watch.get())) {  // or the file system doesn't tell
      idle_pause_ = kIdleWatched;
      writes.assign(watch.release());
      watch_writes(writes);
    }
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
  void announce() {
    store_.with_store([this](Store& store) {
      store_.queue().expire();
      Statement put = store.database().prepare(
          "INSERT INTO workers (id, host, pid, slots, started_at, seen_at, judged) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?5, 0)");
      put.with(owner_, judge_host_.host.kind, std::int64_t{::getpid()},
               std::int64_t{options_.slots}, now_ms())
          .run();
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
    WorkerResult result;
    result.judged = judged_;
    result.judge_errors = judge_errors_;
    result.refused = refused_;
    {
      const std::lock_guard lock(mutex_);
      result.failure = failure_;
      result.host_failed = host_failed_;
    }
    if (result.failure.empty() || result.host_failed) {
      store_.with_store([&](Store& store) {
        Statement remove = store.database().prepare("DELETE FROM workers WHERE id = ?1");
        remove.with(owner_).run();
        const QueueCounts counts = store_.queue().counts();
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
      renew_regularly(timer);
    });
  }

  void watch_signals(boost::asio::signal_set& signals) {
    signals.async_wait([this, &signals](boost::system::error_code error, int) {
      if (error) return;
      if (stopping_) {
        on_message_("handing back what is being judged");
        handing_back_ = true;
        for (const auto& slot : slots_) slot->abandon();
      } else {
        on_message_("finishing what is being judged (once more to hand it back at once)");
        stop();
      }
      watch_signals(signals);
    });
  }

  void watch_writes(boost::asio::posix::stream_descriptor& writes) {
    writes.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                      [this, &writes](boost::system::error_code error) {
                        if (error) return;
                        forget_writes(writes.native_handle());
                        {
                          const std::lock_guard lock(mutex_);
                          ++writes_;
                        }
                        idle_.notify_all();
                        report_soon();
                        // Slots at work write all the time, and nobody waits for that.
                        after_writes_.expires_after(kShortestIdle);
                        after_writes_.async_wait([this, &writes](boost::system::error_code cut) {
                          if (!cut) watch_writes(writes);
                        });
                      });
  }

  // A failing store is noticed by the slots, which have something to lose.
  void renew() {
    try {
      store_.with_store([this](Store& store) {
        store_.queue().expire();
        store_.queue().renew(owner_);
        Statement seen =
            store.database().prepare("UPDATE workers SET seen_at = ?2, judged = ?3 WHERE id = ?1");
        seen.with(owner_, now_ms(), judged_.load()).run();
      });
    } catch (const StoreError& error) {
      on_message_(error.what());
    }
  }

  // As long as something is being judged, and after each write to the store.
  void report_soon() {
    if (!on_progress_ || std::exchange(report_is_due_, true)) return;
    next_report_.expires_after(kProgressEvery);
    next_report_.async_wait([this](boost::system::error_code error) {
      if (error) return;
      report_is_due_ = false;
      if (report_progress() || idle_pause_ == kIdleUnwatched) report_soon();
    });
  }

  // Whether something is being judged.
  bool report_progress() {
    Progress progress;
    progress.judged = judged_;
    try {
      store_.with_store([&](Store&) { progress.counts = store_.queue().counts(); });
    } catch (const StoreError&) {
      return false;  // the slots say it
    }
    on_progress_(progress);
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

  void run_slot(Slot& slot) {
    SlotHealth health;
    try {
      std::optional<Finished> finished;
      int failures = 0;  // judge errors in a row: a few bad seconds must not use up a job's tries
      while (true) {
        Request request;
        const bool wants_next = !health.is_lost && may_lease();
        if (!finished && !wants_next) break;
        request.finished = std::exchange(finished, std::nullopt);
        request.wants_next = wants_next;
        const std::int64_t seen = writes_seen();
        const auto next = store_.ask(std::move(request)).get();
        if (!wants_next) break;
        if (next) {
          finished = judge_job(*next, slot, health);
          failures = finished->failure && !finished->is_final ? failures + 1 : 0;
          if (failures > 0) pause(kFirstPause * (1 << std::min(failures, 6)));
          continue;
        }
        if (!may_lease()) break;
        const QueueLook look = look_at_queue();
        if (look.anything_queued) continue;
        if (options_.drain && !look.next_expiry) break;
        wait_for_work(seen, look.next_expiry);
      }
    } catch (const std::exception& error) {
      stop_for(error.what());
    }
  }

  struct QueueLook {
    bool anything_queued = false;             // since the slot found nothing
    std::optional<std::int64_t> next_expiry;  // ms since the epoch; nothing if nothing is leased
  };

  QueueLook look_at_queue() {
    QueueLook look;
    store_.with_store([&](Store&) {
      store_.queue().expire();
      look.anything_queued = store_.queue().anything_queued();
      look.next_expiry = store_.queue().next_expiry();
    });
    return look;
  }

  std::int64_t writes_seen() {
    const std::lock_guard lock(mutex_);
    return writes_;
  }

  // Until somebody has written to the store after the look at it, a lease has expired, or the
  // deadline has come.
  void wait_for_work(std::int64_t seen, std::optional<std::int64_t> next_expiry) {
    pause(kShortestIdle);
    milliseconds time = idle_pause_;
    if (next_expiry) time = std::min(time, milliseconds{*next_expiry + 1 - now_ms()});
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
    on_message_(why);
    if (--usable_slots_ > 0) return;
    {
      const std::lock_guard lock(mutex_);
      host_failed_ = true;
    }
    stop_for(why);
  }

  // Nobody's submission is at fault: it goes back as it was, for another slot or another worker.
  // This slot tries once more, with another jail.
  void leave_stuck_jail(Slot& slot, const std::string& why, SlotHealth& health) {
    if (++health.stuck_in_a_row > 1) {
      health.is_lost = true;
      return lose_slot(why);
    }
    on_message_(why);
    try {
      slot.repair();
    } catch (const HostError& error) {
      health.is_lost = true;
      lose_slot(error.what());
    }
  }

  Finished judge_job(const NextJob& next, Slot& slot, SlotHealth& health) {
    const LeasedJob& job = next.job;
    try {
      slot.repair();
      const auto problem = problems_.get(job.package, [&] { return load(job); });
      JudgingRecord record = judge(slot, judge_host_, *problem, next.source, {});
      ++judged_;
      health.stuck_in_a_row = 0;
      return {job, std::move(record), std::nullopt, std::nullopt};
    } catch (const StoreError&) {
      throw;
    } catch (const PackageRefused& refused) {
      return refuse(job, refused.what());
    } catch (const StuckHost& stuck) {
      leave_stuck_jail(slot, stuck.what(), health);
      return {job, std::nullopt, std::nullopt, std::nullopt};
    } catch (const HostError& error) {
      {
        const std::lock_guard lock(mutex_);
        host_failed_ = true;
      }
      stop_for(error.what());  // the host's fault, not the job's: it goes back as it was
      return {job, std::nullopt, std::nullopt, std::nullopt};
    } catch (const std::exception& error) {
      if (handing_back_) return {job, std::nullopt, std::nullopt, std::nullopt};
      ++judge_errors_;
      on_message_("submission " + std::to_string(job.submission) + ": " + error.what());
      const bool is_final = dynamic_cast<const PackageError*>(&error) != nullptr;
      return {job, std::nullopt, error.what(), std::nullopt, is_final};
    }
  }

  // Costs the submissions to this package, and no tries: what is wrong with it stays.
  Finished refuse(const LeasedJob& job, const std::string& why) {
    ++refused_;
    const bool is_new = [&] {
      const std::lock_guard lock(mutex_);
      return refused_packages_.insert(job.package).second;
    }();
    if (is_new)
      on_message_("problem " + job.problem +
                  ": its package can't be used, and its submissions are "
                  "set aside: " +
                  why);
    return {job, std::nullopt, std::nullopt, why};
  }

  std::shared_ptr<const Problem> load(const LeasedJob& job) {
    std::vector<StoredFile> files;
    LoadOptions options;
    store_.with_store([&](Store& store) {
      files = store.package_files(job.package);
      const auto package = store.package(job.package);
      if (!package) throw StoreError(0, "store: no package " + job.package);
      options.lenient = package->lenient;
      options.contents_are_known = true;
      options.imported_time_limit = package->computed_time_limit;
    });
    const auto fetch = [this](const std::string& hash) {
      std::string content;
      store_.with_store([&](Store& store) { content = store.blob(hash); });
      return content;
    };
    auto loaded = std::make_shared<const LoadedPackage>(
        std::make_unique<StoredTree>(files, job.package, fetch), job.problem, options);
    StoreCache cache(store_);
    return std::make_shared<const Problem>(make_problem(judge_host_, std::move(loaded), &cache));
  }

  const WorkerOptions& options_;
  OnProgress on_progress_;
  OnMessage on_message_;
  JudgeHost judge_host_;
  std::string owner_;
  StoreThread store_;
  boost::asio::io_context loop_;
  boost::asio::steady_timer after_writes_{loop_};
  boost::asio::steady_timer next_report_{loop_};
  bool report_is_due_ = false;

  std::atomic<bool> stopping_ = false;
  std::atomic<bool> handing_back_ = false;
  std::atomic<std::int64_t> judged_ = 0;
  std::atomic<std::int64_t> judge_errors_ = 0;
  std::atomic<std::int64_t> refused_ = 0;
  std::atomic<int> running_slots_ = 0;
  std::atomic<int> usable_slots_ = 0;
  bool host_failed_ = false;
  std::mutex mutex_;
  std::condition_variable idle_;
  milliseconds idle_pause_ = kIdleUnwatched;
  std::int64_t writes_ = 0;
  std::string failure_;
  std::vector<std::unique_ptr<Slot>> slots_;
  ProblemCache problems_;
  std::set<std::string> refused_packages_;  // that were told of
};

}  // namespace

WorkerResult run_worker(const WorkerOptions& options, const OnProgress& on_progress,
                        const OnMessage& on_message) {
  std::signal(SIGPIPE, SIG_IGN);
  return Worker(options, on_progress, on_message).run();
}

}  // namespace assize
