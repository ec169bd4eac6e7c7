#include "tools/bench/measure.h"

#include <fmt/format.h>

#include <algorithm>

namespace assize::bench {

Spread spread_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    return values.at(std::min(
        values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size()))));
  };
  return {at(0.5), at(0.25), at(0.75), at(0.99)};
}

void put(Json& row, const std::string& name, const Spread& spread) {
  row[name] = spread.median;
  row[name + "_q1"] = spread.low;
  row[name + "_q3"] = spread.high;
}

std::string with_quartiles(const Spread& spread, int digits) {
  return fmt::format("{:.{}f} ({:.{}f}–{:.{}f})", spread.median, digits, spread.low, digits,
                     spread.high, digits);
}

std::string with_quartiles(const Json& row, const std::string& name, int digits) {
  return with_quartiles(Spread{row.at(name).get<double>(), row.at(name + "_q1").get<double>(),
                               row.at(name + "_q3").get<double>(), 0},
                        digits);
}

double milliseconds_of(std::chrono::nanoseconds time) {
  return static_cast<double>(time.count()) / 1e6;
}

}  // namespace assize::bench
