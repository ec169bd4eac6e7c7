// A round is one turn of everybody: bare, our jail each way, the sandboxes of others. Who begins
// moves on by one each round, so that nobody always comes after the same one: a keeper prepares its
// next run while others have their turn.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "tools/bench/command.h"
#include "tools/bench/sandboxes.h"
#include "tools/bench/tables.h"

namespace assize::bench {

namespace {

struct Task {
  Program program;
  int in_a_row = 1;  // runs per turn; figures are per run
  int rounds = 0;
  int warm_ups = 0;
};

struct Contestant {
  std::string name;
  std::function<void()> run;
  bool is_ours = true;
  std::vector<double> times{};  // ms per run, by round
  std::string failure{};        // why it was left out
};

void take_turn(Contestant& contestant, const Task& task, bool counts) {
  if (!contestant.failure.empty()) return;
  try {
    const double time = milliseconds_of_work([&] {
      for (int i = 0; i < task.in_a_row; ++i) contestant.run();
    });
    if (counts) contestant.times.push_back(time / task.in_a_row);
  } catch (const std::exception& error) {
    if (contestant.is_ours) throw;
    contestant.failure = error.what();
  }
}

Spread ratio_of(const std::vector<double>& times, const std::vector<double>& baseline) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < times.size(); ++i) ratios.push_back(times[i] / baseline[i]);
  return spread_of(ratios);
}

// The first contestant's times are the baseline of `ratio`; `same_flags` are those of the bare
// interpreter with the command line that it has in the jail.
Json rows_of(const Task& task, const std::vector<Contestant>& contestants,
             const std::vector<double>& same_flags) {
  Json rows = Json::array();
  const std::vector<double>& bare = contestants.front().times;
  for (const auto& contestant : contestants) {
    if (&contestant == &contestants.front()) continue;
    if (!contestant.failure.empty()) {
      fmt::print("  {}: {}: left out\n", contestant.name, contestant.failure);
      continue;
    }
    Json row{{"program", task.program.name},
             {"in_a_row", task.in_a_row},
             {"rounds", task.rounds},
             {"by", contestant.name},
             {"bare_ms", spread_of(bare).median},
             {"jailed_ms", spread_of(contestant.times).median}};
    put(row, "ratio", ratio_of(contestant.times, bare));
    row["same_flags_ms"] = spread_of(same_flags).median;
    put(row, "same_flags_ratio", ratio_of(contestant.times, same_flags));
    fmt::print("  {:<18} {:<13} {:>9.2f} ms {:>9.2f} ms   {:<20} {}\n",
               task.in_a_row == 1
                   ? task.program.name
                   : fmt::format("{}, {} in a row", task.program.name, task.in_a_row),
               contestant.name, row["bare_ms"].get<double>(), row["jailed_ms"].get<double>(),
               with_quartiles(row, "ratio", 3), with_quartiles(row, "same_flags_ratio", 3));
    rows.push_back(std::move(row));
  }
  return rows;
}

Json measure(const std::vector<Way>& ways, std::vector<std::unique_ptr<Jail>>& jails,
             const Task& task, std::vector<std::string>& skipped) {
  const Program& program = task.program;
  const Runtime& runtime = ways.front().host.runtime;
  const TemporaryDirectory directory;
  directory.write(kMainFile, program.source);
  const std::vector<std::string> plain{"python3", kMainFile};
  const Command bare(runtime.executable, plain, runtime.environment, directory.path());
  const Command same_flags(runtime.executable, run_arguments(runtime), runtime.environment,
                           directory.path());
  Found others = find_sandboxes(runtime, directory.path(), program);
  skipped = std::move(others.skipped);

  std::vector<Contestant> contestants;
  contestants.push_back({"bare", [&] { bare.run(program); }});
  std::vector<UniqueFd> codes;
  const bool differs = run_arguments(runtime) != plain;
  if (differs) contestants.push_back({"bare, flags", [&] { same_flags.run(program); }});
  for (auto& jail : jails) {
    const JailSpec spec = jail->specify(program.source);
    codes.push_back(jail->compile(program.source));
    contestants.push_back(
        {jail->name(), [&program, &jail = *jail, spec, code = codes.back().get()] {
           const FinishedRun run = jail.run(spec, program.source, program.input, code);
           if (run.output.text() != program.output)
             throw std::runtime_error("the jailed program failed");
         }});
  }
  for (auto& sandbox : others.sandboxes)
    contestants.push_back({sandbox.name(), [&] { sandbox.run(program); }, false});

  for (int round = -task.warm_ups; round < task.rounds; ++round)
    for (std::size_t i = 0; i < contestants.size(); ++i)
      take_turn(
          contestants[(i + static_cast<std::size_t>(round + task.warm_ups)) % contestants.size()],
          task, round >= 0);
  return rows_of(task, contestants, contestants[differs ? 1 : 0].times);
}

Json table_of(const std::vector<Way>& ways, const std::vector<Task>& tasks) {
  fmt::print("  {:<18} {:<13} {:>12} {:>12}   {:<20} {}\n", "program", "by", "bare", "jailed",
             "ratio (IQR)", "to the same flags, bare");
  auto jails = jails_for(ways);
  Json table = Json::array();
  std::vector<std::string> skipped;
  for (const auto& task : tasks)
    for (auto& row : measure(ways, jails, task, skipped)) table.push_back(std::move(row));
  for (const auto& line : skipped) fmt::print("  {}\n", line);
  fmt::print("\n");
  return table;
}

}  // namespace

Json cost_table(const std::vector<Way>& ways, int rounds) {
  fmt::print("One run, all layers on ({} rounds, interleaved)\n", rounds);
  return table_of(ways, {{sum_of_two(), 1, rounds, 3},
                         {many_imports(), 1, rounds, 3},
                         {sum_of_two(), 20, std::max(rounds / 5, 5), 1}});
}

Json computing_table(const std::vector<Way>& ways, int rounds) {
  const int fewer = std::max(rounds / 10, 5);
  fmt::print("A program that computes for about a second ({} rounds, interleaved)\n", fewer);
  return table_of(ways, {{computing(), 1, fewer, 1}});
}

}  // namespace assize::bench
