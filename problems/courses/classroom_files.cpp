// The files that say what the tests of a Classroom are.
// Sources: education/autograding (autograding.json; timeouts in minutes), the action.yml of
// classroom-resources/autograding-{io,command,python}-grader, Classroom 50's
// schemas/tests-v1.schema.json.
#include <algorithm>

#include "problems/courses/checks.h"
#include "problems/courses/classroom.h"
#include "problems/courses/json_text.h"
#include "problems/grading/score.h"
#include "problems/text/yaml.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize::courses {

namespace {

using Json = nlohmann::json;

constexpr const char* kActions = "/autograding-";

// White space as an action's input loses it at both ends.
std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \t\r\n\f\v");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n\f\v") - begin + 1);
}

// Minutes as seconds; empty where they are no number above 0.
std::string seconds_of(const std::string& minutes) {
  const auto number = Score::parse(trimmed(minutes));
  return number && *number > Score(0) ? (*number * Score(60)).text() : "";
}

void take_minutes(Translation& translation, ClassroomTest& test, const std::string& minutes,
                  const std::string& otherwise, std::size_t line) {
  test.seconds = seconds_of(minutes.empty() ? otherwise : minutes);
  if (test.seconds.empty()) {
    translation.refuse(
        test.file, line,
        "a timeout of '" + clean_line(minutes, 40) + "' minutes is no number above 0");
    test.seconds = seconds_of(otherwise);
  } else if (!minutes.empty()) {
    translation.changed(test.file, line,
                        "the timeout of " + minutes + " min of the clock is a time limit of " +
                            test.seconds + " s of CPU time");
  }
}

void take_points(Translation& translation, ClassroomTest& test, const std::string& points,
                 std::size_t line) {
  test.points = points.empty() ? "0" : trimmed(points);
  if (is_decimal(test.points)) return;
  translation.refuse(test.file, line,
                     "points that are no decimal number: '" + clean_line(points, 40) + "'");
  test.points = "0";
}

void refuse_unknown(Translation& translation, const Json& object, const std::string& file,
                    std::size_t line, const std::vector<std::string_view>& known) {
  for (const auto& entry : object.items())
    if (std::find(known.begin(), known.end(), entry.key()) == known.end())
      translation.refuse(file, line, "the unknown key '" + clean_line(entry.key(), 60) + "'");
}

// The list of tests of a JSON file, each with its place.
template <typename Take>
std::vector<ClassroomTest> read_tests(Translation& translation, const std::string& path,
                                      Take take) {
  const std::string text = translation.text(path);
  const Json json = parse_json(text, translation.course().place(path));
  const auto found = json.is_object() ? json.find("tests") : json.end();
  if (found == json.end() || !found->is_array())
    throw InputError(translation.course().place(path) + ": has no list 'tests'");
  if (found->size() > kMostCourseTests)
    throw InputError(translation.course().place(path) + ": more than " +
                     std::to_string(kMostCourseTests) + " tests");
  std::vector<ClassroomTest> tests;
  for (std::size_t i = 0; i < found->size(); ++i) {
    const auto line = [&, i](const char* key) {
      return line_in_json(text, {std::string("tests"), i, std::string(key)});
    };
    const Json& json_test = (*found)[i];
    ClassroomTest test;
    test.file = path;
    test.line = line("run");
    test.name = text_at(json_test, "name");
    if (!json_test.is_object()) {
      translation.refuse(path, test.line, "a test that is no object");
      continue;
    }
    test.setup = text_at(json_test, "setup");
    test.run = text_at(json_test, "run");
    test.input = text_at(json_test, "input");
    test.comparison = text_at(json_test, "comparison");
    take_points(translation, test, text_at(json_test, "points"), line("points"));
    take(test, json_test, line);
    tests.push_back(std::move(test));
  }
  return tests;
}

}  // namespace

std::vector<ClassroomTest> read_autograding_json(Translation& translation,
                                                 const std::string& path) {
  return read_tests(
      translation, path, [&](ClassroomTest& test, const Json& json, const auto& line) {
        refuse_unknown(
            translation, json, path, test.line,
            {"name", "setup", "run", "input", "output", "comparison", "timeout", "points"});
        test.expected = text_at(json, "output");
        // Without both it is how the command ends that counts.
        test.type = test.input.empty() && test.expected.empty() ? ClassroomTest::Type::any
                                                                : ClassroomTest::Type::io;
        take_minutes(translation, test, text_at(json, "timeout"), "1", line("timeout"));
      });
}

std::vector<ClassroomTest> read_classroom50(Translation& translation, const std::string& path) {
  return read_tests(
      translation, path, [&](ClassroomTest& test, const Json& json, const auto& line) {
        refuse_unknown(translation, json, path, test.line,
                       {"name", "type", "setup", "run", "input", "input-file", "expected",
                        "expected-file", "comparison", "timeout", "exit-code", "points",
                        "failure-details", "show-output", "show-command"});
        const std::string type = text_at(json, "type");
        test.type = type == "io"    ? ClassroomTest::Type::io
                    : type == "run" ? ClassroomTest::Type::command
                                    : ClassroomTest::Type::any;
        test.expected = text_at(json, "expected");
        const std::string folder = path.substr(0, path.rfind('/') + 1);
        for (const auto& [key, target] :
             {std::pair{"input-file", &test.input}, std::pair{"expected-file", &test.expected}}) {
          const std::string name = text_at(json, key);
          if (name.empty()) continue;
          const std::string file = translation.course().has(folder + name) ? folder + name : name;
          if (translation.course().has(file)) {
            *target = translation.text(file);
            test.files.push_back(file);
          } else {
            translation.refuse(path, line(key),
                               "names " + shown_name(name) + ", which is not here");
          }
        }
        if (const std::string code = text_at(json, "exit-code"); !code.empty() && code != "0")
          translation.refuse(path, line("exit-code"),
                             "expects the exit code " + clean_line(code, 20) +
                                 ": a program that does not end with 0 has failed here");
        for (const char* key : {"failure-details", "show-output", "show-command"})
          if (json.contains(key))
            translation.changed(path, line(key),
                                std::string("'") + key +
                                    "' is not taken: what a submitter sees is "
                                    "said by audience (docs/cli.md)");
        test.seconds = text_at(json, "timeout");
        if (test.seconds.empty() || test.seconds == "0") test.seconds = "10";
        if (!is_decimal(test.seconds)) {
          translation.refuse(path, line("timeout"), "a timeout that is no number of seconds");
          test.seconds = "10";
        }
        translation.changed(
            path, line("timeout"),
            "the timeout of " + test.seconds + " s of the clock is a time limit of CPU time");
      });
}

namespace {

// "file:line:column"
std::size_t line_in(const std::string& where) {
  const std::size_t column = where.rfind(':');
  const std::size_t line = where.rfind(':', column - 1);
  return std::stoul(where.substr(line + 1, column - line - 1));
}
std::size_t line_of(const YamlNode& node) { return line_in(node.where()); }
std::size_t line_of_key(const YamlNode& node) { return line_in(node.where_key()); }

// A step's `with`, as texts.
std::string with(const std::optional<YamlMap>& values, const char* key) {
  if (!values) return {};
  const auto found = values->find(key);
  return found && found->is_scalar() ? found->text() : "";
}

class Workflow {
 public:
  Workflow(Translation& translation, const std::string& path)
      : translation_(translation), path_(path) {}

  std::vector<ClassroomTest> read() {
    const YamlMap top =
        parse_yaml(translation_.text(path_), translation_.course().place(path_)).map();
    const auto jobs = top.find("jobs");
    if (!jobs) return {};
    const YamlMap all = jobs->map();
    for (const auto& [name, job] : all.items()) {
      const auto steps = job.map().find("steps");
      if (!steps || !steps->is_list()) continue;
      for (const auto& step : steps->list()) read_step(step);
    }
    return std::move(tests_);
  }

 private:
  void read_step(const YamlNode& node) {
    const YamlMap step = node.map();
    if (const auto run = step.find("run")) {
      for (auto& command : commands_in(run->text()))
        steps_.push_back({std::move(command), line_of(*run)});
      return;
    }
    const auto uses = step.find("uses");
    if (!uses) return;
    const std::string action = uses->text();
    const std::size_t at = action.find(kActions);
    const bool ours = at != std::string::npos && (action.starts_with("classroom-resources/") ||
                                                  action.starts_with("education/"));
    if (ours && action.find("-grader", at) != std::string::npos)
      return read_grader(step, *uses, action);
    const bool known = action.starts_with("actions/checkout") ||
                       action.starts_with("actions/setup-python") ||
                       action.starts_with("actions/cache") || ours;
    if (!known)
      translation_.refuse(path_, line_of(*uses),
                          "the action " + shown_name(action) + " is not taken");
  }

  void read_grader(const YamlMap& step, const YamlNode& uses, const std::string& action) {
    if (tests_.size() == kMostCourseTests)
      uses.fail("more than " + std::to_string(kMostCourseTests) + " tests");
    std::optional<YamlMap> values;
    if (const auto found = step.find("with")) values = found->map();
    const auto line = [&](const char* key) {
      const auto found = values ? values->find(key) : std::nullopt;
      return found ? line_of_key(*found) : line_of(uses);
    };
    ClassroomTest test;
    test.file = path_;
    test.line = line("command");
    test.name = with(values, "test-name");
    if (test.name.empty())
      if (const auto name = step.find("name"); name && name->is_scalar()) test.name = name->text();
    test.setup = with(values, "setup-command");
    test.run = with(values, "command");
    if (action.find("-python-grader") != std::string::npos) {
      if (test.run.empty()) test.run = "pytest";
    } else if (action.find("-io-grader") != std::string::npos) {
      test.type = ClassroomTest::Type::io;
      test.input = trimmed(with(values, "input"));
      test.expected = trimmed(with(values, "expected-output"));
      test.comparison = with(values, "comparison-method");
    } else if (action.find("-command-grader") != std::string::npos) {
      test.type = ClassroomTest::Type::command;
    } else {
      translation_.refuse(path_, line_of(uses),
                          "the action " + shown_name(action) + " is not taken");
      return;
    }
    take_minutes(translation_, test, with(values, "timeout"), "10", line("timeout"));
    take_points(translation_, test, with(values, "max-score"), line("max-score"));
    for (const auto& [command, number] : steps_)
      check_setup(translation_, command, path_, number, "");
    steps_.clear();
    tests_.push_back(std::move(test));
  }

  Translation& translation_;
  const std::string& path_;
  std::vector<ClassroomTest> tests_;
  std::vector<std::pair<Command, std::size_t>> steps_;  // before a test
};

}  // namespace

std::vector<ClassroomTest> read_workflow(Translation& translation, const std::string& path) {
  return Workflow(translation, path).read();
}

}  // namespace assize::courses
