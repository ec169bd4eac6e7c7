// Reports over the current judgings of all submissions, or of a batch's.
#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "storage/store/store.h"
#include "tools/report/attendance.h"
#include "tools/report/json.h"

namespace assize {

struct ReportOptions {
  std::optional<Id> batch;
  Audience audience = Audience::staff;
  Store::Versions versions = Store::Versions::newest;  // of a batch's submissions
  std::optional<Names> roster = {};                    // of those who should hand something in
  // One submitter's report: who it is, and these submissions of theirs alone.
  std::optional<std::string> submitter = {};
  std::optional<std::vector<Id>> submissions = {};
};

void report_json(Store& store, const ReportOptions& options, std::ostream& out);  // NDJSON
void report_csv(Store& store, const ReportOptions& options, std::ostream& out);
void report_table(Store& store, const ReportOptions& options, std::ostream& out);
void report_html(Store& store, const ReportOptions& options, std::ostream& out);
// For other programs (machine.cpp).
void report_junit(Store& store, const ReportOptions& options, std::ostream& out);
void report_gradescope(Store& store, const ReportOptions& options, std::ostream& out);  // NDJSON

// Visits every submission that a report is about: all, a batch's, or those that are named.
void each_chosen_submission(Store& store, const ReportOptions& options,
                            const std::function<void(const SubmissionRow&)>& visit);

// Visits every one of them together with its current judging.
void each_for_report(Store& store, const ReportOptions& options,
                     const std::function<void(const SubmissionRow&, const JudgingRow&)>& visit);

// Whether a judging has come to its end, be it that the judge gave up.
bool is_judged(const JudgingRow& judging);
// The current judging of a submission. One that couldn't be taken has none: for it there is one
// whose state says so, with the reason.
constexpr const char* kNotTaken = "not taken";
std::optional<JudgingRow> judging_for_report(Store& store, const SubmissionRow& submission);

// The verdict of a judging's state: letters, "…" for one that isn't judged yet, or "not taken".
std::string verdict_cell(const JudgingRow& judging);

}  // namespace assize
