// assize-bench: what a jailed run costs, how precisely it is ended, and how steady its memory
// figure is. Figures are ratios inside one run, interleaved round by round (bare, jailed, bare,
// jailed, …): the absolute times of a shared machine mean little.
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <vector>

#include "judge/judging.h"

namespace {

using namespace assize;
using Clock = std::chrono::steady_clock;
using Json = nlohmann::ordered_json;

struct Spread {
  double median = 0;
  double low = 0;   // first quartile
  double high = 0;  // third quartile
  double p99 = 0;
};

Spread spread_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    return values.at(std::min(
        values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size()))));
  };
  return {at(0.5), at(0.25), at(0.75), at(0.99)};
}

double milliseconds_of(nanoseconds time) { return static_cast<double>(time.count()) / 1e6; }

template <typename Work>
double time_of(Work work) {
  const auto start = Clock::now();
  work();
  return milliseconds_of(Clock::now() - start);
}

struct Program {
  const char* name;
  std::string source;
  std::string input;
  std::string output;
};

const std::array<Program, 2> kPrograms{
    Program{"A+B", "a, b = map(int, input().split())\nprint(a + b)\n", "20 22\n", "42\n"},
    Program{"imports",
            "import collections, heapq, itertools, math, functools, re, random, decimal\n"
            "a, b = map(int, input().split())\nprint(a + b)\n",
            "20 22\n", "42\n"}};

// The same program unjailed: posix_spawn, input from a file, output to a pipe, in the same
// environment.
class BareRunner {
 public:
  BareRunner(const Bench& bench, const Program& program) : bench_(bench), program_(program) {
    std::string directory = "/tmp/assize-bench-XXXXXX";
    if (::mkdtemp(directory.data()) == nullptr) throw std::runtime_error("mkdtemp");
    directory_ = directory;
    std::ofstream(directory_ + "/main.py") << program.source;
  }
  ~BareRunner() { std::filesystem::remove_all(directory_); }
  BareRunner(const BareRunner&) = delete;
  BareRunner& operator=(const BareRunner&) = delete;

  void run() const {
    const UniqueFd input = sealed_file(program_.input);
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe");
    const UniqueFd reader(ends[0]);
    UniqueFd writer(ends[1]);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addchdir_np(&actions, directory_.c_str());
    posix_spawn_file_actions_adddup2(&actions, input.get(), 0);
    posix_spawn_file_actions_adddup2(&actions, writer.get(), 1);
    std::vector<std::string> arguments = run_arguments(bench_.runtime);
    std::vector<std::string> environment = bench_.runtime.environment;
    const auto pointers = [](std::vector<std::string>& texts) {
      std::vector<char*> list;
      for (auto& text : texts) list.push_back(text.data());
      list.push_back(nullptr);
      return list;
    };
    ::pid_t child = -1;
    const int error = ::posix_spawn(&child, bench_.runtime.executable.c_str(), &actions, nullptr,
                                    pointers(arguments).data(), pointers(environment).data());
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::runtime_error("posix_spawn");
    writer.reset();
    std::string output;
    std::array<char, 4096> buffer{};
    for (ssize_t n = 0; (n = ::read(reader.get(), buffer.data(), buffer.size())) > 0;)
      output.append(buffer.data(), static_cast<std::size_t>(n));
    int status = 0;
    if (::waitpid(child, &status, 0) != child || status != 0 || output != program_.output)
      throw std::runtime_error("the bare program did not do what it should");
  }

 private:
  const Bench& bench_;
  const Program& program_;
  std::string directory_;
};

JailSpec specify(const Bench& bench, const std::string& source) {
  JailSpec spec;
  set_time_limit(spec.limits, std::chrono::seconds{1});
  set_memory_limit(spec.limits, mib(256));
  spec.executable = bench.runtime.executable;
  spec.arguments = run_arguments(bench.runtime);
  spec.environment = bench.runtime.environment;
  spec.files = {{kMainFile, source.size()}};
  return spec;
}

FinishedRun run_jailed(Keeper& keeper, const JailSpec& spec, const std::string& source,
                       const std::string& input) {
  const UniqueFd stdin_file = sealed_file(input);
  const UniqueFd payload = sealed_file(source);
  return keeper.run(spec, stdin_file.get(), payload.get());
}

// A way to run a program: where it is run, and how it starts.
struct Way {
  const char* name;
  Keeper& keeper;
  Start start;
};

JailSpec specify(const Bench& bench, const std::string& source, const Way& way) {
  JailSpec spec = specify(bench, source);
  spec.start = way.start;
  return spec;
}

Json cost_table(const std::vector<Way>& ways, const Bench& bench, int rounds) {
  Json table = Json::array();
  fmt::print("One run, all layers on ({} rounds, interleaved)\n", rounds);
  fmt::print("  {:<10} {:<9} {:>12} {:>12} {:>9} {:>15}\n", "program", "by", "bare", "jailed",
             "ratio", "IQR of ratio");
  for (const auto& program : kPrograms) {
    const BareRunner bare(bench, program);
    std::vector<double> bare_times;
    std::vector<std::vector<double>> jailed_times(ways.size());
    std::vector<std::vector<double>> ratios(ways.size());
    for (int i = -3; i < rounds; ++i) {
      const double plain = time_of([&] { bare.run(); });
      if (i >= 0) bare_times.push_back(plain);
      for (std::size_t w = 0; w < ways.size(); ++w) {
        const JailSpec spec = specify(bench, program.source, ways[w]);
        const double jailed = time_of([&] {
          const FinishedRun run = run_jailed(ways[w].keeper, spec, program.source, program.input);
          if (run.output.text() != program.output)
            throw std::runtime_error("the jailed program failed");
        });
        if (i < 0) continue;  // warming up
        jailed_times[w].push_back(jailed);
        ratios[w].push_back(jailed / plain);
      }
    }
    const double bare_median = spread_of(bare_times).median;
    for (std::size_t w = 0; w < ways.size(); ++w) {
      const Spread ratio = spread_of(ratios[w]);
      const double jailed_median = spread_of(jailed_times[w]).median;
      fmt::print("  {:<10} {:<9} {:>9.2f} ms {:>9.2f} ms {:>9.3f} {:>7.3f}–{:.3f}\n", program.name,
                 ways[w].name, bare_median, jailed_median, ratio.median, ratio.low, ratio.high);
      table.push_back({{"program", program.name},
                       {"by", ways[w].name},
                       {"bare_ms", bare_median},
                       {"jailed_ms", jailed_median},
                       {"ratio", ratio.median},
                       {"ratio_q1", ratio.low},
                       {"ratio_q3", ratio.high}});
    }
  }
  return table;
}

Json overshoot_table(const Way& way, const Bench& bench, int rounds) {
  struct Kind {
    const char* name;
    std::string source;
    bool cpu;
  };
  const std::array<Kind, 2> kinds{Kind{"CPU", "while True: pass\n", true},
                                  Kind{"wall", "import time\ntime.sleep(100)\n", false}};
  Json table = Json::array();
  fmt::print(
      "\nOvershoot past the kill point, limit 0.5 s CPU (killed at 0.55 s) and 0.5 s wall ({} "
      "runs)\n",
      rounds);
  fmt::print("  {:<6} {:>16} {:>12} {:>12}\n", "limit", "measured", "median", "p99");
  for (const auto& kind : kinds) {
    JailSpec spec = specify(bench, kind.source, way);
    set_time_limit(spec.limits, std::chrono::milliseconds{500});
    if (!kind.cpu) spec.limits.wall = std::chrono::milliseconds{500};
    std::vector<double> cpu;
    std::vector<double> wall;
    for (int i = 0; i < rounds; ++i) {
      const RunRecord record = run_jailed(way.keeper, spec, kind.source, "").record;
      cpu.push_back(milliseconds_of(record.cpu));
      wall.push_back(milliseconds_of(record.wall));
    }
    const double aim = milliseconds_of(kind.cpu ? spec.limits.kill_point : spec.limits.wall);
    for (const auto& [what, values] :
         {std::pair{"CPU time", &cpu}, std::pair{"wall time", &wall}}) {
      if (!kind.cpu && values == &cpu) continue;
      const Spread spread = spread_of(*values);
      fmt::print("  {:<6} {:>16} {:>9.2f} ms {:>9.2f} ms\n", kind.name, what, spread.median - aim,
                 spread.p99 - aim);
      table.push_back({{"limit", kind.name},
                       {"measured", what},
                       {"median_ms", spread.median - aim},
                       {"p99_ms", spread.p99 - aim}});
    }
  }
  return table;
}

// Only what the limit is about: the CPU time of the busy loop, the wall time of the sleeper.
bool precise_enough(const Json& table, const std::array<double, 2>& bounds) {
  bool enough = true;
  for (const auto& row : table) {
    const bool judged = (row["limit"] == "CPU") == (row["measured"] == "CPU time");
    if (!judged || (row["median_ms"] <= bounds[0] && row["p99_ms"] <= bounds[1])) continue;
    fmt::print("The overshoot of the {} limit is above {} ms (median) or {} ms (p99)\n",
               row["limit"].get<std::string>(), bounds[0], bounds[1]);
    enough = false;
  }
  return enough;
}

Json memory_table(const Way& way, const Bench& bench, int rounds) {
  Json table = Json::array();
  fmt::print("\nReported peak memory of identical runs ({} runs)\n", rounds);
  for (const int mebibytes : {10, 200}) {
    const std::string source =
        fmt::format("block = bytearray({} << 20)\nprint(len(block))\n", mebibytes);
    const JailSpec spec = specify(bench, source, way);
    std::uint64_t least = ~0ULL;
    std::uint64_t most = 0;
    for (int i = 0; i < rounds; ++i) {
      const std::uint64_t peak =
          run_jailed(way.keeper, spec, source, "").record.memory_peak.count >> 10U;
      least = std::min(least, peak);
      most = std::max(most, peak);
    }
    fmt::print("  {:>4} MiB: {} to {} KiB, spread {} KiB\n", mebibytes, least, most, most - least);
    table.push_back({{"mib", mebibytes},
                     {"least_kib", least},
                     {"most_kib", most},
                     {"spread_kib", most - least}});
  }
  return table;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"assize-bench: the cost and the precision of jailed runs", "assize-bench"};
  int rounds = 100;
  std::string json_path;
  app.add_option("--rounds", rounds, "Rounds per figure (default 100)")
      ->check(CLI::Range(5, 100000));
  app.add_option("--json", json_path, "Also write the figures to this file");
  std::vector<std::string> only{"cost", "overshoot", "memory"};
  app.add_option("--only", only, "Only these tables: cost, overshoot, memory")
      ->delimiter(',')
      ->check(CLI::IsMember({"cost", "overshoot", "memory"}));
  std::string kind = "exec";
  app.add_option("--kind", kind, "How runs start for overshoot and memory: exec or template")
      ->check(CLI::IsMember({"exec", "template"}));
  std::array<double, 2> bounds{1e9, 1e9};
  app.add_option("--overshoot-below", bounds,
                 "Fail if the overshoot's median or p99 is above these (ms)");
  CLI11_PARSE(app, argc, argv);
  ::signal(SIGPIPE, SIG_IGN);
  try {
    RuntimeRow row;
    const Bench bench = make_bench(row, {});
    Keeper by_exec(bench.host, bench.keeper);
    row.kind = RuntimeKind::by_template;
    const Bench second = make_bench(row, {});
    Keeper by_template(second.host, second.keeper);
    const std::vector<Way> ways{{"exec", by_exec, Start::exec},
                                {"template", by_template, Start::fork_server}};
    const Way& way = kind == "exec" ? ways[0] : ways[1];
    fmt::print("{}, cgroup {}\n\n", bench.runtime.version, bench.host.kind);
    Json figures{
        {"runtime", bench.runtime.version}, {"cgroup", bench.host.kind}, {"rounds", rounds}};
    const auto wanted = [&](const char* table) { return std::ranges::count(only, table) > 0; };
    if (wanted("cost")) figures["cost"] = cost_table(ways, bench, rounds);
    if (wanted("overshoot"))
      figures["overshoot"] = overshoot_table(way, bench, std::max(rounds / 2, 5));
    if (wanted("memory")) figures["memory"] = memory_table(way, bench, rounds);
    if (!json_path.empty()) std::ofstream(json_path) << figures.dump(2) << '\n';
    return wanted("overshoot") && !precise_enough(figures["overshoot"], bounds) ? 1 : 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "assize-bench: {}\n", error.what());
    return 1;
  }
}
