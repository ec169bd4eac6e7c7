// What holds for every tree of groups: random ones, the same every time.
#include <algorithm>
#include <random>

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/grading.h"

using namespace assize;
using namespace assize::test;

namespace {

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  std::size_t below(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(engine_);
  }
  bool one_in(std::size_t n) { return below(n) == 0; }
  std::mt19937& engine() { return engine_; }

 private:
  std::mt19937 engine_;
};

Score random_score(Random& random) {
  return Score(static_cast<std::int64_t>(random.below(40))) /
         static_cast<std::int64_t>(1 + random.below(9));
}

TestGroup random_rules(Random& random) {
  TestGroup group;
  group.verdict = static_cast<VerdictMode>(random.below(3));
  group.score = static_cast<ScoreMode>(random.below(5));
  group.stop_at_rejection = random.one_in(2);
  group.ignore_sample = random.one_in(4);
  group.accept_if_any_accepted = random.one_in(3);
  group.score_needs_acceptance = random.one_in(3);
  if (random.one_in(2)) group.highest = random_score(random) + 20;
  if (random.one_in(3)) group.lowest = random_score(random) * -1;
  return group;
}

// The name of a test or a group that is there already. `tree` has tests.
std::string earlier(const Tree& tree, Random& random) {
  const bool test = tree.groups.size() == 1 || random.one_in(2);
  return test ? tree.tests[random.below(tree.tests.size())].name
              : tree.groups[1 + random.below(tree.groups.size() - 1)].name;
}

// Groups in the order of a walk: a child is added to the branch that was added last.
Tree random_tree(Random& random) {
  Tree tree{{random_rules(random)}, {}};
  std::vector<std::size_t> branch{0};
  const std::size_t steps = 1 + random.below(14);
  for (std::size_t step = 0; step < steps; ++step) {
    if (branch.size() > 1 && random.one_in(3)) branch.pop_back();
    if (branch.size() < 5 && random.one_in(2)) {
      TestGroup group = random_rules(random);
      const std::string above = tree.groups[branch.back()].name;
      group.name = (above.empty() ? "" : above + "/") +
                   (random.one_in(4) ? "sample" : "g" + std::to_string(step));
      group.parent = branch.back();
      if (random.one_in(3) && !tree.tests.empty()) group.required.push_back(earlier(tree, random));
      tree.groups.push_back(group);
      branch.push_back(tree.groups.size() - 1);
    }
    tree.add_test(branch.back(), random_score(random));
    tree.tests.back().rejected_score = random.one_in(3) ? random_score(random) : Score(0);
  }
  return tree;
}

Outcome random_outcome(Random& random) {
  static const std::vector<Verdict> kOften{Verdict::accepted,
                                           Verdict::accepted,
                                           Verdict::accepted,
                                           Verdict::wrong_answer,
                                           Verdict::time_limit_exceeded,
                                           Verdict::partial};
  Outcome outcome{kOften[random.below(kOften.size())], std::nullopt};
  if (random.one_in(60)) outcome.verdict = Verdict::judge_error;
  if (random.one_in(40)) outcome.verdict = Verdict::security_violation;
  if (outcome.verdict == Verdict::partial || random.one_in(4)) outcome.score = random_score(random);
  return outcome;
}

Outcomes random_outcomes(Random& random, std::size_t count) {
  Outcomes outcomes;
  for (std::size_t t = 0; t < count; ++t) outcomes.emplace_back(random_outcome(random));
  return outcomes;
}

bool same(const Grade& a, const Grade& b) {
  return a.verdict == b.verdict && a.deciding_test == b.deciding_test && a.score == b.score &&
         a.highest == b.highest && a.groups == b.groups && a.fault == b.fault;
}

}  // namespace

TEST_CASE("outcomes of tests that don't matter have no influence on the grade") {
  std::size_t left_out = 0;
  for (unsigned seed = 0; seed < 1500; ++seed) {
    Random random(seed);
    const Tree tree = random_tree(random);
    const bool scoring = random.one_in(2);
    const Outcomes all = random_outcomes(random, tree.tests.size());
    const Outcomes lazy = tree.lazy(all, scoring);
    const Grade expected = tree.grade(lazy, scoring);
    CAPTURE(seed);
    REQUIRE(same(expected, tree.grade(all, scoring)));
    for (int times = 0; times < 4; ++times) {
      Outcomes other = all;
      for (std::size_t t = 0; t < all.size(); ++t) {
        if (lazy[t]) continue;
        ++left_out;
        other[t] = random.one_in(3) ? std::optional<Outcome>() : random_outcome(random);
      }
      REQUIRE(same(expected, tree.grade(other, scoring)));
      for (std::size_t t = 0; t < all.size(); ++t)
        REQUIRE(matters(tree.groups, tree.tests, other, t, scoring) == lazy[t].has_value());
    }
  }
  CHECK(left_out > 5000);  // there was something to leave out
}

TEST_CASE("a test that follows one that matters and was accepted matters") {
  std::size_t following = 0;
  for (unsigned seed = 0; seed < 1500; ++seed) {
    Random random(seed);
    const Tree tree = random_tree(random);
    const bool scoring = random.one_in(2);
    const Outcomes lazy = tree.lazy(random_outcomes(random, tree.tests.size()), scoring);
    CAPTURE(seed);
    for (std::size_t t = 1; t < lazy.size(); ++t) {
      const auto& before = lazy[t - 1];
      if (!before || before->verdict != Verdict::accepted) continue;
      if (!follows(tree.groups, tree.tests, t)) continue;
      ++following;
      REQUIRE(lazy[t]);
    }
  }
  CHECK(following > 500);
}

TEST_CASE("every test that matters is asked for: without its outcome the grade is JE") {
  for (unsigned seed = 0; seed < 500; ++seed) {
    Random random(seed);
    const Tree tree = random_tree(random);
    const bool scoring = random.one_in(2);
    const Outcomes lazy = tree.lazy(random_outcomes(random, tree.tests.size()), scoring);
    CAPTURE(seed);
    for (std::size_t t = 0; t < lazy.size(); ++t) {
      if (!lazy[t]) continue;
      Outcomes without = lazy;
      without[t].reset();
      REQUIRE(tree.grade(without, scoring).verdict == Verdict::judge_error);
    }
  }
}

TEST_CASE("the verdict of a grade is that of its deciding test, and its score is in its range") {
  for (unsigned seed = 0; seed < 2000; ++seed) {
    Random random(seed);
    const Tree tree = random_tree(random);
    const bool scoring = random.one_in(2);
    const Outcomes all = random_outcomes(random, tree.tests.size());
    const Grade result = tree.grade(all, scoring);
    CAPTURE(seed);
    REQUIRE(result.groups.size() == tree.groups.size() - 1);
    REQUIRE(result.score.has_value() == scoring);
    if (result.deciding_test) REQUIRE(all[*result.deciding_test]->verdict == result.verdict);
    if (result.verdict == Verdict::accepted || (scoring && result.verdict == Verdict::partial))
      REQUIRE_FALSE(result.deciding_test);
    if (!scoring || result.verdict == Verdict::judge_error) continue;
    if (result.highest) REQUIRE(*result.score <= *result.highest);
    if (tree.groups[0].lowest) REQUIRE(*result.score >= *tree.groups[0].lowest);
    if (result.verdict == Verdict::accepted && result.highest)
      REQUIRE(*result.score == *result.highest);
  }
}

TEST_CASE("a sum, an average, a minimum and a maximum don't depend on the order of the tests") {
  for (unsigned seed = 0; seed < 500; ++seed) {
    Random random(seed);
    Tree tree{{TestGroup{}}, {}};
    tree.groups[0].stop_at_rejection = false;
    tree.groups[0].score = static_cast<ScoreMode>(random.below(4));
    for (std::size_t t = 0; t < 1 + seed % 20; ++t) tree.add_test(0, random_score(random));
    Outcomes all = random_outcomes(random, tree.tests.size());
    for (auto& outcome : all)
      if (outcome->verdict == Verdict::judge_error) outcome->verdict = Verdict::wrong_answer;
    const Grade before = tree.grade(all, true);
    std::vector<std::size_t> order(all.size());
    for (std::size_t t = 0; t < order.size(); ++t) order[t] = t;
    std::shuffle(order.begin(), order.end(), random.engine());
    Tree shuffled{tree.groups, {}};
    Outcomes moved;
    for (const std::size_t t : order) {
      shuffled.tests.push_back(tree.tests[t]);
      moved.push_back(all[t]);
    }
    const Grade after = shuffled.grade(moved, true);
    CAPTURE(seed);
    REQUIRE(before.score == after.score);
    REQUIRE(before.verdict == after.verdict);
  }
}
