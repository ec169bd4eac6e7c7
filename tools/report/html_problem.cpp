#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "problems/grading/score.h"
#include "storage/base/text.h"
#include "tools/report/chart.h"
#include "tools/report/format.h"
#include "tools/report/html.h"

namespace assize {

namespace {

using kainjow::mustache::data;
using kainjow::mustache::list;
using kainjow::mustache::object;

std::string statements_in_words(const PackageRow& package) {
  std::string words;
  for (const auto& statement : package.statements) {
    words += (words.empty() ? "" : ", ") + statement.path;
    if (!statement.language.empty()) words += " (" + statement.language + ")";
  }
  return clean_line(words);
}

int failures_of(const TestTally& tally) {
  return std::accumulate(tally.failed.begin(), tally.failed.end(), 0,
                         [](int sum, const auto& failed) { return sum + failed.second; });
}

// The tests that most submissions failed.
data hardest_tests(const ProblemResults& results) {
  constexpr std::size_t kMost = 5;
  std::vector<std::pair<std::string, TestTally>> tests;
  for (const auto& test : results.tests)
    if (failures_of(test.second) > 0) tests.emplace_back(test);
  std::stable_sort(tests.begin(), tests.end(), [](const auto& a, const auto& b) {
    return failures_of(a.second) > failures_of(b.second);
  });
  tests.resize(std::min(tests.size(), kMost));
  if (tests.empty()) return data(false);
  list rows;
  for (const auto& [name, tally] : tests) {
    std::string how;
    for (const auto& [verdict, count] : tally.failed)
      how += fmt::format("{}{} {}", how.empty() ? "" : ", ", count, letters(verdict));
    rows.push_back(object{{"name", clean_line(name)},
                          {"failed", std::to_string(failures_of(tally))},
                          {"reached", std::to_string(tally.reached)},
                          {"how", how}});
  }
  return data(object{{"tests", data(rows)}});
}

double number_in(const std::string& score) {
  const auto parsed = Score::parse(score);
  return parsed ? std::stod(parsed->text()) : 0;
}

// The best scores of all submitters; empty where nothing has a score.
std::string score_chart(const ProblemResults& results) {
  std::vector<double> scores;
  for (const auto& cell : results.best)
    if (!cell.score.empty()) scores.push_back(number_in(cell.score));
  if (scores.empty()) return {};
  double highest = *std::max_element(scores.begin(), scores.end());
  for (const auto& entry : results.entries)
    highest = std::max(highest, number_in(entry.highest_score));
  const bool is_whole = std::all_of(scores.begin(), scores.end(),
                                    [](double score) { return score == std::floor(score); });
  return distribution("Best scores", highest, is_whole && highest == std::floor(highest), scores);
}

}  // namespace

object problem_card(const PackageRow& package, const ProblemResults& results, Audience audience) {
  std::vector<std::pair<double, bool>> times;
  std::vector<std::pair<double, bool>> sizes;
  for (const auto& entry : results.entries) {
    if (!entry.ran) continue;
    const bool accepted = entry.verdict == "AC";
    times.emplace_back(static_cast<double>(entry.figures.cpu.count()), accepted);
    sizes.emplace_back(static_cast<double>(entry.figures.memory.count), accepted);
  }
  const auto solved = std::count_if(results.best.begin(), results.best.end(),
                                    [](const Cell& cell) { return cell.verdict == "AC"; });
  const ChartAxis time{"CPU time", static_cast<double>(package.time_limit.count()),
                       in_seconds(package.time_limit)};
  const ChartAxis memory{"Memory", static_cast<double>(package.memory_limit.count),
                         in_mebibytes(package.memory_limit)};
  object card{{"id", package.problem},
              {"name", package.name},
              {"tests", std::to_string(package.tests)},
              {"time_limit", in_seconds(package.time_limit)},
              {"memory_limit", in_mebibytes(package.memory_limit)},
              {"count", std::to_string(results.entries.size())},
              {"solved", std::to_string(solved)},
              {"tried", std::to_string(results.best.size())},
              {"time_chart", chart(time, times)},
              {"memory_chart", chart(memory, sizes)}};
  card["hardest"] = audience == Audience::everyone ? data(false) : hardest_tests(results);
  set_if(card, "score_chart", score_chart(results));
  set_if(card, "statements", statements_in_words(package));
  return card;
}

}  // namespace assize
