// The reports that need no layout: NDJSON, CSV and the table.
#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>

#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "tools/report/csv.h"
#include "tools/report/format.h"
#include "tools/report/order.h"
#include "tools/report/report.h"
#include "tools/report/stored_backgrounds.h"

namespace assize {

namespace {

using Further = nlohmann::ordered_json;

Further further_of(const SubmissionRow& submission) {
  const auto json = Further::parse(submission.further, nullptr, false);
  return json.is_object() ? json : Further::object();
}

// The headings of all manifests, in the order in which they come.
std::vector<std::string> further_headings(Store& store, const ReportOptions& options) {
  std::vector<std::string> headings;
  if (options.audience != Audience::staff) return headings;
  each_chosen_submission(store, options, [&](const SubmissionRow& submission) {
    if (submission.further.empty()) return;
    const Further cells = further_of(submission);
    for (const auto& [heading, cell] : cells.items())
      if (std::find(headings.begin(), headings.end(), heading) == headings.end())
        headings.push_back(heading);
  });
  return headings;
}

// A column of the CSV report is there for the audiences that may see it. Those of numbers hold
// nothing else.
struct Column {
  std::string name;
  bool is_there;
  bool is_number;
};

// A column of a manifest that is called like one of ours.
std::string beside(const std::vector<Column>& columns, const std::string& heading) {
  const bool ours = heading == "highest_score" ||
                    std::any_of(columns.begin(), columns.end(),
                                [&](const Column& column) { return column.name == heading; });
  return ours ? "manifest_" + heading : heading;
}

// The letters of a verdict as a cell; empty for what isn't judged.
std::string judged_cell(const JudgingRow& judging) {
  return is_judged(judging) || judging.state == JobState::not_taken ? verdict_cell(judging) : "";
}

std::string in_milliseconds(nanoseconds time) {
  return fmt::format("{:.3f}", static_cast<double>(time.count()) / 1e6);
}

}  // namespace

void each_chosen_submission(Store& store, const ReportOptions& options,
                            const std::function<void(const SubmissionRow&)>& visit) {
  if (!options.submissions) return store.each_submission(options.batch, options.versions, visit);
  const Snapshot snapshot(store.database());
  for (const Id id : *options.submissions)
    if (const auto submission = store.submission(id)) visit(*submission);
}

void each_for_report(Store& store, const ReportOptions& options,
                     const std::function<void(const SubmissionRow&, const JudgingRow&)>& visit) {
  each_chosen_submission(store, options, [&](const SubmissionRow& submission) {
    if (const auto judging = judging_for_report(store, submission)) visit(submission, *judging);
  });
}

bool is_judged(const JudgingRow& judging) {
  return judging.state == JobState::done || is_given_up(judging.state);
}

std::optional<JudgingRow> judging_for_report(Store& store, const SubmissionRow& submission) {
  if (submission.refusal.empty()) {
    try {
      return store.current_judging(submission.id);
    } catch (const DamagedItem& damage) {
      // It costs this submission's row, not the report.
      JudgingRow damaged;
      damaged.state = JobState::set_aside;
      damaged.record.final = {Verdict::judge_error, {}, "judge error"};
      damaged.last_failure = damage.what();
      return damaged;
    }
  }
  JudgingRow none;
  none.state = JobState::not_taken;
  none.record.final.reason = submission.refusal;
  return none;
}

std::string verdict_cell(const JudgingRow& judging) {
  if (judging.state == JobState::not_taken) return kNotTaken;
  return is_judged(judging) ? std::string(letters(judging.record.final.verdict)) : "…";
}

void report_json(Store& store, const ReportOptions& options, std::ostream& out) {
  StoredBackgrounds backgrounds(store);
  each_for_report(store, options, [&](const SubmissionRow& submission, const JudgingRow& judging) {
    const Subject subject{submission.id, submission.problem, submission.language};
    auto json = !submission.refusal.empty()
                    ? refusal_to_json(subject, submission.refusal, options.audience)
                : judging.state == JobState::done
                    ? judging_to_json(subject, judging.record,
                                      backgrounds.reader(options.audience, submission, judging))
                    : failure_to_json(subject, judging.last_failure, options.audience);
    if (submission.refusal.empty()) {
      if (!is_judged(judging)) {
        json["verdict"] = nullptr;
        if (options.audience != Audience::everyone) json["reason"] = "";
      }
      json["state"] = name_of(judging.state);
    }
    if (options.audience != Audience::everyone) {
      json["submitter"] = submission.submitter;
      json["file"] = submission.file_name;
      if (!submission.note.empty()) json["note"] = submission.note;
    }
    if (options.audience == Audience::staff) {
      if (!submission.external_id.empty()) json["external_id"] = submission.external_id;
      if (!submission.further.empty()) json["columns"] = further_of(submission);
    }
    out << dump(json) << '\n';
  });
}

void report_csv(Store& store, const ReportOptions& options, std::ostream& out) {
  const bool named = options.audience != Audience::everyone;
  const bool staff = options.audience == Audience::staff;
  std::vector<Column> columns{
      Column{"submission", true, false},    Column{"submitter", named, false},
      Column{"problem", true, false},       Column{"file", named, false},
      Column{"verdict", true, false},       Column{"reason", named, false},
      Column{"score", true, true},          Column{"cpu_ms", true, false},
      Column{"wall_ms", true, false},       Column{"memory_kib", true, false},
      Column{"submitted_at", named, false}, Column{"digest", true, false},
      Column{"external_id", staff, false},  Column{"incidents", staff, false}};
  const auto further = further_headings(store, options);
  for (const auto& heading : further) columns.push_back({beside(columns, heading), true, false});
  columns.push_back({"highest_score", true, true});
  const auto line = [&](const std::vector<std::string>& cells) {
    std::vector<std::string> shown;
    std::set<std::size_t> numbers;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (!columns[i].is_there) continue;
      if (columns[i].is_number) numbers.insert(shown.size());
      shown.push_back(cells[i]);
    }
    out << csv_line(shown, numbers);
  };
  std::vector<std::string> header;
  for (const auto& column : columns) header.push_back(column.name);
  line(header);
  StoredBackgrounds backgrounds(store);
  each_for_report(store, options, [&](const SubmissionRow& submission, const JudgingRow& judging) {
    const JudgingRecord& record = judging.record;
    const Figures figures = figures_for(record, options.audience);
    const auto measured = [&](const std::string& text) {
      return judging.state == JobState::done ? text : "";
    };
    std::vector<std::string> row{
        std::to_string(submission.id),
        submission.submitter,
        submission.problem,
        submission.file_name,
        judged_cell(judging),
        reason_for(record, backgrounds.reader_of_reasons(options.audience, submission, judging)),
        record.score,
        measured(in_milliseconds(figures.cpu)),
        measured(in_milliseconds(figures.wall)),
        measured(std::to_string(figures.memory.count >> 10U)),
        utc_time(submission.submitted_at),
        record.digest,
        submission.external_id,
        incidents_in_words(record)};
    const Further cells = further_of(submission);
    for (const auto& heading : further) row.push_back(cells.value(heading, ""));
    row.push_back(record.highest_score);
    line(row);
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
  const std::size_t first = table[0].before.size();  // number
  std::vector<std::size_t> right{0, first, first + 1};
  if (scores) right.push_back(first + 2);
  return in_columns(std::move(rows), right);
}

TableRow head_of_table(Audience audience) {
  if (audience == Audience::everyone)
    return {{"ID", "PROBLEM", "VERDICT"}, "SCORE", {"CPU", "MEMORY"}};
  return {{"ID", "SUBMITTER", "PROBLEM", "FILE", "VERDICT"}, "SCORE", {"CPU", "MEMORY", "REASON"}};
}

TableRow row_of_table(const SubmissionRow& submission, const JudgingRow& judging,
                      const Reader& reader) {
  const Audience audience = reader.audience;
  const JudgingRecord& record = judging.record;
  TableRow row{{std::to_string(submission.id)}, score_cell(record), {"", ""}};
  if (audience != Audience::everyone) row.before.push_back(shown_name(submission.submitter));
  row.before.push_back(shown_name(submission.problem));
  if (audience != Audience::everyone) row.before.push_back(shown_name(submission.file_name));
  row.before.push_back(verdict_cell(judging));
  if (judging.state == JobState::done) {
    const Figures figures = figures_for(record, audience);
    row.after = {in_seconds(figures.cpu), in_mebibytes(figures.memory)};
  }
  if (audience != Audience::everyone) row.after.push_back(reason_for(record, reader));
  return row;
}

void list_names(const char* title, const Names& names, std::ostream& out) {
  if (names.empty()) return;
  out << title << ":\n";
  for (const auto& name : names) out << "  " << shown_name(name) << '\n';
}

// Names are for staff.
void add_attendance(const ReportOptions& options, const Names& submitters, std::ostream& out) {
  if (!options.roster) return;
  const Attendance attendance = attendance_of(*options.roster, submitters);
  out << "handed in: " << attendance.handed_in << " of " << attendance.total << '\n';
  if (options.audience != Audience::staff) return;
  list_names("without a submission", attendance.missing, out);
  list_names("with a submission, but not on the roster", attendance.unknown, out);
}

using Packages = std::map<std::string, std::set<std::string>, NaturalOrder>;  // by problem

// Verdicts by different versions of a package can't be compared.
void add_mixed(const Packages& packages, std::ostream& out) {
  for (const auto& [problem, versions] : packages)
    if (versions.size() > 1)
      out << shown_name(problem) << ": judged with " << versions.size()
          << " versions of its package; assize rejudge --problem " << shown_name(problem)
          << " --outdated judges the others again\n";
}

}  // namespace

void report_table(Store& store, const ReportOptions& options, std::ostream& out) {
  std::vector<TableRow> table{head_of_table(options.audience)};
  std::map<std::string, std::int64_t> counts;
  Names submitters;
  Packages packages;
  StoredBackgrounds backgrounds(store);
  each_for_report(store, options, [&](const SubmissionRow& submission, const JudgingRow& judging) {
    if (judging.state == JobState::done && options.audience == Audience::staff)
      packages[submission.problem].insert(judging.package);
    table.push_back(row_of_table(
        submission, judging, backgrounds.reader_of_reasons(options.audience, submission, judging)));
    ++counts[verdict_cell(judging)];
    if (options.roster) submitters.insert(submission.submitter);
  });
  out << lay_out(table);
  std::string summary;
  for (const auto& [verdict, count] : counts)
    summary += fmt::format("{}{} {}", summary.empty() ? "" : ", ", count, verdict);
  out << '\n'
      << table.size() - 1 << " submissions" << (summary.empty() ? "" : ": " + summary) << '\n';
  add_mixed(packages, out);
  add_attendance(options, submitters, out);
}

}  // namespace assize
