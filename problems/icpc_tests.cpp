// The tests of a package: pairs of files below data/sample and data/secret.
#include <algorithm>

#include "judge/core/errors.h"
#include "problems/icpc.h"

namespace assize::icpc {

namespace {

struct Found {
  bool input = false;
  bool answer = false;
};

// Part by part: a group's tests come where the group's name sorts. '/' is less than any byte that
// a name may have.
bool comes_before(const TestCase& a, const TestCase& b) {
  const auto rank = [](char c) {
    return c == '/' ? 0 : static_cast<int>(static_cast<unsigned char>(c));
  };
  return std::lexicographical_compare(a.name.begin(), a.name.end(), b.name.begin(), b.name.end(),
                                      [&](char x, char y) { return rank(x) < rank(y); });
}

TestCase test_case(const std::string& stem) {
  TestCase test;
  test.name = stem.substr(std::string_view("data/").size());
  test.group_name = test.name.substr(0, test.name.rfind('/'));
  test.input = stem + ".in";
  test.answer = stem + ".ans";
  test.sample = test.name.starts_with("sample/");
  return test;
}

// Directories of data/ that hold no tests for judging.
void warn_of_other_directories(const Loading& loading) {
  const Keys known{"sample",          "secret",         "invalid_input", "invalid_output",
                   "valid_output",    "invalid_inputs", "valid_inputs",  "invalid_outputs",
                   "invalid_answers", "valid_outputs"};
  std::string last;
  for (const auto& [path, file] : loading.files.files()) {
    if (!path.starts_with("data/")) continue;
    const std::size_t slash = path.find('/', 5);
    const std::string name = slash == std::string::npos ? "" : path.substr(5, slash - 5);
    const bool test = path.ends_with(".in") || path.ends_with(".ans");
    if (!test || known.contains(name) || (!last.empty() && path.starts_with(last))) continue;
    last = "data/" + name + (name.empty() ? "" : "/");
    loading.warn(loading.files.place(path) + ": ignored: tests are in data/sample and data/secret");
  }
}

}  // namespace

void find_tests(const Loading& loading) {
  const FileTree& files = loading.files;
  std::map<std::string, Found> found;
  for (const auto& [path, file] : files.files()) {
    if (!path.starts_with("data/sample/") && !path.starts_with("data/secret/")) continue;
    if (path.ends_with(".args") || path.find(".files/") != std::string::npos)
      throw InputError(files.place(path) +
                       ": arguments or files for a test case are not supported");
    const auto dot = path.rfind('.');
    if (dot == std::string::npos || dot < path.rfind('/')) continue;
    if (path.ends_with(".in")) found[path.substr(0, dot)].input = true;
    if (path.ends_with(".ans")) found[path.substr(0, dot)].answer = true;
  }
  for (const auto& [stem, both] : found) {
    if (!both.answer)
      throw InputError(files.place(stem + ".in") + ": there is no " + stem + ".ans for it");
    if (!both.input)
      throw InputError(files.place(stem + ".ans") + ": there is no " + stem + ".in for it");
    loading.package.tests.push_back(test_case(stem));
  }
  if (loading.package.tests.empty())
    throw InputError(files.place("data") + ": no test cases (pairs of .in and .ans)");
  warn_of_other_directories(loading);
  std::sort(loading.package.tests.begin(), loading.package.tests.end(), comes_before);
}

}  // namespace assize::icpc
