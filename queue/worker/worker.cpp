// The worker's event loop: signals, renewal of leases, what is asked of it, progress. Its slots
// have threads of their own (slot_threads.h), and the store has one (store_access.h).
#include "queue/worker/worker.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>

#include "queue/fleet.h"
#include "queue/intake/staging.h"
#include "queue/worker/service_notifier.h"
#include "queue/worker/slot_threads.h"
#include "queue/worker/write_watch.h"
#include "storage/base/text.h"
#include "storage/store/workers.h"

namespace assize {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kProgressEvery{200};

class Worker {
 public:
  Worker(const WorkerOptions& options, const MakeSlots& make_slots, const WorkerEvents& events)
      : options_(options),
        events_(events),
        service_(ServiceNotifier::from_environment()),
        log_(events),
        owner_(new_worker_id()),
        store_({options.store, owner_, options.policy, options.limit,
                [this](const std::string& text) { log_.tell(text); }, options.patience,
                options.times.first_wait}),
        slots_(make_slots(store_)),
        watch_(loop_, options.store, kShortestIdle, [this] { note_write(); }),
        threads_(options_, owner_, log_, store_, watch_) {}

  WorkerResult run() {
    watch_.open();
    announce();
    watch_.start();

    boost::asio::signal_set signals(loop_, SIGTERM, SIGINT);
    boost::asio::steady_timer renewal(loop_);
    watch_signals(signals);
    renew_regularly(renewal);
    report_soon();
    service_.say("READY=1");
    feed_watchdog();

    threads_.start(slots_, [this] { loop_.stop(); });
    loop_.run();
    say_stopping();
    threads_.join();
    end_slots();
    return finish();
  }

 private:
  WorkerRow row() const {
    return {owner_, static_cast<std::int64_t>(slots_.size()), "assize " ASSIZE_VERSION,
            options_.runtimes, options_.policy.name};
  }

  void announce() {
    store_.write([this](Store& store, Queue& queue) {
      queue.expire(owner_);
      Workers(store.database()).put(row());
      note_settings(store, row(), options_.policy, options_.by);
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
    WorkerResult result = threads_.result();
    result.drained_by = drain_asked_by_;
    if (result.failure.empty() || result.host_failed) {
      store_.write([&](Store& store, Queue&) {
        Workers(store.database()).remove(owner_);
        result.left = count_unfinished(store.database()).all();
      });
    }
    return result;
  }

  void renew_regularly(boost::asio::steady_timer& timer) {
    timer.expires_after(options_.times.renewal);
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
      if (threads_.is_stopping()) {
        log_.tell("handing back what is being judged");
        threads_.hand_back();
      } else {
        log_.tell("finishing what is being judged (once more to hand it back at once)");
        stop("it was told to end");
      }
      watch_signals(signals);
    });
  }

  void stop(const std::string& why) {
    threads_.stop();
    say_stopping();
    store_.write_later([owner = owner_, why](Store& store, Queue&) {
      Workers(store.database()).set_draining(owner, why);
    });
  }

  void say_stopping() {
    if (!std::exchange(has_said_stopping_, true)) service_.say("STOPPING=1");
  }

  void feed_watchdog() {
    const auto interval = service_.watchdog_interval();
    if (!interval) return;
    service_.say("WATCHDOG=1");
    next_feed_.expires_after(*interval);
    next_feed_.async_wait([this](boost::system::error_code error) {
      if (!error) feed_watchdog();
    });
  }

  void say_how_it_does() {
    std::string text = "judged " + std::to_string(store_.recorded()) + ", judge errors " +
                       std::to_string(threads_.judge_errors());
    if (const auto reason = threads_.pause_reason()) text += "; paused because " + *reason;
    service_.say_status(text);
  }

  void note_write() {
    threads_.note_write();
    report_soon();
    look_for_wish_soon();
  }

  // A failing store is noticed by the slots, which have something to lose. Where this host stood
  // still for long, the worker's row may be gone.
  void renew() {
    try {
      std::optional<WorkerWish> wish;
      store_.write([&](Store& store, Queue& queue) {
        queue.renew(owner_);  // first: this host may have stood still for longer than a lease lasts
        queue.expire(owner_);
        admit_left_behind(store, owner_);  // a queue that is never empty holds up nobody
        add_up_verdicts(store.database());
        Workers workers(store.database());
        wish = workers.see(owner_, store_.recorded(), threads_.judge_errors());
        if (wish) return;
        workers.put(row());
        threads_.put_state(store);
      });
      renewal_failure_.clear();
      heed(wish);
      say_how_it_does();
    } catch (const StoreError& error) {
      if (renewal_failure_ != error.what()) log_.tell(error.what());
      renewal_failure_ = error.what();
    }
  }

  // What is asked of it is looked for after a write to the store, but not after each of many.
  // Within a transaction that writes: the watch of a file may tell of a commit that is still under
  // way, and so that is waited for.
  void look_for_wish_soon() {
    if (std::exchange(wish_look_is_due_, true)) return;
    next_wish_look_.expires_at(
        std::max(std::chrono::steady_clock::now(), last_wish_look_ + options_.times.wish_look));
    next_wish_look_.async_wait([this](boost::system::error_code error) {
      if (error) return;
      wish_look_is_due_ = false;
      last_wish_look_ = std::chrono::steady_clock::now();
      try {
        std::optional<WorkerWish> wish;
        store_.write([&](Store& store, Queue&) { wish = Workers(store.database()).wish(owner_); });
        heed(wish);
      } catch (const StoreError&) {
        return;  // the slots say it, and the next renewal looks again
      }
    });
  }

  // Of a row that was put there again nobody has asked anything.
  void heed(const std::optional<WorkerWish>& wish) {
    const bool is_draining = !drain_asked_by_.empty();
    if (!wish || wish->by.empty() || wish->drain == is_draining) return;
    wish->drain ? drain(wish->by) : stay(wish->by);
  }

  void drain(const std::string& by) {
    drain_asked_by_ = by;
    const std::string why = "asked to drain by " + shown_name(by);
    log_.tell(why + ": finishing what is being judged, and taking nothing more");
    threads_.drain();
    store_.write_later([owner = owner_, why](Store& store, Queue&) {
      Workers(store.database()).set_draining(owner, why);
    });
  }

  void stay(const std::string& by) {
    if (!threads_.undrain()) return;  // nothing was left to judge, and it ends
    drain_asked_by_.clear();
    log_.tell("the drain was taken back by " + shown_name(by) + ": taking work again");
    store_.write([this](Store& store, Queue&) {
      Workers(store.database()).end_draining(owner_);
      threads_.put_state(store);
    });
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
      store_.read(
          [&](Store& store, Queue&) { progress.unfinished = count_unfinished(store.database()); });
    } catch (const StoreError&) {
      return false;  // the slots say it
    }
    events_.on_progress(progress);
    return progress.unfinished.leased > 0;
  }

  const WorkerOptions& options_;
  const WorkerEvents& events_;
  ServiceNotifier service_;  // first: it reads the environment
  bool has_said_stopping_ = false;
  WorkerLog log_;
  std::string owner_;
  StoreAccess store_;
  std::vector<std::unique_ptr<SlotWork>> slots_;
  boost::asio::io_context loop_;
  WriteWatch watch_;
  SlotThreads threads_;
  boost::asio::steady_timer next_report_{loop_};
  bool report_is_due_ = false;
  boost::asio::steady_timer next_wish_look_{loop_};
  boost::asio::steady_timer next_feed_{loop_};
  bool wish_look_is_due_ = false;
  std::chrono::steady_clock::time_point last_wish_look_;
  std::string drain_asked_by_;
  std::string renewal_failure_;  // that was told of last
};

}  // namespace

WorkerResult run_worker(const WorkerOptions& options, const MakeSlots& make_slots,
                        const WorkerEvents& events) {
  std::signal(SIGPIPE, SIG_IGN);
  return Worker(options, make_slots, events).run();
}

}  // namespace assize
