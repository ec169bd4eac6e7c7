// docs/verdicts.md, line by line.
#include "judge/rules/verdict.h"

#include <csignal>
#include <functional>
#include <set>

#include "storage/base/text.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/records.h"

using namespace assize;
using namespace assize::test;

namespace {

constexpr const char* kTraceback = "Traceback (most recent call last):\n  File \"main.py\"\n";

RunRecord ended(int exit_code, const std::string& errors = "") {
  RunRecord run = good_run();
  run.end.exit_code = exit_code;
  run.error_tail = errors;
  run.error_bytes = errors.size();
  return run;
}

RunRecord killed_by(int signal) {
  RunRecord run = good_run();
  run.end = {std::nullopt, signal};
  return run;
}

template <typename Change>
RunRecord with(Change change, RunRecord run = good_run()) {
  change(run);
  return run;
}

struct Row {
  const char* rule;
  RunRecord run;
  Verdict verdict;
  ReasonClass reason_class;
  const char* reason;  // nullptr: any
};

}  // namespace

TEST_CASE("the facts of a run say what its verdict is") {
  const Limits limits = small_limits();
  const std::vector<Row> rows{
      {"AC: ended by itself, in time and space", good_run(), Verdict::accepted, "", ""},
      {"AC: text on standard error is no failure", ended(0, "warning\n"), Verdict::accepted, "",
       ""},
      {"AC: nothing was written", with([](auto& r) { r.output_bytes = 0; }), Verdict::accepted, "",
       ""},
      {"AC: at every limit at once", with([](auto& r) {
         r.cpu = seconds{1};
         r.wall = seconds{5};
         r.output_bytes = 1000;
         r.error_bytes = 500;
         r.memory_peak = mib(256);
       }),
       Verdict::accepted, "", ""},
      {"AC: the limit was reached, but nothing was killed for it",
       with([](auto& r) { r.memory_hits = 7; }), Verdict::accepted, "", ""},
      {"AC: a refused thread is a fact, not a verdict", with([](auto& r) { r.process_hits = 3; }),
       Verdict::accepted, "", ""},
      {"AC: a denied call that the program survives is an incident, not a verdict",
       with([](auto& r) {
         r.denied_calls.push_back({101, {}, 5});
       }),
       Verdict::accepted, "", ""},
      {"AC: a busy host alone is no failure", with([](auto& r) { r.cpu_pressure = seconds{5}; }),
       Verdict::accepted, "", ""},

      {"TLE: CPU time passed the limit", with([](auto& r) { r.cpu = seconds{1} + nanoseconds{1}; }),
       Verdict::time_limit_exceeded, "cpu", "CPU time limit passed"},
      {"TLE: killed at the kill point", with([](auto& r) {
         r.cpu = milliseconds{1101};
         r.end = {std::nullopt, SIGKILL};
       }),
       Verdict::time_limit_exceeded, "cpu", nullptr},
      {"TLE: still alive when the keeper ended it", with([](auto& r) {
         r.cpu = milliseconds{1101};
         r.end = {};
       }),
       Verdict::time_limit_exceeded, "cpu", nullptr},
      {"TLE: the wall limit passed first",
       with([](auto& r) { r.wall = seconds{5} + nanoseconds{1}; }), Verdict::time_limit_exceeded,
       "wall", nullptr},
      {"TLE: both passed: CPU time is the reason", with([](auto& r) {
         r.cpu = seconds{2};
         r.wall = seconds{6};
       }),
       Verdict::time_limit_exceeded, "cpu", nullptr},
      {"TLE: too late, although it ended well", with([](auto& r) { r.cpu = milliseconds{1050}; }),
       Verdict::time_limit_exceeded, "cpu", nullptr},

      {"MLE: the cgroup hit its limit and the kernel killed in it", with([](auto& r) {
         r.oom_kills = 1;
         r.memory_hits = 1;
         r.end = {std::nullopt, SIGKILL};
       }),
       Verdict::memory_limit_exceeded, "memory", "memory limit passed"},
      {"MLE: another process of the run was killed, the main one went on", with([](auto& r) {
         r.oom_kills = 1;
         r.memory_hits = 1;
       }),
       Verdict::memory_limit_exceeded, "memory", nullptr},
      {"MLE: an uncaught MemoryError", ended(1, std::string(kTraceback) + "MemoryError\n"),
       Verdict::memory_limit_exceeded, "memory", "MemoryError"},
      {"MLE: an uncaught MemoryError with a text",
       ended(1, std::string(kTraceback) + "MemoryError: no room\n"), Verdict::memory_limit_exceeded,
       "memory", nullptr},
      {"MLE: without a line feed at the end", ended(1, "MemoryError"),
       Verdict::memory_limit_exceeded, "memory", nullptr},
      {"MLE: with a CRLF at the end", ended(1, "x\r\nMemoryError\r\n"),
       Verdict::memory_limit_exceeded, "memory", nullptr},

      {"OLE: one byte too much on stdout", with([](auto& r) { r.output_bytes = 1001; }),
       Verdict::output_limit_exceeded, "stdout", "too much output"},
      {"AC: what is too much on stderr is cut, and ends nothing",
       with([](auto& r) { r.error_bytes = 501; }), Verdict::accepted, "", nullptr},

      {"RTE: a non-zero exit, and the last traceback line",
       ended(1, std::string(kTraceback) + "ZeroDivisionError: division by zero\n"),
       Verdict::run_time_error, "exit-code", "ZeroDivisionError: division by zero"},
      {"RTE: a non-zero exit without a word", ended(3), Verdict::run_time_error, "exit-code",
       "exit code 3"},
      {"RTE: the exit codes of validators mean nothing (42)", ended(42), Verdict::run_time_error,
       "exit-code", "exit code 42"},
      {"RTE: the exit codes of validators mean nothing (43)", ended(43), Verdict::run_time_error,
       "exit-code", "exit code 43"},
      {"RTE: exit code 137 is not a signal", ended(137), Verdict::run_time_error, "exit-code",
       "exit code 137"},
      {"RTE: exit code 255", ended(255), Verdict::run_time_error, "exit-code", "exit code 255"},
      {"RTE: SIGSEGV", killed_by(SIGSEGV), Verdict::run_time_error, "signal", "killed by SIGSEGV"},
      {"RTE: SIGABRT", killed_by(SIGABRT), Verdict::run_time_error, "signal", "killed by SIGABRT"},
      {"RTE: it killed itself, and no memory limit was reached", killed_by(SIGKILL),
       Verdict::run_time_error, "signal", "killed by SIGKILL"},
      {"RTE: it signalled itself as if for CPU time", killed_by(SIGXCPU), Verdict::run_time_error,
       "signal", "killed by SIGXCPU"},
      {"RTE: a file became too large", killed_by(SIGXFSZ), Verdict::run_time_error, "signal",
       "killed by SIGXFSZ"},
      {"RTE: a signal without a name", killed_by(64), Verdict::run_time_error, "signal",
       "killed by signal 64"},
      {"RTE: a SyntaxError that is raised later", ended(1, "SyntaxError: invalid syntax\n"),
       Verdict::run_time_error, "exit-code", "SyntaxError: invalid syntax"},
      {"RTE: a verdict on standard error is text", ended(1, "AC\n"), Verdict::run_time_error,
       "exit-code", "AC"},
      {"RTE: MemoryError was in the middle, not the last line",
       ended(1, "MemoryError\nDuring handling …\nValueError: x\n"), Verdict::run_time_error,
       "exit-code", "ValueError: x"},
      {"RTE: MemoryError with another exit code", ended(2, "MemoryError\n"),
       Verdict::run_time_error, "exit-code", "MemoryError"},
      {"RTE: MemoryError and a signal",
       with([](auto& r) { r.error_tail = "MemoryError\n"; }, killed_by(SIGABRT)),
       Verdict::run_time_error, "signal", "killed by SIGABRT"},
      {"RTE: a longer name that begins so", ended(1, "MemoryErrors\n"), Verdict::run_time_error,
       "exit-code", nullptr},
      {"MLE: a subclass", ended(1, "numpy.core._exceptions._ArrayMemoryError: too much\n"),
       Verdict::memory_limit_exceeded, "memory", "MemoryError"},
      {"RTE: with a space before", ended(1, " MemoryError\n"), Verdict::run_time_error, "exit-code",
       nullptr},
      {"RTE: in small letters", ended(1, "memoryerror\n"), Verdict::run_time_error, "exit-code",
       nullptr},
      {"AC: MemoryError with exit code 0 is text", ended(0, "MemoryError\n"), Verdict::accepted, "",
       ""},

      {"AC: many denied calls accuse nobody", with([](auto& r) { r.denied_calls_capped = true; }),
       Verdict::accepted, "", ""},
      {"SV: ended for one call, as the policy says", with([](auto& r) {
         r.fatal_call = 101;
         r.end = {std::nullopt, SIGKILL};
       }),
       Verdict::security_violation, "forbidden-call",
       "a system call for which the policy ends a run"},
      {"SV: a system call of a foreign ABI", killed_by(SIGSYS), Verdict::security_violation,
       "foreign-abi", nullptr},

      {"JE: the host ran out of memory: killed, but its own limit was never reached",
       with([](auto& r) {
         r.oom_kills = 1;
         r.end = {std::nullopt, SIGKILL};
       }),
       Verdict::judge_error, "host-memory", nullptr},
      {"JE: no end and no cause", with([](auto& r) { r.end = {}; }), Verdict::judge_error, "no-end",
       nullptr},
  };
  for (const auto& row : rows) {
    INFO(row.rule);
    const Opinion opinion = judge_run(row.run, limits);
    CHECK(letters(opinion.verdict) == letters(row.verdict));
    CHECK(opinion.reason_class == row.reason_class);
    if (row.reason != nullptr) CHECK(opinion.reason == row.reason);
    CHECK((opinion.verdict == Verdict::accepted) == opinion.reason.empty());
    CHECK(opinion.reason.size() <= kReasonBytes);
  }
}

TEST_CASE("of several things that are true of a run the cause counts, not its symptom") {
  struct Cause {
    const char* name;
    Verdict verdict;
    std::function<void(RunRecord&)> apply;
    bool sets_end;     // two of these can't both be true
    bool sets_memory;  // nor two of these
  };
  // In the order of precedence.
  const std::vector<Cause> causes{
      {"the host's memory", Verdict::judge_error,
       [](RunRecord& r) {
         r.oom_kills = 1;
         r.memory_hits = 0;
       },
       false, true},
      {"a fatal call", Verdict::security_violation, [](RunRecord& r) { r.fatal_call = 101; }, false,
       false},
      {"foreign ABI", Verdict::security_violation,
       [](RunRecord& r) {
         r.end = {std::nullopt, SIGSYS};
       },
       true, false},
      {"stdout", Verdict::output_limit_exceeded, [](RunRecord& r) { r.output_bytes = 1001; }, false,
       false},
      {"killed for memory", Verdict::memory_limit_exceeded,
       [](RunRecord& r) {
         r.oom_kills = 2;
         r.memory_hits = 9;
       },
       false, true},
      {"MemoryError", Verdict::memory_limit_exceeded,
       [](RunRecord& r) {
         r.end = {1, std::nullopt};
         r.error_tail = "MemoryError\n";
       },
       true, false},
      {"CPU time", Verdict::time_limit_exceeded, [](RunRecord& r) { r.cpu = seconds{2}; }, false,
       false},
      {"wall time", Verdict::time_limit_exceeded, [](RunRecord& r) { r.wall = seconds{9}; }, false,
       false},
      {"signal", Verdict::run_time_error,
       [](RunRecord& r) {
         r.end = {std::nullopt, SIGKILL};
       },
       true, false},
      {"exit code", Verdict::run_time_error,
       [](RunRecord& r) {
         r.end = {7, std::nullopt};
       },
       true, false},
  };
  std::set<std::pair<Verdict, Verdict>> seen;
  for (std::size_t i = 0; i < causes.size(); ++i)
    for (std::size_t j = i + 1; j < causes.size(); ++j) {
      if ((causes[i].sets_end && causes[j].sets_end) ||
          (causes[i].sets_memory && causes[j].sets_memory))
        continue;
      INFO(causes[i].name << " and " << causes[j].name);
      RunRecord run = good_run();
      causes[i].apply(run);
      causes[j].apply(run);
      CHECK(letters(judge_run(run, small_limits()).verdict) == letters(causes[i].verdict));
      seen.emplace(causes[i].verdict, causes[j].verdict);
    }
  // No pair of different verdicts was left out.
  for (const auto& first : causes)
    for (const auto& second : causes)
      if (first.verdict < second.verdict) {
        INFO(letters(first.verdict) << " before " << letters(second.verdict));
        CHECK(seen.contains({first.verdict, second.verdict}));
      }
}

TEST_CASE("everything at once is a judge error, and without it a security violation") {
  RunRecord run = ended(1, "MemoryError\n");
  run.fatal_call = 101;
  run.output_bytes = 5000;
  run.error_bytes = 5000;
  run.oom_kills = 1;
  run.cpu = seconds{100};
  run.wall = seconds{100};
  CHECK(judge_run(run, small_limits()).verdict == Verdict::judge_error);
  run.memory_hits = 1;
  CHECK(judge_run(run, small_limits()).verdict == Verdict::security_violation);
}

TEST_CASE("a reason is short and clean, whatever the last line holds") {
  const std::string line = "ValueError: \x1b[2J\xff\xe2\x80\xae" + std::string(5000, 'x');
  Limits limits = small_limits();
  limits.error_output = kib(64);
  const Opinion opinion = judge_run(ended(1, line), limits);
  INFO(opinion.reason);
  CHECK(opinion.reason.size() <= kReasonBytes);
  CHECK(opinion.reason.starts_with("ValueError: \\x1b[2J\\xff\\u{202e}xxx"));
}

TEST_CASE("what a compile run says") {
  const Limits limits = small_limits();
  const std::vector<Row> rows{
      {"it compiles", good_run(), Verdict::accepted, "", ""},
      {"SyntaxError", ended(1, "  File \"main.py\", line 1\nSyntaxError: invalid syntax\n"),
       Verdict::compile_error, "compile", "SyntaxError: invalid syntax"},
      {"NUL bytes", ended(1, "ValueError: source code string cannot contain null bytes\n"),
       Verdict::compile_error, "compile", nullptr},
      {"encoding", ended(1, "SyntaxError: encoding problem: klingon\n"), Verdict::compile_error,
       "compile", nullptr},
      {"RecursionError", ended(1, "RecursionError: maximum recursion depth exceeded\n"),
       Verdict::compile_error, "compile", nullptr},
      {"a MemoryError that the compiler raises is its answer to this source",
       ended(1, "MemoryError\n"), Verdict::compile_error, "compile", "MemoryError"},
      {"the same with a text", ended(1, "MemoryError: too nested\n"), Verdict::compile_error,
       "compile", nullptr},
      {"without a word", ended(1), Verdict::compile_error, "compile", "does not compile"},
      {"the compiler crashed", killed_by(SIGSEGV), Verdict::compile_error, "compile", nullptr},
      {"passing the time limit while compiling", with([](auto& r) { r.cpu = milliseconds{1001}; }),
       Verdict::time_limit_exceeded, "cpu", nullptr},
      {"passing the wall limit while compiling", with([](auto& r) { r.wall = seconds{6}; }),
       Verdict::time_limit_exceeded, "wall", nullptr},
      {"passing the memory limit while compiling", with([](auto& r) {
         r.oom_kills = 1;
         r.memory_hits = 1;
         r.end = {std::nullopt, SIGKILL};
       }),
       Verdict::memory_limit_exceeded, "memory", nullptr},
      {"the host ran out of memory", with([](auto& r) { r.oom_kills = 1; }), Verdict::judge_error,
       "host-memory", nullptr},
      {"no end and no cause", with([](auto& r) { r.end = {}; }), Verdict::judge_error, "no-end",
       nullptr},
      {"a compiler that is told to make a forbidden call",
       with([](auto& r) { r.fatal_call = 101; }), Verdict::security_violation, "forbidden-call",
       nullptr},
  };
  for (const auto& row : rows) {
    INFO(row.rule);
    const Opinion opinion = judge_compile(row.run, limits);
    CHECK(letters(opinion.verdict) == letters(row.verdict));
    CHECK(opinion.reason_class == row.reason_class);
    if (row.reason != nullptr) CHECK(opinion.reason == row.reason);
  }
}

TEST_CASE("the verdict follows from the order of the tests") {
  const auto opinion = [](Verdict verdict) { return Opinion{verdict, "", ""}; };
  const Opinion ac = opinion(Verdict::accepted);
  const Opinion wa = opinion(Verdict::wrong_answer);
  const Opinion sv = opinion(Verdict::security_violation);
  CHECK_FALSE(deciding_test({}));
  CHECK_FALSE(deciding_test(std::vector{ac, ac}));
  CHECK(deciding_test(std::vector{wa}) == 0U);
  CHECK(deciding_test(std::vector{ac, wa, ac}) == 1U);
  // The first, not the worst.
  CHECK(deciding_test(std::vector{ac, wa, sv}) == 1U);
  CHECK(deciding_test(std::vector{sv, wa}) == 0U);
}

TEST_CASE("the last line of a text has no line end") {
  CHECK(last_line("").empty());
  CHECK(last_line("\n\n").empty());
  CHECK(last_line("one") == "one");
  CHECK(last_line("one\n") == "one");
  CHECK(last_line("one\ntwo\r\n\r\n") == "two");
  CHECK(last_line("one\n\ntwo") == "two");
}

TEST_CASE("a run is near its memory limit from 4 MiB below it on, or when it was refused memory") {
  Limits limits = small_limits();
  limits.memory = mib(64);
  const auto peak = [](Bytes bytes) { return with([&](auto& r) { r.memory_peak = bytes; }); };
  CHECK_FALSE(is_near_memory_limit(peak({}), limits));
  CHECK_FALSE(is_near_memory_limit(peak({mib(60).count - 1}), limits));
  CHECK(is_near_memory_limit(peak(mib(60)), limits));
  CHECK(is_near_memory_limit(peak(mib(65)), limits));
  CHECK(is_near_memory_limit(with([](auto& r) { r.memory_hits = 1; }), limits));
  // A last line is the submission's to write: it must not buy another run.
  CHECK_FALSE(is_near_memory_limit(ended(1, "MemoryError\n"), limits));
  // The host's memory is another matter: a judge error.
  CHECK_FALSE(is_near_memory_limit(with([](auto& r) { r.oom_kills = 1; }), limits));
  limits.memory = mib(2);
  CHECK(is_near_memory_limit(peak({}), limits));
}
