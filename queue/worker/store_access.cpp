#include "queue/worker/store_access.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "queue/worker/retry_pause.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

StoreAccess::StoreAccess(StoreAccessOptions options)
    : options_(std::move(options)),
      store_(options_.path, Database::Mode::read_write),
      queue_(store_, options_.first_wait),
      chance_(std::random_device{}()),
      thread_([this] { serve(); }) {}

StoreAccess::~StoreAccess() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

std::future<std::optional<NextJob>> StoreAccess::ask(Request request) {
  auto answer = request.answer.get_future();
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back(std::move(request));
  }
  wake_.notify_one();
  return answer;
}

std::optional<NextJob> StoreAccess::exchange(std::optional<Finished> finished, bool wants_next) {
  Request request;
  request.finished = std::move(finished);
  request.wants_next = wants_next;
  return ask(std::move(request)).get();
}

void StoreAccess::write(const std::function<void(Store&, Queue&)>& task) {
  Request request;
  request.task = task;
  ask(std::move(request)).get();
}

void StoreAccess::look(const std::function<void(Store&, Queue&)>& task) {
  Request request;
  request.task = task;
  request.only_looks = true;
  ask(std::move(request)).get();
}

void StoreAccess::write_later(const std::function<void(Store&, Queue&)>& task) {
  Request request;
  request.task = task;
  ask(std::move(request));
}

void StoreAccess::read(const std::function<void(Store&, Queue&)>& task) {
  Request request;
  request.task = task;
  request.only_reads = true;
  ask(std::move(request)).get();
}

void StoreAccess::serve() {
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

void StoreAccess::serve(std::list<Request>& batch) {
  const auto since = std::chrono::steady_clock::now();
  std::vector<LeasedJob> promised;
  std::exception_ptr failure = broken_;
  in_parts_ = false;
  for (int tries = 0; !failure; ++tries) {
    try {
      attempt(batch, promised);
      note_recovery();
      break;
    } catch (const StoreError& error) {
      try {
        wait_before_retry(error, tries, since);
      } catch (...) {
        failure = std::current_exception();
      }
    } catch (...) {
      if (std::exchange(in_parts_, true)) failure = std::current_exception();
    }
  }
  // Jobs were told of whose leases couldn't be committed: nothing of them may be recorded.
  if (failure && !promised.empty()) broken_ = failure;
  answer(batch, failure);
}

// Throws what it is given when that is no use any more.
void StoreAccess::wait_before_retry(const StoreError& error, int tries,
                                    std::chrono::steady_clock::time_point since) {
  must_be_there();  // whatever SQLite says of a file that another one has taken the place of
  const auto patience_ends = since + options_.patience;
  if (!error.is_passing() || std::chrono::steady_clock::now() >= patience_ends) throw error;
  if (!trouble_since_) {
    trouble_since_ = since;
    if (options_.on_message)
      options_.on_message(std::string(error.what()) + "\n  It is tried again for " +
                          std::to_string(options_.patience.count() / 1000) + " s.");
  }
  std::uniform_real_distribution<double> chance(-1, 1);
  std::this_thread::sleep_for(retry_pause(tries, chance(chance_)));
}

void StoreAccess::note_recovery() {
  if (!trouble_since_) return;
  const auto time = std::chrono::steady_clock::now() - *trouble_since_;
  trouble_since_.reset();
  if (options_.on_message)
    options_.on_message("store " + shown_name(store_.database().name()) + ": works again, after " +
                        std::to_string(std::chrono::ceil<std::chrono::seconds>(time).count()) +
                        " s");
}

void StoreAccess::answer(std::list<Request>& batch, const std::exception_ptr& failure) {
  for (auto& request : batch) {
    if (request.is_answered) continue;
    const auto& why = request.failure ? request.failure : failure;
    if (why)
      request.answer.set_exception(why);
    else
      request.answer.set_value(std::nullopt);
  }
}

// Whoever restores a backup, or deletes a store, does it under a worker at times.
void StoreAccess::must_be_there() {
  if (store_.database().is_replaced())
    throw StoreError(StoreError::Kind::lasting,
                     "store " + shown_name(options_.path) +
                         ": was deleted or replaced by another file while it was in use: what "
                         "is judged now would be recorded where nobody sees it. Start the "
                         "worker again");
}

void StoreAccess::attempt(std::list<Request>& batch, std::vector<LeasedJob>& promised) {
  must_be_there();
  const auto only_reads = [](const Request& request) { return request.only_reads; };
  for (auto& request : batch)
    if (only_reads(request)) carry_out(request);
  if (std::all_of(batch.begin(), batch.end(), only_reads)) return;
  recording_ = 0;
  Transaction transaction(store_.database());
  for (const auto& job : promised) queue_.retake(job);
  // Where others write at the same time, results come first: looking for a job may lock rows that
  // others have just leased until the end of the transaction, and two who then want to record
  // would wait for each other. Where nobody else can write, slots get their next job at once.
  const bool results_first = store_.database().has_many_writers();
  if (!results_first) promise_jobs(batch, promised);
  carry_out(batch);
  if (results_first) promise_jobs(batch, promised);
  transaction.commit();
  recorded_ += recording_;
}

// Results come first, and looks last.
void StoreAccess::carry_out(std::list<Request>& batch) {
  for (auto& request : batch)
    if (request.finished) carry_out(request);
  for (const bool looks : {false, true})
    for (auto& request : batch)
      if (!request.finished && !request.only_reads && request.only_looks == looks)
        carry_out(request);
}

void StoreAccess::promise_jobs(std::list<Request>& batch, std::vector<LeasedJob>& promised) {
  for (auto& request : batch) {
    if (!request.wants_next || request.is_answered) continue;
    auto next = lease();
    if (!next) continue;
    promised.push_back(next->job);
    request.answer.set_value(std::move(next));
    request.is_answered = true;
  }
}

// A job of which something is damaged is set aside, and the next one has its turn.
std::optional<NextJob> StoreAccess::lease() {
  while (!is_at_limit()) {
    auto job = queue_.lease(options_.owner);
    if (!job) break;
    try {
      Source source = store_.source(job->source);
      ++leased_;
      return NextJob{std::move(*job), std::move(source)};
    } catch (const DamagedItem& damage) {
      if (options_.on_message)
        options_.on_message("submission " + std::to_string(job->submission) +
                            ": is set aside: " + damage.what());
      record({Finished::Kind::hopeless, std::move(*job), {}, damage.what(), "item damaged"});
    }
  }
  return std::nullopt;
}

// What fails by itself is its own failure: that is found out within a savepoint, where it may
// write.
void StoreAccess::carry_out(Request& request) {
  request.failure = nullptr;
  if (!request.task && !request.finished) return;
  std::optional<Savepoint> savepoint;
  if (in_parts_ && !request.only_reads) savepoint.emplace(store_.database());
  try {
    if (request.task) request.task(store_, queue_);
    const bool is_recorded = request.finished && record(*request.finished);
    if (savepoint) savepoint->keep();
    if (is_recorded && request.finished->kind == Finished::Kind::judged) ++recording_;
  } catch (const StoreError&) {
    throw;
  } catch (const std::exception& error) {
    if (!in_parts_ && !request.only_reads) throw;
    savepoint.reset();
    request.failure = std::current_exception();
    if (!request.finished) return;
    request.failure = nullptr;
    if (options_.on_message)
      options_.on_message("submission " + std::to_string(request.finished->job.submission) +
                          ": its result can't be recorded: " + error.what());
    queue_.set_aside(request.finished->job, error.what(), "result can't be recorded");
  }
}

// False, with a word, if the lease was lost.
bool StoreAccess::record(const Finished& done) {
  bool is_taken = false;
  switch (done.kind) {
    case Finished::Kind::judged:
      is_taken = queue_.complete(done.job, *done.record, options_.policy);
      break;
    case Finished::Kind::given_back:
      is_taken = queue_.give_back(done.job, std::nullopt);
      break;
    case Finished::Kind::failed:
      is_taken = queue_.give_back(done.job, done.why, done.is_final);
      break;
    case Finished::Kind::hopeless:
      is_taken = queue_.set_aside(done.job, done.why, done.audit_kind);
      break;
  }
  if (is_taken) return true;
  if (options_.on_message)
    options_.on_message("submission " + std::to_string(done.job.submission) +
                        ": its lease had expired, and it is somebody else's now: what was found "
                        "out here is not recorded (did this host stand still?)");
  store_.audit("result refused", done.job.submission, done.job.judging,
               nlohmann::json{{"submission", done.job.submission},
                              {"judging", done.job.judging},
                              {"worker", options_.owner},
                              {"token", done.job.token}});
  return false;
}

}  // namespace assize
