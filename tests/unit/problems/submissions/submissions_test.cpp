#include "problems/submissions/submissions.h"

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/packages.h"

using namespace assize;
using namespace assize::test;
using Verdicts = std::set<Verdict>;

namespace {

constexpr auto kAc = Verdict::accepted;
constexpr auto kWa = Verdict::wrong_answer;
constexpr auto kTle = Verdict::time_limit_exceeded;
constexpr auto kRte = Verdict::run_time_error;
constexpr auto kPa = Verdict::partial;

std::vector<PackageSubmission> found(const PackageDirectory& directory,
                                     const LoadOptions& options = {}) {
  const DirectoryTree tree(directory.root());
  return find_submissions(tree, load_package(tree, "test", options), options);
}

std::string submissions_refused(const PackageDirectory& directory,
                                const LoadOptions& options = {}) {
  return input_error_of([&] { found(directory, options); });
}

PackageSubmission only(const PackageDirectory& directory, const LoadOptions& options = {}) {
  const auto all = found(directory, options);
  REQUIRE(all.size() == 1);
  return all[0];
}

// The only submission of a package of its own, in this folder.
PackageSubmission in_folder(const std::string& folder, bool is_new, bool scoring,
                            const std::string& source = "") {
  const PackageDirectory directory;
  if (is_new) {
    directory.make_new(scoring ? "type: scoring\n" : "");
  } else {
    directory.write("problem.yaml", scoring ? "type: scoring\n" : "");
  }
  directory.write("submissions/" + folder + "/a.py", source);
  return only(directory);
}

Expectation expectation_in(const std::string& folder, bool is_new, bool scoring = false) {
  const auto submission = in_folder(folder, is_new, scoring);
  REQUIRE(submission.expectations.size() == 1);
  return submission.expectations[0];
}

}  // namespace

TEST_CASE("submissions are files and directories, by path, with language and what is started") {
  const PackageDirectory directory;
  for (const char* file : {"accepted/b.py", "accepted/a.cpp", "accepted/c/main.py",
                           "accepted/c/lib.py", "accepted/d/__main__.py", "accepted/d/main.py",
                           "mixed/e.java", "mixed/f.xyz", "README.md", "accepted/README.md"})
    directory.write("submissions/" + std::string(file), "");
  directory.write("submissions/accepted/old.py", "#!/usr/bin/env python2\n");
  const auto all = found(directory);
  REQUIRE(all.size() == 7);
  CHECK(all[0].path == "submissions/accepted/a.cpp");
  CHECK(all[0].language == "cpp");
  CHECK(all[0].main.empty());
  CHECK(all[1].path == "submissions/accepted/b.py");
  CHECK(all[1].language == "python3");
  CHECK(all[1].main == "b.py");
  CHECK(all[1].files == std::map<std::string, std::string>{{"b.py", "submissions/accepted/b.py"}});
  CHECK(all[2].path == "submissions/accepted/c");
  CHECK(all[2].main == "main.py");
  CHECK(all[2].files.size() == 2);
  CHECK(all[3].main == "__main__.py");
  CHECK(all[4].language == "python2");
  CHECK(all[5].language == "java");
  CHECK(all[6].language.empty());
}

TEST_CASE("a package needs no submissions") { CHECK(found(PackageDirectory()).empty()); }

TEST_CASE("an accepted submission has the highest score, and the time limit comes from it") {
  for (const bool is_new : {false, true})
    for (const bool scoring : {false, true}) {
      const auto submission = in_folder("accepted", is_new, scoring);
      CHECK(submission.expectations.at(0).permitted == Verdicts{kAc});
      CHECK(submission.counts_for_time_limit);
      CHECK_FALSE(submission.shall_be_too_slow);
    }
}

TEST_CASE("2025-09: the standard folders demand what the specification says") {
  const auto wrong = expectation_in("wrong_answer", true);
  CHECK(wrong.each == Verdicts{kAc, kWa});
  CHECK(wrong.required == Verdicts{kWa});
  CHECK(wrong.permitted == Verdicts{kWa});
  const auto slow = expectation_in("time_limit_exceeded", true);
  CHECK(slow.each == Verdicts{kAc, kTle});
  CHECK(slow.required == Verdicts{kTle});
  const auto crash = expectation_in("run_time_error", true);
  CHECK(crash.required == Verdicts{kRte, Verdict::memory_limit_exceeded,
                                   Verdict::output_limit_exceeded, Verdict::security_violation});
  CHECK_FALSE(crash.each.contains(kWa));
  const auto brute = expectation_in("brute_force", true);
  CHECK(brute.required.contains(kTle));
  CHECK(brute.required.contains(kRte));
  CHECK_FALSE(brute.each.contains(kWa));
  const auto rejected = expectation_in("rejected", true);
  CHECK_FALSE(rejected.permitted.contains(kAc));
  CHECK(rejected.permitted.contains(Verdict::compile_error));
  CHECK(rejected.required.empty());
  CHECK(expectation_in("wrong_answer", true, true).permitted == Verdicts{kAc, kWa, kPa});
}

TEST_CASE("2025-09: who counts for the time limit, and who must be too slow") {
  struct Row {
    const char* folder;
    bool counts;
    bool slow;
  };
  for (const auto& row : {Row{"accepted", true, false}, Row{"rejected", false, false},
                          Row{"wrong_answer", true, false}, Row{"time_limit_exceeded", false, true},
                          Row{"run_time_error", true, false}, Row{"brute_force", false, false}}) {
    INFO(row.folder);
    const auto submission = in_folder(row.folder, true, false);
    CHECK(submission.counts_for_time_limit == row.counts);
    CHECK(submission.shall_be_too_slow == row.slow);
    const auto legacy = in_folder(row.folder, false, false);
    CHECK(legacy.counts_for_time_limit == (std::string(row.folder) == "accepted"));
    CHECK(legacy.shall_be_too_slow == row.slow);
  }
}

TEST_CASE(
    "legacy: the standard folders mean the verdict of the whole, as the reference tool has it") {
  const auto slow = expectation_in("time_limit_exceeded", false);
  CHECK(slow.permitted == Verdicts{kTle});
  CHECK(slow.each.empty());
  CHECK(slow.required.empty());
  CHECK(expectation_in("wrong_answer", false).permitted == Verdicts{kWa});
  CHECK(expectation_in("run_time_error", false).permitted.contains(kRte));
  CHECK(expectation_in("run_time_error", false).permitted.contains(Verdict::memory_limit_exceeded));
  CHECK_FALSE(expectation_in("run_time_error", false).permitted.contains(kAc));
  CHECK(expectation_in("partially_accepted", false, true).permitted == Verdicts{kPa});
}

TEST_CASE("folders from the wild mean what their tools take them for") {
  CHECK(expectation_in("runtime_error", false).permitted.contains(kRte));
  CHECK(expectation_in("run_time_exception", true).required.contains(kRte));
  CHECK(expectation_in("compiler_error", false).permitted == Verdicts{Verdict::compile_error});
  CHECK(expectation_in("no_output", false).permitted == Verdicts{kWa});
  CHECK(expectation_in("output_limit", false).permitted ==
        Verdicts{Verdict::output_limit_exceeded});
  CHECK(in_folder("slow_accepted", false, false).expectations.empty());
}

TEST_CASE("annotations of results hold in folders that are no standard") {
  const std::string source =
      "'''\nexplains @EXPECTED_RESULTS@ first\n @expected_results@:  correct,"
      " WRONG_ANSWER \r\n'''\n";
  const auto submission = in_folder("mixed", false, false, source);
  REQUIRE(submission.expectations.size() == 1);
  CHECK(submission.expectations[0].permitted == Verdicts{kAc, kWa});
  CHECK(submission.expectations[0].source.ends_with("submissions/mixed/a.py:3:2"));
  CHECK(in_folder("mixed", false, true, source).expectations[0].permitted ==
        Verdicts{kAc, kWa, kPa});
  CHECK(in_folder("rejected", false, false, source).expectations[0].permitted ==
        Verdicts{kAc, kWa});
  CHECK(in_folder("accepted", false, false, source).expectations[0].permitted == Verdicts{kAc});
}

TEST_CASE("every result of DOMjudge is known") {
  for (const char* name :
       {"CORRECT", "ACCEPTED", "WRONG-ANSWER", "TIMELIMIT", "TIME_LIMIT_EXCEEDED", "RUN-ERROR",
        "RUN_TIME_ERROR", "COMPILER-ERROR", "NO-OUTPUT", "OUTPUT-LIMIT", "MEMORY-LIMIT", "WA"}) {
    INFO(name);
    const auto submission =
        in_folder("x", false, false, "# @EXPECTED_RESULTS@: " + std::string(name) + "\n");
    CHECK_FALSE(submission.expectations.at(0).permitted.empty());
  }
  CHECK(in_folder("x", false, false, "# @EXPECTED_RESULTS@: CHECK-MANUALLY")
            .expectations.at(0)
            .permitted.empty());
}

TEST_CASE("an expected score is a number; else the tag is another name for results") {
  const auto submission = in_folder("accepted", false, true, "# @EXPECTED_SCORE@: 37.5\n");
  REQUIRE(submission.expectations.size() == 2);
  CHECK(submission.expectations[1].lowest == Score::parse("37.5"));
  CHECK(submission.expectations[1].highest == Score::parse("37.5"));
  CHECK(in_folder("mixed", false, false, "# @EXPECTED_SCORE@: CORRECT\n")
            .expectations.at(0)
            .permitted == Verdicts{kAc});
}

TEST_CASE("annotations that can't be understood are refused with their place") {
  for (const char* source :
       {"# @EXPECTED_RESULTS@: GOOD", "# @EXPECTED_RESULTS@:", "# @EXPECTED_RESULTS@: CORRECT,",
        "# @EXPECTED_RESULTS@: CORRECT\n# @EXPECTED_RESULTS@: CORRECT",
        "# @EXPECTED_RESULTS@: CORRECT\n# @EXPECTED_SCORE@: CORRECT", "# @EXPECTED_GRADES@ GOOD",
        "# @EXPECTED_GRADES@ AC"}) {
    INFO(source);
    const PackageDirectory directory;
    directory.write("submissions/mixed/a.py", source);
    CHECK(mentions(submissions_refused(directory), "submissions/mixed/a.py:"));
    CHECK(found(directory, kLenient).size() == 1);
  }
}

TEST_CASE("expected grades are of the groups in secret, one after the other") {
  const PackageDirectory directory;
  directory.write("problem.yaml", "type: scoring\n");
  directory.remove("data/secret");
  directory.pair("secret/a/1").pair("secret/b/1").pair("secret/b/c/1");
  directory.write("submissions/partially_accepted/a.py", "# @EXPECTED_GRADES@ AC TLE */\n");
  const auto submission = only(directory);
  REQUIRE(submission.expectations.size() == 3);
  CHECK(submission.expectations[1].scope == "secret/a");
  CHECK(submission.expectations[1].permitted == Verdicts{kAc});
  CHECK(submission.expectations[2].scope == "secret/b");
  CHECK(submission.expectations[2].permitted == Verdicts{kTle});
  directory.write("submissions/partially_accepted/a.py", "# @EXPECTED_GRADES@ AC TLE WA\n");
  CHECK(mentions(submissions_refused(directory), "more grades than there are groups"));
}
