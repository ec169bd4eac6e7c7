// An assignment of a course as the operator names it: a folder, or a zip file of one. Unlike a
// package it may say what matters in hidden files (".github/").
#pragma once

#include <map>
#include <memory>
#include <string>

#include "problems/files/file_tree.h"

namespace assize::courses {

constexpr std::uint64_t kMostCourse = 256ULL << 20U;  // bytes of all files together

// All files are read at once and kept: what is translated is one state of the course. Left out is
// what version control, editors and caches keep for themselves (".git", "__pycache__"); links are,
// too, with a warning. The bounds of a package hold (file_tree.h), and kMostCourse.
class CourseTree final : public FileTree {
 public:
  // Throws InputError where there is nothing such, or what is there can't be read.
  explicit CourseTree(const std::string& path);
  std::string read(const std::string& path) const override { return contents_.at(path); }
  std::string place(const std::string& path) const override;

 private:
  void scan(const std::string& folder, const std::string& prefix, std::size_t depth);
  void read_zip();
  void add(const std::string& path, std::string content);

  std::string root_;
  std::string around_;  // of a zip file: the folder around all that is in it, with its '/'
  bool is_zip_ = false;
  std::uint64_t total_ = 0;
  std::size_t entries_ = 0;
  std::map<std::string, std::string> contents_;
};

}  // namespace assize::courses
