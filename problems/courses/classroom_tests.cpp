// Tests of a Classroom that run pytest or unittest: their files unchanged, and their points in
// assignment.yaml.
#include <algorithm>
#include <map>
#include <set>

#include "problems/courses/checks.h"
#include "problems/courses/classroom.h"
#include "problems/grading/score.h"
#include "storage/base/text.h"

namespace assize::courses {

namespace {

class FileTests {
 public:
  explicit FileTests(Translation& translation) : translation_(translation) {}

  void translate(const std::vector<FileTest>& tests) {
    for (const auto& [path, file] : translation_.course().files())
      if (is_test_name(path) && !path.starts_with(".")) all_.push_back(path);
    for (const auto& test : tests) take(test);
    for (const auto& [path, file] : files_) copy_tests(path);
    if (files_.empty()) return;
    take_modules();
    set_points(tests);
    Assignment assignment;
    assignment.name = title_of(translation_.id());
    assignment.modules.assign(modules_.begin(), modules_.end());
    assignment.runner = is_pytest_ ? "pytest" : "unittest";
    assignment.time_limit = longest_;
    assignment.points = points_;
    translation_.put("assignment.yaml", to_yaml(assignment));
    translation_.package().kind = "assignment";
    translation_.package().tests = files_.size();
  }

 private:
  // The files of a selection that are here.
  std::vector<std::string> files_of(const TestSelection& selection, const ClassroomTest& test) {
    if (selection.file.empty()) {
      if (all_.empty()) translation_.refuse(test.file, test.line, "there are no files of tests");
      return all_;
    }
    if (translation_.course().has(selection.file)) return {selection.file};
    for (const auto& path : all_)
      if (path.ends_with("/" + selection.file)) return {path};
    translation_.refuse(test.file, test.line,
                        "runs " + shown_name(selection.file) + ", which is not here");
    return {};
  }

  void take(const FileTest& entry) {
    const ClassroomTest& test = *entry.test;
    is_pytest_ = is_pytest_ || entry.command.runner == "pytest";
    if (const auto seconds = Score::parse(test.seconds);
        seconds && (longest_.empty() || *seconds > *Score::parse(longest_)))
      longest_ = test.seconds;
    for (const auto& selection : entry.command.selections)
      for (const auto& path : files_of(selection, test)) {
        if (!files_.contains(path)) {
          if (refused_.contains(path)) continue;
          TestFile file = read_test_file(translation_, path);
          if (file.is_refused) {
            refused_.insert(path);
            continue;
          }
          files_.emplace(path, std::move(file));
        }
        std::size_t found = 0;
        for (const auto& single : files_.at(path).tests)
          if ((selection.in_class.empty() || single.in_class == selection.in_class) &&
              (selection.function.empty() || single.function == selection.function)) {
            chosen_[&test].push_back(single.name());
            ++found;
          }
        if (found == 0)
          translation_.refuse(
              test.file, test.line,
              "no such test in " + shown_name(path) + ": '" + clean_line(test.run, 80) + "'");
      }
  }

  // Where a file is in the package: below tests/, as it was below the folder of its tests.
  static std::string place_of(const std::string& path) {
    for (const char* folder : {"tests/", "test/"})
      if (path.starts_with(folder)) return "tests/" + path.substr(std::string(folder).size());
    return "tests/" + path;
  }

  void copy_tests(const std::string& path) {
    translation_.copy(path, place_of(path));
    translation_.taken(path, "unchanged, " + place_of(path));
    // What stands beside it in a folder of tests goes along.
    const std::string folder = path.substr(0, path.rfind('/') + 1);
    for (const auto& [other, file] : translation_.course().files()) {
      const bool beside = !folder.empty() && other.starts_with(folder);
      const bool settings = name_of(other) == "conftest.py" &&
                            path.starts_with(other.substr(0, other.rfind('/') + 1));
      if ((!beside && !settings) || files_.contains(other) || !seen_.insert(other).second) continue;
      if (other.ends_with(".py")) read_test_file(translation_, other);
      translation_.copy(other, place_of(other));
      translation_.taken(other, "beside the tests, " + place_of(other));
    }
  }

  // What the tests import and is here is what a submission consists of; other files are data.
  void take_modules() {
    std::set<std::string> imported;
    for (const auto& [path, file] : files_)
      for (const auto& import : file.imports)
        imported.insert(import.module.substr(0, import.module.find('.')));
    for (const auto& [path, file] : translation_.course().files()) {
      if (files_.contains(path) || seen_.contains(path) || path.starts_with(".")) continue;
      const std::string name = path.substr(0, path.find('/'));
      const bool module =
          imported.contains(path.find('/') == std::string::npos ? stem_of(name) : name);
      if (path.ends_with(".py") && module) {
        modules_.insert(stem_of(name));
        translation_.left_out(path, "is the submitter's to write: the module " + stem_of(name));
      } else if (path.ends_with(".py")) {
        translation_.left_out(path, "no test imports it");
      } else if (is_data(path) && !path.starts_with("tests/")) {
        translation_.copy(path, "include/" + path);
        translation_.taken(path, "is put beside a submission");
      } else if (name_of(path) == "pytest.ini" || name_of(path) == "pyproject.toml" ||
                 name_of(path) == "setup.cfg" || name_of(path) == "tox.ini") {
        translation_.left_out(path, "settings of a runner are not taken");
      }
    }
  }

  void set_points(const std::vector<FileTest>& tests) {
    std::map<std::string, std::string> owners;
    for (const auto& entry : tests) {
      const ClassroomTest& test = *entry.test;
      const auto& names = chosen_[&test];
      if (names.empty() || Score::parse(test.points).value_or(Score(0)) == Score(0)) continue;
      const auto parts = shared(test.points, names.size());
      for (std::size_t i = 0; i < names.size(); ++i) {
        const auto [owner, is_new] = owners.emplace(names[i], test.name);
        if (is_new)
          points_.emplace_back(names[i], parts[i]);
        else
          translation_.refuse(test.file, test.line,
                              "the test " + shown_name(names[i]) + " has points of '" +
                                  clean_line(owner->second, 60) + "' already");
      }
      if (names.size() > 1)
        translation_.changed(test.file, test.line,
                             "'" + clean_line(test.name, 60) + "' was all or nothing: its " +
                                 test.points + " points are shared by its " +
                                 std::to_string(names.size()) + " tests");
    }
  }

  Translation& translation_;
  std::vector<std::string> all_;
  std::map<std::string, TestFile> files_;
  std::map<const ClassroomTest*, std::vector<std::string>> chosen_;
  std::set<std::string> refused_;  // files
  std::set<std::string> seen_;
  std::set<std::string> modules_;
  std::vector<std::pair<std::string, std::string>> points_;
  std::string longest_;
  bool is_pytest_ = false;
};

}  // namespace

void translate_file_tests(Translation& translation, const std::vector<FileTest>& tests) {
  FileTests(translation).translate(tests);
}

}  // namespace assize::courses
