// Problem packages made on the spot.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "problems/loaded_package.h"
#include "problems/package.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/temporary_directory.h"

namespace assize::test {

// A directory that starts as a legacy package with one sample and one secret test and a time limit
// of 1 s. Tests change what they are about.
class PackageDirectory {
 public:
  PackageDirectory() {
    write("problem.yaml", "name: Test\n");
    write(".timelimit", "1\n");
    pair("sample/1");
    pair("secret/1");
  }

  const PackageDirectory& write(std::string_view path, std::string_view content) const {
    directory_.write("package/" + std::string(path), content);
    return *this;
  }
  const PackageDirectory& pair(const std::string& name) const {
    write("data/" + name + ".in", "1\n");
    return write("data/" + name + ".ans", "2\n");
  }
  void remove(const std::string& path) const { std::filesystem::remove_all(root() + "/" + path); }
  void make_new(const std::string& more = "") const {
    write("problem.yaml", "problem_format_version: 2025-09\nname: Test\nuuid: 1\n" + more);
  }

  std::string root() const { return directory_.path("package"); }
  std::string outside(std::string_view path) const { return directory_.path(path); }
  Package load(const LoadOptions& options = {}) const {
    return load_package(DirectoryTree(root()), "test", options);
  }

 private:
  TemporaryDirectory directory_;
};

// The message with which it is refused.
inline std::string refused(const PackageDirectory& package, const LoadOptions& options = {}) {
  return input_error_of([&] { package.load(options); });
}

inline const LoadOptions kLenient = [] {
  LoadOptions options;
  options.lenient = true;
  return options;
}();

inline bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// A package of another format: an empty directory to begin with.
class FormatDirectory {
 public:
  const FormatDirectory& write(std::string_view path, std::string_view content) const {
    directory_->write("package/" + std::string(path), content);
    return *this;
  }
  std::string root() const { return directory_->path("package"); }
  Package load(const LoadOptions& options = {}) const {
    return load_package(DirectoryTree(root()), "test", options);
  }
  // The content of a test's file as the judge gets it.
  std::string content(const std::string& path) const {
    return *LoadedPackage(std::make_unique<DirectoryTree>(root()), "test", {}).content(path);
  }

 private:
  std::shared_ptr<TemporaryDirectory> directory_ = std::make_shared<TemporaryDirectory>();
};

inline const TestGroup& group_named(const Package& package, const std::string& name) {
  for (const auto& group : package.groups)
    if (group.name == name) return group;
  throw std::runtime_error("no group " + name);
}

inline std::vector<std::string> names_of_groups(const Package& package) {
  std::vector<std::string> names;
  for (const auto& group : package.groups) names.push_back(group.name);
  return names;
}

inline std::vector<std::string> names_of_tests(const Package& package) {
  std::vector<std::string> names;
  for (const auto& test : package.tests) names.push_back(test.name);
  return names;
}

inline const TestCase& test_named(const Package& package, const std::string& name) {
  for (const auto& test : package.tests)
    if (test.name == name) return test;
  throw std::runtime_error("no test " + name);
}

}  // namespace assize::test
