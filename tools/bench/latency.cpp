// assize-latency-bench: how long it takes from handing in one submission to its verdict, with a
// worker that has nothing else to do (docs/benchmarks.md).
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <memory>
#include <random>
#include <stdexcept>
#include <thread>
#include <utility>

#include "queue/fleet.h"
#include "queue/queue.h"
#include "storage/base/unique_fd.h"
#include "tools/bench/programs.h"

namespace {

using namespace assize;
using bench::TemporaryDirectory;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr const char* kProblem = "sum";
// That aren't counted: the package is loaded, and the first runs are prepared.
constexpr int kWarmUp = 5;
constexpr std::chrono::seconds kPatience{60};
// Between looks for the verdict: what is measured is too long by half of it.
constexpr std::chrono::microseconds kBetweenLooks{200};

struct Options {
  std::string store;
  std::string program;
  int submissions = 200;
  double most_ms = 0;  // the median; 0: whatever it is
};

// A command of assize, with its standard output in a pipe.
class Child {
 public:
  Child(const std::string& program, std::vector<std::string> arguments) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("can't make a pipe");
    output_ = UniqueFd(ends[0]);
    const UniqueFd theirs(ends[1]);
    arguments.insert(arguments.begin(), program);
    std::vector<char*> pointers;
    for (auto& argument : arguments) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, theirs.get(), STDOUT_FILENO);
    const int error =
        ::posix_spawn(&pid_, program.c_str(), &actions, nullptr, pointers.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::runtime_error("can't start " + program);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
  }

  // What it has printed, when it has ended. Throws unless it ended well.
  std::string end() {
    std::string text;
    std::array<char, 4096> piece{};
    for (ssize_t got = 0; (got = ::read(output_.get(), piece.data(), piece.size())) > 0;)
      text.append(piece.data(), static_cast<std::size_t>(got));
    int status = 0;
    ::waitpid(std::exchange(pid_, -1), &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
      throw std::runtime_error("a command of assize failed");
    return text;
  }

 private:
  pid_t pid_ = -1;
  UniqueFd output_;
};

template <typename Condition>
void wait_for(const char* what, const Condition& condition) {
  const auto until = Clock::now() + kPatience;
  while (!condition()) {
    if (Clock::now() > until) throw std::runtime_error(fmt::format("waited in vain for {}", what));
    std::this_thread::sleep_for(kBetweenLooks);
  }
}

class Bench {
 public:
  explicit Bench(const Options& options)
      : options_(options),
        url_(options.store.empty() ? directory_.path() + "/bench.db" : options.store) {
    const auto program = bench::sum_of_two();
    const std::string root = std::string(kProblem) + "/";
    directory_.write(root + "problem.yaml", "name: Sum\nlimits:\n  memory: 256\n");
    directory_.write(root + ".timelimit", "2\n");
    directory_.write(root + "data/secret/1.in", program.input);
    directory_.write(root + "data/secret/1.ans", program.output);
    assize({"problem", "add", directory_.path() + "/" + kProblem}).end();
    store_ = std::make_unique<Store>(url_, Database::Mode::read_write);
  }

  // From the beginning of the transaction.
  double hand_in() {
    const Source source{{{"main.py", next_program()}}};
    const auto start = Clock::now();
    SubmissionRow row;
    {
      Queue queue(*store_);
      Transaction transaction(store_->database());
      row.submitter = "bench";
      row.problem = kProblem;
      row.language = "python3";
      row.file_name = "main.py";
      row.submitted_at = now_ms();
      row.source = store_->put_source(source);
      row.id = store_->put_submission(row);
      queue.enqueue(row, store_->current_package(kProblem)->hash);
      transaction.commit();
    }
    wait_for_verdict(row.id);
    return since(start);
  }
  // From the start of `assize submit`, which ends before the verdict is there.
  double submit() {
    directory_.write("main.py", next_program());
    const auto start = Clock::now();
    const std::string id =
        assize({"submit", "--problem", kProblem, directory_.path() + "/main.py"}).end();
    wait_for_verdict(std::stoll(id));
    return since(start);
  }
  // From the start of `assize submit --wait` until it has printed the verdict and ended.
  double submit_and_wait() {
    directory_.write("main.py", next_program());
    const auto start = Clock::now();
    const std::string text =
        assize({"submit", "--wait", "--problem", kProblem, directory_.path() + "/main.py"}).end();
    const double time = since(start);
    if (text.find(" AC") == std::string::npos) throw std::runtime_error("not accepted: " + text);
    return time;
  }

  Child assize(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"-q", "--store", url_});
    return {options_.program, std::move(arguments)};
  }
  void wait_for_worker() {
    wait_for("the worker", [&] { return !list_workers(*store_).empty(); });
  }

 private:
  static double since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  }
  // Each is another one, so that nothing of it is known already.
  std::string next_program() {
    return fmt::format("{}# {}\n", bench::sum_of_two().source, ++programs_);
  }
  void wait_for_verdict(Id submission) {
    std::string verdict;
    wait_for("a verdict", [&] {
      return store_->database().find(
          "SELECT verdict FROM judgings WHERE submission = :id AND verdict IS NOT NULL",
          {{":id", submission}}, verdict);
    });
    if (verdict != "AC") throw std::runtime_error("not accepted, but " + verdict);
  }

  const Options& options_;
  TemporaryDirectory directory_;
  std::string url_;
  std::unique_ptr<Store> store_;
  int programs_ = 0;
};

// Submissions come at any moment of what a worker does by the clock.
double measure(const char* name, int submissions, const std::function<double()>& one) {
  std::minstd_rand chance(1);
  std::uniform_int_distribution<int> pause(60, 160);
  std::vector<double> times;
  for (int i = -kWarmUp; i < submissions; ++i) {
    std::this_thread::sleep_for(milliseconds{pause(chance)});
    const double time = one();
    if (i >= 0) times.push_back(time);
  }
  std::sort(times.begin(), times.end());
  const double median = times[times.size() / 2];
  fmt::print("{:<48} {:>8.1f} {:>8.1f} {:>8.1f}\n", name, median, times[times.size() * 99 / 100],
             times.back());
  std::fflush(stdout);
  return median;
}

bool run(const Options& options) {
  Bench bench(options);
  const Child worker = bench.assize({"run", "--workers", "1"});
  bench.wait_for_worker();
  fmt::print("{:<48} {:>8} {:>8} {:>8}\n",
             fmt::format("{} submissions, one A+B test each (ms)", options.submissions), "median",
             "p99", "longest");
  const double median =
      measure("handed in, until its verdict", options.submissions, [&] { return bench.hand_in(); });
  measure("assize submit starts, until its verdict", options.submissions,
          [&] { return bench.submit(); });
  measure("assize submit --wait starts, until it has ended", options.submissions,
          [&] { return bench.submit_and_wait(); });
  return options.most_ms <= 0 || median <= options.most_ms;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Measures how long it takes from handing in one submission to its verdict, with a worker "
      "that has nothing else to do."};
  Options options;
  options.program =
      (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "assize").string();
  app.add_option("--store", options.store,
                 "A store for the measurement alone: a path that isn't there, or an empty database "
                 "(default: a file in $TMPDIR or /tmp)")
      ->type_name("URL");
  app.add_option("--submissions", options.submissions, "Of each kind")->check(CLI::PositiveNumber);
  app.add_option("--program", options.program, "Which assize (default: the one beside it)")
      ->type_name("FILE");
  app.add_option("--below", options.most_ms, "Fail if the median of the first kind is above it")
      ->type_name("MS")
      ->check(CLI::PositiveNumber);
  CLI11_PARSE(app, argc, argv);
  try {
    return run(options) ? 0 : 1;
  } catch (const std::exception& error) {
    fmt::print(stderr, "assize-latency-bench: {}\n", error.what());
    return 1;
  }
}
