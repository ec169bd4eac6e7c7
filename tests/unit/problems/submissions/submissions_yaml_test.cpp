
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

// A 2025-09 package with groups `a` and `b` and a submission.
struct Annotated : PackageDirectory {
  explicit Annotated(const std::string& yaml, const std::string& path = "mixed/x.py",
                     bool scoring = false) {
    make_new(scoring ? "type: scoring\n" : "");
    remove("data");
    pair("sample/1").pair("secret/a/1-easy").pair("secret/a/2-hard").pair("secret/b/1-hard");
    for (const char* group : {"a", "b"})
      write("data/secret/" + std::string(group) + "/test_group.yaml",
            scoring ? "max_score: 50\n" : "");
    write("submissions/" + path, "");
    write("submissions/submissions.yaml", yaml);
  }
  PackageSubmission only(const LoadOptions& options = {}) const {
    const DirectoryTree tree(root());
    const auto all = find_submissions(tree, load_package(tree, "test", options), options);
    REQUIRE(all.size() == 1);
    return all[0];
  }
  std::string refused() const {
    return input_error_of([&] { only(); });
  }
};

}  // namespace

TEST_CASE("submissions.yaml: what a pattern demands is added to what the folder does") {
  const auto submission =
      Annotated("wrong_answer/*.py:\n  permitted: [AC, WA, TLE]\n  required: WA\n  message: oops\n",
                "wrong_answer/x.py")
          .only();
  REQUIRE(submission.expectations.size() == 2);
  const auto& expectation = submission.expectations[1];
  CHECK(expectation.scope.empty());
  CHECK(expectation.each == Verdicts{kAc, kWa, kTle});
  CHECK(expectation.required == Verdicts{kWa});
  CHECK(expectation.permitted == Verdicts{kWa, kTle});
  CHECK(expectation.message == "oops");
  CHECK(expectation.source.ends_with("submissions/submissions.yaml:1:1"));
}

TEST_CASE("submissions.yaml: a folder's own name changes what the folder demands") {
  const auto submission =
      Annotated("time_limit_exceeded:\n  permitted: [AC, WA, TLE]\n", "time_limit_exceeded/x.py")
          .only();
  REQUIRE(submission.expectations.size() == 1);
  CHECK(submission.expectations[0].each == Verdicts{kAc, kWa, kTle});
  CHECK(submission.expectations[0].required == Verdicts{kTle});
  CHECK(submission.shall_be_too_slow);
  const auto accepted =
      Annotated("accepted: {permitted: [AC, WA]}\n", "accepted/x.py").only().expectations;
  REQUIRE(accepted.size() == 1);
  CHECK(accepted[0].permitted == Verdicts{kAc, kWa});
}

TEST_CASE("submissions.yaml: folders of the author's own") {
  const auto submission = Annotated("mixed:\n  permitted: [WA]\n").only();
  REQUIRE(submission.expectations.size() == 1);
  CHECK(submission.expectations[0].each == Verdicts{kWa});
  CHECK(submission.counts_for_time_limit);
}

TEST_CASE("submissions.yaml: demands of some tests and groups") {
  const auto submission = Annotated(
                              "mixed/x.py:\n  sample:\n    permitted: [AC]\n"
                              "  secret/*/*-hard:\n    permitted: [AC, TLE]\n"
                              "    required: [TLE]\n  secret/{a,b}: {message: slow}\n")
                              .only();
  REQUIRE(submission.expectations.size() == 3);
  CHECK(submission.shall_be_too_slow);
  CHECK_FALSE(submission.counts_for_time_limit);
  const auto& sample = submission.expectations[0];
  CHECK(sample.scope == "sample");
  CHECK(sample.tests == std::vector<std::string>{"sample/1"});
  CHECK(sample.each == Verdicts{kAc});
  CHECK(sample.permitted.empty());
  const auto& hard = submission.expectations[1];
  CHECK(hard.tests == std::vector<std::string>{"secret/a/2-hard", "secret/b/1-hard"});
  CHECK(hard.required == Verdicts{kTle});
  CHECK(submission.expectations[2].tests.size() == 3);
}

TEST_CASE("submissions.yaml: scores are of the whole or of groups, a number or a range") {
  const auto submission =
      Annotated("mixed/*:\n  score: 50\n  secret/*: {score: [0, 12.5]}\n", "mixed/x.py", true)
          .only();
  REQUIRE(submission.expectations.size() == 3);
  CHECK(submission.expectations[0].scope == "secret/a");
  CHECK(submission.expectations[0].lowest == Score(0));
  CHECK(submission.expectations[0].highest == Score::parse("12.5"));
  CHECK(submission.expectations[1].scope == "secret/b");
  CHECK(submission.expectations[2].lowest == Score(50));
}

TEST_CASE("submissions.yaml: who is used for the time limit") {
  struct Row {
    const char* yaml;
    bool counts;
    bool slow;
  };
  for (const auto& row :
       {Row{"mixed/*: {use_for_time_limit: lower}", true, false},
        Row{"mixed/*: {use_for_time_limit: upper}", false, true},
        Row{"mixed/*: {permitted: [AC, WA]}", true, false},
        Row{"mixed/*: {permitted: [AC, WA], use_for_time_limit: false}", false, false},
        Row{"mixed/*: {required: [TLE], use_for_time_limit: false}", false, false},
        Row{"mixed/*: {required: [TLE], use_for_time_limit: true}", false, true},
        Row{"mixed/*: {required: [TLE, RTE]}", false, false}}) {
    INFO(row.yaml);
    const auto submission = Annotated(row.yaml).only();
    CHECK(submission.counts_for_time_limit == row.counts);
    CHECK(submission.shall_be_too_slow == row.slow);
  }
  CHECK_FALSE(Annotated("accepted: {use_for_time_limit: false}", "accepted/x.py")
                  .only()
                  .counts_for_time_limit);
}

TEST_CASE("submissions.yaml: language and what is started") {
  const Annotated directory("mixed/dir:\n  language: python3\n  entrypoint: go.py\n",
                            "mixed/dir/go.py");
  directory.write("submissions/mixed/dir/a.py", "");
  CHECK(directory.only().main == "go.py");
  CHECK(Annotated("mixed/*: {language: python2}").only().language == "python2");
  CHECK(mentions(Annotated("mixed/*: {entrypoint: gone.py}").refused(), "gone.py"));
}

TEST_CASE("submissions.yaml: what says nothing about verdicts is taken") {
  for (const char* yaml :
       {"", "accepted/*:\n", "wrong_answer/*: {authors: A}", "mixed/*: {authors: [A, {name: B}]}",
        "mixed/*: {model_solution: true}", "mixed/*: {message: ''}"}) {
    INFO(yaml);
    CHECK(Annotated(yaml).only().expectations.empty());
  }
}

TEST_CASE("submissions.yaml: what is wrong in it is refused with its place") {
  for (const char* yaml :
       {"mixed/*: {permited: [AC]}", "mixed/*: {permitted: [PE]}", "mixed/*: {permitted: []}",
        "mixed/*: {permitted: {a: b}}", "mixed/*: {required: [[WA]]}", "mixed/*: {score: 5}",
        "mixed/*: {message: [a]}", "mixed/*: {use_for_time_limit: middle}",
        "mixed/*: {model_solution: 7}", "mixed/*: {authors: [[a]]}", "mixed/*: {language: [a]}",
        "mixed/*: {secret/c: {permitted: [AC]}}", "mixed/*: {secret: {permited: [AC]}}",
        "mixed/*: {'sec{': {permitted: [AC]}}", "mixed/*: [AC]", "'{mixed': {}",
        "gone/*: {required: [WA]}", "mixed/*: {}\nmixed/*: {}", "- mixed"}) {
    INFO(yaml);
    const auto message = Annotated(yaml).refused();
    INFO(message);
    CHECK(mentions(message, "submissions/submissions.yaml:"));
  }
  for (const char* score : {"a", "[1]", "[1, 2, 3]", "[2, 1]", "{a: b}"}) {
    INFO(score);
    CHECK(mentions(
        Annotated("mixed/*: {score: " + std::string(score) + "}", "mixed/x.py", true).refused(),
        "submissions/submissions.yaml:1:"));
  }
  CHECK(mentions(Annotated("mixed/*: {sample/1: {score: 5}}", "mixed/x.py", true).refused(),
                 "of a group"));
}
