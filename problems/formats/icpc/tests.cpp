// The tests of a package: pairs of files below data/sample and data/secret.
#include <algorithm>

#include "problems/formats/icpc/icpc.h"
#include "problems/text/error_list.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

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
  // The reference tool has nothing that judges an answer alone.
  const Keys known{"sample", "secret", "invalid_answer", "invalid_answers"};
  std::string last;
  for (const auto& [path, file] : loading.files.files()) {
    if (!path.starts_with("data/")) continue;
    const std::size_t slash = path.find('/', 5);
    const std::string name = slash == std::string::npos ? "" : path.substr(5, slash - 5);
    const bool test = path.ends_with(".in") || path.ends_with(".ans");
    if (!test || known.contains(name) || validator_tests_around(path) ||
        (!last.empty() && path.starts_with(last)))
      continue;
    last = "data/" + name + (name.empty() ? "" : "/");
    loading.warn(loading.files.place(path) + ": ignored: tests are in data/sample and data/secret");
  }
}

struct DirectoryKind {
  std::string_view name;
  ValidatorTest::Kind kind;
};
// BAPCtools has them in the plural.
constexpr DirectoryKind kValidatorTests[] = {
    {"invalid_input", ValidatorTest::Kind::invalid_input},
    {"invalid_inputs", ValidatorTest::Kind::invalid_input},
    {"valid_input", ValidatorTest::Kind::valid_input},
    {"valid_inputs", ValidatorTest::Kind::valid_input},
    {"invalid_output", ValidatorTest::Kind::invalid_output},
    {"invalid_outputs", ValidatorTest::Kind::invalid_output},
    {"valid_output", ValidatorTest::Kind::valid_output},
    {"valid_outputs", ValidatorTest::Kind::valid_output}};

ValidatorTest validator_test(const Loading& loading, const std::string& stem,
                             ValidatorTest::Kind kind) {
  const FileTree& files = loading.files;
  ValidatorTest result;
  result.kind = kind;
  result.test = test_case(stem);
  result.test.validator_score =
      loading.package.scoring ? ValidatorScore::ignored : ValidatorScore::forbidden;
  if (!result.is_of_output()) {
    result.test.answer.clear();
    return result;
  }
  result.output = stem + ".out";
  for (const auto& path : {result.test.answer, result.output})
    if (!files.has(path))
      throw InputError(files.place(stem + ".in") + ": there is no " + shown_name(path));
  return result;
}

}  // namespace

std::optional<ValidatorTest::Kind> validator_tests_around(std::string_view path) {
  constexpr std::string_view kData = "data/";
  if (!path.starts_with(kData)) return std::nullopt;
  path.remove_prefix(kData.size());
  for (const auto& [name, kind] : kValidatorTests)
    if (path.starts_with(name) && path.substr(name.size()).starts_with('/')) return kind;
  return std::nullopt;
}

void find_validator_tests(const Loading& loading) {
  const Validation& validation = loading.package.validation;
  const bool has_outputs = !validation.interactive && validation.passes == 1;
  for (const auto& [path, file] : loading.files.files()) {
    const auto kind = validator_tests_around(path);
    if (!kind || !path.ends_with(".in")) continue;
    ValidatorTest test = validator_test(
        loading, path.substr(0, path.size() - std::string_view(".in").size()), *kind);
    if (test.is_of_output() && !has_outputs)
      loading.warn(loading.files.place(path) +
                   ": ignored: the output of an interactive or multi-pass problem is no file");
    else
      loading.package.validator_tests.push_back(std::move(test));
  }
}

void find_tests(const Loading& loading) {
  const FileTree& files = loading.files;
  std::map<std::string, Found> found;
  ErrorList errors;
  for (const auto& [path, file] : files.files()) {
    if (!path.starts_with("data/sample/") && !path.starts_with("data/secret/")) continue;
    if (path.ends_with(".args") || path.find(".files/") != std::string::npos)
      errors.add(files.place(path) + ": arguments or files for a test case are not supported");
    const auto dot = path.rfind('.');
    if (dot == std::string::npos || dot < path.rfind('/')) continue;
    if (path.ends_with(".in")) found[path.substr(0, dot)].input = true;
    if (path.ends_with(".ans")) found[path.substr(0, dot)].answer = true;
  }
  for (const auto& [stem, both] : found) {
    if (!both.answer)
      errors.add(files.place(stem + ".in") + ": there is no " + shown_name(stem + ".ans") +
                 " for it");
    if (!both.input)
      errors.add(files.place(stem + ".ans") + ": there is no " + shown_name(stem + ".in") +
                 " for it");
    loading.package.tests.push_back(test_case(stem));
  }
  if (loading.package.tests.empty())
    errors.add(files.place("data") + ": no test cases (pairs of .in and .ans)");
  errors.raise();
  warn_of_other_directories(loading);
  std::sort(loading.package.tests.begin(), loading.package.tests.end(), comes_before);
}

}  // namespace assize::icpc
