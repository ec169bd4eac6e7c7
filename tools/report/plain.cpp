// The reports that need no layout: NDJSON, CSV and the table.
#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <map>
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
  store.each_submission(options.batch, [&](const SubmissionRow& submission) {
    if (const auto judging = store.current_judging(submission.id)) visit(submission, *judging);
  });
}

}  // namespace

std::string verdict_cell(const JudgingRow& judging) {
  if (judging.state == "done" || judging.state == "set_aside")
    return std::string(letters(judging.record.final.verdict));
  return "…";
}

void report_json(Store& store, const ReportOptions& options, std::ostream& out) {
  each(store, options, [&](const SubmissionRow& submission, const JudgingRow& judging) {
    const Subject subject{submission.id, submission.problem, submission.language};
    auto json = judging.state == "done"
                    ? judging_to_json(subject, judging.record, options.audience)
                    : failure_to_json(subject, judging.last_failure, options.audience);
    if (judging.state != "done" && judging.state != "set_aside") {
      json["verdict"] = nullptr;
      if (options.audience != Audience::everyone) json["reason"] = "";
    }
    json["state"] = judging.state;
    if (options.audience != Audience::everyone) {
      json["submitter"] = submission.submitter;
      json["file"] = submission.file_name;
      if (!submission.external_id.empty()) json["external_id"] = submission.external_id;
    }
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
    row.insert(row.end(), {record.score, ms(max_cpu(record)), ms(max_wall(record)),
                           std::to_string(max_memory(record).count >> 10U),
                           utc_time(submission.submitted_at), record.digest});
    if (options.audience == Audience::staff)
      row.insert(row.end(), {submission.external_id, incidents_in_words(record)});
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
         {in_seconds(max_cpu(record)), in_mebibytes(max_memory(record))}});
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
