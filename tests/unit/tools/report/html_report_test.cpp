// The page: what it shows, and that nothing from outside acts in it.
#include <algorithm>
#include <sstream>

#include "storage/base/text.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/reports.h"

using namespace assize;
using namespace assize::test;

TEST_CASE("an HTML report escapes whatever comes from outside") {
  TestStore test;
  submit_markup(test);
  for (const Audience audience : {Audience::staff, Audience::submitter, Audience::everyone})
    for (const std::optional<Id> batch : {std::optional<Id>(), std::optional<Id>(1)}) {
      const std::string page = text_of(report_html, test, audience, batch);
      CHECK(page.find("<script") == page.rfind("<script"));  // ours
      CHECK(page.find("<script>alert") == std::string::npos);
      if (audience != Audience::everyone) CHECK(page.find("&lt;script&gt;") != std::string::npos);
    }
}

TEST_CASE("text that looks like the template's own is text") {
  TestStore test;
  test.submit("{{#problems}}{{{time_chart}}}");
  judge_next(test, accepted());
  const std::string page = text_of(report_html, test);
  CHECK(page.find("{{#problems}}{{{time_chart}}}") != std::string::npos);
}

TEST_CASE("quotes can't end an attribute of the HTML report") {
  TestStore test;
  test.submit("\" onmouseover=\"x' onclick='y");
  judge_next(test, accepted());
  const std::string page = text_of(report_html, test);
  CHECK(page.find("\" onmouseover=\"") == std::string::npos);
  CHECK(page.find("' onclick='") == std::string::npos);
}

TEST_CASE("an HTML report loads nothing, and runs nothing but its own script") {
  TestStore test;
  test.submit("ada");
  judge_next(test, accepted());
  const std::string page = text_of(report_html, test);
  for (const char* loads : {"src=", "<link", "@import", "url(", "http://", "https://"}) {
    INFO(loads);
    CHECK(page.find(loads) == std::string::npos);
  }
  CHECK(page.find("Content-Security-Policy") != std::string::npos);
  CHECK(page.find("default-src 'none'; style-src 'sha256-") != std::string::npos);
  CHECK(page.find("script-src 'sha256-") != std::string::npos);
  CHECK(page.find("unsafe") == std::string::npos);
}

TEST_CASE("2400 submissions with ten tests each are an HTML report of less than 5 MB") {
  const auto size_with = [](int submissions) {
    TestStore test;
    JudgingRecord record = accepted();
    record.tests.resize(1, record.tests[0]);
    for (int i = 10; record.tests.size() < 10; ++i) {
      record.tests.push_back(record.tests[0]);
      record.tests.back().name = "secret/" + std::to_string(i);
      record.tests.back().sample = false;
    }
    for (int i = 0; i < submissions; ++i) {
      test.submit("student-" + std::to_string(100 + i));
      judge_next(test, record);
    }
    return text_of(report_html, test).size();
  };
  constexpr std::size_t kSource = 850;  // with what is escaped in it
  const std::size_t each = (size_with(60) - size_with(10)) / 50 + kSource;
  CHECK(each * 2400 < 5'000'000);
}

TEST_CASE("an HTML report shows a submitter's best verdict for each problem") {
  TestStore test;
  test.submit("ada");
  test.submit("ada");
  test.submit("ada");
  judge_next(test, wrong_judging());
  judge_next(test, accepted());
  judge_next(test, wrong_judging());
  const std::string page = text_of(report_html, test);
  CHECK(page.find("href=\"#s2\"") != std::string::npos);
  CHECK(page.find("1 of 1") != std::string::npos);
}

TEST_CASE("an HTML report shows scores: the best in the matrix, groups and tests in the details") {
  TestStore test;
  for (int i = 0; i < 3; ++i) test.submit("ada");
  JudgingRecord less = scored_judging();
  less.score = "9";  // as text it would be more than 40
  judge_next(test, less);
  judge_next(test, scored_judging());
  judge_next(test, less);
  const std::string page = text_of(report_html, test);
  CHECK(page.find(R"(<a href="#s2"><u class="PA">PA</u></a><span class="points">40</span>)") !=
        std::string::npos);
  CHECK(page.find(R"(<td class="points" data-k="40">40</td>)") != std::string::npos);  // the total
  CHECK(page.find(R"(<span class="points">40 of 100</span>)") != std::string::npos);
  CHECK(page.find(R"(<td>secret/2<td><u class="WA">WA</u><td class="n">0 of 60)") !=
        std::string::npos);
  CHECK(page.find(R"(<td>33.333333333<td>)") != std::string::npos);
  CHECK(page.find("not counted; CPU time limit passed") != std::string::npos);
  CHECK(page.find("to the submitter: </span>the tour is too long</span>") != std::string::npos);
  CHECK(page.find("&gt; guess 1") != std::string::npos);
}

TEST_CASE("an HTML report without scores doesn't speak of them") {
  TestStore test;
  test.submit("ada");
  judge_next(test, wrong_judging());
  const std::string page = text_of(report_html, test);
  for (const char* word : {">Score<", "Group<", "Passes", "class=\"points\"", "uncounted\""}) {
    INFO(word);
    CHECK(page.find(word) == std::string::npos);
  }
}

TEST_CASE("an HTML report names the statements of a problem") {
  TestStore test;
  PackageRow row = *test.store.current_package("sum");
  row.hash = "package-2";
  row.statements = {{"statement/problem.en.md", "en"}, {"statement/<b>.pdf", ""}};
  test.store.put_package(row, {}, [](const std::string&) { return std::string(); });
  test.submit("ada");
  judge_next(test, accepted());
  const std::string page = text_of(report_html, test);
  CHECK(page.find("statement/problem.en.md (en)") != std::string::npos);
  CHECK(page.find("<b>.pdf") == std::string::npos);
}

TEST_CASE("the page shows what would deceive as escapes, in names of tests and groups, too") {
  TestStore test;
  SubmissionRow row = test.submission("a\u202eda");
  row.file_name = "x\u200b.py";
  test.submit(row);
  JudgingRecord judging = accepted();
  judging.tests.at(0).name = "secret/\x1b[2J\n<b>";
  judging.tests.at(0).message = "\u009b2J\u2066";
  judging.groups = {{"secret/\u2028", Verdict::accepted, "", ""}};
  judge_next(test, judging);
  const std::string page = text_of(report_html, test);
  for (const char* raw : {"\x1b", "\u202e", "\u200b", "\u009b", "\u2066", "\u2028", "<b>"})
    CHECK(page.find(raw) == std::string::npos);
  for (const char* shown : {"a\\u{202e}da", "x\\u{200b}.py", "\\x1b[2J\\x0a&lt;b&gt;",
                            "\\u{9b}2J\\u{2066}", "secret/\\u{2028}"})
    CHECK(page.find(shown) != std::string::npos);
}
