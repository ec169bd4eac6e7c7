// Timing, and what a series of figures comes to.
#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace assize::bench {

using Json = nlohmann::ordered_json;  // the figures, in the order in which they are printed

struct Spread {
  double median = 0;
  double low = 0;   // first quartile
  double high = 0;  // third quartile
  double p99 = 0;
};

Spread spread_of(std::vector<double> values);  // at least one

// Adds `name`, `name`_q1 and `name`_q3.
void put(Json& row, const std::string& name, const Spread& spread);
std::string with_quartiles(const Spread& spread, int digits);  // "1.08 (1.01–1.18)"
std::string with_quartiles(const Json& row, const std::string& name, int digits);

double milliseconds_of(std::chrono::nanoseconds time);

template <typename Work>
double milliseconds_of_work(Work work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return milliseconds_of(std::chrono::steady_clock::now() - start);
}

}  // namespace assize::bench
