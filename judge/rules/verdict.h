// The pure rules that give a verdict. No input or output happens here.
// The rules are those of docs/verdicts.md.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "storage/records/run_record.h"
#include "storage/records/verdict_names.h"

namespace assize {

// What the facts of a run alone say, validator aside: AC means that it ended by itself, in time
// and space, with exit code 0.
Opinion judge_run(const RunRecord& run, const Limits& limits);

// What the facts of a compile run say: AC means that the source compiles. `message` of a CE is the
// interpreter's own.
Opinion judge_compile(const RunRecord& run, const Limits& limits);

// The run whose opinion the program gets: CPU time between the limit and the kill point.
bool in_grey_zone(const RunRecord& run, const Limits& limits);

// A wall TLE is repeated once when the host was short of CPU: some task waited for a CPU during
// at least a tenth of the wall time, and the run itself had not spent its CPU time.
bool wall_limit_by_busy_host(const RunRecord& run, const Limits& limits);

// Whether a test is run once more after these attempts: a run in the grey zone up to twice more,
// until one stays within the time limit; a wall TLE on a busy host once; a run that could have run
// for most of its wall limit, and waited for a CPU, up to twice more: if none of them got one, it
// is a judge error. `attempts` is not empty.
bool wants_another_attempt(std::span<const RunRecord> attempts, const Limits& limits);

// What a run answered: all that isn't a measurement.
struct RunAnswer {
  std::string_view output;
  std::string_view error_output;
  const RunRecord* record = nullptr;
};

// A repetition decides about time and memory, never about the answer: it counts only if it is the
// same as the first attempt in its outputs, its end and its forbidden calls, byte for byte. Of an
// attempt that a limit has ended, what it had written must be the beginning of what the other one
// wrote.
bool is_same_answer(const RunAnswer& first, const RunAnswer& repetition, const Limits& limits);

// What is added to the reason of a first attempt that stands because a repetition differs from it.
constexpr std::string_view kNotDeterministic =
    " (a repetition answered something else: it is not deterministic)";

// Of several attempts at one test, the one that counts: the least CPU time among those that stayed
// within the wall limit (or else among those that got a CPU, or among all), the earliest of equals.
// `attempts` is not empty.
std::size_t chosen_attempt(std::span<const RunRecord> attempts, const Limits& limits);

// Whether a run has come within 4 MiB of its memory limit, or up to it, by the kernel's own count
// (a last line on standard error is the program's to write). By template a run needs a little more
// or less memory than by exec (docs/template.md): this close, only a run by exec says what is
// right.
bool is_near_memory_limit(const RunRecord& run, const Limits& limits);

// The verdict of a submission from its tests' opinions in the order of the tests: the first that
// isn't AC decides, whatever ran first. All AC (or none): AC.
std::optional<std::size_t> deciding_test(std::span<const Opinion> tests);

}  // namespace assize
