// Packages that are broken in every way that can be thought of, made by machine. Each one loads or
// is refused with one InputError that says where; none takes long.
#include <algorithm>
#include <ctime>
#include <limits>
#include <random>
#include <sstream>

#include "problems/submissions/submissions.h"
#include "problems/text/yaml.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/packages.h"

using namespace assize;
using namespace assize::test;

namespace {

class MemoryTree : public FileTree {
 public:
  using Files = std::map<std::string, std::string>;
  explicit MemoryTree(Files contents) : contents_(std::move(contents)) {
    for (const auto& [path, content] : contents_) files_[path] = {"", content.size()};
  }
  std::string read(const std::string& path) const override { return contents_.at(path); }
  std::string place(const std::string& path) const override { return "package/" + path; }

 private:
  Files contents_;
};

// Two packages that have something of everything.
MemoryTree::Files legacy_package() {
  return {
      {"problem.yaml",
       "problem_format_version: legacy\ntype: scoring\nname: {en: A, sv: B}\nauthor: C\n"
       "limits:\n  memory: 100\n  time_multiplier: 3\nvalidation: custom score\n"
       "validator_flags: a b\ngrading: {objective: max, show_test_data_groups: true}\n"},
      {".timelimit", "1\n"},
      {"data/testdata.yaml", "on_reject: continue\nrange: 0 100\ngrader_flags: ignore_sample\n"},
      {"data/sample/1.in", ""},
      {"data/sample/1.ans", ""},
      {"data/secret/testdata.yaml", "grader_flags: first_error max\naccept_score: 30\n"},
      {"data/secret/a/1.in", ""},
      {"data/secret/a/1.ans", ""},
      {"data/secret/a/testdata.yaml", "input_validator_flags: {name: v, flags: x}\n"},
      {"input_validators/v.py", ""},
      {"output_validators/check/check.cpp", ""},
      {"include/python3/lib.py", ""},
      {"submissions/accepted/a.py", "# @EXPECTED_SCORE@: 30\n"},
      {"submissions/mixed/b.py", "# @EXPECTED_RESULTS@: CORRECT, TIMELIMIT\n"},
      {"submissions/partially_accepted/c.py", "# @EXPECTED_GRADES@ AC\n"}};
}

MemoryTree::Files new_package() {
  return {{"problem.yaml",
           "problem_format_version: 2025-09\nname: {en: A}\nuuid: u\ntype: [scoring, multi-pass]\n"
           "credits: {authors: [A, {name: B}]}\nlimits: {time_limit: 2, validation_passes: 3,\n"
           "  time_multipliers: {ac_to_time_limit: 2}}\nlanguages: [python3]\n"
           "constants: {k: 5, m: {value: 1, tex: x}}\n"},
          {"data/sample/1.in", ""},
          {"data/sample/1.ans", ""},
          {"data/secret/test_group.yaml", "max_score: 100\nscore_aggregation: sum\n"},
          {"data/secret/a/test_group.yaml", "max_score: 40\nrequire_pass: [sample]\n"},
          {"data/secret/a/1.in", ""},
          {"data/secret/a/1.ans", ""},
          {"data/secret/a/1.yaml", "output_validator_args: [x, '{{k}}']\nhint: look\n"},
          {"data/secret/b/test_group.yaml", "max_score: 60\nscore_aggregation: min\n"},
          {"data/secret/b/1.in", ""},
          {"data/secret/b/1.ans", ""},
          {"output_validator/validate.py", ""},
          {"submissions/submissions.yaml",
           "accepted/*.py: {permitted: [AC], score: [0, 100], authors: A}\n"
           "'{mixed,other}/*': {required: [WA], secret/*: {permitted: [AC, WA], message: m}}\n"},
          {"submissions/accepted/a.py", ""},
          {"submissions/mixed/b.py", ""}};
}

void load(const MemoryTree& tree, bool lenient) {
  LoadOptions options;
  options.lenient = lenient;
  options.without_time_limit = true;
  find_submissions(tree, load_package(tree, "test", options), options);
}

// Of this process, whatever else the host does.
double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// What is said of a broken package: empty if it loads. Anything but an InputError fails the test.
std::string verdict_on(const MemoryTree& tree) {
  std::string message;
  for (const bool lenient : {false, true}) {
    try {
      load(tree, lenient);
    } catch (const InputError& error) {
      message = error.what();
      INFO(message);
      std::istringstream lines(message);
      std::size_t count = 0;
      for (std::string line; std::getline(lines, line); ++count)
        CHECK((line.starts_with("package/") || line.starts_with("… and ")));
      CHECK(count > 0);
      CHECK(count <= 60);
    } catch (const std::exception& error) {
      FAIL_CHECK("threw something other than an InputError: " << error.what());
    }
  }
  return message;
}

const std::vector<std::string> kText{"problem.yaml",
                                     ".timelimit",
                                     "data/testdata.yaml",
                                     "data/secret/testdata.yaml",
                                     "data/secret/a/testdata.yaml",
                                     "data/secret/test_group.yaml",
                                     "data/secret/a/test_group.yaml",
                                     "data/secret/a/1.yaml",
                                     "data/secret/b/test_group.yaml",
                                     "submissions/submissions.yaml",
                                     "submissions/mixed/b.py",
                                     "submissions/partially_accepted/c.py"};

}  // namespace

TEST_CASE("the packages that are to be broken are whole") {
  load(MemoryTree(legacy_package()), false);
  load(MemoryTree(new_package()), false);
}

TEST_CASE("packages whose files are cut at any byte, or have a piece missing or doubled") {
  std::mt19937 random(1);
  for (const auto& whole : {legacy_package(), new_package()})
    for (const auto& path : kText) {
      if (!whole.contains(path) || whole.at(path).empty()) continue;
      const std::string& text = whole.at(path);
      for (std::size_t i = 0; i < 25; ++i) {
        auto broken = whole;
        const std::size_t at = random() % (text.size() + 1);
        const std::size_t length = random() % (text.size() - at + 1);
        std::string& content = broken.at(path);
        if (i % 3 == 0) content = text.substr(0, at);
        if (i % 3 == 1) content = text.substr(0, at) + text.substr(at + length);
        if (i % 3 == 2) content = text.substr(0, at + length) + text.substr(at);
        INFO(path << ":\n" << content);
        verdict_on(MemoryTree(broken));
      }
    }
}

TEST_CASE("packages whose bytes are others, whose lines are swapped") {
  std::mt19937 random(2);
  const std::string bytes("\0\xff\xc3:-[]{}&*!|>'\"%@`#,? \t\r\n0x", 28);
  for (const auto& whole : {legacy_package(), new_package()})
    for (const auto& path : kText) {
      if (!whole.contains(path) || whole.at(path).empty()) continue;
      for (std::size_t i = 0; i < 25; ++i) {
        auto broken = whole;
        std::string& content = broken.at(path);
        for (std::size_t n = 0; n <= i % 3; ++n) {
          const std::size_t at = random() % content.size();
          content[at] = bytes[random() % bytes.size()];
        }
        if (i % 5 == 0) std::swap(content, broken.at("problem.yaml"));
        INFO(path << ":\n" << content);
        verdict_on(MemoryTree(broken));
      }
    }
}

TEST_CASE("packages in which each value is of every other type") {
  const std::vector<std::string> values{"",        "~",          "x",  "-1",     "1e999",
                                        "[]",      "[[]]",       "{}", "{a: b}", "[{a: [b]}]",
                                        "&x [*x]", "!!binary x", "'",  "|\n  x"};
  for (const auto& whole : {legacy_package(), new_package()})
    for (const auto& path : kText) {
      if (!whole.contains(path) || whole.at(path).empty()) continue;
      const std::string& text = whole.at(path);
      for (std::size_t colon = text.find(": "); colon != std::string::npos;
           colon = text.find(": ", colon + 1))
        for (const auto& value : values) {
          auto broken = whole;
          const std::size_t end = std::min(text.find_first_of(",}\n", colon), text.size());
          broken.at(path) = text.substr(0, colon + 2) + value + text.substr(end);
          INFO(path << ":\n" << broken.at(path));
          verdict_on(MemoryTree(broken));
        }
    }
}

TEST_CASE("packages with a file missing, in another's place, or in two") {
  for (const auto& whole : {legacy_package(), new_package()})
    for (const auto& [path, content] : whole) {
      INFO(path);
      auto broken = whole;
      broken.erase(path);
      const std::string message = verdict_on(MemoryTree(broken));
      if (path == "problem.yaml" || path.ends_with(".in") || path.ends_with(".ans"))
        CHECK_FALSE(message.empty());
      for (const auto& [other, text] : whole) {
        broken = whole;
        broken.erase(other);
        broken[other] = content;
        verdict_on(MemoryTree(broken));
        broken = whole;
        broken.erase(path);
        broken[path + "/" + other] = content;
        verdict_on(MemoryTree(broken));
      }
    }
}

TEST_CASE("packages with bombs in each of their files are refused in no time") {
  std::string billions = "a0: &a0 [x, x]\n";
  for (int i = 1; i < 40; ++i)
    billions += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" +
                std::to_string(i - 1) + ", *a" + std::to_string(i - 1) + "]\n";
  std::string keys;
  for (int i = 0; i < 10'000; ++i) keys += "k" + std::to_string(i) + ": 1\n";
  const std::vector<std::string> bombs{billions,
                                       "a: " + std::string(10'000, '['),
                                       "a: " + std::string(400, '[') + std::string(400, ']'),
                                       "&x a: &y {b: *y}",
                                       std::string(kMaxYaml + 1, ' '),
                                       keys};
  const double start = cpu_seconds();
  const std::vector<std::pair<MemoryTree::Files, std::string>> places{
      {legacy_package(), "problem.yaml"},
      {legacy_package(), "data/secret/a/testdata.yaml"},
      {new_package(), "data/secret/a/test_group.yaml"},
      {new_package(), "data/secret/a/1.yaml"},
      {new_package(), "submissions/submissions.yaml"}};
  for (const auto& [whole, path] : places)
    for (const auto& bomb : bombs) {
      auto broken = whole;
      broken.at(path) = bomb;
      INFO(path << " " << bomb.substr(0, 20));
      CHECK_FALSE(verdict_on(MemoryTree(broken)).empty());
    }
  // A debug build takes 7 s, and one with sanitizers some times that; a bomb that goes off, for
  // ever.
  CHECK(cpu_seconds() - start < 300);
}

TEST_CASE("a package of very many tests and groups loads in time that grows with them") {
  // The least of three: what else a host does can only add to it.
  const auto cost_of = [](int many) {
    auto files = legacy_package();
    for (int i = 0; i < many; ++i) {
      const std::string stem = "data/secret/g" + std::to_string(i) + "/deep/1";
      files[stem + ".in"] = files[stem + ".ans"] = "";
      files["submissions/mixed/s" + std::to_string(i) + ".py"] = "";
    }
    double least = std::numeric_limits<double>::max();
    for (int i = 0; i < 3; ++i) {
      const double start = cpu_seconds();
      load(MemoryTree(files), false);
      least = std::min(least, cpu_seconds() - start);
    }
    return least;
  };
  const double few = cost_of(1500);
  const double many = cost_of(6000);
  INFO(few << " s, then " << many << " s");
  CHECK(many < 10 * few);  // 4 times as much where it grows with them, 16 times with their square
}
