// assize-bench: what a jailed run costs, what the whole path costs, how precisely a run is ended,
// how steady its memory figure is and how fast output is compared. Figures are ratios inside one
// run, interleaved round by round (bare, jailed, bare, jailed, …): the absolute times of a shared
// machine mean little. docs/benchmarks.md says how to read them.
#include <fmt/format.h>
#include <sys/utsname.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <fstream>
#include <functional>
#include <stdexcept>

#include "judge/jail/host/slot.h"
#include "tools/bench/markdown.h"
#include "tools/bench/tables.h"

namespace {

using namespace assize;
using namespace assize::bench;

struct Options {
  int rounds = 100;
  std::string json_path;
  std::string markdown_path;
  std::vector<std::string> tables;
  std::vector<std::string> kinds{"exec", "template"};
  std::array<double, 2> bounds{1e9, 1e9};
};

struct Table {
  const char* name;
  std::function<Json(const std::vector<Way>&, int rounds)> measure;
};

const std::vector<Table>& all_tables() {
  static const std::vector<Table> tables{
      {"cost", cost_table},
      {"computing", computing_table},
      {"path", path_table},
      {"overshoot",
       [](const auto& ways, int rounds) { return overshoot_table(ways, std::max(rounds / 2, 5)); }},
      {"memory", memory_table},
      {"validator", [](const auto&, int rounds) { return validator_table(rounds); }}};
  return tables;
}

std::string kernel() {
  utsname system{};
  ::uname(&system);
  return std::string("Linux ") + system.release;
}

void write(const std::string& path, const std::string& content) {
  if (path.empty()) return;
  std::ofstream file(path);
  file << content;
  if (!file.flush()) throw std::runtime_error("can't write " + path);
}

int measure(const Options& options) {
  std::vector<Way> ways;
  for (const auto& kind : options.kinds) ways.push_back(find_way(kind));
  const JudgeHost& host = ways.front().host;
  fmt::print("{}, cgroup {}, {}, {} cores\n\n", host.runtime.version, host.host.kind, kernel(),
             usable_cpus());
  Json figures{{"runtime", host.runtime.version},
               {"cgroup", host.host.kind},
               {"kernel", kernel()},
               {"cores", usable_cpus()},
               {"rounds", options.rounds}};
  for (const auto& table : all_tables())
    if (std::ranges::count(options.tables, table.name) > 0)
      figures[table.name] = table.measure(ways, options.rounds);
  write(options.json_path, figures.dump(2) + "\n");
  write(options.markdown_path, markdown_of(figures));
  const bool precise =
      !figures.contains("overshoot") || precise_enough(figures["overshoot"], options.bounds);
  return precise ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"assize-bench: the cost and the precision of jailed runs", "assize-bench"};
  Options options;
  for (const auto& table : all_tables()) options.tables.emplace_back(table.name);
  app.add_option("--rounds", options.rounds, "Rounds per figure (default 100)")
      ->check(CLI::Range(5, 100000));
  app.add_option("--json", options.json_path, "Also write the figures to this file");
  app.add_option("--markdown", options.markdown_path,
                 "Also write the README's tables to this file");
  app.add_option("--only", options.tables,
                 "Only these tables: " + fmt::format("{}", fmt::join(options.tables, ", ")))
      ->delimiter(',')
      ->check(CLI::IsMember(options.tables));
  app.add_option("--kind", options.kinds, "Only runs that start so: exec, template (default both)")
      ->delimiter(',')
      ->check(CLI::IsMember({"exec", "template"}));
  app.add_option("--overshoot-below", options.bounds,
                 "Fail if the overshoot's median or p99 is above these (ms)");
  CLI11_PARSE(app, argc, argv);
  std::signal(SIGPIPE, SIG_IGN);
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  try {
    return measure(options);
  } catch (const std::exception& error) {
    fmt::print(stderr, "assize-bench: {}\n", error.what());
    return 1;
  }
}
