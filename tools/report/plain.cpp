// The reports that need no layout: NDJSON, CSV and the table.
#include <fmt/format.h>
#include <fmt/ostream.h>

#include <map>
#include <ostream>

#include "judge/core/text.h"
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

// Spreadsheets take a cell that begins so for a formula; a quote before it makes it text.
std::string csv_cell(std::string text) {
  text = clean_excerpt(text);
  if (!text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos)
    text.insert(0, "'");
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (const auto& cell : cells) line += (line.empty() ? "" : ",") + csv_cell(cell);
  return line + "\r\n";
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
  out << csv_line(header);
  each(store, options, [&](const SubmissionRow& submission, const JudgingRow& judging) {
    const JudgingRecord& record = judging.record;
    const auto ms = [](nanoseconds time) {
      return fmt::format("{:.3f}", static_cast<double>(time.count()) / 1e6);
    };
    std::vector<std::string> row{std::to_string(submission.id), submission.submitter,
                                 submission.problem, submission.file_name, verdict_cell(judging)};
    if (options.audience != Audience::everyone) row.push_back(reason_for(record, options.audience));
    row.insert(row.end(), {record.score, ms(max_cpu(record)), ms(max_wall(record)),
                           std::to_string(max_memory(record).count >> 10U),
                           utc_time(submission.submitted_at), record.digest});
    if (options.audience == Audience::staff)
      row.insert(row.end(), {submission.external_id, incidents_in_words(record)});
    out << csv_line(row);
  });
}

void report_table(Store& store, const ReportOptions& options, std::ostream& out) {
  std::vector<std::vector<std::string>> rows{
      {"ID", "SUBMITTER", "PROBLEM", "FILE", "VERDICT", "CPU", "MEMORY"}};
  const bool reasons = options.audience != Audience::everyone;
  if (reasons) rows[0].emplace_back("REASON");
  std::map<std::string, std::int64_t> counts;
  each(store, options, [&](const SubmissionRow& submission, const JudgingRow& judging) {
    const JudgingRecord& record = judging.record;
    rows.push_back({std::to_string(submission.id), submission.submitter, submission.problem,
                    submission.file_name, verdict_cell(judging), in_seconds(max_cpu(record)),
                    in_mebibytes(max_memory(record))});
    if (reasons) rows.back().push_back(reason_for(record, options.audience));
    ++counts[verdict_cell(judging)];
  });
  out << in_columns(rows, {0, 5, 6});
  std::string summary;
  for (const auto& [verdict, count] : counts)
    summary += fmt::format("{}{} {}", summary.empty() ? "" : ", ", count, verdict);
  out << '\n'
      << rows.size() - 1 << " submissions" << (summary.empty() ? "" : ": " + summary) << '\n';
}

}  // namespace assize
