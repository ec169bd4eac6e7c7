#include "problems/formats/cms/subtasks.h"

#include <charconv>
#include <sstream>

#include "problems/formats/loading.h"
#include "problems/text/error_list.h"
#include "problems/text/python_pattern.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

constexpr const char* kGen = "gen/GEN";

std::string trimmed(const std::string& text) {
  constexpr const char* kSpace = " \t\n\v\f\r";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

// The name that CMS gives to a test.
std::string codename(std::size_t number) {
  const std::string digits = std::to_string(number);
  return std::string(digits.size() < 3 ? 3 - digits.size() : 0, '0') + digits;
}

// gen/GEN: a line for each test, with "#ST: points" where a subtask begins. "#COPY: file" is a test
// too; any other comment isn't.
class GenFile {
 public:
  GenFile(const std::string& text, std::string place) : place_(std::move(place)) {
    std::istringstream lines(text);
    ErrorList errors;
    for (std::string line; std::getline(lines, line);) {
      ++line_;
      errors.attempt([&] { read_line(trimmed(line)); });
    }
    if (!scoring_.subtasks.empty()) errors.attempt([&] { end_subtask(); });
    errors.raise();
    Score all;
    for (const auto& subtask : scoring_.subtasks) all += subtask.points;
    if (!scoring_.subtasks.empty() && all != Score(100))
      throw InputError(place_ + ": the points of the subtasks must be 100 together, not " +
                       all.text());
  }
  const CmsScoring& scoring() const { return scoring_; }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw InputError(place_ + ":" + std::to_string(line_) + ":1: " + what);
  }

  void read_line(const std::string& line) {
    const auto hash = line.find('#');
    const bool test = !trimmed(line.substr(0, hash)).empty();
    const std::string comment = hash == std::string::npos ? "" : trimmed(line.substr(hash + 1));
    const bool copy = comment.starts_with("COPY:");
    const bool subtask = comment.starts_with("ST:");
    if (test && (copy || subtask)) fail("a test case and a command in one line");
    if (subtask) begin_subtask(trimmed(comment.substr(3)));
    if (!test && !copy) return;
    if (scoring_.tests == kMostTests)
      fail("more than " + std::to_string(kMostTests) + " test cases");
    if (!scoring_.subtasks.empty()) scoring_.subtasks.back().tests.push_back(scoring_.tests);
    ++scoring_.tests;
  }

  void begin_subtask(const std::string& points) {
    const bool is_first = scoring_.subtasks.empty();
    const bool is_late = is_first && scoring_.tests != 0;
    const bool is_empty = !is_first && scoring_.subtasks.back().tests.empty();
    unsigned value = 0;
    const auto [end, error] = std::from_chars(points.data(), points.data() + points.size(), value);
    scoring_.subtasks.push_back({Score(value), {}});  // whatever is wrong, it begins here
    if (is_late) fail("a test case before the first subtask");
    if (is_empty) fail_as_empty();
    if (error != std::errc() || end != points.data() + points.size() || value > 100)
      fail("a subtask's points must be a whole number from 0 to 100, not '" +
           clean_line(points, 40) + "'");
  }

  void end_subtask() const {
    if (scoring_.subtasks.back().tests.empty()) fail_as_empty();
  }

  [[noreturn]] void fail_as_empty() const { fail("the subtask before has no test cases"); }

  std::string place_;
  std::size_t line_ = 0;
  CmsScoring scoring_;
};

// score_type_parameters of the types with groups: a list of [points, tests, …] or of maps.
class Parameters {
 public:
  Parameters(std::string type, std::size_t tests) : type_(std::move(type)) {
    scoring_.tests = tests;
  }

  CmsScoring read(const YamlNode& node) {
    ErrorList errors;
    for (const auto& item : node.list()) errors.attempt([&] { read_group(item); });
    errors.raise();
    if (scoring_.subtasks.empty()) node.fail("there must be at least one subtask");
    return scoring_;
  }

 private:
  void read_group(const YamlNode& item) {
    std::optional<YamlNode> points;
    std::optional<YamlNode> tests;
    std::optional<YamlNode> threshold;
    if (item.is_map()) {
      const YamlMap map = item.map();
      const std::set<std::string, std::less<>> known{"max_score", "testcases", "threshold",
                                                     "always_show_testcases"};
      map.check_keys(known, [&](const std::string& key, const YamlNode& value) {
        YamlMap::refuse_key(key, value, known);
      });
      points = map.find("max_score");
      tests = map.find("testcases");
      threshold = map.find("threshold");
    } else {
      const auto list = item.list();
      if (!list.empty()) points = list[0];
      if (list.size() > 1) tests = list[1];
      if (list.size() > 2) threshold = list[2];
    }
    if (!points || !tests) item.fail("a subtask needs its points and its test cases");
    if (type_ == "GroupThreshold") check_threshold(item, threshold);
    CmsSubtask subtask{score_in(*points), tests_of(*tests)};
    if (subtask.tests.empty()) tests->fail("no test case is in this subtask");
    scoring_.subtasks.push_back(std::move(subtask));
    total_ += scoring_.subtasks.back().tests.size();
    if (total_ > kMostTests)
      item.fail("more than " + std::to_string(kMostTests) + " test cases in all subtasks");
  }

  // Outcomes of the comparison are 0 and 1: a threshold of 1 or more lets a 1 pass.
  static void check_threshold(const YamlNode& item, const std::optional<YamlNode>& threshold) {
    if (!threshold) item.fail("a subtask of GroupThreshold needs a threshold");
    if (score_in(*threshold) < Score(1))
      refuse(*threshold, "a threshold below 1 for outcomes of 0 and 1");
  }

  enum class Kind : std::uint8_t { counts, pattern, names };

  std::vector<std::size_t> tests_of(const YamlNode& node) {
    const bool number = node.is_scalar() && !node.is_quoted() &&
                        node.text().find_first_not_of("0123456789") == std::string::npos;
    const Kind kind = node.is_list() ? Kind::names : number ? Kind::counts : Kind::pattern;
    if (kind_.value_or(kind) != kind)
      node.fail("the test cases of all subtasks must be of one kind: counts, patterns or lists");
    kind_ = kind;
    if (kind == Kind::counts) return next_tests(node);
    return kind == Kind::pattern ? matching_tests(node) : named_tests(node);
  }

  std::vector<std::size_t> next_tests(const YamlNode& node) {
    const std::size_t count = count_in(node);
    if (count > scoring_.tests - next_)
      node.fail("more test cases than the " + std::to_string(scoring_.tests) + " that there are");
    std::vector<std::size_t> tests;
    for (std::size_t i = 0; i < count; ++i) tests.push_back(next_++);
    return tests;
  }

  std::vector<std::size_t> matching_tests(const YamlNode& node) const {
    const PythonPattern pattern(node.text(), node.where(), false);
    std::vector<std::size_t> tests;
    for (std::size_t i = 0; i < scoring_.tests; ++i) {
      const std::string name = codename(i);
      if (pattern.match(name)) tests.push_back(i);
    }
    return tests;
  }

  std::vector<std::size_t> named_tests(const YamlNode& node) const {
    std::vector<std::size_t> tests;
    for (const auto& item : node.list()) {
      const std::string name = item.text();
      std::size_t found = scoring_.tests;
      std::from_chars(name.data(), name.data() + name.size(), found);
      if (found >= scoring_.tests || codename(found) != name)
        item.fail("no test case '" + clean_line(name, 40) + "'");
      tests.push_back(found);
      if (tests.size() > kMostTests) item.fail("too many test cases");
    }
    return tests;
  }

  std::string type_;
  CmsScoring scoring_;
  std::optional<Kind> kind_;
  std::size_t next_ = 0;
  std::size_t total_ = 0;
};

CmsScoring from_task(const YamlNode& type, const YamlNode& parameters, std::size_t tests,
                     bool has_checker) {
  const std::string name = type.text();
  if (name == "Sum") {
    CmsScoring scoring;
    scoring.tests = tests;
    scoring.each = score_in(parameters);
    return scoring;
  }
  if (name != "GroupMin" && name != "GroupMul" && name != "GroupThreshold")
    refuse(type, "the score type '" + clean_line(name, 40) + "'");
  // Without a checker an outcome is 0 or 1, and their product is the least of them.
  if (name != "GroupMin" && has_checker)
    refuse(type, "the score type '" + name + "' together with a checker");
  return Parameters(name, tests).read(parameters);
}

}  // namespace

std::size_t count_in(const YamlNode& node) {
  const auto number = node.whole_number();
  if (number > kMostTests) node.fail("must be a number up to " + std::to_string(kMostTests));
  return number;
}

CmsScoring read_cms_scoring(const FileTree& files, const YamlNode& root, bool has_checker,
                            Package& package) {
  const YamlMap map = root.map();
  const auto count = map.find("n_input");
  const auto type = map.find("score_type");
  const auto parameters = map.find("score_type_parameters");
  if (type && parameters && count)
    return from_task(*type, *parameters, count_in(*count), has_checker);
  if (type || parameters)
    package.warnings.push_back((type ? *type : *parameters).where_key() +
                               ": only used together with score_type, score_type_parameters and "
                               "n_input; ignored");
  CmsScoring scoring;
  if (files.has(kGen)) {
    scoring = GenFile(files.read_text(kGen), files.place(kGen)).scoring();
    if (count && count_in(*count) != scoring.tests)
      count->fail("gen/GEN has " + std::to_string(scoring.tests) + " test cases");
  } else if (count) {
    scoring.tests = count_in(*count);
  } else {
    root.fail("the number of test cases is missing: put n_input here, or write gen/GEN");
  }
  if (scoring.subtasks.empty() && scoring.tests != 0) {
    const auto total = map.find("total_value");
    scoring.each = (total ? score_in(*total) : Score(100)) / Score(static_cast<int>(scoring.tests));
  }
  return scoring;
}

}  // namespace assize
