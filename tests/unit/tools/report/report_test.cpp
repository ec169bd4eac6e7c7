#include "tools/report/report.h"

#include <algorithm>
#include <sstream>

#include "storage/base/text.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/reports.h"

using namespace assize;
using namespace assize::test;

TEST_CASE("a report has one line per submission, in the order of submission") {
  TestStore test;
  test.submit("bob");
  test.submit("ada");
  test.submit("bob");
  judge_next(test, accepted());
  judge_next(test, wrong_judging());
  const auto lines = lines_of(text_of(report_json, test));
  REQUIRE(lines.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto json = nlohmann::json::parse(lines[i]);
    CHECK(json.at("submission") == i + 1);
    CHECK(json.at("submitter") == (i == 1 ? "ada" : "bob"));
  }
  CHECK(nlohmann::json::parse(lines[0]).at("verdict") == "AC");
  CHECK(nlohmann::json::parse(lines[1]).at("verdict") == "WA");
  const auto waiting = nlohmann::json::parse(lines[2]);
  CHECK(waiting.at("verdict").is_null());
  CHECK(waiting.at("state") == "queued");
}

TEST_CASE("a report of a batch holds that batch only") {
  TestStore test;
  test.submit("ada");
  SubmissionRow row = test.submission("bob");
  row.batch = test.store.put_batch("monday");
  test.submit(row);
  for (const Report report :
       {report_json, report_csv, report_table, report_html, report_junit, report_gradescope}) {
    const std::string text = text_of(report, test, Audience::staff, row.batch);
    CHECK(text.find("bob") != std::string::npos);
    CHECK(text.find("ada") == std::string::npos);
  }
}

TEST_CASE("a report for the public has no names of submitters or files, in whatever form") {
  TestStore test;
  SubmissionRow row = test.submission("ada");
  row.external_id = "e-1";
  row.file_name = "lovelace.py";
  test.submit(row);
  judge_next(test, wrong_judging());
  for (const Report report :
       {report_json, report_csv, report_table, report_html, report_junit, report_gradescope}) {
    const std::string text = text_of(report, test, Audience::everyone);
    for (const char* hidden : {"ada", "lovelace", "e-1", "output of", "secret/01", "wrong token",
                               "2023-11-14", "cgroup v2"}) {
      INFO(hidden);
      CHECK(text.find(hidden) == std::string::npos);
    }
    CHECK(text.find("WA") != std::string::npos);
  }
}

TEST_CASE("the cells of what isn't judged are empty in a CSV report") {
  TestStore test;
  test.submit("ada");
  for (int i = 0; i < kMostFailures; ++i) {
    test.queue.give_back(*test.queue.lease("w"), "the mount failed");
    test.let_waits_end();
  }
  test.submit("bob");
  const auto lines = lines_of(text_of(report_csv, test));
  REQUIRE(lines.size() == 3);
  CHECK(lines[1].starts_with("1,ada,sum,main.py,JE,"));
  CHECK(lines[1].find(",,,,,2023-11-14") != std::string::npos);
  CHECK(lines[2].starts_with("2,bob,sum,main.py,,,,,,,"));
  CHECK(lines[2].ends_with(",,,,\r"));
}

TEST_CASE("names are in an order that people expect") {
  TestStore test;
  for (const char* name : {"week10", "Week2", "ada", "Émile", "émilie", "week02"}) {
    test.submit(name);
    judge_next(test, accepted());
  }
  const std::string page = text_of(report_html, test);
  std::size_t last = 0;
  for (const char* name : {">ada<", ">Week2<", ">week02<", ">week10<", ">Émile<", ">émilie<"}) {
    INFO(name);
    const std::size_t found = page.find(name);
    REQUIRE(found != std::string::npos);
    CHECK(found > last);
    last = found;
  }
}

TEST_CASE("a roster says how many have handed something in; who hasn't is for staff") {
  TestStore test;
  for (const char* name : {"ada", "eve"}) {
    test.submit(name);
    judge_next(test, accepted());
  }
  for (const Audience audience : {Audience::staff, Audience::submitter, Audience::everyone})
    for (const Report report : {report_table, report_html}) {
      std::ostringstream out;
      ReportOptions options;
      options.audience = audience;
      options.roster = Names{"ada", "absent-bob", "absent-cem"};
      report(test.store, options, out);
      CHECK(out.str().find("1 of 3") != std::string::npos);
      CHECK((out.str().find("absent-bob") != std::string::npos) == (audience == Audience::staff));
      CHECK((out.str().find("not on the roster") != std::string::npos) ==
            (audience == Audience::staff));
    }
}

TEST_CASE("the hardest tests are those that most submissions failed") {
  TestStore test;
  for (int i = 0; i < 3; ++i) test.submit("ada");
  judge_next(test, wrong_judging());
  judge_next(test, wrong_judging());
  judge_next(test, accepted());
  const std::string page = text_of(report_html, test);
  CHECK(page.find("<tr><td>secret/01</td><td class=\"n\">2</td><td class=\"n\">3</td>"
                  "<td class=\"soft\">2 WA</td></tr>") != std::string::npos);
  CHECK(page.find("<tr><td>sample/1</td><td class=\"n\">") == std::string::npos);
  CHECK(text_of(report_html, test, Audience::everyone).find("Hardest") == std::string::npos);
}

TEST_CASE("staff reads the source of a submission, nobody else") {
  TestStore test;
  test.submit("ada");
  judge_next(test, accepted());
  CHECK(text_of(report_html, test).find("<summary>Source</summary>") != std::string::npos);
  for (const Audience audience : {Audience::submitter, Audience::everyone})
    CHECK(text_of(report_html, test, audience).find("Source<") == std::string::npos);
}

TEST_CASE("a judge error's cause is for staff, in every report") {
  TestStore test;
  test.submit("ada");
  for (int i = 0; i < kMostFailures; ++i) {
    test.queue.give_back(*test.queue.lease("w"), "the mount failed");
    test.let_waits_end();
  }
  for (const Report report :
       {report_json, report_csv, report_table, report_html, report_junit, report_gradescope}) {
    CHECK(text_of(report, test).find("JE") != std::string::npos);
    for (const Audience audience : {Audience::submitter, Audience::everyone})
      CHECK(text_of(report, test, audience).find("mount") == std::string::npos);
  }
}

TEST_CASE("no report shows a secret test's output to a submitter") {
  TestStore test;
  test.submit("ada");
  judge_next(test, wrong_judging());
  for (const Report report :
       {report_json, report_csv, report_table, report_html, report_junit, report_gradescope}) {
    const std::string text = text_of(report, test, Audience::submitter);
    for (const char* hidden :
         {"output of secret/01", "errors of secret/01", "wrong token at line 1"}) {
      INFO(hidden);
      CHECK(text.find(hidden) == std::string::npos);
    }
  }
}

TEST_CASE("a CSV report is RFC 4180 with a header") {
  TestStore test;
  SubmissionRow row = test.submission("Lovelace, \"Ada\"");
  row.file_name = "a b.py";
  test.submit(row);
  judge_next(test, wrong_judging());
  const std::string text = text_of(report_csv, test);
  CHECK(text.starts_with(
      "submission,submitter,problem,file,verdict,reason,score,cpu_ms,wall_ms,memory_kib,"
      "submitted_at,digest,external_id,incidents,highest_score\r\n"));
  CHECK(text.find("1,\"Lovelace, \"\"Ada\"\"\",sum,a b.py,WA,secret/01: wrong answer,,"
                  "100.000,120.000,10240,2023-11-14 22:13:20,") != std::string::npos);
  CHECK(text.ends_with("\r\n"));
}

TEST_CASE("no cell of a CSV report is a formula") {
  for (const char* start :
       {"=1+1", "+1", "-1+x", "@SUM(A1)", " =1", "＝1", "=HYPERLINK(\"http://x\",\"y\")"}) {
    INFO(start);
    TestStore test;
    SubmissionRow row = test.submission(start);
    row.file_name = start;
    row.external_id = start;
    test.submit(row);
    JudgingRecord record = wrong_judging();
    record.final.reason = start;
    judge_next(test, record);
    const std::string text = text_of(report_csv, test);
    // Every cell that holds it begins with a quote, inside of CSV's own ones.
    std::string doubled;
    for (const char* c = start; *c != '\0'; ++c) doubled += *c == '"' ? "\"\"" : std::string(1, *c);
    int found = 0;
    for (auto at = text.find(doubled); at != std::string::npos; at = text.find(doubled, at + 1)) {
      ++found;
      CHECK(text[at - 1] == '\'');
    }
    CHECK(found == 4);
  }
}

TEST_CASE("what the validator says to a submitter is shown; what it says to staff is for staff") {
  TestStore test;
  test.submit("ada");
  judge_next(test, scored_judging());
  for (const Report report : {report_json, report_html}) {
    const std::string staff = text_of(report, test);
    const std::string submitter = text_of(report, test, Audience::submitter);
    const std::string everyone = text_of(report, test, Audience::everyone);
    for (const char* secret : {"wrong token at line 1", "guess 1", "output of secret/01"}) {
      INFO(secret);
      CHECK(staff.find(secret) != std::string::npos);
      CHECK(submitter.find(secret) == std::string::npos);
      CHECK(everyone.find(secret) == std::string::npos);
    }
    CHECK(submitter.find("the tour is too long") != std::string::npos);
    CHECK(everyone.find("the tour is too long") == std::string::npos);
  }
}

TEST_CASE("a CSV report has scores, negative ones too") {
  TestStore test;
  test.submit("ada");
  JudgingRecord record = scored_judging();
  record.score = "-2.5";
  judge_next(test, record);
  const auto lines = lines_of(text_of(report_csv, test));
  REQUIRE(lines.size() == 2);
  CHECK(lines[1].find(",40 of 100 points,-2.5,") != std::string::npos);
  CHECK(lines[1].ends_with(",100\r"));
}

TEST_CASE("a table has a column for scores where something has one") {
  TestStore test;
  test.submit("ada");
  test.submit("bob");
  judge_next(test, wrong_judging());
  CHECK(text_of(report_table, test).find("SCORE") == std::string::npos);
  judge_next(test, scored_judging());
  const auto lines = lines_of(text_of(report_table, test));
  REQUIRE(lines.size() == 5);
  CHECK(lines[0].find("SCORE") != std::string::npos);
  CHECK(lines[2].find("PA       40/100  2.000 s") != std::string::npos);
  CHECK(lines[4] == "2 submissions: 1 PA, 1 WA");
}

TEST_CASE("reports of an empty store are reports") {
  TestStore test;
  CHECK(text_of(report_json, test).empty());
  CHECK(lines_of(text_of(report_csv, test)).size() == 1);
  CHECK(text_of(report_table, test).find("0 submissions") != std::string::npos);
  CHECK(text_of(report_html, test).find("</html>") != std::string::npos);
}

TEST_CASE("a table has a line per submission and a summary") {
  TestStore test;
  test.submit("ada");
  test.submit("bob");
  judge_next(test, accepted());
  const auto lines = lines_of(text_of(report_table, test));
  REQUIRE(lines.size() == 5);
  CHECK(lines[0].find("SUBMITTER") != std::string::npos);
  CHECK(lines[1].find("AC") != std::string::npos);
  CHECK(lines[2].find("…") != std::string::npos);
  CHECK(lines[4] == "2 submissions: 1 AC, 1 …");
}

TEST_CASE("a table sends no control characters to a terminal") {
  TestStore test;
  SubmissionRow row = test.submission("ada");
  row.file_name = "\x1b[2J\x1b]0;owned\x07.py\n9999  eve  sum  x.py  AC";
  test.submit(row);
  judge_next(test, accepted());
  const std::string table = text_of(report_table, test);
  CHECK(table.find('\x1b') == std::string::npos);
  CHECK(table.find('\x07') == std::string::npos);
  CHECK(lines_of(table).size() == 4);  // nor can a name forge a line
}

TEST_CASE("names of any bytes make reports that are UTF-8") {
  TestStore test;
  SubmissionRow row = test.submission("ada");
  row.file_name = "caf\xe9.py";
  test.submit(row);
  judge_next(test, accepted());
  CHECK(is_utf8(text_of(report_json, test)));
  CHECK(is_utf8(text_of(report_csv, test)));
  CHECK(is_utf8(text_of(report_html, test)));
  CHECK(is_utf8(text_of(report_table, test)));
}

TEST_CASE("names can't imitate the columns of the table") {
  TestStore test;
  SubmissionRow row = test.submission("1  eve  sum");
  row.file_name = "x.py  AC";
  test.submit(row);
  judge_next(test, accepted());
  const std::string table = text_of(report_table, test);
  CHECK(table.find("'1  eve  sum'") != std::string::npos);
  CHECK(table.find("'x.py  AC'") != std::string::npos);
}
