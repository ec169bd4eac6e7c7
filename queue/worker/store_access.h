// A worker's access to its store. One thread has the store; slots put what they have done and what
// they want next into one list, and the thread takes the whole list into one transaction: results
// of all slots share one fsync.
//
// A slot hears of its next job at once, before its last result is written. If the commit fails, it
// is tried again, with the same jobs; and if it can't be done at all, the job has never been
// leased, and what is found out about it is refused as that of any lease that was lost (queue.h).
//
// What is wrong with one item of a list (a damaged blob, a record that can't be written) costs that
// item: the list is taken once more, with a savepoint for each of them. What is wrong with the
// store costs the list, and is tried again for a while.
#pragma once

#include <atomic>
#include <condition_variable>
#include <exception>
#include <functional>
#include <future>
#include <list>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "queue/queue.h"
#include "storage/store/store.h"

namespace assize {

// What became of a job that was leased.
struct Finished {
  enum class Kind {
    judged,      // `record`
    given_back,  // as it was
    failed,      // a judge error: `why`
    hopeless     // set aside at once, as each further try would end alike: `why`
  };
  Kind kind = Kind::given_back;
  LeasedJob job;
  std::optional<JudgingRecord> record = {};
  std::string why = {};
  std::string audit_kind = {};  // of a hopeless one
  bool is_final = false;        // of a failed one: it would fail again
};

struct NextJob {
  LeasedJob job;
  Source source;
};

struct StoreAccessOptions {
  std::string path;
  std::string owner;  // of leases: the worker's id
  Policy policy;
  std::optional<std::int64_t> limit = {};                   // so many leases at most
  std::function<void(const std::string&)> on_message = {};  // what the operator should know
  std::chrono::milliseconds patience =
      std::chrono::seconds{60};                       // with a store that is busy or full
  std::chrono::milliseconds first_wait = kFirstWait;  // of a job after its first judge error
};

class StoreAccess {
 public:
  // Opens the store. Throws StoreError, InputError.
  explicit StoreAccess(StoreAccessOptions options);
  ~StoreAccess();
  StoreAccess(const StoreAccess&) = delete;
  StoreAccess& operator=(const StoreAccess&) = delete;

  // Records what is finished and leases a job, if that is wanted. Waits; throws StoreError when the
  // store can't be used (any more).
  std::optional<NextJob> exchange(std::optional<Finished> finished, bool wants_next);

  // Both run something in the thread that has the store, and wait for it. What it throws is thrown
  // here. The first one within a transaction (it may be run again if that fails), the other one
  // without.
  void write(const std::function<void(Store&, Queue&)>& task);
  void read(const std::function<void(Store&, Queue&)>& task);

  // As write(), behind all else of the same transaction: for a look at the queue, which may lock
  // rows of others. Whoever waits for another's row must not hold one that the other waits for.
  void look(const std::function<void(Store&, Queue&)>& task);

  // The first one without waiting for it. What it throws is lost.
  void write_later(const std::function<void(Store&, Queue&)>& task);

  const std::string& name() { return store_.database().name(); }  // of the store
  bool is_at_limit() const { return options_.limit && leased_ >= *options_.limit; }
  std::int64_t recorded() const { return recorded_; }  // verdicts, committed

 private:
  struct Request {
    std::optional<Finished> finished;
    bool wants_next = false;
    std::function<void(Store&, Queue&)> task;
    bool only_reads = false;
    bool only_looks = false;
    std::promise<std::optional<NextJob>> answer;
    bool is_answered = false;
    std::exception_ptr failure;  // its own
  };

  std::future<std::optional<NextJob>> ask(Request request);
  void serve();
  void serve(std::list<Request>& batch);
  void attempt(std::list<Request>& batch, std::vector<LeasedJob>& promised);
  void carry_out(std::list<Request>& batch);
  void promise_jobs(std::list<Request>& batch, std::vector<LeasedJob>& promised);
  std::optional<NextJob> lease();
  void carry_out(Request& request);
  bool record(const Finished& done);
  void must_be_there();
  void wait_before_retry(const StoreError& error, int tries,
                         std::chrono::steady_clock::time_point since);
  void note_recovery();
  void answer(std::list<Request>& batch, const std::exception_ptr& failure);

  StoreAccessOptions options_;
  Store store_;
  Queue queue_;
  std::atomic<std::int64_t> leased_ = 0;
  std::atomic<std::int64_t> recorded_ = 0;
  std::int64_t recording_ = 0;  // in the transaction that is open
  bool in_parts_ = false;       // each item has a savepoint of its own
  std::mutex mutex_;
  std::condition_variable wake_;
  std::list<Request> requests_;
  bool ending_ = false;
  // Since when the store doesn't do what it should, if it doesn't: said once, and once that it does
  // again.
  std::optional<std::chrono::steady_clock::time_point> trouble_since_;
  std::minstd_rand chance_;
  std::exception_ptr broken_;  // the store can't be used any more
  std::thread thread_;         // last: it starts when all the rest is there
};

}  // namespace assize
