// Reports of small stores, as text.
#pragma once

#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "tests/unit/support/stores.h"
#include "tools/report/report.h"

namespace assize::test {

using Report = void (*)(Store&, const ReportOptions&, std::ostream&);

inline std::string text_of(Report report, TestStore& test, Audience audience = Audience::staff,
                           std::optional<Id> batch = {}) {
  std::ostringstream out;
  report(test.store, {batch, audience}, out);
  return out.str();
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

inline void judge_next(TestStore& test, const JudgingRecord& record) {
  const auto job = test.queue.lease("w");
  REQUIRE(job);
  REQUIRE(test.queue.complete(*job, record, {}));
}

inline JudgingRecord accepted() {
  JudgingRecord record = wrong_judging();
  record.final = {};
  record.tests[1].opinion = {};
  record.tests[1].feedback = "";
  return record;
}

constexpr const char* kScript = "<script>alert(1)</script>";

// Everything that comes from a submission or its submitter says <script>.
inline void submit_markup(TestStore& test) {
  SubmissionRow row = test.submission(kScript);
  row.file_name = std::string(kScript) + ".py";
  row.batch = test.store.put_batch(kScript);
  test.submit(row);
  JudgingRecord record = wrong_judging();
  record.final.reason = kScript;
  record.compile_message = record.score = record.highest_score = kScript;
  record.groups = {{kScript, Verdict::partial, kScript, kScript}};
  for (auto& t : record.tests) {
    t.output_excerpt = t.error_excerpt = t.feedback = t.opinion.reason = kScript;
    t.message = t.transcript = t.score = t.name = kScript;
    t.passes = 2;
    t.opinion.verdict = Verdict::wrong_answer;
  }
  judge_next(test, record);
}

}  // namespace assize::test
