// assignment.yaml: what a teacher says of a unit-test problem (docs/unit-tests.md).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "problems/package.h"

namespace assize {

constexpr const char* kAssignmentFile = "assignment.yaml";

// Who sees what a test says. Of others than `visible` a submitter sees name and verdict.
enum class Visibility : std::uint8_t { visible, hidden, after_due_date, after_published };
std::optional<Visibility> visibility_from(std::string_view word);

// A value for each test that a pattern fits: its name, or the last part of it ("test_push",
// "test_len*").
template <typename Value>
struct OfTests {
  struct Row {
    std::string pattern;
    Value value;
    std::string where;  // for messages
  };
  std::vector<Row> rows;
};

struct AssignmentFile {
  std::string name;
  std::vector<std::string> modules;  // empty: what the tests import and nobody else has
  std::string runner;                // "unittest", "pytest", "doctest"; empty: by each file
  PackageLimits limits;
  OfTests<Score> points;
  OfTests<Visibility> visibility;
  OfTests<std::vector<std::string>> trust;
};

// Throws InputError, or InputErrors with all that is wrong.
AssignmentFile read_assignment_file(const FileTree& files, const LoadOptions& options,
                                    Package& package);

// The row that fits a test best: its exact name, else the longest pattern. Null: none.
template <typename Value>
const typename OfTests<Value>::Row* row_for(const OfTests<Value>& values, const std::string& test);
bool fits_test(const std::string& pattern, const std::string& test);

template <typename Value>
const typename OfTests<Value>::Row* row_for(const OfTests<Value>& values, const std::string& test) {
  const typename OfTests<Value>::Row* best = nullptr;
  for (const auto& row : values.rows) {
    if (row.pattern == test) return &row;
    const bool longer = best == nullptr || row.pattern.size() > best->pattern.size();
    if (longer && fits_test(row.pattern, test)) best = &row;
  }
  return best;
}

}  // namespace assize
