#include <fmt/format.h>

#include <algorithm>

#include "tools/bench/tables.h"

namespace assize::bench {

namespace {

struct Case {
  const char* limit;
  std::string source;
  bool cpu;
};

const std::array<Case, 2> kCases{Case{"CPU", "while True: pass\n", true},
                                 Case{"wall", "import time\ntime.sleep(100)\n", false}};

JailSpec specify(const Jail& jail, const Case& what) {
  JailSpec spec = jail.specify(what.source);
  set_time_limit(spec.limits, std::chrono::milliseconds{500});
  if (!what.cpu) spec.limits.wall = std::chrono::milliseconds{500};
  return spec;
}

Json row_of(const Jail& jail, const Case& what, const char* measured, double aim,
            const std::vector<double>& values) {
  const Spread spread = spread_of(values);
  fmt::print("  {:<6} {:<9} {:>10} {:>9.2f} ms {:>9.2f} ms\n", what.limit, jail.name(), measured,
             spread.median - aim, spread.p99 - aim);
  return {{"limit", what.limit},
          {"by", jail.name()},
          {"measured", measured},
          {"median_ms", spread.median - aim},
          {"p99_ms", spread.p99 - aim}};
}

}  // namespace

Json overshoot_table(const std::vector<Way>& ways, int rounds) {
  Json table = Json::array();
  fmt::print(
      "Overshoot past the kill point, limit 0.5 s CPU (killed at 0.55 s) and 0.5 s wall ({} runs "
      "each)\n",
      rounds);
  fmt::print("  {:<6} {:<9} {:>10} {:>12} {:>12}\n", "limit", "by", "measured", "median", "p99");
  auto jails = jails_for(ways);
  for (const auto& what : kCases) {
    std::vector<std::vector<double>> cpu(jails.size());
    std::vector<std::vector<double>> wall(jails.size());
    for (int i = 0; i < rounds; ++i)
      for (std::size_t j = 0; j < jails.size(); ++j) {
        const RunRecord record = jails[j]->run(specify(*jails[j], what), what.source, "").record;
        cpu[j].push_back(milliseconds_of(record.cpu));
        wall[j].push_back(milliseconds_of(record.wall));
      }
    for (std::size_t j = 0; j < jails.size(); ++j) {
      const Limits limits = specify(*jails[j], what).limits;
      const double aim = milliseconds_of(what.cpu ? limits.kill_point : limits.wall);
      if (what.cpu) table.push_back(row_of(*jails[j], what, "CPU time", aim, cpu[j]));
      table.push_back(row_of(*jails[j], what, "wall time", aim, wall[j]));
    }
  }
  fmt::print("\n");
  return table;
}

bool precise_enough(const Json& overshoot, const std::array<double, 2>& bounds) {
  bool enough = true;
  for (const auto& row : overshoot) {
    const bool judged = (row["limit"] == "CPU") == (row["measured"] == "CPU time");
    if (!judged || (row["median_ms"] <= bounds[0] && row["p99_ms"] <= bounds[1])) continue;
    fmt::print("The overshoot of the {} limit by {} is above {} ms (median) or {} ms (p99)\n",
               row["limit"].get<std::string>(), row["by"].get<std::string>(), bounds[0], bounds[1]);
    enough = false;
  }
  return enough;
}

Json memory_table(const std::vector<Way>& ways, int rounds) {
  Json table = Json::array();
  fmt::print("Reported peak memory of identical runs ({} runs each)\n", rounds);
  auto jails = jails_for(ways);
  for (const int mebibytes : {10, 200}) {
    const std::string source =
        fmt::format("block = bytearray({} << 20)\nprint(len(block))\n", mebibytes);
    std::vector<std::vector<std::uint64_t>> peaks(jails.size());
    for (int i = 0; i < rounds; ++i)
      for (std::size_t j = 0; j < jails.size(); ++j) {
        const RunRecord record = jails[j]->run(jails[j]->specify(source), source, "").record;
        peaks[j].push_back(record.memory_peak.count >> 10U);
      }
    for (std::size_t j = 0; j < jails.size(); ++j) {
      const auto [least, most] = std::ranges::minmax(peaks[j]);
      fmt::print("  {:>4} MiB by {:<9} {} to {} KiB, spread {} KiB\n", mebibytes, jails[j]->name(),
                 least, most, most - least);
      table.push_back({{"mib", mebibytes},
                       {"by", jails[j]->name()},
                       {"least_kib", least},
                       {"most_kib", most},
                       {"spread_kib", most - least}});
    }
  }
  fmt::print("\n");
  return table;
}

}  // namespace assize::bench
