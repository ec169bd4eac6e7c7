// docs/verdicts.md names every verdict and every reason class that the code has, and no other; its
// limits are those of the code.
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "judge/jail/protocol/launch_stage.h"
#include "storage/base/errors.h"
#include "storage/records/policy.h"
#include "storage/records/verdict_names.h"
#include "tests/unit/support/catch2.h"

using namespace assize;

namespace {

using Rows = std::map<std::string, std::string>;  // first column, without its marks → second column

std::string number(std::uint64_t value) { return std::to_string(value); }

// The rows of the first table behind `heading`.
Rows table_behind(const std::string& heading) {
  std::ifstream file(ASSIZE_SOURCE "/docs/verdicts.md");
  std::string line;
  while (std::getline(file, line) && !line.starts_with(heading)) {
  }
  REQUIRE(file);
  Rows rows;
  static const std::regex row(R"(\| `([^`]*)` \| ([^|]*[^| ]) \|.*)");
  bool begun = false;
  while (std::getline(file, line) && (!begun || line.starts_with("|"))) {
    begun = begun || line.starts_with("|");
    std::smatch match;
    if (std::regex_match(line, match, row)) {
      CHECK_FALSE(rows.contains(match[1]));
      rows[match[1]] = match[2];
    }
  }
  return rows;
}

}  // namespace

TEST_CASE("the document has every verdict, with its words, and no other") {
  Rows verdicts;
  for (std::size_t i = 0; i < kVerdictCount; ++i) {
    const auto verdict = static_cast<Verdict>(i);
    verdicts[std::string(letters(verdict))] = words(verdict);
    CHECK(verdict_from_letters(letters(verdict)) == verdict);
  }
  CHECK(verdicts.size() == kVerdictCount);
  CHECK(table_behind("# Verdicts") == verdicts);
}

TEST_CASE("the document has every reason class, and no other") {
  std::set<std::string> classes;
  for (int i = ReasonClass::none + 1; i <= ReasonClass::kLast; ++i) {
    const ReasonClass reason(static_cast<ReasonClass::Value>(i));
    classes.emplace(reason.name());
    CHECK(ReasonClass(std::string(reason.name())) == reason);
  }
  CHECK(classes.size() == ReasonClass::kLast);
  std::set<std::string> documented;
  for (const auto& [name, verdict] : table_behind("**Reason classes.**")) {
    documented.insert(name);
    INFO(name);
    CHECK(verdict_from_letters(verdict.substr(1, verdict.size() - 2)));
  }
  CHECK(documented == classes);
}

TEST_CASE("the document has the limits of the default policy") {
  std::ifstream file(ASSIZE_SOURCE "/docs/verdicts.md");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const Policy policy;
  CHECK(text.find("| processes and threads / open files / each tmpfs / its inodes | policy | " +
                  number(policy.processes) + " / " + number(policy.open_files) + " / " +
                  number(policy.scratch.count >> 20U) + " MiB / " + number(policy.scratch_inodes) +
                  " |") != std::string::npos);
  CHECK(text.find("| standard error | policy: what is beyond it is dropped, and noted | " +
                  number(policy.error_output.count >> 20U) + " MiB |") != std::string::npos);
}

TEST_CASE("a reason class that isn't known is damage, not another class") {
  CHECK(ReasonClass(std::string()) == ReasonClass::none);
  CHECK_THROWS_AS(ReasonClass(std::string("cpus")), DamagedItem);
  CHECK_THROWS_AS(ReasonClass(std::string("CPU")), DamagedItem);
}

TEST_CASE("each stage of a launch has a name of its own") {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < static_cast<std::size_t>(LaunchStage::unexpected); ++i) {
    const auto stage = static_cast<LaunchStage>(i);
    CHECK(names.insert(name(stage)).second);
    CHECK(launch_stage(name(stage)) == stage);
  }
  CHECK_FALSE(launch_stage(""));
  CHECK_FALSE(launch_stage("mount"));
  CHECK(name(static_cast<LaunchStage>(255)).empty());
}
