// The reports that need no layout: NDJSON, CSV and the table.
#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>

#include "judge/core/text.h"
#include "tools/report/csv.h"
#include "tools/report/format.h"
#include "tools/report/report.h"

namespace assize {

namespace {

// Visits every submission together with its current judging.
void each(Store& store, const ReportOptions& options,
          const std::function<void(const SubmissionRow&, const JudgingRow&)>& visit) {
  store.each_submission(options.batch, options.versions, [&](const SubmissionRow& submission) {
    if (const auto judging = judging_for_report(store, submission)) visit(submission, *judging);
  });
}

using Further = nlohmann::ordered_json;

Further further_of(const SubmissionRow& submission) {
  const auto json = Further::parse(submission.further, nullptr, false);
  return json.is_object() ? json : Further::object();
}

// The headings of all manifests, in the order in which they come.
std::vector<std::string> further_headings(Store& store, const ReportOptions& options) {
  std::vector<std::string> headings;
  if (options.audience != Audience::staff) return headings;
  store.each_submission(options.batch, options.versions, [&](const SubmissionRow& submission) {
    if (submission.further.empty()) return;
    const Further cells = further_of(submission);
    for (const auto& [heading, cell] : cells.items())
      if (std::find(headings.begin(), headings.end(), heading) == headings.end())
        headings.push_back(heading);
  });
  return headings;
}

// A column of a manifest that is called like one of ours.
std::string beside(const std::vector<std::string>& header, const std::string& heading) {
  const bool ours = std::find(header.begin(), header.end(), heading) != header.end() ||
                    heading == "highest_score";
  return ours ? "manifest_" + heading : heading;
}

}  // namespace

std::optional<JudgingRow> judging_for_report(Store& store, const SubmissionRow& submission) {
  if (submission.refusal.empty()) return store.current_judging(submission.id);
  JudgingRow none;
  none.state = kNotTaken;
  none.record.final.reason = submission.refusal;
  return none;
}

std::string verdict_cell(const JudgingRow& judging) {
  if (judging.state == kNotTaken) return kNotTaken;
  if (judging.state == "done" || judging.state == "set_aside")
    return std::string(letters(judging.record.final.verdict));
  return "…";
}

void report_json(Store& store, const ReportOptions& options, std::ostream& out) {
  each(store, options, [&](const SubmissionRow& submission, const JudgingRow& judging) {
    const Subject subject{submission.id, submission.problem, submission.language};
    auto json = !submission.refusal.empty()
                    ? refusal_to_json(subject, submission.refusal, options.audience)
                : judging.state == "done"
                    ? judging_to_json(subject, judging.record, options.audience)
                    : failure_to_json(subject, judging.last_failure, options.audience);
    if (submission.refusal.empty()) {
      if (judging.state != "done" && judging.state != "set_aside") {
        json["verdict"] = nullptr;
        if (options.audience != Audience::everyone) json["reason"] = "";
      }
      json["state"] = judging.state;
    }
    if (options.audience != Audience::everyone) {
      json["submitter"] = submission.submitter;
      json["file"] = submission.file_name;
      if (!submission.external_id.empty()) json["external_id"] = submission.external_id;
      if (!submission.note.empty()) json["note"] = submission.note;
    }
    if (options.audience == Audience::staff && !submission.further.empty())
      json["columns"] = further_of(submission);
    out << dump(json) << '\n';
  });
}

void report_csv(Store& store, const ReportOptions& options, std::ostream& out) {
  std::vector<std::string> header{"submission", "submitter", "problem", "file", "verdict"};
  if (options.audience != Audience::everyone) header.insert(header.end(), {"reason"});
  header.insert(header.end(),
                {"score", "cpu_ms", "wall_ms", "memory_kib", "submitted_at", "digest"});
  if (options.audience == Audience::staff)
    header.insert(header.end(), {"external_id", "incidents"});
  const auto further = further_headings(store, options);
  for (const auto& heading : further) header.push_back(beside(header, heading));
  header.emplace_back("highest_score");
  out << csv_line(header);
  each(store, options, [&](const SubmissionRow& submission, const JudgingRow& judging) {
    const JudgingRecord& record = judging.record;
    const auto ms = [](nanoseconds time) {
      return fmt::format("{:.3f}", static_cast<double>(time.count()) / 1e6);
    };
    std::vector<std::string> row{std::to_string(submission.id), submission.submitter,
                                 submission.problem, submission.file_name, verdict_cell(judging)};
    if (options.audience != Audience::everyone) row.push_back(reason_for(record, options.audience));
    const std::size_t score = row.size();
    const bool taken = submission.refusal.empty();
    row.insert(row.end(),
               {record.score, taken ? ms(max_cpu(record)) : "", taken ? ms(max_wall(record)) : "",
                taken ? std::to_string(max_memory(record).count >> 10U) : "",
                utc_time(submission.submitted_at), record.digest});
    if (options.audience == Audience::staff)
      row.insert(row.end(), {submission.external_id, incidents_in_words(record)});
    const Further cells = further_of(submission);
    for (const auto& heading : further) row.push_back(cells.value(heading, ""));
    row.push_back(record.highest_score);
    out << csv_line(row, {score, row.size() - 1});
  });
}

namespace {

// What the table shows of a submission; the rest of it isn't kept.
struct TableRow {
  std::vector<std::string> before;  // of the column for scores
  std::string score;
  std::vector<std::string> after;
};

std::string score_cell(const JudgingRecord& record) {
  const std::string score = short_score(record.score);
  return score.empty() || record.highest_score.empty()
             ? score
             : score + "/" + short_score(record.highest_score);
}

// The column for scores is there if something has one.
std::string lay_out(const std::vector<TableRow>& table) {
  const bool scores = std::any_of(table.begin() + 1, table.end(),
                                  [](const TableRow& row) { return !row.score.empty(); });
  std::vector<std::vector<std::string>> rows;
  for (const auto& row : table) {
    rows.push_back(row.before);
    if (scores) rows.back().push_back(row.score);
    rows.back().insert(rows.back().end(), row.after.begin(), row.after.end());
  }
  return scores ? in_columns(std::move(rows), {0, 5, 6, 7})
                : in_columns(std::move(rows), {0, 5, 6});
}

}  // namespace

void report_table(Store& store, const ReportOptions& options, std::ostream& out) {
  std::vector<TableRow> table{
      {{"ID", "SUBMITTER", "PROBLEM", "FILE", "VERDICT"}, "SCORE", {"CPU", "MEMORY"}}};
  const bool reasons = options.audience != Audience::everyone;
  if (reasons) table[0].after.emplace_back("REASON");
  std::map<std::string, std::int64_t> counts;
  each(store, options, [&](const SubmissionRow& submission, const JudgingRow& judging) {
    const JudgingRecord& record = judging.record;
    table.push_back(
        {{std::to_string(submission.id), shown_name(submission.submitter),
          shown_name(submission.problem), shown_name(submission.file_name), verdict_cell(judging)},
         score_cell(record),
         submission.refusal.empty()
             ? std::vector{in_seconds(max_cpu(record)), in_mebibytes(max_memory(record))}
             : std::vector<std::string>(2)});
    if (reasons) table.back().after.push_back(reason_for(record, options.audience));
    ++counts[verdict_cell(judging)];
  });
  out << lay_out(table);
  std::string summary;
  for (const auto& [verdict, count] : counts)
    summary += fmt::format("{}{} {}", summary.empty() ? "" : ", ", count, verdict);
  out << '\n'
      << table.size() - 1 << " submissions" << (summary.empty() ? "" : ": " + summary) << '\n';
}

}  // namespace assize
