#include "soak.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <thread>

#include "footprint.h"
#include "storage/base/errors.h"
#include "tools/selftest/attack_run.h"
#include "tools/selftest/canaries.h"

namespace assize {

namespace {

constexpr std::size_t kSlots = 2;
constexpr int kWarmUp = 10;         // ordinary runs of each slot before the first look
constexpr int kOrdinaryEvery = 10;  // hostile runs
constexpr int kTold = 20;           // failures that are printed

struct Shared {
  const JudgeHost& judge_host;
  const std::vector<Attack>& corpus;
  std::atomic<int> hostile{0};
  std::atomic<int> ordinary{0};
  std::atomic<int> late{0};  // ended by their time limit, later than they should have been
  std::atomic<int> failed{0};
  std::mutex printing{};

  void fail(const std::string& name, const std::string& wrong) {
    if (++failed > kTold) return;
    const std::lock_guard lock(printing);
    std::cout << "FAILED " << name << ": " << wrong << std::endl;
  }
};

class SoakSlot {
 public:
  SoakSlot(Shared& shared, std::uint64_t seed) : shared_(shared), random_(seed) { renew(); }

  void warm_up() {
    for (int i = 0; i < kWarmUp; ++i) run_ordinary();
  }

  void run_hostile(int count) {
    std::uniform_int_distribution<std::size_t> which(0, shared_.corpus.size() - 1);
    for (int i = 1; i <= count; ++i) {
      const Attack& attack = shared_.corpus[which(random_)];
      guarded(attack.name, [&] {
        std::optional<FinishedRun> last;
        for (int run = 0; run < attack.runs; ++run)
          last = run_program(*keeper_, shared_.judge_host, attack, {});
        if (was_ended_late(attack, *last)) {
          ++shared_.late;
          return std::string();
        }
        return wrong_in_whole_jail(attack, *last);
      });
      ++shared_.hostile;
      if (i % kOrdinaryEvery == 0) run_ordinary();
    }
  }

  const KeeperClient& keeper() const { return *keeper_; }

 private:
  void renew() {
    keeper_.reset();
    keeper_ = std::make_unique<KeeperClient>(shared_.judge_host.host, shared_.judge_host.keeper);
  }

  template <typename Run>
  void guarded(const std::string& name, const Run& run) {
    try {
      if (keeper_->broken()) renew();
      if (const std::string wrong = run(); !wrong.empty()) shared_.fail(name, wrong);
    } catch (const JudgeError& error) {
      shared_.fail(name,
                   std::string("a judge error: ") + error.what() + " (" + error.stage() + ")");
    }
  }

  void run_ordinary() {
    const std::uint64_t some = random_() % 1'000'000;
    const std::uint64_t other = random_() % 1'000'000;
    Attack program;
    program.source = "import json, sys\nprint(sum(map(int, sys.stdin.read().split())))\n";
    program.input = std::to_string(some) + " " + std::to_string(other) + "\n";
    guarded("an ordinary run", [&]() -> std::string {
      const FinishedRun run = run_program(*keeper_, shared_.judge_host, program, {});
      const Opinion opinion = judge_run(run.record, attack_limits(program));
      if (opinion.verdict != Verdict::accepted)
        return std::string(letters(opinion.verdict)) + " " + opinion.reason;
      return run.output.text() == std::to_string(some + other) + "\n" ? "" : "wrong output";
    });
    ++shared_.ordinary;
  }

  Shared& shared_;
  std::mt19937_64 random_;
  std::unique_ptr<KeeperClient> keeper_;
};

void run_all(std::vector<std::unique_ptr<SoakSlot>>& slots, Shared& shared, int runs) {
  std::atomic<bool> done{false};
  std::thread telling([&] {
    for (int told = 0; !done; std::this_thread::sleep_for(std::chrono::milliseconds{100})) {
      if (shared.hostile / 500 == told) continue;
      told = shared.hostile / 500;
      const std::lock_guard lock(shared.printing);
      std::cout << shared.hostile << " hostile runs, " << shared.failed << " failed" << std::endl;
    }
  });
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const int share = runs / static_cast<int>(kSlots) + (i < runs % kSlots ? 1 : 0);
    threads.emplace_back([slot = slots[i].get(), share] { slot->run_hostile(share); });
  }
  for (auto& thread : threads) thread.join();
  done = true;
  telling.join();
}

Footprint look(const JudgeHost& judge_host, const std::vector<std::unique_ptr<SoakSlot>>& slots) {
  std::vector<SlotProcess> processes;
  for (const auto& slot : slots)
    processes.push_back({slot->keeper().slot(), slot->keeper().process()});
  return footprint(judge_host.host, processes);
}

// A keeper answers before it has taken its run away: the state when nothing changes any more.
Footprint settled(const JudgeHost& judge_host,
                  const std::vector<std::unique_ptr<SoakSlot>>& slots) {
  Footprint now = look(judge_host, slots);
  for (int i = 0; i < 100; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
    Footprint next = look(judge_host, slots);
    const bool same =
        difference(now.host, next.host).empty() && now.descriptors == next.descriptors;
    now = std::move(next);
    if (same) break;
  }
  return now;
}

// The host needs a moment to take away what has ended: what is left is what stays.
template <typename Look>
std::string what_stays(const Footprint& before, const Look& look, Footprint& after) {
  std::string left;
  for (int i = 0; i < 200; ++i) {
    after = look();
    left = growth(before, after);
    if (left.empty()) break;
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
  }
  return left;
}

}  // namespace

bool soak(const JudgeHost& judge_host, std::vector<Attack> corpus, const SoakPlan& plan) {
  const auto start = std::chrono::steady_clock::now();
  const Canaries canaries;
  for (auto& attack : corpus) attack.source = canaries.adapted(attack.source);
  Shared shared{judge_host, corpus};
  const Footprint without_keepers = footprint(judge_host.host, {});
  std::vector<std::unique_ptr<SoakSlot>> slots;
  for (std::size_t i = 0; i < kSlots; ++i)
    slots.push_back(std::make_unique<SoakSlot>(shared, plan.seed * kSlots + i));
  for (auto& slot : slots) slot->warm_up();

  const Footprint before = settled(judge_host, slots);
  run_all(slots, shared, plan.runs);
  Footprint after;
  std::string left = what_stays(
      before, [&] { return look(judge_host, slots); }, after);
  std::cout << shared.hostile << " hostile and " << shared.ordinary << " ordinary runs in "
            << kSlots << " slots, seed " << plan.seed << ", in "
            << std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() -
                                                                start)
                   .count()
            << " s; " << shared.failed << " failed, " << shared.late << " were ended late\n"
            << in_words(before, after);
  if (!left.empty()) std::cout << "LEFT with the keepers idle:" << left << "\n";

  slots.clear();
  const std::string rest = what_stays(
      without_keepers, [&] { return footprint(judge_host.host, {}); }, after);
  if (!rest.empty()) std::cout << "LEFT after the end of the keepers:" << rest << "\n";
  std::cout << (left.empty() && rest.empty() ? "nothing is left on the host\n" : "") << std::flush;
  return shared.failed == 0 && left.empty() && rest.empty();
}

}  // namespace assize
