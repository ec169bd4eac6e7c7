#include "tools/report/per_submitter.h"

#include <algorithm>
#include <set>

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/reports.h"

using namespace assize;
using namespace assize::test;

namespace {

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

// Where `names` are all that there is.
std::vector<std::string> stems_of(const std::vector<std::string>& names) {
  const auto stems = file_stems(names);
  std::vector<std::string> list;
  std::transform(names.begin(), names.end(), std::back_inserter(list),
                 [&](const std::string& name) { return stems.at(name); });
  return list;
}

}  // namespace

TEST_CASE("a plain name is the name of its file") {
  for (const char* name : {"ada", "Ada.Lovelace", "a_b-c", "s1234567", "ada@uni.example", "x+y"})
    CHECK(stems_of({name}) == std::vector<std::string>{name});
}

TEST_CASE("whatever a submitter is called, the file's name is safe") {
  std::vector<std::string> names{"",         ".",
                                 "..",       "../../etc/passwd",
                                 "/",        "a/b",
                                 "a\\b",     "-rf",
                                 "con",      "NUL.txt",
                                 "com1",     "index",
                                 "Index",    "a b",
                                 "a.",       "Jörg Müller",
                                 "名前",     "a\nb",
                                 "<script>", "a:b",
                                 "a*?|\"",   std::string(300, 'a'),
                                 ".hidden",  "~",
                                 "=1+2",     "$(id)",
                                 "a\xffz",   "ada-0123456789abcdef",
                                 "%2e%2e"};
  std::set<std::string> seen;
  for (const auto& stem : stems_of(names)) {
    INFO(stem);
    CHECK(stem.size() <= 64);
    CHECK(stem.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                 "._-@+") == std::string::npos);
    REQUIRE_FALSE(stem.empty());
    CHECK(stem.front() != '.');
    CHECK(stem.front() != '-');
    CHECK(stem.back() != '.');
    for (const char* reserved : {"con", "nul.txt", "com1", "index"}) CHECK(lower(stem) != reserved);
    CHECK(seen.insert(lower(stem)).second);
  }
}

TEST_CASE("names that differ in capitals alone have files that differ in more") {
  const auto stems = stems_of({"ada", "Ada", "ADA", "bob"});
  CHECK(std::set<std::string>{lower(stems[0]), lower(stems[1]), lower(stems[2])}.size() == 3);
  CHECK(stems[3] == "bob");
}

TEST_CASE("nobody can take the name of another one's file by his own") {
  const std::string made = stems_of({"Ada Lovelace"})[0];
  CHECK(made.starts_with("Ada-Lovelace-"));
  const auto both = stems_of({made, "Ada Lovelace"});
  CHECK(both[1] == made);
  CHECK(both[0] != made);
}

TEST_CASE("a name's file is called the same, whoever else is there") {
  CHECK(stems_of({"Jörg"})[0] == stems_of({"Anna", "Jörg", "Zoë"})[1]);
}

TEST_CASE("a submitter's report holds nothing of another one's, in any form") {
  TestStore test;
  for (const char* name : {"ada", "canary", "ada"}) {
    SubmissionRow row = test.submission(name);
    row.file_name = std::string(name) + "-file.py";
    test.submit(row);
    JudgingRecord judging = wrong_judging();
    judging.tests[0].opinion = {Verdict::run_time_error, "exit-code", std::string(name) + "-said"};
    judging.tests[0].output_excerpt = std::string(name) + "-wrote";
    judge_next(test, judging);
  }
  ReportOptions options;
  options.audience = Audience::submitter;
  const auto all = submissions_by_submitter(test.store, options);
  REQUIRE(all.size() == 2);
  CHECK(all.at("ada") == std::vector<Id>{1, 3});
  options.submitter = "ada";
  options.submissions = all.at("ada");
  for (const auto report :
       {report_table, report_csv, report_json, report_html, report_junit, report_gradescope}) {
    std::ostringstream out;
    report(test.store, options, out);
    CHECK(out.str().find("canary") == std::string::npos);
    CHECK(out.str().find("ada") != std::string::npos);
  }
  std::ostringstream page;
  report_html(test.store, options, page);
  CHECK(page.str().find("<h1>Judging report for ada</h1>") != std::string::npos);
  CHECK(page.str().find("2 submissions by 1 submitter for 1 problem") != std::string::npos);
}
