// A Classroom's tests, as a package of one kind: of programs that read and print, or of test files.
#include "problems/courses/classroom.h"

#include <algorithm>
#include <optional>

#include "problems/courses/checks.h"
#include "problems/courses/program_package.h"
#include "problems/grading/score.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize::courses {

namespace {

constexpr const char* kJson = ".github/classroom/autograding.json";
constexpr std::string_view kClassroom50 = "classroom50/tests/v1";

std::vector<std::string> workflows_of(const FileTree& course) {
  std::vector<std::string> paths;
  for (const auto& [path, file] : course.files()) {
    if (!path.starts_with(".github/workflows/") || file.size > kMostText) continue;
    if (!path.ends_with(".yml") && !path.ends_with(".yaml")) continue;
    const std::string text = course.read(path);
    for (const char* owner : {"classroom-resources/autograding-", "education/autograding-"})
      if (text.find(owner) != std::string::npos && text.find("-grader") != std::string::npos) {
        paths.push_back(path);
        break;
      }
  }
  return paths;
}

std::vector<std::string> classroom50_of(const FileTree& course) {
  std::vector<std::string> paths;
  for (const auto& [path, file] : course.files())
    if (path.ends_with(".json") && file.size <= kMostText &&
        course.read(path).find(kClassroom50) != std::string::npos &&
        course.read(path).find("\"tests\"") != std::string::npos)
      paths.push_back(path);
  return paths;
}

std::vector<ClassroomTest> read_tests(Translation& translation) {
  const FileTree& course = translation.course();
  const auto workflows = workflows_of(course);
  const auto fifties = classroom50_of(course);
  std::vector<ClassroomTest> tests;
  const auto add = [&](std::vector<ClassroomTest> more, const std::string& path) {
    if (!more.empty()) translation.taken(path, std::to_string(more.size()) + " tests are read");
    for (auto& test : more) tests.push_back(std::move(test));
  };
  if (workflows.size() + fifties.size() > 1) {
    std::string all;
    for (const auto* paths : {&workflows, &fifties})
      for (const auto& path : *paths) all += (all.empty() ? "" : ", ") + shown_name(path);
    throw InputError("several files say what the tests are: " + all);
  }
  for (const auto& path : workflows) add(read_workflow(translation, path), path);
  for (const auto& path : fifties) add(read_classroom50(translation, path), path);
  if (!course.has(kJson)) return tests;
  if (tests.empty())
    add(read_autograding_json(translation, kJson), kJson);
  else
    translation.left_out(kJson, "another file says what the tests are");
  return tests;
}

class Sorter {
 public:
  explicit Sorter(Translation& translation) : translation_(translation) {}

  void sort(const std::vector<ClassroomTest>& tests) {
    for (const auto& test : tests) {
      for (const auto& command : commands_in(test.setup))
        check_setup(translation_, command, test.file, test.line, "");
      auto commands = commands_in(test.run);
      if (commands.size() != 1)
        refuse(test, commands.empty() ? "a test without a command" : "several commands in a test");
      else
        sort_one(test, std::move(commands.front()));
    }
    if (!programs_.empty() && !files_.empty()) refuse_the_fewer();
  }

  std::vector<ProgramTest> programs() const {
    std::vector<ProgramTest> tests;
    for (const auto& entry : programs_) tests.push_back(entry.second);
    return tests;
  }
  const std::vector<FileTest>& files() const { return files_; }
  const std::string& program() const { return program_; }

  // The largest counts: a package has one limit.
  std::string time_limit() const {
    std::string most = "1";
    Score highest(0);
    for (const auto& entry : programs_)
      if (const auto seconds = Score::parse(entry.first->seconds); seconds && *seconds > highest) {
        highest = *seconds;
        most = entry.first->seconds;
      }
    return most;
  }

 private:
  void refuse(const ClassroomTest& test, const std::string& what) {
    translation_.refuse(test.file, test.line,
                        "the test '" + clean_line(test.name, 60) + "': " + what);
  }

  void sort_one(const ClassroomTest& test, Command command) {
    if (command.kind == Command::Kind::other)
      return refuse(test, command.why + ": '" + clean_line(command.text, 80) + "'");
    if (command.kind == Command::Kind::installs) return refuse(test, "installs packages");
    if (command.kind == Command::Kind::tests) {
      if (test.type == ClassroomTest::Type::io)
        return refuse(test,
                      "compares what " + command.runner + " prints, not what a submission does");
      files_.push_back({&test, std::move(command)});
      return;
    }
    if (!command.arguments.empty())
      return refuse(test, "starts " + shown_name(command.file) + " with arguments");
    if (!command.file.ends_with(".py"))
      return refuse(test, "starts " + shown_name(command.file) + ", which is no .py file");
    if (is_test_name(command.file) && translation_.course().has(command.file))
      return refuse(test,
                    "starts " + shown_name(command.file) + ", a program that tests by itself");
    add_program(test, command.file);
  }

  void add_program(const ClassroomTest& test, const std::string& file) {
    ProgramTest program{test.name, test.input, test.expected, ProgramTest::Comparison::any,
                        test.points};
    if (test.type == ClassroomTest::Type::io) {
      if (test.comparison == "exact") {
        program.comparison = ProgramTest::Comparison::exact;
      } else if (test.comparison == "included" || test.comparison == "contains" ||
                 test.comparison.empty()) {
        program.comparison = ProgramTest::Comparison::included;
      } else {
        return refuse(test, test.comparison == "regex" ? "compares by a regular expression"
                                                       : "the unknown comparison '" +
                                                             clean_line(test.comparison, 40) + "'");
      }
    }
    if (program_.empty()) program_ = file;
    if (program_ != file)
      return refuse(test, "starts " + shown_name(file) + ", and tests before it " +
                              shown_name(program_) + ": a problem has one program");
    programs_.emplace_back(&test, std::move(program));
  }

  void refuse_the_fewer() {
    const std::string why =
        "a package is of one kind, and most tests here are of the other one (programs that read "
        "and print; test files): make it a problem of its own";
    if (programs_.size() > files_.size()) {
      for (const auto& entry : files_) refuse(*entry.test, why);
      files_.clear();
    } else {
      for (const auto& entry : programs_) refuse(*entry.first, why);
      programs_.clear();
    }
  }

  Translation& translation_;
  std::string program_;
  std::vector<std::pair<const ClassroomTest*, ProgramTest>> programs_;
  std::vector<FileTest> files_;
};

void translate_programs(Translation& translation, const Sorter& sorter,
                        const std::vector<ClassroomTest>& all) {
  const std::vector<ProgramTest> tests = sorter.programs();
  CoursePackage& package = translation.package();
  package.kind = "stdin";
  package.tests = tests.size();
  const unsigned scale =
      put_program_package(translation, title_of(translation.id()), sorter.time_limit(), tests);
  if (scale > 1)
    translation.changed(
        "", 0,
        "all points are " + std::to_string(scale) + " times as many: the format has whole numbers");
  translation.changed("", 0,
                      "all tests have the largest time limit, " + sorter.time_limit() + " s");
  translation.taken(sorter.program(), "is the program that is handed in, under any name");
  for (const auto& [found, file] : translation.course().files()) {
    const std::string& path = found;  // a lambda takes no structured binding everywhere
    const bool is_of_a_test = std::any_of(all.begin(), all.end(), [&](const ClassroomTest& test) {
      return std::find(test.files.begin(), test.files.end(), path) != test.files.end();
    });
    if (is_of_a_test || !is_data(path) || path.find('/') != std::string::npos) continue;
    if (path.ends_with(".json") &&
        translation.course().read(path).find(kClassroom50) != std::string::npos)
      continue;
    translation.copy(path, "include/default/" + path);
    translation.taken(path, "is put beside a submission");
  }
}

}  // namespace

bool is_classroom(const FileTree& course) {
  return course.has(kJson) || !workflows_of(course).empty() || !classroom50_of(course).empty();
}

void translate_classroom(Translation& translation) {
  translation.package().origin = "classroom";
  const std::vector<ClassroomTest> tests = read_tests(translation);
  Sorter sorter(translation);
  sorter.sort(tests);
  take_statement(translation, "");
  if (!sorter.files().empty())
    translate_file_tests(translation, sorter.files());
  else if (!sorter.programs().empty())
    translate_programs(translation, sorter, tests);
}

}  // namespace assize::courses
