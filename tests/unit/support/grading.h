// Trees of test groups, and outcomes written as a line: "AC WA:2.5 - TLE" (a dash: not judged).
#pragma once

#include <sstream>

#include "problems/grading/test_groups.h"

namespace assize::test {

using Outcomes = std::vector<std::optional<Outcome>>;

inline Outcomes outcomes_from(const std::string& line) {
  Outcomes outcomes;
  std::istringstream words(line);
  for (std::string word; words >> word;) {
    if (word == "-") {
      outcomes.emplace_back();
      continue;
    }
    const auto colon = word.find(':');
    Outcome outcome{verdict_from_letters(word.substr(0, colon)).value(), std::nullopt};
    if (colon != std::string::npos) outcome.score = Score::parse(word.substr(colon + 1)).value();
    outcomes.emplace_back(outcome);
  }
  return outcomes;
}

struct Tree {
  TestGroups groups;
  std::vector<GradedTest> tests;

  std::size_t add_group(const std::string& name, std::size_t parent) {
    TestGroup group;
    group.name = name;
    group.parent = parent;
    groups.push_back(group);
    return groups.size() - 1;
  }
  void add_test(std::size_t group, const Score& points) {
    tests.push_back(
        {groups[group].name + "/" + std::to_string(tests.size() + 1), group, points, 0});
  }
  Grade grade(const Outcomes& outcomes, bool scoring) const {
    return assize::grade(groups, tests, outcomes, scoring);
  }
  Grade grade(const std::string& line, bool scoring) const {
    return grade(outcomes_from(line), scoring);
  }
  // What a lazy judge runs of tests that would end so.
  Outcomes lazy(const Outcomes& all, bool scoring) const {
    Outcomes judged(all.size());
    for (std::size_t t = 0; t < all.size(); ++t)
      if (matters(groups, tests, judged, t, scoring)) judged[t] = all[t];
    return judged;
  }
  // "110": the first two of three are run.
  std::string judged(const std::string& line, bool scoring) const {
    std::string marks;
    for (const auto& outcome : lazy(outcomes_from(line), scoring)) marks += outcome ? '1' : '0';
    return marks;
  }
};

}  // namespace assize::test
