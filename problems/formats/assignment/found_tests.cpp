#include "problems/formats/assignment/found_tests.h"

#include <nlohmann/json.hpp>

#include "problems/text/error_list.h"
#include "problems/unit_tests/programs.h"
#include "storage/base/errors.h"
#include "storage/base/sha256.h"
#include "storage/base/text.h"

namespace assize {

namespace {

using nlohmann::json;

// The tests are one file more.
class TreeWithTests final : public FileTree {
 public:
  TreeWithTests(std::unique_ptr<FileTree> files, std::string found)
      : tree_(std::move(files)), found_(std::move(found)) {
    files_ = tree_->files();
    warnings_ = tree_->warnings();
    files_[kFoundTests] = {Sha256().add(found_).hex(), found_.size(), false};
  }
  std::string read(const std::string& path) const override {
    return path == kFoundTests ? found_ : tree_->read(path);
  }
  std::string place(const std::string& path) const override { return tree_->place(path); }

 private:
  std::unique_ptr<FileTree> tree_;
  std::string found_;
};

std::string text_in(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

std::vector<std::string> texts_in(const json& object, const char* key) {
  std::vector<std::string> texts;
  for (const auto& item : object.at(key)) texts.push_back(item.get<std::string>());
  return texts;
}

// What begins with a path in the package begins with its place.
std::vector<std::string> placed(const std::vector<std::string>& messages, const FileTree& files) {
  std::vector<std::string> all;
  for (const auto& message : messages) {
    const std::string text = clean_excerpt(message, 1000);
    const std::size_t colon = text.find(':');
    all.push_back(files.place(text.substr(0, colon)) +
                  (colon == std::string::npos ? "" : text.substr(colon)));
  }
  return all;
}

FoundTest test_in(const json& told, const FileTree& files, ErrorList& errors) {
  FoundTest test{text_in(told, "name"), text_in(told, "file"), {}, {}, {}, false};
  test.line = std::to_string(told.value("line", 0));
  test.partial = told.value("partial", false);
  const std::string where = files.place("tests/" + test.file) + ":" + test.line + ": " + test.name;
  if (const std::string weight = text_in(told, "weight"); !weight.empty()) {
    test.points = Score::parse(weight);
    if (!test.points || *test.points < Score(0))
      errors.add(where + ": its weight must be a decimal number, 0 or more, not '" +
                 clean_line(weight, 40) + "'");
  }
  if (const std::string word = text_in(told, "visibility"); !word.empty()) {
    test.visibility = visibility_from(word);
    if (!test.visibility)
      errors.add(where + ": its visibility must be visible, hidden, after_due_date or " +
                 "after_published, not '" + clean_line(word, 40) + "'");
  }
  return test;
}

}  // namespace

FoundTests read_found_tests(const std::string& text, const FileTree& files) {
  FoundTests found;
  ErrorList errors;
  try {
    const json told = json::parse(text);
    for (const auto& error : placed(texts_in(told, "errors"), files)) errors.add(error);
    found.warnings = placed(texts_in(told, "warnings"), files);
    found.modules = texts_in(told, "modules");
    for (const auto& test : told.at("tests")) found.tests.push_back(test_in(test, files, errors));
  } catch (const json::exception& error) {
    throw JudgeError("unit tests", 0,
                     files.place(kFoundTests) + " isn't what the finder writes: " + error.what());
  }
  errors.raise();
  return found;
}

std::string question_for_tests(const AssignmentFile& assignment) {
  return json{{"modules", assignment.modules}, {"runner", assignment.runner}}.dump();
}

bool must_find_tests(const FileTree& files) {
  for (const char* other : {"problem.yaml", "problem.xml", "init.yml", "task.yaml"})
    if (files.has(other)) return false;
  return files.has(kAssignmentFile) && !files.has(kFoundTests);
}

std::unique_ptr<FileTree> with_found_tests(std::unique_ptr<FileTree> files, std::string found) {
  return std::make_unique<TreeWithTests>(std::move(files), std::move(found));
}

std::map<std::string, std::string> tester_files(const FileTree& files) {
  std::map<std::string, std::string> all{{"main.py", kTester}};
  for (const char* directory : {"include/", "tests/"})
    for (auto file = files.files().lower_bound(directory);
         file != files.files().end() && file->first.starts_with(directory); ++file)
      all[file->first] = file->first;
  return all;
}

}  // namespace assize
