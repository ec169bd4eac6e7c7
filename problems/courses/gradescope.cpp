// An autograder of Gradescope: a folder with run_autograder, which copies a submission beside
// run_tests.py and starts it; that runs the unittest files of tests/ and writes results.json. The
// tests are taken; the scripts are read to see that they do nothing else.
// Source: gradescope-autograders.readthedocs.io (specifications, Python), gradescope-utils.
#include <algorithm>
#include <optional>
#include <set>

#include "problems/courses/checks.h"
#include "problems/courses/translation.h"
#include "storage/base/text.h"

namespace assize::courses {

namespace {

constexpr const char* kSubmission = "/autograder/submission/";

// The folder of the autograder within what was given: with a '/' at its end, or empty.
std::optional<std::string> folder_of(const FileTree& course) {
  std::optional<std::string> best;
  for (const auto& [path, file] : course.files())
    if (name_of(path) == "run_autograder" && std::count(path.begin(), path.end(), '/') <= 2 &&
        (!best || path.size() < best->size() + 14))
      best = path.substr(0, path.size() - 14);
  return best;
}

bool is_solution(std::string_view name) {
  return name.starts_with("solution") || name.starts_with("reference");
}

class Autograder {
 public:
  Autograder(Translation& translation, std::string folder)
      : translation_(translation), course_(translation.course()), folder_(std::move(folder)) {}

  void translate() {
    CoursePackage& package = translation_.package();
    package.origin = "gradescope";
    read_run_autograder();
    if (course_.has(folder_ + "run_tests.py")) read_run_tests();
    if (course_.has(folder_ + "setup.sh")) read_setup();
    take_tests();
    take_others();
    take_statement(translation_, folder_);
    if (package.tests == 0) {
      translation_.refuse(folder_ + "run_autograder", 0,
                          "there are no tests in Python below " + shown_name(tests_));
      return;
    }
    package.kind = "assignment";
    Assignment assignment;
    assignment.name = title_of(translation_.id());
    assignment.modules.assign(modules_.begin(), modules_.end());
    assignment.runner = is_pytest_ ? "pytest" : "unittest";
    translation_.put("assignment.yaml", to_yaml(assignment));
  }

 private:
  // Calls `take` with each line of a script and its number.
  template <typename Take>
  void each_line(const std::string& path, Take take) {
    const std::string text = translation_.text(path);
    std::size_t number = 0;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      std::string line = text.substr(at, end - at);
      line.erase(0, std::min(line.find_first_not_of(" \t"), line.size()));
      take(line, ++number);
      at = end + 1;
    }
  }

  void read_run_autograder() {
    const std::string path = folder_ + "run_autograder";
    bool is_script = true;
    each_line(path, [&](const std::string& line, std::size_t number) {
      if (number == 1 && line.starts_with("#!") && line.find("sh") == std::string::npos) {
        is_script = false;
        translation_.refuse(path, 1, "is no script for a shell: '" + clean_line(line, 60) + "'");
      }
      if (is_script) read_run_line(path, line, number);
    });
  }

  void read_run_line(const std::string& path, std::string line, std::size_t number) {
    for (const char* mark : {" >", " 2>", " |"})  // where its output goes
      if (const auto at = line.find(mark);
          at != std::string::npos && line.find("run_tests.py") < at)
        line.resize(at);
    std::string plain;
    for (const char c : line)
      if (c != '"' && c != '\'') plain += c;
    if (plain.starts_with("cp ")) return read_copy(path, plain, number);
    for (const char* harmless : {"cd ", "cd", "mkdir ", "source ", ". ", "export PYTHON"})
      if (plain.starts_with(harmless) && plain.find_first_of("|&;$`") == std::string::npos) return;
    for (const auto& command : commands_in(line)) {
      if (command.kind == Command::Kind::installs) {
        check_setup(translation_, command, path, number, folder_);
      } else if (command.kind == Command::Kind::tests) {
        is_pytest_ = is_pytest_ || command.runner == "pytest";
      } else if (command.kind != Command::Kind::program ||
                 name_of(command.file) != "run_tests.py" || !command.arguments.empty()) {
        translation_.refuse(
            path, number,
            "does something besides running the tests: '" + clean_line(command.text, 80) + "'");
      }
    }
  }

  // A copy of what was handed in names the modules; anything else is done to the autograder.
  void read_copy(const std::string& path, const std::string& line, std::size_t number) {
    const std::size_t at = line.find(kSubmission);
    const bool is_whole = line.find("/autograder/submission ") != std::string::npos;
    if (at == std::string::npos && !is_whole)
      return translation_.refuse(
          path, number,
          "copies something else than the submission: '" + clean_line(line, 80) + "'");
    if (is_whole) return;
    const std::size_t begin = at + std::string_view(kSubmission).size();
    const std::string name = line.substr(begin, line.find(' ', begin) - begin);
    if (name.ends_with(".py") && is_identifier(stem_of(name)))
      modules_.insert(stem_of(name));
    else if (name.find_first_not_of("*./") != std::string::npos)
      translation_.changed(path, number,
                           "all that is handed in is there, not only " + shown_name(name));
  }

  void read_run_tests() {
    const std::string path = folder_ + "run_tests.py";
    for (const auto& line : logical_lines(translation_.text(path))) {
      const auto has = [&](const char* what) { return line.code.find(what) != std::string::npos; };
      if (has("post_processor"))
        translation_.refuse(path, line.number, "changes the results by a post_processor");
      if (has("visibility=") &&
          first_string(line.text.substr(line.code.find("visibility="))) != "visible")
        translation_.refuse(path, line.number,
                            "a visibility for all tests: say it in assignment.yaml");
      if (has(".discover(")) {
        const std::string folder = first_string(line.text.substr(line.code.find(".discover(")));
        if (!folder.empty()) tests_ = folder + "/";
        while (tests_.starts_with("./")) tests_.erase(0, 2);
        if (line.text.find("pattern") != std::string::npos)
          translation_.refuse(path, line.number, "runs tests by a pattern of names");
        continue;
      }
      const bool harmless =
          line.code.starts_with("import ") || line.code.starts_with("from ") ||
          line.code.starts_with("if __name__") || line.code.starts_with("with open(") ||
          line.code.starts_with("def main(") || line.code == "main()" || line.code == "pass" ||
          line.code[0] == '"' || line.code[0] == '\'' || has("JSONTestRunner(") ||
          has("TextTestRunner(") || has("unittest.main(") || has("TestLoader()");
      if (!harmless)
        translation_.refuse(
            path, line.number,
            "does something besides running the tests: '" + clean_line(line.text, 80) + "'");
    }
    translation_.left_out(path, "tests are run by assize");
  }

  void read_setup() {
    const std::string path = folder_ + "setup.sh";
    each_line(path, [&](const std::string& line, std::size_t number) {
      for (const auto& command : commands_in(line))
        check_setup(translation_, command, path, number, folder_);
    });
    translation_.left_out(path, "what it installs is here without it, or named below");
  }

  void take_tests() {
    const std::string below = folder_ + tests_;
    for (const auto& [path, file] : course_.files()) {
      if (!is_below(path, below) || name_of(path).starts_with(".")) continue;
      if (path.ends_with(".py")) {
        const TestFile tests = read_test_file(translation_, path);
        if (tests.is_refused) continue;
        is_pytest_ = is_pytest_ || tests.uses("pytest");
        if (!tests.tests.empty()) ++translation_.package().tests;
        for (const auto& import : tests.imports)
          imported_.insert(import.module.substr(0, import.module.find('.')));
      }
      const std::string place = "tests/" + path.substr(below.size());
      translation_.copy(path, place);
      translation_.taken(path, "unchanged, " + place);
    }
  }

  // Beside the tests: a module that they import stays on their side, where no submission reads it.
  void take_others() {
    for (const auto& [path, file] : course_.files()) {
      if (!is_below(path, folder_) || is_below(path, folder_ + tests_)) continue;
      const std::string name = path.substr(folder_.size());
      const std::string top = name.substr(0, name.find('/'));
      if (top == "run_autograder" || top == "run_tests.py" || top == "setup.sh" ||
          name.starts_with(".") || top == "README.md" || top == "readme.md")
        continue;
      if (is_solution(top) && name.ends_with(".py")) {
        const std::string target =
            "submissions/accepted/" + (name == top ? name : name.substr(name.find('/') + 1));
        translation_.copy(path, target);
        translation_.taken(path, "a submission that must be accepted, " + target);
        if (!imported_.contains(stem_of(top))) continue;
      }
      if (name.ends_with(".py") && modules_.contains(stem_of(name))) {
        translation_.left_out(path, "is the submitter's to write");
      } else if (name.ends_with(".py") && imported_.contains(stem_of(top))) {
        if (!is_solution(top)) read_test_file(translation_, path);
        translation_.copy(path, "tests/" + name);
        translation_.changed(path, 0, "stands beside the tests, which import it: tests/" + name);
      } else if (name.ends_with(".py") || is_data(path)) {
        translation_.copy(path, "include/" + name);
        translation_.taken(path, "is put beside a submission");
      } else {
        translation_.left_out(path, "is neither a test nor data");
      }
    }
  }

  Translation& translation_;
  const FileTree& course_;
  std::string folder_;
  std::string tests_ = "tests/";
  std::set<std::string> modules_;
  std::set<std::string> imported_;
  bool is_pytest_ = false;
};

}  // namespace

bool is_gradescope(const FileTree& course) {
  // Those that otter-grader makes hold tests of its own.
  return folder_of(course).has_value() && !is_ok(course);
}

void translate_gradescope(Translation& translation) {
  Autograder(translation, *folder_of(translation.course())).translate();
}

}  // namespace assize::courses
