#include <fmt/format.h>

#include <random>
#include <stdexcept>

#include "problems/grading/token_validator.h"
#include "tools/bench/tables.h"

namespace assize::bench {

namespace {

constexpr std::size_t kBytes = 32U << 20U;  // of output in each case, about

struct Case {
  std::string name;
  std::string output;
  std::string answer;
  ValidatorOptions options;
};

Case equal() {
  std::mt19937_64 random(1);
  Case made{"equal, byte for byte", {}, {}, {}};
  while (made.output.size() < kBytes) made.output += fmt::format("{}\n", random() % 1'000'000'000);
  made.answer = made.output;
  return made;
}

// The same tokens, but one a line where the answer has ten.
Case other_spaces() {
  Case made{"equal but for the spaces", {}, {}, {}};
  std::mt19937_64 random(2);
  for (std::uint64_t i = 1; made.output.size() < kBytes; ++i) {
    const std::string token = std::to_string(random() % 1'000'000'000);
    made.output += token + "\n";
    made.answer += token + (i % 10 == 0 ? "\n" : " ");
  }
  return made;
}

// Every number differs from the answer's, within the tolerance.
Case floats() {
  Case made{"floats within a tolerance", {}, {}, {}};
  made.options.absolute_tolerance = 1e-6;
  made.options.relative_tolerance = 1e-6;
  std::mt19937_64 random(3);
  std::uniform_real_distribution<double> numbers(-1000, 1000);
  while (made.output.size() < kBytes) {
    const double number = numbers(random);
    made.output += fmt::format("{:.9f}\n", number + 2e-8);
    made.answer += fmt::format("{:.9f}\n", number);
  }
  return made;
}

}  // namespace

Json validator_table(int rounds) {
  const int fewer = std::max(rounds / 10, 5);
  const std::array<Case, 3> cases{equal(), other_spaces(), floats()};
  std::array<std::vector<double>, 3> rates;
  fmt::print("The default output validator, {} MiB of output ({} rounds, interleaved)\n",
             kBytes >> 20U, fewer);
  for (int round = -1; round < fewer; ++round)
    for (std::size_t i = 0; i < cases.size(); ++i) {
      const double time = milliseconds_of_work([&] {
        if (compare_output(cases[i].output, cases[i].answer, cases[i].options))
          throw std::runtime_error("the validator finds a difference that isn't there");
      });
      if (round >= 0) rates[i].push_back(static_cast<double>(cases[i].output.size()) / time / 1e3);
    }
  Json table = Json::array();
  for (std::size_t i = 0; i < cases.size(); ++i) {
    Json row{{"output", cases[i].name}};
    put(row, "megabytes_per_second", spread_of(rates[i]));
    fmt::print("  {:<26} {} MB/s\n", cases[i].name, with_quartiles(row, "megabytes_per_second", 0));
    table.push_back(std::move(row));
  }
  fmt::print("\n");
  return table;
}

}  // namespace assize::bench
