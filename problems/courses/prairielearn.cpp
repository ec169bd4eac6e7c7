// A question of PrairieLearn that is graded by its plugin of pytest: files in tests/, whose fixture
// `sandbox` asks a submission for variables and calls its functions. The tests are unchanged; a
// small module of ours gives them the fixture, over the proxy of the submission.
// Sources: the quick start of pytest-prairielearn-grader; PrairieLearn's documentation (info.json).
#include <algorithm>
#include <optional>
#include <set>

#include "problems/courses/checks.h"
#include "problems/courses/json_text.h"
#include "problems/courses/translation.h"
#include "problems/grading/score.h"
#include "storage/base/text.h"

namespace assize::courses {

namespace {

constexpr const char* kModule = "student_code";

constexpr const char* kFixture =
    R"~("""What the tests of a PrairieLearn question ask of a submission: the fixture `sandbox`, over its module."""
import importlib


class StudentFixture:
    def __init__(self, module):
        self.module = module

    def _get(self, name):
        try:
            return getattr(importlib.import_module(self.module), name)
        except AttributeError:
            raise RuntimeError(f"the submission has no {name}") from None

    def query(self, name, **_):
        return self._get(name)

    def query_function(self, name, *args, query_timeout=None, **kwargs):
        return self._get(name)(*args, **kwargs)
)~";

constexpr const char* kConftest =
    R"~(import pytest

from pytest_prairielearn_grader.fixture import StudentFixture


def pytest_configure(config):
    config.addinivalue_line("markers", "grading_data(name, points): PrairieLearn's")
    config.addinivalue_line("markers", "sandbox_timeout(seconds): PrairieLearn's")


@pytest.fixture
def sandbox():
    return StudentFixture("{{MODULE}}")


@pytest.fixture
def module_sandbox():
    return StudentFixture("{{MODULE}}")
)~";

bool is_test_file(const std::string& path) {
  return path.starts_with("tests/test") && path.ends_with(".py") &&
         path.find('/', 6) == std::string::npos;
}

// The number behind "points=" in a decorator; or empty.
std::string points_in(const std::string& code) {
  const std::size_t at = code.find("points=");
  if (at == std::string::npos) return {};
  const std::size_t begin = at + 7;
  return code.substr(begin, code.find_first_not_of("0123456789.", begin) - begin);
}

class Question {
 public:
  explicit Question(Translation& translation)
      : translation_(translation), course_(translation.course()) {}

  void translate() {
    translation_.package().origin = "prairielearn";
    read_info();
    for (const auto& [path, file] : course_.files())
      if (is_test_file(path)) read_tests(path);  // they say what a submission is called
    for (const auto& [path, file] : course_.files())
      if (!is_test_file(path)) take_other(path);
    if (translation_.package().tests == 0) return;
    translation_.package().kind = "assignment";
    std::string conftest = kConftest;
    constexpr std::string_view kMark = "{{MODULE}}";
    for (auto at = conftest.find(kMark); at != std::string::npos; at = conftest.find(kMark))
      conftest.replace(at, kMark.size(), module_);
    translation_.put("tests/conftest.py", conftest);
    for (const char* name : {"pytest_prairielearn_grader", "pytest_pl_grader"}) {
      translation_.put(std::string("tests/") + name + "/__init__.py", "");
      translation_.put(std::string("tests/") + name + "/fixture.py", kFixture);
    }
    translation_.changed(
        "", 0,
        "the fixture sandbox is a module of the package, in tests/: no PrairieLearn "
        "is needed");
    Assignment assignment;
    assignment.name = title_.empty() ? title_of(translation_.id()) : title_;
    assignment.modules = {module_};
    assignment.runner = "pytest";
    assignment.time_limit = time_limit_;
    assignment.points = points_;
    translation_.put("assignment.yaml", to_yaml(assignment));
  }

 private:
  void read_info() {
    const std::string text = translation_.text("info.json");
    const auto info = parse_json(text, course_.place("info.json"));
    title_ = text_at(info, "title");
    if (const auto options = info.find("externalGradingOptions"); options != info.end()) {
      const auto line = [&](const char* key) {
        return line_in_json(text, {std::string("externalGradingOptions"), std::string(key)});
      };
      const std::string image = text_at(*options, "image");
      if (!image.empty() && image.find("python") == std::string::npos)
        translation_.refuse("info.json", line("image"),
                            "is graded by another image than Python's: " + shown_name(image));
      if (options->contains("serverFilesCourse") && !(*options)["serverFilesCourse"].empty())
        translation_.refuse("info.json", line("serverFilesCourse"),
                            "needs files of the course (serverFilesCourse)");
      if (!text_at(*options, "timeout").empty())
        translation_.changed(
            "info.json", line("timeout"),
            "the timeout of all tests together is not taken: each has its own limit");
    }
    translation_.taken("info.json", "the title");
  }

  void read_tests(const std::string& path) {
    const TestFile file = read_test_file(translation_, path);
    const auto before = translation_.refusals();
    for (const auto& line : logical_lines(translation_.text(path))) read_line(path, line);
    std::vector<std::pair<std::string, std::string>> points;
    for (const auto& test : file.tests)
      for (const auto& decorator : test.decorators) {
        if (decorator.code.find("mark.grading_data") == std::string::npos) continue;
        points.emplace_back(test.name(), points_in(decorator.code));
        if (!is_decimal(points.back().second))
          translation_.refuse(path, decorator.number,
                              test.name() + " has points that are no decimal number");
      }
    if (file.is_refused || translation_.refusals() > before) return;
    if (file.tests.empty()) return translation_.left_out(path, "has no tests of pytest");
    points_.insert(points_.end(), points.begin(), points.end());
    translation_.copy(path, path);
    translation_.taken(path, std::to_string(file.tests.size()) + " tests, unchanged");
    translation_.package().tests += file.tests.size();
  }

  void read_line(const std::string& path, const PythonLine& line) {
    for (const auto& [name, why] :
         {std::pair{"PLTestCase", "tests of PrairieLearn's older grader (PLTestCase)"},
          std::pair{"autograder_config", "settings of the grader (ConfigObject)"},
          std::pair{"import_whitelist",
                    "a list of modules that may be imported: say it by a policy"},
          std::pair{"import_blacklist",
                    "a list of modules that may not be imported: say it by a policy"},
          std::pair{"builtin_whitelist", "a list of built-in functions that may be used"},
          std::pair{"names_for_user", "variables that a submission finds defined (names_for_user)"},
          std::pair{"workspace_mode", "questions of a workspace"}})
      if (has_name(line.code, name)) translation_.refuse(path, line.number, why);
    for (const char* method : {".query_function_raw(", ".query_raw(", ".get_accumulated_stdout(",
                               ".get_accumulated_stderr("})
      if (line.code.find(method) != std::string::npos)
        translation_.refuse(
            path, line.number,
            "asks the sandbox for what it has not: " + std::string(method + 1) + "…)");
    if (line.code.starts_with("def test") || line.code.starts_with("async def test"))
      for (const char* fixture : {"feedback", "data_json", "workspace_sandbox"})
        if (has_name(line.code.substr(std::min(line.code.find('('), line.code.size())), fixture))
          translation_.refuse(path, line.number, std::string("uses the fixture ") + fixture);
    if (line.code.starts_with("student_code_pattern")) {
      std::string name = stem_of(first_string(line.text));
      while (name.ends_with('*')) name.pop_back();
      if (is_identifier(name)) module_ = name;
    }
    if (line.code.starts_with("sandbox_timeout") ||
        line.code.starts_with("initialization_timeout") ||
        line.code.find("mark.sandbox_timeout(") != std::string::npos)
      read_timeout(path, line);
  }

  void read_timeout(const std::string& path, const PythonLine& line) {
    const std::size_t begin = line.code.find_first_of("0123456789.");
    const std::size_t dotted = line.code.find("sandbox_timeout(");
    const std::size_t from =
        dotted == std::string::npos ? begin : std::min(dotted + 16, line.code.size());
    if (from == std::string::npos) return;
    const std::string seconds =
        line.code.substr(from, line.code.find_first_not_of("0123456789.", from) - from);
    const auto number = Score::parse(seconds);
    if (!number || *number <= Score(0))
      return translation_.refuse(path, line.number, "a timeout that is no number of seconds");
    if (time_limit_.empty() || *number > *Score::parse(time_limit_)) time_limit_ = number->text();
    translation_.changed(path, line.number,
                         "the timeout of " + seconds +
                             " s is a time limit of CPU time; the largest holds for all tests");
  }

  void take_other(const std::string& path) {
    if (path.starts_with(".") || path == "info.json") return;
    const std::string name = name_of(path);
    if (path == "tests/setup_code.py") {
      translation_.refuse(path, 0, "code that runs before a submission, in its place");
    } else if (name.starts_with("initial_code") || path.starts_with("initial_code/")) {
      translation_.left_out(path, "is the submitter's to change");
    } else if (path == "server.py") {
      translation_.refuse(path, 0, "parameters of a question that are drawn for each submitter");
    } else if (name.starts_with("ans.") || name.starts_with("solution")) {
      translation_.copy(path, "submissions/accepted/" + module_ + ".py");
      translation_.taken(path, "a submission that must be accepted");
    } else if (path == "question.html") {
      translation_.left_out(path, "the statement is a page of PrairieLearn: write it anew");
    } else if (path.starts_with("tests/")) {
      if (path.ends_with(".py")) read_test_file(translation_, path);
      translation_.copy(path, path);
      translation_.taken(path, "beside the tests, unchanged");
    } else {
      translation_.left_out(path, "is a part of the question's page");
    }
  }

  Translation& translation_;
  const FileTree& course_;
  std::string title_;
  std::string module_ = kModule;
  std::string time_limit_;
  std::vector<std::pair<std::string, std::string>> points_;
};

}  // namespace

bool is_prairielearn(const FileTree& course) {
  if (!course.has("info.json") || course.files().at("info.json").size > kMostText) return false;
  const std::string info = course.read("info.json");
  if (info.find("\"uuid\"") == std::string::npos || info.find("\"type\"") == std::string::npos)
    return false;
  return std::any_of(course.files().begin(), course.files().end(),
                     [](const auto& entry) { return is_test_file(entry.first); });
}

void translate_prairielearn(Translation& translation) { Question(translation).translate(); }

}  // namespace assize::courses
