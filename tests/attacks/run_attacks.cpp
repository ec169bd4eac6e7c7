// Runs the hostile programs, those of this folder and those that `assize selftest` has built in,
// and looks at the host after each. README.md says what a program must do, what its header means,
// and what the four ways to run them prove.
#include <sched.h>
#include <sys/utsname.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>

#include "judge/jail/kernel/landlock.h"
#include "soak.h"
#include "storage/base/errors.h"
#include "storm.h"
#include "tools/selftest/attack_run.h"

namespace {

using namespace assize;

constexpr const char* kUsage =
    "usage: run_attacks CORPUS whole   ASSIZE-JAIL [--results FILE] [FAMILY/NAME...]\n"
    "       run_attacks CORPUS without ASSIZE-JAIL-TEST [FAMILY/NAME...]\n"
    "       run_attacks CORPUS alone   ASSIZE-JAIL-TEST [FAMILY/NAME...]\n"
    "       run_attacks CORPUS soak    ASSIZE-JAIL RUNS [SEED]\n"
    "       run_attacks CORPUS storm   ASSIZE-JAIL RUNS [HOSTILE-PERCENT]\n";

enum Outcome : std::size_t { kPassed, kFailed, kSkipped, kOutcomes };
using Counts = std::array<int, kOutcomes>;

struct Arguments {
  std::string corpus;
  std::string mode;
  std::string jail;
  std::string results;            // a file, or empty
  std::vector<std::string> rest;  // prefixes of names (none: all), or numbers
};

Arguments parse(std::vector<std::string> words) {
  if (words.size() < 3) throw InputError(kUsage);
  Arguments arguments{words[0], words[1], words[2], "", {words.begin() + 3, words.end()}};
  auto& rest = arguments.rest;
  if (rest.size() >= 2 && rest[0] == "--results" && arguments.mode == "whole") {
    arguments.results = rest[1];
    rest.erase(rest.begin(), rest.begin() + 2);
  }
  constexpr std::array<std::string_view, 5> kModes{"whole", "without", "alone", "soak", "storm"};
  const bool known = std::find(kModes.begin(), kModes.end(), arguments.mode) != kModes.end();
  const bool counts = arguments.mode == "soak" || arguments.mode == "storm";
  if (!known || (counts && (rest.empty() || rest.size() > 2))) throw InputError(kUsage);
  return arguments;
}

std::vector<Attack> wanted(std::vector<Attack> attacks, const std::vector<std::string>& prefixes) {
  const auto unwanted = [&](const Attack& attack) {
    return !prefixes.empty() &&
           std::none_of(prefixes.begin(), prefixes.end(),
                        [&](const auto& prefix) { return attack.name.starts_with(prefix); });
  };
  attacks.erase(std::remove_if(attacks.begin(), attacks.end(), unwanted), attacks.end());
  return attacks;
}

void count(Counts& counts, const std::string& name, const std::function<std::string()>& run) {
  std::string wrong;
  try {
    wrong = run();
  } catch (const JudgeError& error) {
    wrong = std::string("a judge error: ") + error.what() + " (" + error.stage() + ")";
  }
  ++counts[wrong.empty() ? kPassed : kFailed];
  if (!wrong.empty()) std::cout << "FAILED " << name << ": " << wrong << std::endl;
}

// All layers but one. Three exceptions, which README.md explains: the wall limit stays as a
// backstop, and two layers are properties of what another one makes.
Layers all_but(const std::string& name) {
  Layers others = all_layers();
  const auto keep = [&](Layer layer) { others.bits &= ~static_cast<std::uint32_t>(layer); };
  keep(layer_named(name));
  keep(Layer::wall_limit);
  if (name == "tmpfs-limits") keep(Layer::fresh_run);
  if (name == "proc-subset") keep(Layer::pid_namespace);
  return others;
}

// Landlock knows TCP from ABI 4 on, abstract sockets from ABI 6 on; an old kernel has none of it.
bool is_there(const std::string& layer, const Attack& attack) {
  if (layer != "landlock") return true;
  return landlock_abi() >= (attack.name.starts_with("network/") ? 6 : 1);
}

void run_one(const std::string& mode, AttackRunner& runner, const Attack& attack, Counts& counts) {
  if (const std::string missing = missing_here(attack); !missing.empty()) {
    std::cout << "skipped " << attack.name << ": " << missing << std::endl;
    ++counts[kSkipped];
    return;
  }
  if (mode == "whole")
    return count(counts, attack.name, [&] { return runner.in_whole_jail(attack); });
  if (attack.stopped_by.empty()) {
    ++counts[kSkipped];
    return;
  }
  if (mode == "without")
    return count(counts, attack.name,
                 [&] { return runner.succeeds_without(attack, layers_of(attack)); });
  for (const auto& layer : attack.stopped_by) {
    if (is_there(layer, attack)) {
      count(counts, attack.name + " with " + layer + " alone",
            [&] { return runner.held_without(attack, all_but(layer)); });
    } else {
      std::cout << "skipped " << attack.name << ": this kernel's Landlock can't do that\n";
      ++counts[kSkipped];
    }
  }
}

// One line per family: kind of host, kernel, family, held, failed, skipped. security_table makes a
// table of such files.
void write_results(const std::string& path, const std::string& host,
                   const std::map<std::string, Counts>& families) {
  utsname system{};
  ::uname(&system);
  std::ofstream file(path, std::ios::app);
  for (const auto& [family, counts] : families)
    file << host << '\t' << system.release << '\t' << family << '\t' << counts[kPassed] << '\t'
         << counts[kFailed] << '\t' << counts[kSkipped] << '\n';
  file.flush();
  if (!file) throw InputError("can't write " + path);
}

int run_all(const Arguments& arguments, const JudgeHost& judge_host,
            const std::vector<Attack>& attacks) {
  AttackRunner runner(judge_host, Scope::host);
  std::map<std::string, Counts> families;
  for (const auto& attack : attacks)
    run_one(arguments.mode, runner, attack, families[attack.family()]);

  Counts all{};
  const char* word = arguments.mode == "without" ? "succeeded" : "held";
  for (const auto& [family, counts] : families) {
    std::printf(
        "%-12s %3d %s%s\n", family.c_str(), counts[kPassed], word,
        counts[kFailed] > 0 ? (", " + std::to_string(counts[kFailed]) + " did not").c_str() : "");
    for (std::size_t i = 0; i < kOutcomes; ++i) all[i] += counts[i];
  }
  if (all[kSkipped] > 0)
    std::printf("%d skipped: as said above, or no layer that can be taken away is behind them\n",
                all[kSkipped]);
  std::printf("%d passed, %d failed, %d skipped\n", all[kPassed], all[kFailed], all[kSkipped]);
  if (!arguments.results.empty())
    write_results(arguments.results, kind_of(judge_host.host), families);
  return all[kFailed] == 0 && all[kPassed] > 0 ? 0 : 1;
}

// Without its layers an attack leaves message queues and shared memory to whoever comes next: it
// gets a namespace to leave them in that ends with this process. An ordinary user can't make one.
void keep_ipc_apart() {
  if (::unshare(CLONE_NEWIPC) != 0 && errno != EPERM)
    throw JudgeError("ipc namespace", errno, "can't keep apart what the attacks leave");
}

int run(const Arguments& arguments) {
  if (arguments.mode == "without" || arguments.mode == "alone") keep_ipc_apart();
  RuntimeRow row;
  row.kind = RuntimeKind::exec;
  if (const char* by = std::getenv("ASSIZE_ATTACK_BY");
      by != nullptr && by == std::string("template"))
    row.kind = RuntimeKind::by_template;
  if (const char* python = std::getenv("ASSIZE_ATTACK_PYTHON"); python != nullptr)
    row.path = python;
  JudgeHost judge_host = make_judge_host(row, {});
  if (row.kind == RuntimeKind::by_template && judge_host.runtime.kind == RuntimeKind::exec)
    throw HostError("nothing is run by template: " + judge_host.runtime.why_exec);
  judge_host.keeper.program = arguments.jail;
  std::vector<Attack> attacks = merged(read_corpus(arguments.corpus), built_in_corpus());
  const bool drawn = arguments.mode == "storm" || arguments.mode == "soak";
  if (drawn)
    for (const auto& line : leave_out_impossible(attacks))
      std::cout << "skipped " << line << std::endl;
  if (arguments.mode == "storm") {
    StormPlan plan;
    plan.runs = std::stoll(arguments.rest[0]);
    if (arguments.rest.size() > 1) plan.hostile_percent = std::stoi(arguments.rest[1]);
    return storm(judge_host, std::move(attacks), plan) ? 0 : 1;
  }
  if (arguments.mode != "soak")
    return run_all(arguments, judge_host, wanted(std::move(attacks), arguments.rest));
  SoakPlan plan;
  plan.runs = std::stoi(arguments.rest[0]);
  if (arguments.rest.size() > 1) plan.seed = std::stoull(arguments.rest[1]);
  return soak(judge_host, std::move(attacks), plan) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  ::signal(SIGPIPE, SIG_IGN);
  try {
    const Arguments arguments = parse({argv + 1, argv + argc});
    ::setenv("ASSIZE_CANARY", "secret", 1);
    ::setenv("ASSIZE_JAIL", arguments.jail.c_str(), 1);
    return run(arguments);
  } catch (const InputError& error) {
    std::cerr << error.what() << std::endl;
    return 2;
  } catch (const HostError& error) {
    std::cout << "skipped: this host can't put up the jail: " << error.what() << std::endl;
    return 77;
  } catch (const std::exception& error) {
    std::cerr << "run_attacks: " << error.what() << std::endl;
    return 1;
  }
}
