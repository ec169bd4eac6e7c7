#include "problems/grading/test_groups.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "storage/base/text.h"

namespace assize {

namespace {

// A test or a subgroup, as a part of its group.
struct Item {
  bool is_group = false;
  std::size_t index = 0;
};

// What became of a test or a group.
struct Result {
  Verdict verdict = Verdict::accepted;
  std::optional<std::size_t> deciding;  // the test that the verdict comes from
  Score score = 0;
  bool judged = false;        // else it counts for nothing
  bool all_accepted = false;  // every test of it that counts
};

// For worst_error: the smaller, the worse.
std::size_t rank(Verdict verdict) {
  static constexpr std::array kWorstFirst{Verdict::judge_error,
                                          Verdict::security_violation,
                                          Verdict::compile_error,
                                          Verdict::run_time_error,
                                          Verdict::memory_limit_exceeded,
                                          Verdict::time_limit_exceeded,
                                          Verdict::output_limit_exceeded,
                                          Verdict::wrong_answer,
                                          Verdict::partial,
                                          Verdict::accepted};
  static_assert(kWorstFirst.size() == kVerdictCount);
  return static_cast<std::size_t>(std::find(kWorstFirst.begin(), kWorstFirst.end(), verdict) -
                                  kWorstFirst.begin());
}

bool is_rejection(Verdict verdict) {
  return verdict != Verdict::accepted && verdict != Verdict::partial;
}

Score lowest_of(const TestGroup& group) { return group.lowest.value_or(Score{}); }

// Walks the tree in the order of judging, and visits the tests that matter: what it doesn't visit
// isn't looked at. So tests that don't matter can't have an influence.
class Walk {
 public:
  Walk(const TestGroups& groups, std::span<const GradedTest> tests,
       std::span<const std::optional<Outcome>> outcomes, bool scoring)
      : groups_(groups),
        tests_(tests),
        outcomes_(outcomes),
        scoring_(scoring),
        items_(groups.size()),
        group_results_(groups.size()),
        test_results_(tests.size()) {
    find_items();
    for (const auto& group : groups_) has_required_ = has_required_ || !group.required.empty();
    if (has_required_) name_items();
  }

  bool visits(std::size_t test) {
    target_ = test;
    judge_group(0);
    return target_visited_;
  }

  Grade grade() {
    const Result root = judge_group(0);
    Grade grade;
    for (std::size_t g = 1; g < groups_.size(); ++g) grade.groups.push_back(group_grade(g));
    grade.verdict = root.verdict;
    grade.deciding_test = root.deciding;
    if (scoring_) add_score(grade, root);
    if (judge_error_ || !fault_.empty()) {
      grade.verdict = Verdict::judge_error;
      grade.deciding_test = judge_error_;
      if (!judge_error_) grade.fault = fault_;
    }
    return grade;
  }

 private:
  // The parts of each group stand in the order in which the first test of each comes.
  void find_items() {
    std::vector<bool> listed(groups_.size());
    for (std::size_t t = 0; t < tests_.size(); ++t) {
      Item item{false, t};
      std::optional<std::size_t> in = tests_[t].group;
      while (in) {
        items_[*in].push_back(item);
        if (listed[*in]) break;
        listed[*in] = true;
        item = {true, *in};
        in = groups_[*in].parent;
      }
    }
    for (std::size_t g = 0; g < groups_.size(); ++g)
      if (items_[g].empty()) group_results_[g].all_accepted = true;
  }

  void name_items() {
    for (std::size_t t = 0; t < tests_.size(); ++t) names_[tests_[t].name] = {false, t};
    for (std::size_t g = 0; g < groups_.size(); ++g) names_[groups_[g].name] = {true, g};
  }

  // Nothing more is visited.
  bool over() const { return judge_error_ || target_visited_; }

  Result& result_of(const Item& item) {
    return item.is_group ? group_results_[item.index] : test_results_[item.index];
  }

  Result judge_test(std::size_t t) {
    if (target_ == t) {
      target_visited_ = true;
      return {};
    }
    if (!outcomes_[t]) {
      if (fault_.empty()) fault_ = "the test " + shown_name(tests_[t].name) + " was not judged";
      return {};
    }
    const Outcome& outcome = *outcomes_[t];
    if (outcome.verdict == Verdict::judge_error) judge_error_ = t;
    const bool accepted = outcome.verdict == Verdict::accepted;
    Result result{outcome.verdict, std::nullopt, {}, true, accepted};
    if (!accepted) result.deciding = t;
    if (scoring_) result.score = score_of(tests_[t], outcome);
    return test_results_[t] = result;
  }

  // The first thing that a group requires and that wasn't accepted.
  std::optional<Result> unmet(const TestGroup& group) {
    for (const auto& name : group.required) {
      const auto found = names_.find(name);
      if (found == names_.end()) return Result{Verdict::wrong_answer, {}, {}, true, false};
      const Item item = found->second;
      const bool without_tests = item.is_group && items_[item.index].empty();
      const Result& required = result_of(item);
      if (without_tests || (required.judged && required.verdict == Verdict::accepted)) continue;
      Result rejected{required.verdict, required.deciding, lowest_of(group), true, false};
      if (rejected.verdict == Verdict::accepted) rejected.verdict = Verdict::wrong_answer;
      return rejected;
    }
    return std::nullopt;
  }

  // What is below an item that isn't judged.
  void leave_out(const Item& item, const Result& because) {
    if (!item.is_group) {
      test_results_[item.index].verdict = because.verdict;
      test_results_[item.index].deciding = because.deciding;
      return;
    }
    Result& result = group_results_[item.index];
    result = because;
    result.score = lowest_of(groups_[item.index]);
    result.judged = result.all_accepted = false;
    for (const auto& below : items_[item.index]) leave_out(below, because);
  }

  bool is_ignored(const TestGroup& group, const Item& item) const {
    if (!group.ignore_sample || !item.is_group) return false;
    const std::string& name = groups_[item.index].name;
    return name == (group.name.empty() ? "sample" : group.name + "/sample");
  }

  // Whether the rest of a group after this part of it can be left out.
  bool ends(const TestGroup& group, Verdict verdict) const {
    if (scoring_) return group.stop_at_rejection && is_rejection(verdict);
    if (group.stop_at_rejection && verdict != Verdict::accepted) return true;
    if (has_required_) return false;  // another group may want to know of the rest
    if (group.accept_if_any_accepted) return verdict == Verdict::accepted;
    return group.verdict == VerdictMode::first_error && verdict != Verdict::accepted;
  }

  Result judge_group(std::size_t g) {
    const TestGroup& group = groups_[g];
    if (items_[g].empty()) return group_results_[g];
    if (auto rejected = unmet(group)) {
      for (const auto& item : items_[g]) leave_out(item, *rejected);
      return group_results_[g] = *rejected;
    }
    std::vector<Result> counted;
    std::optional<Result> end;  // why the rest isn't judged
    for (const auto& item : items_[g]) {
      if (end) {
        leave_out(item, *end);
        continue;
      }
      const bool ignored = is_ignored(group, item);
      const Result result = item.is_group ? judge_group(item.index) : judge_test(item.index);
      if (over()) end = result;
      if (!result.judged || ignored) continue;
      if (item.is_group) check_range(item.index, result.score);
      counted.push_back(result);
      if (ends(group, result.verdict)) end = result;
    }
    Result result = sum_up(group, counted);
    if (judge_error_) result = {Verdict::judge_error, judge_error_, result.score, true, false};
    if (g == 0) check_range(g, result.score);
    return group_results_[g] = result;
  }

  Result sum_up(const TestGroup& group, const std::vector<Result>& parts) const {
    Result result{Verdict::accepted, std::nullopt, {}, true, true};
    if (const Result* part = verdict_giver(group, parts)) {
      result.verdict = part->verdict;
      result.deciding = part->deciding;
    }
    result.all_accepted =
        std::all_of(parts.begin(), parts.end(), [](const Result& r) { return r.all_accepted; });
    if (scoring_) result.score = score_from(group, parts, result.verdict);
    return result;
  }

  // The part whose verdict the group has; none: AC.
  static const Result* verdict_giver(const TestGroup& group, const std::vector<Result>& parts) {
    if (group.verdict == VerdictMode::always_accept) return nullptr;
    const auto accepted = [](const Result& r) { return r.verdict == Verdict::accepted; };
    if (group.accept_if_any_accepted && std::any_of(parts.begin(), parts.end(), accepted))
      return nullptr;
    const auto found =
        group.verdict == VerdictMode::first_error
            ? std::find_if_not(parts.begin(), parts.end(), accepted)
            : std::min_element(parts.begin(), parts.end(), [](const Result& a, const Result& b) {
                return rank(a.verdict) < rank(b.verdict);
              });
    return found == parts.end() ? nullptr : &*found;
  }

  static Score score_from(const TestGroup& group, const std::vector<Result>& parts,
                          Verdict verdict) {
    if (group.score == ScoreMode::all_or_nothing)
      return verdict == Verdict::accepted ? group.highest.value_or(Score{}) : lowest_of(group);
    if (parts.empty()) return {};
    const auto less = [](const Result& a, const Result& b) { return a.score < b.score; };
    if (group.score == ScoreMode::minimum)
      return std::min_element(parts.begin(), parts.end(), less)->score;
    if (group.score == ScoreMode::maximum)
      return std::max_element(parts.begin(), parts.end(), less)->score;
    Score sum;
    for (const auto& part : parts) sum += part.score;
    if (group.score == ScoreMode::average) sum = sum / static_cast<std::int64_t>(parts.size());
    return sum;
  }

  void check_range(std::size_t g, const Score& score) {
    const TestGroup& group = groups_[g];
    if (!scoring_ || over() || !fault_.empty()) return;
    const auto complain = [&](const char* where, const char* which, const Score& bound) {
      const std::string who =
          group.name.empty() ? "the submission" : "the group " + shown_name(group.name);
      fault_ = who + " has the score " + score.text() + ", " + where + " the " + which +
               " that the package allows, " + bound.text();
    };
    if (group.highest && score > *group.highest) complain("above", "highest", *group.highest);
    if (group.lowest && score < *group.lowest) complain("below", "lowest", *group.lowest);
  }

  GroupGrade group_grade(std::size_t g) const {
    GroupGrade grade{groups_[g].name, group_results_[g].verdict, std::nullopt, std::nullopt};
    if (scoring_) {
      grade.score = group_results_[g].score;
      grade.highest = groups_[g].highest;
    }
    return grade;
  }

  void add_score(Grade& grade, const Result& root) const {
    const TestGroup& group = groups_[0];
    const bool rejected = is_rejection(root.verdict);
    grade.score = group.score_needs_acceptance && rejected ? lowest_of(group) : root.score;
    grade.highest = group.highest;
    const bool complete =
        group.highest ? *grade.score == *group.highest && !rejected : root.all_accepted;
    const bool less = !group.highest || *grade.score < *group.highest;
    if (complete) {
      grade.verdict = Verdict::accepted;
    } else if (less && *grade.score > lowest_of(group)) {
      grade.verdict = Verdict::partial;
    } else if (!rejected) {
      grade.verdict = root.all_accepted ? Verdict::partial : Verdict::wrong_answer;
    }
    if (!rejected || !is_rejection(grade.verdict)) grade.deciding_test.reset();
  }

  const TestGroups& groups_;
  std::span<const GradedTest> tests_;
  std::span<const std::optional<Outcome>> outcomes_;
  bool scoring_;
  bool has_required_ = false;
  std::vector<std::vector<Item>> items_;  // of each group
  std::unordered_map<std::string_view, Item> names_;
  std::vector<Result> group_results_;
  std::vector<Result> test_results_;
  std::optional<std::size_t> target_;
  bool target_visited_ = false;
  std::optional<std::size_t> judge_error_;  // the test
  std::string fault_;
};

}  // namespace

Score score_of(const GradedTest& test, const Outcome& outcome) {
  if (outcome.score) return *outcome.score;
  return outcome.verdict == Verdict::accepted ? test.accepted_score : test.rejected_score;
}

bool matters(const TestGroups& groups, std::span<const GradedTest> tests,
             std::span<const std::optional<Outcome>> outcomes, std::size_t test, bool scoring) {
  return Walk(groups, tests, outcomes, scoring).visits(test);
}

bool follows(const TestGroups& groups, std::span<const GradedTest> tests, std::size_t test) {
  return test > 0 && tests[test].group == tests[test - 1].group &&
         !groups[tests[test].group].accept_if_any_accepted;
}

Grade grade(const TestGroups& groups, std::span<const GradedTest> tests,
            std::span<const std::optional<Outcome>> outcomes, bool scoring) {
  return Walk(groups, tests, outcomes, scoring).grade();
}

}  // namespace assize
