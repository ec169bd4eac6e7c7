// The groups of format legacy: every directory below data/ is one, testdata.yaml says how it is
// judged, and each property of it holds for what is below until it is given anew.
// Source: the specification's sections "Test data groups" and "Default grader specification".
#include <algorithm>
#include <map>

#include "problems/formats/icpc/icpc.h"
#include "problems/text/error_list.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize::icpc {

namespace {

const Keys kKeys{"on_reject",
                 "grading",
                 "grader_flags",
                 "input_validator_flags",
                 "output_validator_flags",
                 "accept_score",
                 "reject_score",
                 "range"};

struct Range {
  std::optional<Score> lowest;
  std::optional<Score> highest;
};

// The properties of one directory, its own and those it inherits.
struct Testdata {
  bool stop = true;
  VerdictMode verdict = VerdictMode::worst_error;
  ScoreMode score = ScoreMode::sum;
  bool ignore_sample = false;
  bool accept_if_any_accepted = false;
  Score accept = 1;
  Score reject = 0;
  Range range;
  bool own_range = false;
  std::vector<std::string> output;
  InputArguments input;
};

Score score_of(const YamlNode& node) {
  if (const auto score = Score::parse(node.text())) return *score;
  node.fail("must be a decimal number, not '" + clean_line(node.text(), 40) + "'");
}

Range range_of(const YamlNode& node) {
  const auto words = words_of(node.text());
  if (words.size() != 2) node.fail("must be two numbers: the lowest and the highest score");
  const auto bound = [&](const std::string& word, bool lowest) -> std::optional<Score> {
    if (word == "inf" || word == "+inf" || word == "-inf") {
      if ((word == "-inf") != lowest) node.fail("'" + word + "' is at the wrong end");
      return std::nullopt;
    }
    const auto score = Score::parse(word);
    if (!score) node.fail("'" + clean_line(word, 40) + "' is no decimal number");
    return score;
  };
  Range range{bound(words[0], true), bound(words[1], false)};
  if (range.lowest && range.highest && *range.lowest > *range.highest)
    node.fail("the lowest score is above the highest");
  return range;
}

// A text, or a map of a validator's name and its flags.
InputArguments named_arguments(const Loading& loading, const YamlNode& node) {
  if (node.is_null()) return {};
  if (node.is_scalar()) return {words_of(node.text()), std::nullopt};
  const YamlMap map = node.map();
  check_keys(loading, map, {"name", "flags"});
  const auto name = map.find("name");
  const auto flags = map.find("flags");
  if (!name || !flags) node.fail("must be a text, or a map with the keys 'name' and 'flags'");
  InputArguments arguments;
  arguments.named.emplace();
  (*arguments.named)[name->text()] = words_of(flags->text());
  return arguments;
}

std::vector<std::string> output_arguments(const Loading& loading, const YamlNode& node) {
  InputArguments arguments = named_arguments(loading, node);
  if (!arguments.named) return checked_arguments(loading, node, std::move(arguments.all));
  // The name chooses among several validators; all of them get the same arguments here.
  if (loading.package.validation.programs.size() > 1)
    not_supported(node, "flags for one of several output validators");
  return checked_arguments(loading, node, arguments.named->begin()->second);
}

// Words that are known from real packages. The reference tool's grader passes over them.
bool is_wild_flag(const std::vector<std::string>& words, std::size_t i) {
  const auto is_number = [](const std::string& word) { return Score::parse(word).has_value(); };
  if (words[i] == "all") return i + 1 < words.size() && is_number(words[i + 1]);
  if (i > 0 && words[i - 1] == "all") return is_number(words[i]);
  return words[i].starts_with("subtask_score=");
}

class Groups {
 public:
  explicit Groups(const Loading& loading) : loading_(loading) {}

  void read() {
    collect_directories();
    ErrorList errors;
    for (auto& entry : directories_)
      errors.attempt([&] { read_directory(entry.first, entry.second); });
    errors.raise();
    add_groups();
    add_tests();
    if (loading_.package.scoring) bound_scores();
  }

 private:
  static std::string parent_of(const std::string& directory) {
    const auto slash = directory.rfind('/');
    return slash == std::string::npos ? "" : directory.substr(0, slash);
  }

  void collect_directories() {
    const auto add = [&](std::string directory) {
      while (directories_.try_emplace(directory).second && !directory.empty())
        directory = parent_of(directory);
    };
    for (const auto& test : loading_.package.tests) add(test.group_name);
    for (const auto& test : loading_.package.validator_tests) add(test.test.group_name);
    // What a file asks for must not be ignored only because there is no test below it.
    for (const auto& [path, file] : loading_.files.files()) {
      if (path == "data/testdata.yaml") add("");
      for (const std::string prefix : {"data/sample/", "data/secret/"}) {
        if (!path.starts_with(prefix)) continue;
        if (path.ends_with("/testdata.yaml")) add(parent_of(path.substr(5)));
        if (path.ends_with("/test_group.yaml"))
          loading_.warn(loading_.files.place(path) + ": ignored: it is of format 2025-09");
      }
    }
  }

  void read_directory(const std::string& directory, Testdata& testdata) {
    if (directory.empty()) {
      if (loading_.old_grading) read_old_grading(testdata);
    } else {
      testdata = directories_.at(parent_of(directory));
      testdata.own_range = false;
      testdata.ignore_sample = false;
    }
    const std::string path = "data/" + directory + (directory.empty() ? "" : "/") + "testdata.yaml";
    if (!loading_.files.has(path)) return;
    const YamlMap map = read_yaml(loading_, path);
    ErrorList errors;
    errors.attempt([&] { check_keys(loading_, map, kKeys); });
    errors.attempt([&] { read_properties(directory, map, testdata); });
    errors.raise();
  }

  // From before the format was called legacy. They hold unless a testdata.yaml says otherwise.
  void read_old_grading(Testdata& testdata) {
    const YamlMap map = loading_.old_grading->map();
    if (const auto on_reject = map.find("on_reject")) {
      const std::string word = on_reject->text();
      if (word == "grade" || word == "continue") {
        testdata.stop = false;
      } else if (word != "first_error" && word != "worst_error" && word != "break") {
        on_reject->fail("must be first_error, worst_error or grade, not '" + clean_line(word, 40) +
                        "'");
      }
    }
    read_scores(map, testdata);
  }

  void read_properties(const std::string& directory, const YamlMap& map, Testdata& testdata) {
    if (const auto on_reject = map.find("on_reject")) {
      const std::string word = on_reject->text();
      if (word != "break" && word != "continue")
        on_reject->fail("must be 'break' or 'continue', not '" + clean_line(word, 40) + "'");
      testdata.stop = word == "break";
    }
    if (const auto grading = map.find("grading"); grading && grading->text() != "default") {
      if (grading->text() != "custom") grading->fail("must be 'default' or 'custom'");
      not_supported(*grading, "'grading: custom' (a grader of the package's own)");
    }
    if (const auto flags = map.find("grader_flags")) read_grader_flags(directory, *flags, testdata);
    if (const auto flags = map.find("input_validator_flags"))
      testdata.input = named_arguments(loading_, *flags);
    if (const auto flags = map.find("output_validator_flags"))
      testdata.output = output_arguments(loading_, *flags);
    read_scores(map, testdata);
  }

  void read_scores(const YamlMap& map, Testdata& testdata) {
    for (const char* key : {"accept_score", "reject_score", "range"})
      if (const auto value = map.find(key); value && !loading_.package.scoring)
        loading_.warn(value->where_key() + ": '" + key + "' means nothing in a pass-fail problem");
    if (const auto accept = map.find("accept_score")) testdata.accept = score_of(*accept);
    if (const auto reject = map.find("reject_score")) testdata.reject = score_of(*reject);
    if (const auto range = map.find("range")) {
      testdata.range = range_of(*range);
      testdata.own_range = true;
    }
  }

  void read_grader_flags(const std::string& directory, const YamlNode& node, Testdata& testdata) {
    testdata.verdict = VerdictMode::worst_error;
    testdata.score = ScoreMode::sum;
    testdata.ignore_sample = testdata.accept_if_any_accepted = false;
    const auto words = node.is_null() ? std::vector<std::string>{} : words_of(node.text());
    for (std::size_t i = 0; i < words.size(); ++i)
      if (!apply_flag(words[i], testdata)) {
        const std::string quoted = "'" + clean_line(words[i], 40) + "'";
        if (!is_wild_flag(words, i)) node.fail("unknown grader flag " + quoted);
        loading_.refuse_or_warn(
            node, "the grader flag " + quoted + " is not part of the format, and does nothing");
      }
    if (testdata.ignore_sample && !directory.empty())
      node.fail("'ignore_sample' is for data/testdata.yaml only, not for a group below");
  }

  // Of several modes the last one counts.
  static bool apply_flag(const std::string& word, Testdata& testdata) {
    static const std::map<std::string, VerdictMode, std::less<>> verdicts{
        {"worst_error", VerdictMode::worst_error},
        {"no_errors", VerdictMode::worst_error},  // the reference tool's older name for it
        {"first_error", VerdictMode::first_error},
        {"always_accept", VerdictMode::always_accept}};
    static const std::map<std::string, ScoreMode, std::less<>> scores{{"sum", ScoreMode::sum},
                                                                      {"avg", ScoreMode::average},
                                                                      {"min", ScoreMode::minimum},
                                                                      {"max", ScoreMode::maximum}};
    if (const auto verdict = verdicts.find(word); verdict != verdicts.end()) {
      testdata.verdict = verdict->second;
    } else if (const auto score = scores.find(word); score != scores.end()) {
      testdata.score = score->second;
    } else if (word == "ignore_sample") {
      testdata.ignore_sample = true;
    } else if (word == "accept_if_any_accepted") {
      testdata.accept_if_any_accepted = true;
    } else {
      return false;
    }
    return true;
  }

  // Groups are the directories that have tests, in the order of the tests; the root is the first.
  void add_groups() {
    add_group("");
    for (const auto& test : loading_.package.tests) {
      if (places_.contains(test.group_name)) continue;
      for (std::size_t slash = test.group_name.find('/');;
           slash = test.group_name.find('/', slash + 1)) {
        const std::string name = test.group_name.substr(0, slash);
        if (!places_.contains(name)) add_group(name);
        if (slash == std::string::npos) break;
      }
    }
  }

  void add_group(const std::string& name) {
    const Testdata& testdata = directories_.at(name);
    TestGroup group;
    group.name = name;
    if (!name.empty()) group.parent = places_.at(parent_of(name));
    group.verdict = testdata.verdict;
    group.score = testdata.score;
    group.stop_at_rejection = testdata.stop;
    group.ignore_sample = testdata.ignore_sample;
    group.accept_if_any_accepted = testdata.accept_if_any_accepted;
    // The score of a submission that isn't accepted is ignored.
    group.score_needs_acceptance = name.empty() && loading_.package.scoring;
    places_[name] = loading_.package.groups.size();
    loading_.package.groups.push_back(group);
  }

  void set_arguments_of(TestCase& test) {
    const Testdata& testdata = directories_.at(test.group_name);
    std::vector<std::string> arguments = loading_.validator_flags;
    arguments.insert(arguments.end(), testdata.output.begin(), testdata.output.end());
    set_arguments(loading_, test, std::move(arguments), testdata.input);
  }

  void add_tests() {
    for (auto& test : loading_.package.validator_tests) set_arguments_of(test.test);
    for (auto& test : loading_.package.tests) {
      const Testdata& testdata = directories_.at(test.group_name);
      test.group = places_.at(test.group_name);
      set_arguments_of(test);
      if (!loading_.package.scoring) {
        test.validator_score = ValidatorScore::forbidden;
        continue;
      }
      test.accepted_score = testdata.accept;
      test.rejected_score = testdata.reject;
      test.validator_score =
          loading_.package.validation.scores ? ValidatorScore::allowed : ValidatorScore::forbidden;
    }
  }

  // What the tests and subgroups of a group can have.
  struct Items {
    std::vector<std::optional<Score>> lowest;
    std::vector<std::optional<Score>> highest;
  };

  // From the leaves up: a group's range is its own, else what follows from what is in it.
  void bound_scores() {
    auto& package = loading_.package;
    std::vector<Items> items(package.groups.size());
    for (const auto& test : package.tests) {
      // With scores from the validator, nothing is known of a test's.
      const bool known = !package.validation.scores;
      const auto [low, high] = std::minmax(test.accepted_score, test.rejected_score);
      items[test.group].lowest.push_back(known ? std::optional(low) : std::nullopt);
      items[test.group].highest.push_back(known ? std::optional(high) : std::nullopt);
    }
    for (std::size_t i = package.groups.size(); i-- > 0;) {
      TestGroup& group = package.groups[i];
      const Testdata& testdata = directories_.at(group.name);
      group.lowest = lowest_together(group, items[i].lowest);
      group.highest = highest_together(group, items[i].highest);
      // A range of the group's own counts; an inherited one where it says more than is known.
      const Range& range = testdata.range;
      if (range.lowest && (testdata.own_range || !group.lowest || *range.lowest > *group.lowest))
        group.lowest = range.lowest;
      if (range.highest &&
          (testdata.own_range || !group.highest || *range.highest < *group.highest))
        group.highest = range.highest;
      if (!group.parent) continue;
      if (group.name == "sample" && package.groups[0].ignore_sample) continue;
      items[*group.parent].lowest.push_back(group.lowest);
      items[*group.parent].highest.push_back(group.highest);
    }
  }

  // Where a group stops at a rejection, what comes after it doesn't count: any number of the first
  // items may be all that there is.
  static std::optional<Score> lowest_together(const TestGroup& group,
                                              const std::vector<std::optional<Score>>& items) {
    const auto scores = all_of(items);
    if (!scores) return std::nullopt;
    if (scores->empty()) return Score(0);
    const bool stops = group.stop_at_rejection;
    if (group.score == ScoreMode::sum) {
      Score sum;
      for (const auto& score : *scores) sum += stops ? std::min(score, Score(0)) : score;
      return sum;
    }
    if (group.score == ScoreMode::maximum && !stops)
      return *std::max_element(scores->begin(), scores->end());
    if (group.score == ScoreMode::average && !stops) return average(*scores);
    return *std::min_element(scores->begin(), scores->end());
  }

  static std::optional<Score> highest_together(const TestGroup& group,
                                               const std::vector<std::optional<Score>>& items) {
    const auto scores = all_of(items);
    if (!scores) return std::nullopt;
    if (scores->empty()) return Score(0);
    const bool stops = group.stop_at_rejection;
    if (group.score == ScoreMode::sum) {
      Score sum;
      for (const auto& score : *scores) sum += stops ? std::max(score, Score(0)) : score;
      return sum;
    }
    const auto [least, most] = std::minmax_element(scores->begin(), scores->end());
    if (group.score == ScoreMode::maximum || *least == *most) return *most;
    if (stops) return std::nullopt;
    return group.score == ScoreMode::average ? average(*scores) : *least;
  }

  static Score average(const std::vector<Score>& scores) {
    Score sum;
    for (const auto& score : scores) sum += score;
    return sum / Score(static_cast<std::int64_t>(scores.size()));
  }

  static std::optional<std::vector<Score>> all_of(const std::vector<std::optional<Score>>& items) {
    std::vector<Score> scores;
    for (const auto& item : items) {
      if (!item) return std::nullopt;
      scores.push_back(*item);
    }
    return scores;
  }

  const Loading& loading_;
  std::map<std::string, Testdata> directories_;  // a parent sorts before its children
  std::map<std::string, std::size_t> places_;
};

}  // namespace

void read_testdata_groups(const Loading& loading) { Groups(loading).read(); }

}  // namespace assize::icpc
