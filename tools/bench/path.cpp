// The whole path: submissions wait in the queue of a store on disk, a worker leases them, compiles
// each, runs its 20 tests, compares, and records verdict, runs and audit entry. Beside it, in the
// same rounds: the same runs bare, one loop of them and two at once, pinned to nothing.
//
// The rate is that of a worker at work: from the first recorded verdict until a slot finds the
// queue empty. A worker's start (it reads the whole standard library for its hash) and its end
// belong to a batch, not to a submission, and have a figure of their own. Verdicts of two slots may
// come in pairs, and then which one is counted as the first and which as the last would be a matter
// of luck: the rate is the slope of the line that fits all of them best.
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <map>
#include <stdexcept>
#include <thread>

#include "queue/worker/jail_slots.h"
#include "queue/worker/worker.h"
#include "tools/bench/command.h"
#include "tools/bench/queued_store.h"
#include "tools/bench/tables.h"

namespace assize::bench {

namespace {

constexpr std::array<std::uint32_t, 2> kSlots{1, 2};

struct Size {
  int rounds;
  int submissions;  // per slot and round
};

// With 100 rounds: 125 submissions by one slot, 250 by two.
Size size_for(int rounds) { return {std::max(rounds / 20, 3), std::clamp(rounds / 4, 4, 25)}; }

// One series: a way and a number of slots, or bare with a number of loops.
struct Series {
  std::vector<double> tests_per_second;
  std::vector<double> rest_ms;  // of the worker's time: its start, first verdicts, and end
};

double bare_rate(const Command& bare, const Program& program, std::uint32_t loops, int runs) {
  std::vector<std::exception_ptr> failures(loops);
  const double time = milliseconds_of_work([&] {
    std::vector<std::thread> threads;
    for (std::uint32_t i = 0; i < loops; ++i)
      threads.emplace_back([&, i] {
        try {
          for (int n = 0; n < runs; ++n) bare.run(program);
        } catch (...) {
          failures[i] = std::current_exception();
        }
      });
    for (auto& thread : threads) thread.join();
  });
  for (const auto& failure : failures)
    if (failure) std::rethrow_exception(failure);
  return 1e3 * loops * runs / time;
}

// Of least squares, of the number of each over its moment: how many there are per millisecond.
double slope(const std::vector<std::int64_t>& moments) {
  const auto many = static_cast<double>(moments.size());
  double mean = 0;
  for (const auto moment : moments) mean += static_cast<double>(moment - moments.front()) / many;
  double covariance = 0;
  double variance = 0;
  for (std::size_t i = 0; i < moments.size(); ++i) {
    const double off = static_cast<double>(moments[i] - moments.front()) - mean;
    covariance += off * (static_cast<double>(i) - (many - 1) / 2);
    variance += off * off;
  }
  return covariance / std::max(variance, 1.0);
}

void judge_once(const Way& way, const Program& program, std::uint32_t slots, int submissions,
                Series& series) {
  const QueuedStore store(program, submissions * static_cast<int>(slots));
  WorkerOptions options;
  options.store = store.path();
  options.drain = true;
  JailSlotsOptions jails;
  jails.slots = slots;
  jails.runtime = way.row;
  std::string message;
  WorkerEvents events;
  events.on_message = [&](const std::string& text) { message = text; };
  WorkerResult result;
  const double total =
      milliseconds_of_work([&] { result = run_worker(options, jail_slots(jails).make, events); });
  if (!result.failure.empty() || result.left != 0)
    throw std::runtime_error("the worker did not finish: " + result.failure + message);
  auto recorded = store.recorded();
  recorded.resize(recorded.size() - slots + 1);  // after the last one of these a slot finds nothing
  series.tests_per_second.push_back(1e3 * kTests * slope(recorded));
  series.rest_ms.push_back(total - static_cast<double>(recorded.back() - recorded.front()));
}

Spread quotient(const std::vector<double>& above, const std::vector<double>& below) {
  std::vector<double> values;
  for (std::size_t i = 0; i < above.size(); ++i) values.push_back(above[i] / below[i]);
  return spread_of(values);
}

using AllSeries = std::map<std::pair<std::string, std::uint32_t>, Series>;

Json row_of(AllSeries& all, const std::string& name, std::uint32_t slots, const Size& size) {
  const auto& rates = all[{name, slots}].tests_per_second;
  const bool bare = name == "bare";
  Json row{{"by", name}, {"slots", slots}};
  if (!bare) row["submissions"] = size.rounds * size.submissions * static_cast<int>(slots);
  put(row, "tests_per_second", spread_of(rates));
  if (!bare) {
    std::vector<double> submissions;
    for (const double rate : rates) submissions.push_back(rate / kTests);
    put(row, "submissions_per_second", spread_of(submissions));
    row["worker_rest_ms"] = spread_of(all[{name, slots}].rest_ms).median;
  }
  row["per_test_ms"] = 1e3 / spread_of(rates).median;
  put(row, "ratio", quotient(all[{"bare", slots}].tests_per_second, rates));
  if (slots == 1) return row;
  put(row, "gain", quotient(rates, all[{name, 1}].tests_per_second));
  if (bare) return row;
  std::vector<double> shares;
  for (std::size_t i = 0; i < rates.size(); ++i)
    shares.push_back(
        rates[i] / all[{name, 1}].tests_per_second[i] /
        (all[{"bare", slots}].tests_per_second[i] / all[{"bare", 1}].tests_per_second[i]));
  put(row, "gain_to_bare", spread_of(shares));
  return row;
}

void print(const Json& row) {
  const auto cell = [&](const char* name, int digits) {
    return row.contains(name) ? with_quartiles(row, name, digits) : std::string("–");
  };
  fmt::print(
      "  {:<9} {:>5}   {:<19} {:>9.2f} ms   {:<20} {:<18} {}\n", row["by"].get<std::string>(),
      row["slots"].get<int>(), cell("submissions_per_second", 1), row["per_test_ms"].get<double>(),
      row["by"] == "bare" ? "1" : cell("ratio", 3), cell("gain", 2), cell("gain_to_bare", 2));
}

}  // namespace

Json path_table(const std::vector<Way>& ways, int rounds) {
  const Size size = size_for(rounds);
  const Program program = sum_of_two();
  const Runtime& runtime = ways.front().host.runtime;
  const TemporaryDirectory directory;
  directory.write(kMainFile, program.source);
  const Command bare(runtime.executable, {"python3", kMainFile}, runtime.environment,
                     directory.path());
  fmt::print(
      "Whole path, from the queue to the recorded verdict: {} tests each, {} rounds of {} "
      "submissions per slot\n",
      kTests, size.rounds, size.submissions);
  fmt::print("  {:<9} {:>5}   {:<19} {:>12}   {:<20} {:<18} {}\n", "by", "slots", "submissions/s",
             "per test", "ratio to as many bare", "gain of two", "gain to bare's");
  AllSeries all;
  for (int round = 0; round < size.rounds; ++round)
    for (const std::uint32_t slots : kSlots) {
      all[{"bare", slots}].tests_per_second.push_back(
          bare_rate(bare, program, slots, size.submissions * kTests));
      for (const auto& way : ways)
        judge_once(way, program, slots, size.submissions, all[{way.name, slots}]);
    }
  std::vector<std::string> names{"bare"};
  for (const auto& way : ways) names.push_back(way.name);
  Json table = Json::array();
  for (const auto& name : names)
    for (const std::uint32_t slots : kSlots) {
      table.push_back(row_of(all, name, slots, size));
      print(table.back());
    }
  fmt::print("\n");
  return table;
}

}  // namespace assize::bench
