// The HTML report: one file, no script, nothing loaded from anywhere. All text goes through the
// template's escaping, which shows what deceives as escapes (judge/core/text.h), too; the charts
// are the only raw markup, and they hold nothing but numbers of ours.
#include "tools/report/html.h"

#include <fmt/format.h>

#include <algorithm>
#include <kainjow/mustache.hpp>
#include <map>
#include <ostream>
#include <set>

#include "judge/core/text.h"
#include "judge/grading/score.h"
#include "report_template.h"
#include "tools/report/chart.h"
#include "tools/report/format.h"
#include "tools/report/report.h"

namespace assize {

namespace {

using kainjow::mustache::data;
using kainjow::mustache::list;
using kainjow::mustache::mustache;
using kainjow::mustache::object;

// A submission as the report needs it, once the test runs have been turned into their part of the
// page.
struct Entry {
  Id id = 0;
  std::string submitter;
  std::string problem;
  std::string verdict;
  std::string score;
  nanoseconds cpu{};
  Bytes memory;
  bool ran = false;  // there was at least one test run
};

struct Cell {
  std::string verdict;
  std::string score;  // empty: there is none
  Id submission = 0;
  int tries = 0;
};

// A score that was judged counts as more than none.
std::optional<Score> score_in(const std::string& text) { return Score::parse(text); }

// The better of two for a cell: the higher score, then the accepted one, then the later one.
bool is_better(const Entry& now, const Cell& before) {
  if (before.verdict.empty()) return true;
  if ((now.verdict == kNotTaken) != (before.verdict == kNotTaken)) return now.verdict != kNotTaken;
  const auto score = score_in(now.score);
  const auto score_before = score_in(before.score);
  if (score != score_before) return score > score_before;
  return now.verdict == "AC" || before.verdict != "AC";
}

std::string statements_in_words(const PackageRow& package) {
  std::string words;
  for (const auto& statement : package.statements) {
    words += (words.empty() ? "" : ", ") + statement.path;
    if (!statement.language.empty()) words += " (" + statement.language + ")";
  }
  return clean_line(words);
}

class HtmlReport {
 public:
  HtmlReport(Store& store, const ReportOptions& options) : store_(store), options_(options) {}

  void write(std::ostream& out) {
    store_.each_submission(options_.batch, options_.versions,
                           [&](const SubmissionRow& submission) { add(submission); });
    object page{{"title", title()},
                {"submissions", std::to_string(entries_.size())},
                {"submitters", std::to_string(matrix_.size())},
                {"problem_count", std::to_string(problems_.size())},
                {"made", utc_time(now_ms())},
                {"judge", std::string("assize ") + ASSIZE_VERSION},
                {"counts", counts()},
                {"problems", problems()},
                {"rows", rows()},
                {"details", data(details_)},
                {"has_details", data(!details_.empty())},
                {"with_scores", data(scores_)},
                {"facts", facts()}};
    page["refused"] = refused_ > 0 ? data(std::to_string(refused_)) : data(false);
    page["waiting"] = waiting_ > 0 ? data(std::to_string(waiting_)) : data(false);
    mustache tmpl{std::string(kReportTemplate)};
    tmpl.set_custom_escape([](const std::string& text) {
      return kainjow::mustache::html_escape<std::string>(clean_text(text));
    });
    tmpl.render(page, out);
  }

 private:
  std::string title() {
    if (!options_.batch) return "Judging report";
    Statement row = store_.database().prepare("SELECT name FROM batches WHERE id = ?1");
    row.with(*options_.batch);
    return row.step() ? "Judging report: " + clean_line(row.text(0)) : "Judging report";
  }

  void add(const SubmissionRow& submission) {
    const auto judging = judging_for_report(store_, submission);
    if (!judging) return;
    const JudgingRecord& record = judging->record;
    Entry entry{submission.id, submission.submitter, submission.problem, verdict_cell(*judging),
                record.score,  max_cpu(record),      max_memory(record), !record.tests.empty()};
    // What couldn't be taken may be for a problem that isn't there: it has no column.
    if (submission.refusal.empty() || store_.current_package(submission.problem))
      problems_.insert(submission.problem);
    Cell& cell = matrix_[submission.submitter][submission.problem];
    ++cell.tries;
    if (!entry.score.empty()) scores_ = true;
    if (is_better(entry, cell)) {
      cell.verdict = entry.verdict;
      cell.score = entry.score;
      cell.submission = submission.id;
    }
    if (!submission.refusal.empty()) {
      ++refused_;
    } else if (judging->state == "done" || judging->state == "set_aside") {
      ++counts_[record.final.verdict];
    } else {
      ++waiting_;
    }
    if (judging->state == "done") identities_[record.identities.package_hash] = submission.problem;
    remember(record.identities, judging->policy_name);
    if (options_.audience != Audience::everyone)
      details_.push_back(submission_details(submission, *judging, options_.audience));
    entries_.push_back(std::move(entry));
  }

  void remember(const Identities& ids, const std::string& policy_name) {
    if (!ids.policy_hash.empty()) policies_[ids.policy_hash] = policy_name;
    if (!ids.runtime_hash.empty())
      runtimes_[ids.runtime_hash] = ids.runtime_name + ", " + ids.runtime_version;
    if (!ids.judge_version.empty()) judges_.insert(ids.judge_version + "; " + ids.host);
  }

  data counts() const {
    list items;
    for (auto it = counts_.rbegin(); it != counts_.rend(); ++it)
      items.push_back(object{{"verdict", std::string(letters(it->first))},
                             {"count", std::to_string(it->second)},
                             {"words", std::string(words(it->first))}});
    return data(items);
  }

  data problems() {
    list items;
    for (const auto& id : problems_) {
      const auto package = store_.current_package(id);
      if (!package) continue;
      std::vector<std::pair<double, bool>> times;
      std::vector<std::pair<double, bool>> sizes;
      int count = 0;
      for (const auto& entry : entries_) {
        if (entry.problem != id) continue;
        ++count;
        if (!entry.ran) continue;
        times.emplace_back(static_cast<double>(entry.cpu.count()), entry.verdict == "AC");
        sizes.emplace_back(static_cast<double>(entry.memory.count), entry.verdict == "AC");
      }
      int solved = 0;
      int tried = 0;
      for (const auto& [submitter, cells] : matrix_) {
        const auto cell = cells.find(id);
        if (cell == cells.end()) continue;
        ++tried;
        if (cell->second.verdict == "AC") ++solved;
      }
      const ChartAxis time{"CPU time", static_cast<double>(package->time_limit.count()),
                           in_seconds(package->time_limit)};
      const ChartAxis memory{"Memory", static_cast<double>(package->memory_limit.count),
                             in_mebibytes(package->memory_limit)};
      object card{{"id", id},
                  {"name", package->name},
                  {"tests", std::to_string(package->tests)},
                  {"time_limit", in_seconds(package->time_limit)},
                  {"memory_limit", in_mebibytes(package->memory_limit)},
                  {"count", std::to_string(count)},
                  {"solved", std::to_string(solved)},
                  {"tried", std::to_string(tried)},
                  {"time_chart", chart(time, times)},
                  {"memory_chart", chart(memory, sizes)}};
      set_if(card, "statements", statements_in_words(*package));
      items.push_back(card);
    }
    return data(items);
  }

  data rows() const {
    list items;
    for (const auto& [submitter, cells] : matrix_) {
      list row;
      int solved = 0;
      Score total;
      for (const auto& problem : problems_) {
        const auto found = cells.find(problem);
        object cell;
        set_if(cell, "verdict", found == cells.end() ? "" : found->second.verdict);
        set_if(cell, "score", found == cells.end() ? "" : short_score(found->second.score));
        if (found != cells.end()) {
          total += score_in(found->second.score).value_or(Score{});
          set_if(cell, "link",
                 options_.audience == Audience::everyone
                     ? ""
                     : std::to_string(found->second.submission));
          set_if(cell, "tries", found->second.tries > 1 ? std::to_string(found->second.tries) : "");
          if (found->second.verdict == "AC") ++solved;
        }
        row.push_back(cell);
      }
      items.push_back(object{{"name", clean_line(submitter)},
                             {"cells", data(row)},
                             {"solved", std::to_string(solved)},
                             {"total", total.text(2)}});
    }
    return data(items);
  }

  data facts() const {
    list items;
    const auto add = [&](const char* key, const std::string& value, const std::string& hash) {
      items.push_back(object{{"key", std::string(key)}, {"value", value}, {"hash", hash}});
    };
    for (const auto& judge : judges_) add("judge", judge, "");
    for (const auto& [hash, name] : policies_) add("policy", name, hash);
    for (const auto& [hash, name] : runtimes_) add("runtime", name, hash);
    for (const auto& [hash, problem] : identities_) add("package", problem, hash);
    return data(items);
  }

  Store& store_;
  ReportOptions options_;
  std::vector<Entry> entries_;
  std::map<std::string, std::map<std::string, Cell>> matrix_;
  std::set<std::string> problems_;
  std::map<Verdict, int> counts_;
  int waiting_ = 0;
  int refused_ = 0;
  bool scores_ = false;  // some problem does
  list details_;
  std::map<std::string, std::string> identities_;
  std::map<std::string, std::string> policies_;
  std::map<std::string, std::string> runtimes_;
  std::set<std::string> judges_;
};

}  // namespace

void report_html(Store& store, const ReportOptions& options, std::ostream& out) {
  HtmlReport(store, options).write(out);
}

}  // namespace assize
