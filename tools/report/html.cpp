// The HTML report: one file, no script, nothing loaded from anywhere. All text goes through the
// template's escaping; the charts are the only raw markup, and they hold nothing but numbers of
// ours.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <kainjow/mustache.hpp>
#include <map>
#include <ostream>
#include <set>

#include "judge/core/text.h"
#include "report_template.h"
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
  nanoseconds cpu{};
  Bytes memory;
  bool ran = false;  // there was at least one test run
};

struct Cell {
  std::string verdict;
  Id submission = 0;
  int tries = 0;
};

// The better of two verdicts in a cell: accepted, then the later one.
bool replaces(const std::string& now, const std::string& before) {
  return before.empty() || now == "AC" || before != "AC";
}

struct ChartAxis {
  const char* title;
  double limit;  // in the unit of the labels
  std::string limit_label;
};

// A histogram from 0 to a fifth past the limit: the accepted below, the others on top of them.
std::string chart(const ChartAxis& axis, const std::vector<std::pair<double, bool>>& values) {
  constexpr int kBins = 30;
  constexpr double kWidth = 560;
  constexpr double kHeight = 110;
  constexpr double kLeft = 30;
  constexpr double kBase = 86;
  constexpr double kTop = 20;
  const double most = axis.limit * 1.2;
  std::array<int, kBins> good{};
  std::array<int, kBins> bad{};
  for (const auto& [value, accepted] : values) {
    const auto bin =
        static_cast<std::size_t>(std::clamp(static_cast<int>(value / most * kBins), 0, kBins - 1));
    ++(accepted ? good : bad)[bin];
  }
  int highest = 1;
  for (std::size_t i = 0; i < kBins; ++i) highest = std::max(highest, good[i] + bad[i]);
  const double bin_width = (kWidth - kLeft - 6) / kBins;
  const auto height = [&](int count) { return (kBase - kTop) * count / highest; };
  std::string svg = fmt::format(
      R"(<svg viewBox="0 0 {} {}" role="img" aria-label="{}: distribution against the limit"><text x="0" y="11">{}</text>)",
      kWidth, kHeight, axis.title, axis.title);
  for (std::size_t i = 0; i < kBins; ++i) {
    const double x = kLeft + bin_width * static_cast<double>(i);
    const double g = height(good[i]);
    const double b = height(bad[i]);
    if (good[i] > 0)
      svg += fmt::format(
          R"(<rect class="ok" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{} accepted</title></rect>)",
          x + 1, kBase - g, bin_width - 2, g, good[i]);
    if (bad[i] > 0)
      svg += fmt::format(
          R"(<rect class="bad" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{} rejected</title></rect>)",
          x + 1, kBase - g - b, bin_width - 2, b, bad[i]);
  }
  const double limit_x = kLeft + (kWidth - kLeft - 6) / 1.2;
  svg += fmt::format(R"(<line class="axis" x1="{0}" x2="{1}" y1="{2}" y2="{2}"/>)", kLeft,
                     kWidth - 6, kBase);
  svg += fmt::format(R"(<line class="limit" x1="{0:.1f}" x2="{0:.1f}" y1="14" y2="{1}"/>)", limit_x,
                     kBase);
  svg += fmt::format(R"(<text x="{:.1f}" y="102" text-anchor="middle">limit {}</text>)", limit_x,
                     axis.limit_label);
  svg +=
      fmt::format(R"(<text x="{}" y="102">0</text><text x="{}" y="{}" text-anchor="end">{}</text>)",
                  kLeft, kLeft - 4, kTop + 8, highest);
  return svg + "</svg>";
}

object test_object(const TestRecord& test, Audience audience) {
  const bool staff = audience == Audience::staff;
  return object{
      {"name", test.name},
      {"verdict", std::string(letters(test.opinion.verdict))},
      {"cpu", in_seconds(test.run().cpu)},
      {"wall", in_seconds(test.run().wall)},
      {"memory", in_mebibytes(test.run().memory_peak)},
      {"runs", std::to_string(test.attempts.size())},
      {"reason", staff && !test.feedback.empty() ? test.feedback : reason_for(test, audience)}};
}

data failing_test(const JudgingRecord& record, Audience audience) {
  const auto found = std::find_if(
      record.tests.begin(), record.tests.end(),
      [](const TestRecord& test) { return test.opinion.verdict != Verdict::accepted; });
  if (found == record.tests.end()) return data(false);
  const bool staff = audience == Audience::staff;
  if (!staff && !found->sample) return data(false);
  object failing{
      {"name", found->name}, {"stdout", found->output_excerpt}, {"stderr", found->error_excerpt}};
  if (staff) failing["feedback"] = found->feedback;
  return data(failing);
}

// Mustache takes an empty text for true: what is empty must be left out.
void set_if(object& values, const std::string& key, const std::string& text) {
  values[key] = text.empty() ? data(false) : data(text);
}

object detail_object(const SubmissionRow& submission, const JudgingRow& judging,
                     Audience audience) {
  const JudgingRecord& record = judging.record;
  object detail{{"id", std::to_string(submission.id)},
                {"submitter", clean_line(submission.submitter)},
                {"problem", submission.problem},
                {"verdict", verdict_cell(judging)},
                {"reason", reason_for(record, audience)},
                {"file", clean_line(submission.file_name)},
                {"submitted", utc_time(submission.submitted_at)},
                {"memory", in_mebibytes(max_memory(record))},
                {"digest", record.digest}};
  set_if(detail, "cpu", record.tests.empty() ? "" : in_seconds(max_cpu(record)));
  set_if(detail, "cause",
         audience == Audience::staff && judging.state != "done" ? judging.last_failure : "");
  set_if(detail, "compile_message", record.compile_message);
  set_if(detail, "incidents", audience == Audience::staff ? incidents_in_words(record) : "");
  list tests;
  for (const auto& test : record.tests) tests.push_back(test_object(test, audience));
  detail["has_tests"] = data(!record.tests.empty());
  detail["tests"] = data(tests);
  detail["failing"] = failing_test(record, audience);
  return detail;
}

class HtmlReport {
 public:
  HtmlReport(Store& store, const ReportOptions& options) : store_(store), options_(options) {}

  void write(std::ostream& out) {
    store_.each_submission(options_.batch,
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
                {"facts", facts()}};
    page["waiting"] = waiting_ > 0 ? data(std::to_string(waiting_)) : data(false);
    mustache tmpl{std::string(kReportTemplate)};
    tmpl.render(page, out);
  }

 private:
  std::string title() {
    if (!options_.batch) return "Judging report";
    Statement row = store_.database().prepare("SELECT name FROM batches WHERE id = ?1");
    row.with(*options_.batch);
    return row.step() ? "Judging report: " + row.text(0) : "Judging report";
  }

  void add(const SubmissionRow& submission) {
    const auto judging = store_.current_judging(submission.id);
    if (!judging) return;
    const JudgingRecord& record = judging->record;
    Entry entry{submission.id,   submission.submitter, submission.problem,   verdict_cell(*judging),
                max_cpu(record), max_memory(record),   !record.tests.empty()};
    problems_.insert(submission.problem);
    Cell& cell = matrix_[submission.submitter][submission.problem];
    ++cell.tries;
    if (replaces(entry.verdict, cell.verdict)) {
      cell.verdict = entry.verdict;
      cell.submission = submission.id;
    }
    if (judging->state == "done" || judging->state == "set_aside") {
      ++counts_[record.final.verdict];
    } else {
      ++waiting_;
    }
    if (judging->state == "done") identities_[record.identities.package_hash] = submission.problem;
    remember(record.identities, judging->policy_name);
    if (options_.audience != Audience::everyone)
      details_.push_back(detail_object(submission, *judging, options_.audience));
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
      items.push_back(object{{"id", id},
                             {"name", package->name},
                             {"tests", std::to_string(package->tests)},
                             {"time_limit", in_seconds(package->time_limit)},
                             {"memory_limit", in_mebibytes(package->memory_limit)},
                             {"count", std::to_string(count)},
                             {"solved", std::to_string(solved)},
                             {"tried", std::to_string(tried)},
                             {"time_chart", chart(time, times)},
                             {"memory_chart", chart(memory, sizes)}});
    }
    return data(items);
  }

  data rows() const {
    list items;
    for (const auto& [submitter, cells] : matrix_) {
      list row;
      int solved = 0;
      for (const auto& problem : problems_) {
        const auto found = cells.find(problem);
        object cell;
        set_if(cell, "verdict", found == cells.end() ? "" : found->second.verdict);
        if (found != cells.end()) {
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
                             {"solved", std::to_string(solved)}});
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
