// The groups of format 2025-09: data/sample, data/secret, and the directories directly in the
// latter that have a test_group.yaml. Nothing is inherited between groups.
// Source: the specification's sections "Test data configuration" and "Result aggregation".
#include <algorithm>
#include <map>

#include "problems/formats/icpc/icpc.h"
#include "problems/formats/icpc/test_settings.h"
#include "problems/text/error_list.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize::icpc {

namespace {

const Keys kTestKeys{"args",
                     "input_validator_args",
                     "output_validator_args",
                     "input_visualizer_args",
                     "output_visualizer_args",
                     "full_feedback",
                     "hint",
                     "description"};
const Keys kGroupKeys{"max_score",
                      "score_aggregation",
                      "static_validation_score",
                      "require_pass",
                      "args",
                      "input_validator_args",
                      "static_validator_args",
                      "output_validator_args",
                      "input_visualizer_args",
                      "output_visualizer_args",
                      "full_feedback"};
const Keys kWildGroupKeys{"hint", "description"};  // allowed for a test only
constexpr std::uint64_t kMostScore = 1'000'000'000'000;

enum class Aggregation : std::uint8_t { pass_fail, sum, minimum };

struct Group : TestSettings {
  std::string name;   // "secret/2"
  std::string where;  // for messages: its file, or its directory
  bool has_file = false;
  Aggregation aggregation = Aggregation::pass_fail;
  std::optional<Score> most;  // nothing: unbounded
  std::vector<std::string> required;
  std::size_t tests = 0;
  std::size_t place = 0;  // in the package's list
};

class Groups {
 public:
  explicit Groups(const Loading& loading) : loading_(loading) {}

  void read() {
    check_files();
    find_groups();
    ErrorList errors;
    for (auto& entry : groups_) errors.attempt([&] { read_group(entry.second); });
    errors.raise();
    assign_tests();
    check_structure();
    if (loading_.package.scoring) check_scores();
    add_groups();
    for (auto& test : loading_.package.tests) set_test(test);
    for (auto& test : loading_.package.validator_tests) set_validator_test(test.test);
  }

 private:
  [[noreturn]] void refuse(const std::string& path, const std::string& what) const {
    throw InputError(loading_.files.place(path) + ": " + what);
  }

  // A YAML file below data/ that nobody reads would be a setting that is ignored.
  void check_files() {
    for (const auto& [path, file] : loading_.files.files()) {
      if (!path.starts_with("data/")) continue;
      const auto parts = std::count(path.begin(), path.end(), '/');
      if (path.ends_with("/testdata.yaml"))
        refuse(path, "is of format legacy; in format 2025-09 its name is test_group.yaml");
      if (path == "data/test_group.yaml" ||
          (path.starts_with("data/sample/") && path.ends_with("/test_group.yaml") && parts > 2) ||
          (path.starts_with("data/secret/") && path.ends_with("/test_group.yaml") && parts > 3))
        wild_.take(loading_, path);
      const bool of_tests = path.starts_with("data/sample/") || path.starts_with("data/secret/") ||
                            validator_tests_around(path);
      if (!of_tests || !path.ends_with(".yaml")) continue;
      const std::string stem = path.substr(0, path.size() - 5);
      if (path.ends_with("/test_group.yaml")) {
        if (loading_.files.has(stem + ".in"))
          refuse(stem + ".in", "a test can't be called test_group");
      } else if (!loading_.files.has(stem + ".in")) {
        refuse(path, "belongs to no test: there is no " + shown_name(stem + ".in"));
      }
    }
  }

  void find_groups() {
    for (const auto& [path, file] : loading_.files.files()) {
      if (!path.starts_with("data/sample/") && !path.starts_with("data/secret/")) continue;
      add(path.substr(5, 6));
      if (path.ends_with("/test_group.yaml") && !wild_.has(path))
        add(path.substr(5, path.rfind('/') - 5)).has_file = true;
    }
  }

  Group& add(const std::string& name) {
    Group& group = groups_[name];
    group.name = name;
    return group;
  }

  YamlMap read_group_settings(const std::string& path, TestSettings& settings) {
    YamlMap map = read_yaml(loading_, path);
    check_keys(loading_, map, kGroupKeys, kWildGroupKeys);
    read_test_settings(loading_, map, settings);
    return map;
  }

  void read_group(Group& group) {
    const bool secret = group.name == "secret";
    group.where = loading_.files.place("data/" + group.name);
    if (secret) {
      group.aggregation = Aggregation::sum;
      group.most = Score(100);
    }
    if (!group.has_file) return;
    const std::string path = "data/" + group.name + "/test_group.yaml";
    group.where = loading_.files.place(path);
    const YamlMap map = read_group_settings(path, group);
    for (const char* key : {"static_validation_score", "static_validator_args"})
      if (const auto value = map.find(key))
        not_supported(*value, std::string("the key '") + key + "' (a static validator)");
    for (const char* key : {"max_score", "score_aggregation", "require_pass"})
      if (const auto value = map.find(key)) {
        if (!loading_.package.scoring)
          value->fail(std::string("'") + key + "' is for problems of 'type: scoring'");
        if (group.name == "sample")
          value->fail(std::string("'") + key + "' may not be given for the samples");
      }
    read_scoring(map, group);
  }

  void read_scoring(const YamlMap& map, Group& group) {
    if (const auto most = map.find("max_score")) {
      group.most.reset();
      if (most->text() != "unbounded") {
        const std::uint64_t number = most->whole_number();
        if (number > kMostScore) most->fail("must not be more than " + std::to_string(kMostScore));
        group.most = Score(static_cast<std::int64_t>(number));
      }
    }
    if (const auto aggregation = map.find("score_aggregation")) {
      const std::map<std::string, Aggregation, std::less<>> words{
          {"pass-fail", Aggregation::pass_fail},
          {"sum", Aggregation::sum},
          {"min", Aggregation::minimum}};
      const auto word = words.find(aggregation->text());
      if (word == words.end())
        aggregation->fail("must be pass-fail, sum or min, not '" +
                          clean_line(aggregation->text(), 40) + "'");
      group.aggregation = word->second;
    }
    const auto required = map.find("require_pass");
    if (!required || required->is_null()) return;
    for (const auto& node :
         required->is_list() ? required->list() : std::vector<YamlNode>{*required})
      read_required(node, group);
  }

  // The groups before it are read already: they come in the order of their names.
  void read_required(const YamlNode& node, Group& group) {
    const std::string name = node.text();
    const std::string quoted = "'" + clean_line(name, 60) + "'";
    const auto other = groups_.find(name);
    if (other == groups_.end() || name == "secret")
      node.fail("there is no group " + quoted + " that could be required");
    if (name != "sample" && (group.name == "secret" || name >= group.name))
      node.fail(quoted + " does not come before this group");
    if (other->second.aggregation != Aggregation::pass_fail)
      node.fail(quoted + " can't be required: its score_aggregation is not pass-fail");
    group.required.push_back(name);
  }

  // The group of a test: the directory directly in secret if that is one, whatever is below.
  void assign_tests() {
    for (auto& test : loading_.package.tests) {
      std::string name = test.sample ? "sample" : "secret";
      const std::size_t slash = test.name.find('/', name.size() + 1);
      if (!test.sample && slash != std::string::npos &&
          groups_.contains(test.name.substr(0, slash)))
        name = test.name.substr(0, slash);
      test.group_name = name;
      ++groups_.at(name).tests;
    }
  }

  bool has_subgroups() const {
    return std::any_of(groups_.begin(), groups_.end(),
                       [](const auto& entry) { return entry.first.starts_with("secret/"); });
  }

  void check_structure() const {
    for (const auto& [name, group] : groups_)
      if (name.starts_with("secret/") && group.tests == 0)
        throw InputError(group.where + ": the group has no tests");
    if (!has_subgroups()) return;
    for (const auto& test : loading_.package.tests)
      if (test.group_name == "secret")
        throw InputError(loading_.files.place(test.input) +
                         ": is in no group, but data/secret has groups (directories with "
                         "test_group.yaml): then every test must be in one");
  }

  static bool counts_whole(const Group& group) {
    return group.aggregation == Aggregation::pass_fail;
  }

  void check_scores() {
    const auto found = groups_.find("secret");
    if (found == groups_.end() || (found->second.tests == 0 && !has_subgroups()))
      refuse("data/secret", "a scoring problem needs secret tests");
    Group& secret = found->second;
    if (counts_whole(secret) && !secret.most)
      throw InputError(secret.where + ": 'score_aggregation: pass-fail' needs a max_score");
    std::optional<Score> together;
    bool bounded = true;
    for (const auto& [name, group] : groups_) {
      if (!name.starts_with("secret/")) continue;
      if (!group.most && (counts_whole(group) || secret.most))
        throw InputError(
            group.where + ": needs a max_score, since " +
            (counts_whole(group) ? "its score_aggregation is pass-fail" : "data/secret has one"));
      if (counts_whole(secret) && !counts_whole(group))
        throw InputError(group.where +
                         ": data/secret has 'score_aggregation: pass-fail', so its "
                         "groups must have it, too");
      if (!group.most) {
        bounded = false;
      } else if (!together) {
        together = group.most;
      } else {
        together = secret.aggregation == Aggregation::sum ? *together + *group.most
                                                          : std::min(*together, *group.most);
      }
    }
    if (!together || !bounded || counts_whole(secret)) return;
    if (secret.most && *together > *secret.most)
      throw InputError(secret.where + ": the groups' scores can come to " + together->text() +
                       ", more than the max_score of data/secret, " + secret.most->text());
    // What can really be had: full marks are full marks.
    secret.most = together;
  }

  void add_groups() {
    TestGroup root;
    root.verdict = VerdictMode::first_error;
    if (loading_.package.scoring) {
      root.ignore_sample = true;
      root.stop_at_rejection = false;
      root.lowest = Score(0);
      root.highest = groups_.at("secret").most;
    }
    loading_.package.groups.push_back(root);
    for (auto& [name, group] : groups_) {
      const bool empty = group.tests == 0 && !(name == "secret" && has_subgroups());
      if (empty) continue;
      group.place = loading_.package.groups.size();
      loading_.package.groups.push_back(test_group(group));
    }
  }

  TestGroup test_group(const Group& group) const {
    TestGroup result;
    result.name = group.name;
    result.parent = group.name.starts_with("secret/") ? groups_.at("secret").place : 0;
    result.verdict = VerdictMode::first_error;
    if (!loading_.package.scoring) return result;
    result.lowest = Score(0);
    result.highest = group.name == "sample" ? Score(0) : group.most;
    result.required = group.required;
    if (group.name == "sample") return result;
    if (counts_whole(group)) {
      result.score = ScoreMode::all_or_nothing;
      return result;
    }
    result.score = group.aggregation == Aggregation::minimum ? ScoreMode::minimum : ScoreMode::sum;
    // A rejected test makes the least score 0; a rejected group may still have one.
    const bool of_tests = group.name != "secret" || !has_subgroups();
    result.stop_at_rejection = group.aggregation == Aggregation::minimum && of_tests;
    return result;
  }

  void set_test(TestCase& test) {
    const Group& group = groups_.at(test.group_name);
    test.group = group.place;
    const auto group_at = [this](const std::string& name) -> const TestSettings* {
      const auto found = groups_.find(name);
      return found == groups_.end() ? nullptr : &found->second;
    };
    set_arguments_of(test, wild_.around(test, group_at));
    set_scores(group, test);
  }

  // What its directory says holds for a test of the validators, and nothing from above it that the
  // specification allows.
  void set_validator_test(TestCase& test) {
    TestSettings settings;
    const std::string path = "data/" + test.group_name + "/test_group.yaml";
    if (loading_.files.has(path)) read_group_settings(path, settings);
    settings.inherit(wild_.of("data"));
    set_arguments_of(test, settings);
  }

  // A test's own settings come before those of its group.
  void set_arguments_of(TestCase& test, TestSettings settings) {
    const std::string own = "data/" + test.name + ".yaml";
    if (loading_.files.has(own)) {
      const YamlMap map = read_yaml(loading_, own);
      check_keys(loading_, map, kTestKeys);
      read_test_settings(loading_, map, settings);
    }
    set_arguments(loading_, test, settings.output.value_or(std::vector<std::string>{}),
                  settings.input.value_or(InputArguments{}));
  }

  void set_scores(const Group& group, TestCase& test) const {
    test.validator_score = ValidatorScore::forbidden;
    if (!loading_.package.scoring) return;
    test.rejected_score = Score(0);
    if (test.sample) {
      test.accepted_score = Score(0);
      test.validator_score = ValidatorScore::ignored;
      return;
    }
    test.accepted_score = Score(0);  // in a group that counts whole, tests have no scores
    if (counts_whole(group)) return;
    test.validator_score = group.most ? ValidatorScore::allowed : ValidatorScore::required;
    if (!group.most && loading_.package.validation.programs.empty())
      throw InputError(group.where +
                       ": an unbounded score takes an output validator that gives it");
    test.accepted_score = group.most.value_or(Score(0));
    if (group.aggregation == Aggregation::sum)
      test.accepted_score = test.accepted_score / Score(static_cast<std::int64_t>(group.tests));
  }

  const Loading& loading_;
  std::map<std::string, Group> groups_;  // a parent sorts before its children
  WildSettings wild_;
};

}  // namespace

void read_test_groups(const Loading& loading) { Groups(loading).read(); }

}  // namespace assize::icpc
