// Runs the hostile programs, those of this folder and those that `assize selftest` has built in,
// and looks at the host after each. README.md says what a program must do and what its header
// means.
//
//   run_attacks CORPUS whole    ASSIZE-JAIL [FAMILY/NAME…]
//   run_attacks CORPUS without  ASSIZE-JAIL-TEST [FAMILY/NAME…]
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>

#include "judge/core/errors.h"
#include "tools/selftest/attack_run.h"

namespace {

using namespace assize;

enum Outcome : std::size_t { kPassed, kFailed, kSkipped, kOutcomes };
using Counts = std::array<int, kOutcomes>;

struct Arguments {
  std::string corpus;
  std::string mode;
  std::string jail;
  std::vector<std::string> wanted;  // prefixes of names; empty: all
};

std::vector<Attack> wanted_attacks(const Arguments& arguments) {
  std::vector<Attack> attacks = merged(read_corpus(arguments.corpus), built_in_corpus());
  const auto unwanted = [&](const Attack& attack) {
    return !arguments.wanted.empty() &&
           std::none_of(arguments.wanted.begin(), arguments.wanted.end(),
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
    wrong = std::string("a judge error: ") + error.what();
  }
  ++counts[wrong.empty() ? kPassed : kFailed];
  if (!wrong.empty()) std::cout << "FAILED " << name << ": " << wrong << std::endl;
}

void run_one(const std::string& mode, AttackRunner& runner, const Attack& attack, Counts& counts) {
  if (mode == "whole")
    return count(counts, attack.name, [&] { return runner.in_whole_jail(attack); });
  if (attack.stopped_by.empty()) {
    ++counts[kSkipped];
    return;
  }
  count(counts, attack.name, [&] { return runner.succeeds_without(attack, layers_of(attack)); });
}

int run_all(const Arguments& arguments) {
  Bench bench = make_bench({}, {});
  bench.keeper.program = arguments.jail;
  AttackRunner runner(std::move(bench), Scope::host);
  std::map<std::string, Counts> families;
  for (const auto& attack : wanted_attacks(arguments))
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
    std::printf("%d skipped: no layer that can be taken away is behind their outcome\n",
                all[kSkipped]);
  std::printf("%d passed, %d failed, %d skipped\n", all[kPassed], all[kFailed], all[kSkipped]);
  return all[kFailed] == 0 && all[kPassed] > 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() < 3 || (words[1] != "whole" && words[1] != "without")) {
    std::fputs("usage: run_attacks CORPUS whole|without ASSIZE-JAIL [FAMILY/NAME...]\n", stderr);
    return 2;
  }
  ::signal(SIGPIPE, SIG_IGN);
  ::setenv("ASSIZE_CANARY", "secret", 1);
  ::setenv("ASSIZE_JAIL", words[2].c_str(), 1);
  try {
    return run_all({words[0], words[1], words[2], {words.begin() + 3, words.end()}});
  } catch (const HostError& error) {
    std::cout << "skipped: this host can't put up the jail: " << error.what() << std::endl;
    return 77;
  } catch (const std::exception& error) {
    std::cerr << "run_attacks: " << error.what() << std::endl;
    return 1;
  }
}
