#include "storm.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <iostream>
#include <memory>
#include <mutex>
#include <random>
#include <thread>

#include "backlog.h"
#include "storage/base/errors.h"
#include "tools/selftest/attack_run.h"
#include "tools/selftest/canaries.h"

namespace assize {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kTold = 20;  // failures that are printed
constexpr auto kTellEvery = std::chrono::seconds{30};

struct Shared {
  const JudgeHost& judge_host;
  const std::vector<Attack>& corpus;
  const StormPlan& plan;
  std::atomic<std::int64_t> left;
  std::atomic<std::int64_t> done{0};
  std::atomic<std::int64_t> hostile{0};
  std::atomic<int> failed{0};
  std::atomic<std::int64_t> longest_us{0};
  std::mutex printing{};

  void fail(const std::string& what) {
    if (++failed > kTold) return;
    const std::lock_guard lock(printing);
    std::cout << "FAILED " << what << std::endl;
  }
};

// Hostile runs that a time limit ends take half a second each: too long to be at full speed.
std::vector<Attack> short_ones(std::vector<Attack> corpus) {
  std::erase_if(corpus, [](const Attack& attack) { return attack.expect.starts_with("TLE"); });
  return corpus;
}

class StormSlot {
 public:
  StormSlot(Shared& shared, std::uint64_t seed)
      : shared_(shared), random_(seed), keeper_(shared.judge_host.host, shared.judge_host.keeper) {
    adder_.name = "an ordinary run";
    adder_.source = "print(sum(map(int, input().split())))\n";
  }

  void work() {
    try {
      while (shared_.left.fetch_sub(1) > 0 && shared_.failed <= kTold) {
        one();
        ++shared_.done;
      }
    } catch (const std::exception& error) {
      shared_.fail(std::string("the slot: ") + error.what());
    }
  }

 private:
  void one() {
    const bool hostile = static_cast<int>(random_() % 100) < shared_.plan.hostile_percent;
    const auto start = Clock::now();
    if (hostile) {
      const Attack& attack = shared_.corpus[random_() % shared_.corpus.size()];
      const FinishedRun run = run_program(keeper_, shared_.judge_host, attack, {});
      if (has_breached(run, {})) shared_.fail(attack.name + ": it succeeded");
      ++shared_.hostile;
      return;
    }
    const std::uint64_t some = random_() % 1'000'000;
    adder_.input = std::to_string(some) + " 5\n";
    const FinishedRun run = run_program(keeper_, shared_.judge_host, adder_, {});
    if (run.output.text() != std::to_string(some + 5) + "\n")
      shared_.fail("an ordinary run: " + judge_run(run.record, attack_limits(adder_)).reason);
    const auto took =
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start).count();
    auto longest = shared_.longest_us.load();
    while (took > longest && !shared_.longest_us.compare_exchange_weak(longest, took)) {
    }
  }

  Shared& shared_;
  std::mt19937_64 random_;
  KeeperClient keeper_;
  Attack adder_;
};

void tell_progress(Shared& shared, const std::atomic<bool>& ended) {
  const auto start = Clock::now();
  for (auto next = start + kTellEvery; !ended;
       std::this_thread::sleep_for(std::chrono::seconds{1})) {
    if (Clock::now() < next) continue;
    next += kTellEvery;
    const std::lock_guard lock(shared.printing);
    std::cout << std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - start).count()
              << " s: " << shared.done << " runs, " << shared.failed << " failed" << std::endl;
  }
}

}  // namespace

bool storm(const JudgeHost& judge_host, std::vector<Attack> corpus, const StormPlan& plan) {
  const Canaries canaries;
  corpus = short_ones(std::move(corpus));
  for (auto& attack : corpus) attack.source = canaries.adapted(attack.source);
  Shared shared{judge_host, corpus, plan, plan.runs};
  std::vector<std::unique_ptr<StormSlot>> slots;
  for (std::uint32_t i = 0; i < usable_cpus(); ++i)
    slots.push_back(std::make_unique<StormSlot>(shared, plan.seed * 1000 + i));

  BacklogSampler sampler;
  std::atomic<bool> ended{false};
  std::thread telling([&] { tell_progress(shared, ended); });
  const auto start = Clock::now();
  std::vector<std::thread> threads;
  for (auto& slot : slots) threads.emplace_back([&slot] { slot->work(); });
  for (auto& thread : threads) thread.join();
  const auto seconds = std::chrono::duration<double>(Clock::now() - start).count();
  ended = true;
  telling.join();

  std::cout << shared.done << " runs (" << shared.hostile << " hostile) in " << slots.size()
            << " slots in " << seconds << " s, " << static_cast<double>(shared.done) / seconds
            << " a second; the longest ordinary one took "
            << static_cast<double>(shared.longest_us) / 1000 << " ms; " << shared.failed
            << " failed\n"
            << sampler.table();
  bool good = shared.failed == 0 && shared.done == plan.runs;
  if (const std::string grown = sampler.growth(); !grown.empty()) {
    std::cout << "GROWN:" << grown << "\n";
    good = false;
  }
  return good;
}

}  // namespace assize
