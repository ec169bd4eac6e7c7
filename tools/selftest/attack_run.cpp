#include "tools/selftest/attack_run.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "judge/jail/policy/syscalls.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "tools/selftest/canaries.h"

namespace assize {

namespace {

constexpr std::string_view kSucceeded = "breached";
constexpr std::string_view kHeld = "held";
constexpr Bytes kOutput = kib(256);
constexpr ::useconds_t kPause = 5'000;
// In pauses. What is left for ever is left after 20 s, too; what the kernel takes away in its own
// time (namespaces, groups) may take seconds on a busy host.
constexpr int kPatience = 4000;
constexpr int kPatienceBefore = 400;
constexpr int kAttempts = 3;

int time_scale() {
  const char* scale = std::getenv("ASSIZE_ATTACK_SCALE");
  return scale == nullptr ? 1 : std::max(1, std::atoi(scale));
}

// Without its layer: a plain file, the run's own, the same one for all of them.
UniqueFd plain_input(AttackInput& input, ::uid_t owner) {
  if (!input.plain) {
    input.plain = UniqueFd(::memfd_create("input", MFD_CLOEXEC));
    if (::write(input.plain.get(), input.content->data(), input.content->size()) < 0)
      throw JudgeError("memfd", errno, "can't hold an input");
    if (::fchmod(input.plain.get(), 0666) != 0 || ::fchown(input.plain.get(), owner, owner) != 0)
      throw JudgeError("memfd", errno, "can't hand over an input");
  }
  const std::string path = "/proc/self/fd/" + std::to_string(input.plain.get());
  return UniqueFd(::open(path.c_str(), O_RDWR | O_CLOEXEC));
}

bool has_line(std::string_view output, std::string_view line) {
  while (!output.empty()) {
    const auto end = output.find('\n');
    if (output.substr(0, end) == line) return true;
    if (end == std::string_view::npos) break;
    output.remove_prefix(end + 1);
  }
  return false;
}

std::string outcome_of(const Attack& attack, const FinishedRun& run) {
  const Opinion opinion = judge_run(run.record, attack_limits(attack));
  std::string outcome(letters(opinion.verdict));
  if (attack.expect.find(' ') != std::string::npos)
    outcome += " " + std::string(opinion.reason_class);
  return outcome;
}

std::string said(const FinishedRun& run) {
  return "\n      stdout: " + clean_excerpt(run.output.text(), 300) +
         "\n      stderr: " + clean_excerpt(last_line(run.record.error_tail), 300);
}

}  // namespace

Limits attack_limits(const Attack& attack, Layers without) {
  const bool waits = attack.expect == "TLE wall" && !without.has(Layer::wall_limit);
  // Where memory is what matters it must come before the CPU time: on some virtual machines a page
  // takes 40 us to get.
  const bool takes_memory = attack.expect == "MLE";
  Limits limits;
  set_time_limit(limits, time_scale() * std::chrono::milliseconds{takes_memory ? 4000 : 500});
  // The backstop that the kernel has for it follows from the kill point.
  if (without.has(Layer::cpu_limit)) limits.kill_point = time_scale() * std::chrono::seconds{20};
  set_memory_limit(limits, mib(64));
  limits.wall = time_scale() * std::chrono::seconds{waits ? 2 : 20};
  limits.output = kOutput;
  limits.error_output = kib(64);
  limits.processes = 32;
  limits.open_files = 64;
  limits.file_size = mib(16);
  limits.scratch = mib(16);
  limits.scratch_inodes = 512;
  return limits;
}

FinishedRun run_program(KeeperClient& keeper, const JudgeHost& judge_host, const Attack& attack,
                        Layers without, AttackInput* input) {
  JailSpec spec = describe_run(judge_host.runtime, run_arguments(judge_host.runtime),
                               attack_limits(attack, without), {{kMainFile, attack.source.size()}});
  if (without.has(Layer::clean_env))
    for (char** variable = environ; *variable != nullptr; ++variable)
      spec.environment.emplace_back(*variable);
  AttackInput own(attack);
  AttackInput& used = input != nullptr ? *input : own;
  const UniqueFd stdin_of_run = without.has(Layer::sealed_stdin)
                                    ? plain_input(used, ids_of_slot(keeper.slot()).run)
                                    : used.sealed.open(used.content);
  const UniqueFd payload = sealed_file(attack.source);
  return keeper.run(spec, {stdin_of_run.get(), payload.get()});
}

bool has_breached(const FinishedRun& run, Layers without) {
  const std::string_view output = run.output.text();
  return has_line(without.has(Layer::output_limit) ? output : output.substr(0, kOutput.count),
                  kSucceeded);
}

bool was_ended_late(const Attack& attack, const FinishedRun& run) {
  return attack.expect.starts_with("TLE") && has_breached(run) &&
         outcome_of(attack, run) == attack.expect;
}

// `names`: a system call, or several with " or " between.
static bool is_one_of(const DeniedCall& call, const std::string& names) {
  const std::string separator = " or ";
  return (separator + names + separator)
             .find(separator + std::string(syscall_name(call.number)) + separator) !=
         std::string::npos;
}

std::string wrong_in_whole_jail(const Attack& attack, const FinishedRun& run) {
  if (has_breached(run)) return "it succeeded";
  const std::string outcome = outcome_of(attack, run);
  if (outcome != attack.expect)
    return "expected " + attack.expect + ", got " + outcome + " (" +
           judge_run(run.record, attack_limits(attack)).reason + ")";
  if (attack.expect == "AC" && !has_line(run.output.text(), kHeld)) return "it did not say 'held'";
  for (const auto& incident : attack.incidents)
    if (std::none_of(run.record.denied_calls.begin(), run.record.denied_calls.end(),
                     [&](const DeniedCall& call) { return is_one_of(call, incident); }))
      return "no incident " + incident;
  return {};
}

void AttackRunner::need_keeper(Layers without) {
  // Where layers are missing, an attack may have changed what its keeper stands on.
  const bool usable = keeper_ && !keeper_->broken() && without_ == without && without.bits == 0;
  if (usable) return;
  keeper_.reset();
  KeeperOptions options = judge_host_.keeper;
  options.without = without_ = without;
  keeper_ = std::make_unique<KeeperClient>(judge_host_.host, options);
  Attack nothing;
  nothing.source = "pass\n";
  run_program(*keeper_, judge_host_, nothing, {});  // now the first prepared run is there
}

// The state when nothing changes any more.
HostState AttackRunner::settled_state() const {
  // The end of a run's namespaces may take the kernel some ten milliseconds.
  constexpr int kSame = 6;
  HostState now = state();
  for (int i = 0, same = 0; i < kPatienceBefore && same < kSame; ++i) {
    ::usleep(kPause);
    HostState next = state();
    same = next == now ? same + 1 : 0;
    now = std::move(next);
  }
  return now;
}

AttackRunner::Outcome AttackRunner::run(const Attack& attack, Layers without, int patience) {
  const Canaries canaries;
  need_keeper(without);
  const HostState before = settled_state();
  Attack adapted = attack;
  adapted.source = canaries.adapted(attack.source);
  std::optional<FinishedRun> last;
  AttackInput input(adapted);
  for (int i = 0; i < attack.runs; ++i)
    last = run_program(*keeper_, judge_host_, adapted, without, &input);
  // The keeper answers first and removes the run's group then: a moment later nothing may be left.
  HostState after = state();
  for (int i = 0; i < patience && after != before; ++i) {
    ::usleep(kPause);
    after = state();
  }
  return {std::move(*last), difference(before, after)};
}

std::string AttackRunner::in_whole_jail(const Attack& attack) {
  Outcome outcome = run(attack, {}, kPatience);
  for (int i = 1; i < kAttempts && was_ended_late(attack, outcome.run); ++i)
    outcome = run(attack, {}, kPatience);
  const std::string wrong = wrong_in_whole_jail(attack, outcome.run);
  if (!wrong.empty()) return wrong + said(outcome.run);
  return outcome.left.empty() ? "" : "left on the host:" + outcome.left;
}

std::string AttackRunner::succeeds_without(const Attack& attack, Layers without) {
  const Outcome outcome = run(attack, without, kPatience);
  if (!has_breached(outcome.run, without))
    return "it failed without its layers (" + outcome_of(attack, outcome.run) + ")" +
           said(outcome.run);
  return outcome.left.empty() ? "" : "left on the host:" + outcome.left;
}

std::string AttackRunner::held_without(const Attack& attack, Layers without) {
  const Outcome outcome = run(attack, without, 0);
  return has_breached(outcome.run, without)
             ? "it succeeded (" + outcome_of(attack, outcome.run) + ")" + said(outcome.run)
             : "";
}

}  // namespace assize
