// assize-queue-bench: how many judgings a store hands out and records per second, by the depth of
// the queue and the number of workers, with a judge that takes no time (docs/scaling.md).
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <thread>

#include "queue/queue.h"
#include "queue/status.h"
#include "queue/worker/store_access.h"
#include "storage/base/unique_fd.h"

namespace {

using namespace assize;
using Clock = std::chrono::steady_clock;

struct Options {
  std::string store;
  std::vector<std::int64_t> depths{1'000, 100'000};
  int processes = 1;
  int slots = 8;
  double seconds = 5;
  int tests = 1;
};

constexpr int kSubmitters = 100;
constexpr std::size_t kPiece = 1000;
constexpr const char* kProblem = "null";

double since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void add_problem(Store& store) {
  if (store.current_package(kProblem)) return;
  PackageRow row;
  row.hash = "package-of-null";
  row.problem = row.name = kProblem;
  row.format = "legacy";
  row.tests = 1;
  row.time_limit = std::chrono::seconds{1};
  row.memory_limit = mib(256);
  store.put_package(row, {{"problem.yaml", "", 0}},
                    [](const std::string&) { return "name: null"; });
}

// Brings the queue to a depth. How long one submission took, in seconds.
double fill(Store& store, std::int64_t depth) {
  Queue queue(store);
  const auto start = Clock::now();
  Transaction transaction(store.database());
  add_problem(store);
  const std::int64_t missing = depth - queue.counts().queued;
  const std::string source = store.put_source({{{"main.py", "print()\n"}}});
  for (std::int64_t i = 0; i < missing;) {
    std::vector<SubmissionRow> rows;
    for (; i < missing && rows.size() < kPiece; ++i) {
      SubmissionRow& row = rows.emplace_back();
      row.submitter = fmt::format("submitter-{}", i % kSubmitters);
      row.problem = kProblem;
      row.language = "python3";
      row.file_name = "main.py";
      row.submitted_at = now_ms();
      row.source = source;
    }
    store.put_submissions(rows);
    std::vector<NewJob> jobs;
    for (const auto& row : rows) jobs.push_back({row.id, row.submitter, "package-of-null"});
    queue.enqueue(std::move(jobs));
  }
  transaction.commit();
  return missing > 0 ? since(start) / static_cast<double>(missing) : 0;
}

JudgingRecord null_judging(int tests) {
  JudgingRecord record;
  record.identities = {"source",  "package-of-null", "policy", "runtime",
                       "python3", "CPython 3.11.2",  "assize", "cgroup v2"};
  record.digest = std::string(64, 'd');
  for (int i = 0; i < tests; ++i) {
    TestRecord test;
    test.name = fmt::format("secret/{:02}", i);
    test.group = "secret";
    test.attempts.emplace_back();
    record.tests.push_back(std::move(test));
  }
  return record;
}

// One slot: it is handed a job, and has judged it at once.
void drain(StoreAccess& access, const JudgingRecord& record, Clock::time_point until) {
  std::optional<Finished> finished;
  while (Clock::now() < until) {
    auto next = access.exchange(std::move(finished), true);
    if (!next) return;
    finished = Finished{Finished::Kind::judged, std::move(next->job), record};
  }
  access.exchange(std::move(finished), false);
}

// How many judgings a second a worker has recorded, from its first lease to its last record.
double work(const Options& options, int number) {
  StoreAccess access({options.store, new_worker_id() + std::to_string(number), Policy{}});
  const JudgingRecord record = null_judging(options.tests);
  const auto until = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                        std::chrono::duration<double>(options.seconds));
  const auto start = Clock::now();
  std::vector<std::thread> slots;
  for (int i = 0; i < options.slots; ++i) slots.emplace_back([&] { drain(access, record, until); });
  for (auto& slot : slots) slot.join();
  return static_cast<double>(access.recorded()) / since(start);
}

double work_in_processes(const Options& options) {
  std::vector<std::pair<pid_t, UniqueFd>> children;
  for (int i = 0; i < options.processes; ++i) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) throw std::runtime_error("can't make a pipe");
    const pid_t child = ::fork();
    if (child < 0) throw std::runtime_error("can't fork");
    if (child == 0) {
      double rate = -1;
      try {
        rate = work(options, i);
      } catch (const std::exception& error) {
        fmt::print(stderr, "worker {}: {}\n", i, error.what());
      }
      const bool told = ::write(ends[1], &rate, sizeof rate) == sizeof rate;
      ::_exit(told && rate >= 0 ? 0 : 1);
    }
    ::close(ends[1]);
    children.emplace_back(child, UniqueFd(ends[0]));
  }
  double sum = 0;
  bool failed = false;
  for (const auto& [child, pipe] : children) {
    double rate = 0;
    failed |= ::read(pipe.get(), &rate, sizeof rate) != sizeof rate || rate < 0;
    sum += rate;
    ::waitpid(child, nullptr, 0);
  }
  if (failed) throw std::runtime_error("a worker failed");
  return sum;
}

double status_ms(const Options& options) {
  Store store(options.store, Database::Mode::read);
  double least = 1e9;
  for (int i = 0; i < 3; ++i) {
    const auto start = Clock::now();
    read_status(store);
    least = std::min(least, since(start) * 1000);
  }
  return least;
}

void measure(const Options& options) {
  fmt::print("{} process{} with {} slot{} each, {} test{} each\n", options.processes,
             options.processes == 1 ? "" : "es", options.slots, options.slots == 1 ? "" : "s",
             options.tests, options.tests == 1 ? "" : "s");
  fmt::print("{:>10} {:>12} {:>12} {:>10}\n", "depth", "submit us", "judgings/s", "status ms");
  for (const auto depth : options.depths) {
    double submit = 0;
    {
      Store store(options.store);
      submit = fill(store, depth) * 1e6;
    }
    const double status = status_ms(options);
    fmt::print("{:>10} {:>12.1f} {:>12.0f} {:>10.1f}\n", depth, submit, work_in_processes(options),
               status);
    std::fflush(stdout);
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Measures how fast a store hands out judgings and records them, with a judge that "
      "takes no time."};
  Options options;
  app.add_option("--store", options.store,
                 "A store for the measurement alone: a path that isn't there, or an empty database")
      ->required()
      ->type_name("URL");
  app.add_option("--depths", options.depths, "Queued submissions, one measurement each")
      ->delimiter(',')
      ->check(CLI::PositiveNumber);
  app.add_option("--processes", options.processes, "Workers")->check(CLI::Range(1, 256));
  app.add_option("--slots", options.slots, "Slots of each")->check(CLI::Range(1, 256));
  app.add_option("--seconds", options.seconds, "How long each measurement takes")
      ->check(CLI::PositiveNumber);
  app.add_option("--tests", options.tests, "Tests of each judging")->check(CLI::Range(0, 1000));
  CLI11_PARSE(app, argc, argv);
  try {
    measure(options);
  } catch (const std::exception& error) {
    fmt::print(stderr, "assize-queue-bench: {}\n", error.what());
    return 1;
  }
  return 0;
}
