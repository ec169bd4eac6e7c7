// Groups with the policy `complete-group` are all or nothing; those with `each-test` add up their
// tests. A group is judged after those that it depends on, and only if these were accepted.
#include "problems/formats/polygon/tests.h"

#include <algorithm>
#include <map>

#include "problems/formats/loading.h"
#include "problems/text/error_list.h"
#include "storage/base/errors.h"
#include "storage/base/relative_path.h"
#include "storage/base/text.h"

namespace assize {

namespace {

constexpr std::size_t kMostGroups = 1000;

// "tests/%02d" with a number.
class PathPattern {
 public:
  PathPattern(const XmlFile& xml, const pugi::xml_node& testset, const char* name) {
    const std::string text = xml.text_in(testset, name);
    const auto percent = text.find('%');
    const auto d = text.find('d', std::min(percent, text.size()));
    const std::string width =
        d == std::string::npos ? "x" : text.substr(percent + 1, d - percent - 1);
    const bool good = width.find_first_not_of("0123456789") == std::string::npos &&
                      width.size() <= 2 && (width.empty() || width[0] == '0') &&
                      text.find('%', std::min(d, text.size())) == std::string::npos;
    if (!good || text.size() > 500 || !is_safe_relative_path(text))
      xml.fail(testset,
               std::string("<") + name +
                   "> must be a path in the package with one number, as in tests/%02d, not '" +
                   clean_line(text, 60) + "'");
    before_ = text.substr(0, percent);
    after_ = text.substr(d + 1);
    width_ = width.empty() ? 0 : std::stoul("0" + width);
  }
  std::string path(std::size_t number) const {
    const std::string digits = std::to_string(number);
    return before_ + std::string(digits.size() < width_ ? width_ - digits.size() : 0, '0') +
           digits + after_;
  }

 private:
  std::string before_;
  std::string after_;
  std::size_t width_ = 0;
};

struct Group {
  std::string name;
  bool complete = false;
  std::optional<Score> points;  // as the group states them
  std::vector<std::string> dependencies;
  std::vector<std::size_t> tests;  // numbers, from 1
};

class Reader {
 public:
  Reader(const FileTree& files, const XmlFile& xml, const pugi::xml_node& testset, Package& package)
      : files_(files), xml_(xml), testset_(testset), package_(package) {}

  void run() {
    errors_.attempt([&] {
      read_groups();
      read_tests();
    });
    std::vector<std::size_t> order;
    errors_.attempt([&] {
      check_dependencies();
      order = in_order();
    });
    find_files();
    errors_.raise();
    package_.scoring = scoring_;
    build(order);
  }

 private:
  // Polygon writes points of 0 where a problem has none.
  Score points_in(const pugi::xml_node& node) {
    const std::string text = xml_.attribute(node, "points");
    const auto score = Score::parse(text);
    if (!score || *score < Score(0))
      xml_.fail(node, "points must be a number, 0 or more, not '" + clean_line(text, 40) + "'");
    scoring_ = scoring_ || *score > Score(0);
    return *score;
  }

  std::string group_in(const pugi::xml_node& node, const char* attribute) const {
    std::string name = xml_.required(node, attribute);
    if (name.size() > 60 || !may_be_name(name) || name.find('/') != std::string::npos)
      xml_.fail(node, "a group's name may have at most 60 bytes, and no '/' or control characters");
    return name;
  }

  void read_groups() {
    for (const auto& node : testset_.child("groups").children("group")) {
      must_have_room(node);
      errors_.attempt([&] { read_group(node); });
    }
  }

  // Past this bound, what is wrong with the others is nobody's concern.
  void must_have_room(const pugi::xml_node& node) const {
    if (groups_.size() == kMostGroups)
      xml_.fail(node, "more than " + std::to_string(kMostGroups) + " groups");
  }

  void read_group(const pugi::xml_node& node) {
    Group group;
    group.name = group_in(node, "name");
    const std::string policy = xml_.attribute(node, "points-policy");
    group.complete = policy == "complete-group";
    ErrorList errors;
    if (!group.complete && !policy.empty() && policy != "each-test")
      errors.add(xml_.where(node) + ": unknown points-policy '" + clean_line(policy, 40) +
                 "' (known: complete-group, each-test)");
    if (node.attribute("points")) errors.attempt([&] { group.points = points_in(node); });
    for (const auto& dependency : node.child("dependencies").children("dependency"))
      errors.attempt([&] { group.dependencies.push_back(group_in(dependency, "group")); });
    if (places_.emplace(group.name, groups_.size()).second)
      groups_.push_back(std::move(group));
    else
      errors.add(xml_.where(node) + ": the group '" + clean_line(group.name, 60) +
                 "' is there twice");
    errors.raise();
  }

  void read_tests() {
    for (const auto& node : testset_.child("tests").children("test")) {
      if (tests_.size() == kMostTests)
        xml_.fail(node, "more than " + std::to_string(kMostTests) + " test cases");
      tests_.push_back(node);
      points_.emplace_back(0);
      if (node.attribute("points")) errors_.attempt([&] { points_.back() = points_in(node); });
      if (node.attribute("group"))
        errors_.attempt([&] { put_into_group(node); });
      else
        alone_.push_back(tests_.size());
    }
    errors_.attempt([&] { check_count(); });
  }

  void put_into_group(const pugi::xml_node& node) {
    const std::string name = group_in(node, "group");
    if (!places_.contains(name)) must_have_room(node);
    const auto [place, is_new] = places_.emplace(name, groups_.size());
    if (is_new) {
      groups_.emplace_back();
      groups_.back().name = name;
    }
    groups_[place->second].tests.push_back(tests_.size());
  }

  void check_count() const {
    if (tests_.empty()) xml_.fail(testset_, "no test cases");
    const std::string count = xml_.text_in(testset_, "test-count");
    if (!count.empty() && xml_.whole_number(testset_, "<test-count>", count) != tests_.size())
      xml_.fail(testset_, "<test-count> is " + clean_line(count, 40) + ", but there are " +
                              std::to_string(tests_.size()) + " tests");
  }

  void check_dependencies() const {
    ErrorList errors;
    for (const auto& group : groups_)
      for (const auto& name : group.dependencies)
        if (!places_.contains(name))
          errors.add(xml_.where(testset_) + ": the group '" + clean_line(group.name, 60) +
                     "' depends on '" + clean_line(name, 60) + "', which isn't there");
    errors.raise();
  }

  // Of all tests, in or out of groups.
  void find_files() {
    for (const char* name : {"input-path-pattern", "answer-path-pattern"})
      errors_.attempt([&] {
        const PathPattern pattern(xml_, testset_, name);
        for (std::size_t number = 1; number <= tests_.size(); ++number)
          if (const auto path = pattern.path(number); !files_.has(path))
            errors_.add(xml_.where(tests_[number - 1]) + ": there is no " + files_.place(path) +
                        ": a package of the kind 'full' has all inputs and answers");
      });
  }

  // Each group with tests after those that it depends on, else in the order of their tests.
  std::vector<std::size_t> in_order() {
    std::vector<std::size_t> wanted;
    for (std::size_t i = 0; i < groups_.size(); ++i)
      if (!groups_[i].tests.empty()) wanted.push_back(i);
    std::stable_sort(wanted.begin(), wanted.end(), [&](std::size_t a, std::size_t b) {
      return groups_[a].tests[0] < groups_[b].tests[0];
    });
    std::vector<std::size_t> order;
    std::vector<Visit> visits(groups_.size(), Visit::never);
    for (const std::size_t i : wanted) visit(i, visits, order);
    return order;
  }

  enum class Visit : std::uint8_t { never, begun, done };
  void visit(std::size_t i, std::vector<Visit>& visits, std::vector<std::size_t>& order) {
    if (visits[i] == Visit::begun)
      xml_.fail(testset_, "the dependencies of the groups go round in a circle");
    if (visits[i] == Visit::done) return;
    visits[i] = Visit::begun;
    for (const auto& name : groups_[i].dependencies) visit(places_.at(name), visits, order);
    visits[i] = Visit::done;
    if (!groups_[i].tests.empty()) order.push_back(i);
  }

  void build(const std::vector<std::size_t>& order) {
    package_.groups.assign(1, TestGroup{});
    // Without scores the first rejection decides, as on Codeforces.
    package_.groups[0].verdict = scoring_ ? VerdictMode::worst_error : VerdictMode::first_error;
    package_.groups[0].stop_at_rejection = !scoring_;
    Score all;
    const PathPattern inputs(xml_, testset_, "input-path-pattern");
    const PathPattern answers(xml_, testset_, "answer-path-pattern");
    for (const std::size_t number : alone_) {
      add(number, padded(number, tests_.size()), 0, inputs, answers);
      all += points_[number - 1];
    }
    for (const std::size_t i : order) {
      all += add_group(groups_[i]);
      for (const std::size_t number : groups_[i].tests)
        add(number, package_.groups.back().name + "/" + padded(number, tests_.size()),
            package_.groups.size() - 1, inputs, answers);
    }
    if (!scoring_) return;
    package_.groups[0].lowest = Score(0);
    package_.groups[0].highest = all;
  }

  // Gives its highest score.
  Score add_group(const Group& from) {
    Score sum;
    for (const std::size_t number : from.tests) sum += points_[number - 1];
    TestGroup group;
    group.name = polygon_group_name(from.name);
    group.parent = 0;
    group.verdict = package_.groups[0].verdict;
    group.stop_at_rejection = from.complete || !scoring_;
    // What an empty group would need is met.
    for (const auto& name : from.dependencies)
      if (!groups_[places_.at(name)].tests.empty())
        group.required.push_back(polygon_group_name(name));
    const Score highest = from.complete ? from.points.value_or(sum) : sum;
    if (scoring_) {
      group.score = from.complete ? ScoreMode::all_or_nothing : ScoreMode::sum;
      group.lowest = Score(0);
      group.highest = highest;
    }
    package_.groups.push_back(std::move(group));
    return highest;
  }

  void add(std::size_t number, const std::string& name, std::size_t group,
           const PathPattern& inputs, const PathPattern& answers) {
    const pugi::xml_node& node = tests_[number - 1];
    TestCase test;
    test.name = name;
    test.group = group;
    test.group_name = package_.groups[group].name;
    test.input = inputs.path(number);
    test.answer = answers.path(number);
    if (scoring_) test.accepted_score = points_[number - 1];
    test.sample = xml_.attribute(node, "sample") == "true";
    // As Polygon calls its validators.
    test.input_arguments = {"--testset", clean_line(xml_.attribute(testset_, "name"), 60)};
    if (const std::string from = xml_.attribute(node, "group"); !from.empty())
      test.input_arguments.insert(test.input_arguments.end(), {"--group", from});
    add_test(package_, std::move(test), files_.place("problem.xml"));
  }

  const FileTree& files_;
  const XmlFile& xml_;
  pugi::xml_node testset_;
  Package& package_;
  ErrorList errors_;
  bool scoring_ = false;
  std::vector<Group> groups_;
  std::map<std::string, std::size_t> places_;  // of the groups, by name
  std::vector<pugi::xml_node> tests_;
  std::vector<Score> points_;       // of the tests
  std::vector<std::size_t> alone_;  // tests in no group
};

}  // namespace

std::string polygon_group_name(const std::string& name) { return "group-" + name; }

std::string polygon_path(const XmlFile& xml, const pugi::xml_node& testset, const char* pattern,
                         std::size_t number) {
  return PathPattern(xml, testset, pattern).path(number);
}

void read_polygon_tests(const FileTree& files, const XmlFile& xml, const pugi::xml_node& testset,
                        Package& package) {
  Reader(files, xml, testset, package).run();
}

}  // namespace assize
