// What the translations of the single origins share: a course that is read, and a package that
// grows.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "problems/courses/course.h"

namespace assize::courses {

constexpr std::size_t kMostText = 16U << 20U;  // bytes of a file that is read as text
constexpr std::size_t kMostCourseTests = 2000;

class Translation {
 public:
  Translation(const FileTree& course, const std::string& id, CoursePackage& package)
      : course_(course), id_(id), package_(package) {}

  const FileTree& course() const { return course_; }
  const std::string& id() const { return id_; }
  CoursePackage& package() { return package_; }

  // A text of the course, with plain line ends. Throws InputError where it is no UTF-8, or larger
  // than kMostText.
  std::string text(const std::string& path) const;

  void put(const std::string& path, std::string content);
  void copy(const std::string& from, const std::string& to);

  void taken(const std::string& file, const std::string& what, std::size_t line = 0);
  void changed(const std::string& file, std::size_t line, const std::string& what);
  void left_out(const std::string& file, const std::string& what);
  void refuse(const std::string& file, std::size_t line, const std::string& what);
  std::size_t refusals() const { return refusals_; }  // so far

 private:
  void note(Note::Kind kind, const std::string& file, std::size_t line, const std::string& what);

  const FileTree& course_;
  const std::string& id_;
  CoursePackage& package_;
  std::size_t refusals_ = 0;
};

// "sum-of-two": "Sum of two".
std::string title_of(std::string id);

// A file's name without its folders; and without its ending.
std::string name_of(std::string_view path);
std::string stem_of(std::string_view path);
bool is_below(std::string_view path, std::string_view folder);  // "" is the top

// Where the course's statement is, put it into the package: README.md below `folder`.
void take_statement(Translation& translation, const std::string& folder);

// Points as other systems write them: a decimal number, 0 or more. Nothing else is a number.
bool is_decimal(std::string_view text);

// A text as a scalar of YAML, between double quotes.
std::string yaml_text(std::string_view text);

// assignment.yaml of the new package.
struct Assignment {
  std::string name;
  std::vector<std::string> modules;
  std::string runner;                                             // or empty
  std::string time_limit;                                         // seconds, or empty
  std::vector<std::pair<std::string, std::string>> points;        // pattern and decimal
  std::vector<std::pair<std::string, std::string>> visibilities;  // pattern and word
};
std::string to_yaml(const Assignment& assignment);

// `total` in `count` decimal parts of at most two more places, the last of which has what is left:
// the parts are exactly the whole. `total` is decimal, `count` at least 1.
std::vector<std::string> shared(std::string_view total, std::size_t count);

// The translations. Each is asked whether the course is of its origin before it is called.
bool is_gradescope(const FileTree& course);
void translate_gradescope(Translation& translation);
bool is_classroom(const FileTree& course);
void translate_classroom(Translation& translation);
bool is_ok(const FileTree& course);
void translate_ok(Translation& translation);
bool is_nbgrader(const FileTree& course);
void translate_nbgrader(Translation& translation);
bool is_prairielearn(const FileTree& course);
void translate_prairielearn(Translation& translation);

}  // namespace assize::courses
