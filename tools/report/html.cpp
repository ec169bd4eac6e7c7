// The HTML report: one file, nothing loaded from anywhere. All text goes through the template's
// escaping, which shows what deceives as escapes (storage/base/text.h), too. Raw markup are the
// charts, which hold nothing but numbers of ours, and the sources, which are escaped before. The
// page's own policy allows its style and its script, by their hashes, and nothing else: markup that
// got in all the same would be inert.
#include "tools/report/html.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <kainjow/mustache.hpp>
#include <map>
#include <new>
#include <ostream>
#include <set>

#include "judge/runtime/template_choice.h"
#include "problems/grading/score.h"
#include "report_template.h"
#include "storage/base/text.h"
#include "tools/report/attendance.h"
#include "tools/report/chart.h"
#include "tools/report/format.h"
#include "tools/report/report.h"
#include "tools/report/stored_backgrounds.h"

namespace assize {

namespace {

using kainjow::mustache::data;
using kainjow::mustache::list;
using kainjow::mustache::mustache;
using kainjow::mustache::object;

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

// As Content-Security-Policy has it: SHA-256 in Base64.
std::string policy_hash_of(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), raw.data(), &size, EVP_sha256(), nullptr) != 1)
    throw std::bad_alloc();
  std::array<unsigned char, 2 * EVP_MAX_MD_SIZE> encoded{};
  const int length = EVP_EncodeBlock(encoded.data(), raw.data(), static_cast<int>(size));
  return {encoded.begin(), encoded.begin() + length};
}

data names_with_count(const Names& names) {
  if (names.empty()) return data(false);
  list items;
  for (const auto& name : names) items.push_back(object{{"name", shown_name(name)}});
  return data(object{{"count", std::to_string(names.size())}, {"names", data(items)}});
}

// By what a column is sorted, where that isn't whether it is accepted.
std::string sorting_key(const Cell& cell) {
  const auto score = score_in(cell.score);
  return score ? score->text() : "";
}

class HtmlReport {
 public:
  HtmlReport(Store& store, const ReportOptions& options)
      : store_(store), options_(options), is_public_(options.audience == Audience::everyone) {}

  void write(std::ostream& out) {
    each_chosen_submission(store_, options_,
                           [&](const SubmissionRow& submission) { add(submission); });
    for (const auto& [submitter, cells] : matrix_)
      for (const auto& [problem, cell] : cells)
        if (const auto found = problems_.find(problem); found != problems_.end())
          found->second.best.push_back(cell);
    object page{{"style", std::string(kReportStyle)},
                {"style_hash", policy_hash_of(kReportStyle)},
                {"script", std::string(kReportScript)},
                {"script_hash", policy_hash_of(kReportScript)},
                {"title", title()},
                {"extent", counted(submissions_, "submission") + " by " +
                               counted(matrix_.size(), "submitter") + " for " +
                               counted(problems_.size(), "problem")},
                {"made", utc_time(now_ms())},
                {"judge", std::string("assize ") + ASSIZE_VERSION},
                {"counts", counts()},
                {"attendance", attendance()},
                {"problems", problems()},
                {"with_scores", data(scores_)}};
    set_if(page, "refused", refused_ > 0 ? std::to_string(refused_) : "");
    set_if(page, "waiting", waiting_ > 0 ? std::to_string(waiting_) : "");
    set_if(page, "class_chart", class_chart());
    add_list(page, "rows", is_public_ ? list() : rows());
    add_list(page, "results", is_public_ ? results() : list());
    add_list(page, "details", details_);
    add_list(page, "facts", options_.audience == Audience::staff ? facts() : list());
    mustache tmpl{std::string(kReportTemplate)};
    tmpl.set_custom_escape([](const std::string& text) {
      return kainjow::mustache::html_escape<std::string>(clean_text(text));
    });
    tmpl.render(page, out);
  }

 private:
  static void add_list(object& page, const std::string& name, const list& items) {
    page["has_" + name] = data(!items.empty());
    page[name] = data(items);
  }

  std::string title() {
    std::string text = "Judging report";
    if (options_.submitter) text += " for " + shown_name(*options_.submitter);
    const std::string name = options_.batch ? store_.batch_name(*options_.batch) : "";
    return name.empty() ? text : text + ": " + clean_line(name);
  }

  void add(const SubmissionRow& submission) {
    const auto judging = judging_for_report(store_, submission);
    if (!judging) return;
    const JudgingRecord& record = judging->record;
    Entry entry{submission.id,
                submission.submitter,
                submission.problem,
                verdict_cell(*judging),
                record.score,
                record.highest_score,
                figures_for(record, options_.audience),
                !record.tests.empty()};
    ++submissions_;
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
    } else if (is_judged(*judging)) {
      ++counts_[record.final.verdict];
    } else {
      ++waiting_;
    }
    if (judging->state == JobState::done)
      identities_[record.identities.package_hash] = submission.problem;
    remember(record.identities, judging->policy_name);
    if (!is_public_)
      details_.push_back(submission_details(
          store_, submission, *judging,
          backgrounds_.reader_of_reasons(options_.audience, submission, *judging)));
    // What couldn't be taken may be for a problem that isn't there: it has no column.
    if (!submission.refusal.empty() && !store_.current_package(submission.problem)) return;
    ProblemResults& results = problems_[submission.problem];
    for (const auto& test : record.tests) {
      if (!test.counts) continue;
      TestTally& tally = results.tests[test.name];
      ++tally.reached;
      if (test.opinion.verdict != Verdict::accepted) ++tally.failed[test.opinion.verdict];
    }
    results.entries.push_back(std::move(entry));
  }

  void remember(const Identities& ids, const std::string& policy_name) {
    if (!ids.policy_hash.empty()) policies_[ids.policy_hash] = policy_name;
    if (!ids.runtime_hash.empty())
      runtimes_[ids.runtime_hash] =
          ids.runtime_name + ", " + ids.runtime_version + note_on(ids.runtime_version);
    if (!ids.judge_version.empty()) judges_.insert(ids.judge_version + "; " + ids.host);
  }

  static std::string note_on(const std::string& version) {
    const bool is_slow = version.starts_with("CPython ") && !template_knows(version);
    return is_slow ? ", by exec: the template doesn't know it" : "";
  }

  data counts() const {
    list items;
    for (auto it = counts_.rbegin(); it != counts_.rend(); ++it)
      items.push_back(object{{"verdict", std::string(letters(it->first))},
                             {"count", std::to_string(it->second)},
                             {"words", std::string(words(it->first))}});
    return data(items);
  }

  // Names are for staff.
  data attendance() const {
    if (!options_.roster) return data(false);
    Names submitters;
    for (const auto& [name, cells] : matrix_) submitters.insert(name);
    const Attendance attendance = attendance_of(*options_.roster, submitters);
    object values{{"handed_in", std::to_string(attendance.handed_in)},
                  {"total", std::to_string(attendance.total)}};
    const bool staff = options_.audience == Audience::staff;
    values["missing"] = staff ? names_with_count(attendance.missing) : data(false);
    values["unknown"] = staff ? names_with_count(attendance.unknown) : data(false);
    return data(values);
  }

  // How many submitters have solved none, one, … of the problems.
  std::string class_chart() const {
    if (options_.submitter || matrix_.empty() || problems_.size() < 2) return {};
    std::vector<double> solved;
    for (const auto& [submitter, cells] : matrix_)
      solved.push_back(
          static_cast<double>(std::count_if(cells.begin(), cells.end(), [](const auto& cell) {
            return cell.second.verdict == "AC";
          })));
    return distribution("Problems solved by a submitter", static_cast<double>(problems_.size()),
                        true, solved);
  }

  data problems() {
    list items;
    for (const auto& [id, results] : problems_)
      if (const auto package = store_.current_package(id)) {
        object card = problem_card(*package, results, options_.audience);
        set_if(card, "mixed", mixed_versions(id));
        items.push_back(card);
      }
    return data(items);
  }

  // How many versions of its package a problem was judged with, if that is for staff to know.
  std::string mixed_versions(const std::string& problem) const {
    if (options_.audience != Audience::staff) return {};
    const auto versions = std::count_if(identities_.begin(), identities_.end(),
                                        [&](const auto& known) { return known.second == problem; });
    return versions > 1 ? std::to_string(versions) : "";
  }

  list rows() const {
    list items;
    for (const auto& [submitter, cells] : matrix_) {
      list row;
      int solved = 0;
      Score total;
      bool has_score = false;
      for (const auto& [problem, results] : problems_) {
        const auto found = cells.find(problem);
        object cell{{"key", std::string("-1")}};
        if (found == cells.end()) {
          cell["verdict"] = data(false);
        } else {
          const Cell& best = found->second;
          const auto score = score_in(best.score);
          total += score.value_or(Score{});
          has_score = has_score || score;
          solved += best.verdict == "AC" ? 1 : 0;
          set_if(cell, "key", sorting_key(best));
          set_verdict(cell, best.verdict);
          cell["link"] = std::to_string(best.submission);
          set_if(cell, "score", short_score(best.score));
          set_if(cell, "tries", best.tries > 1 ? std::to_string(best.tries) : "");
        }
        row.push_back(cell);
      }
      object values{{"number", std::to_string(items.size())},
                    {"name", clean_line(submitter)},
                    {"cells", data(row)},
                    {"solved", std::to_string(solved)}};
      values["total_cell"] = scores_ ? data(object{{"key", has_score ? total.text() : "-1"},
                                                   {"total", has_score ? total.text(2) : ""}})
                                     : data(false);
      items.push_back(values);
    }
    return items;
  }

  // What the public sees of submissions, by their numbers.
  list results() const {
    std::map<Id, const Entry*> entries;
    for (const auto& [problem, results] : problems_)
      for (const auto& entry : results.entries) entries[entry.id] = &entry;
    list items;
    for (const auto& [id, entry] : entries) {
      object row{{"id", std::to_string(id)},
                 {"problem", entry->problem},
                 {"cpu", entry->ran ? in_seconds(entry->figures.cpu) : ""},
                 {"cpu_key", std::to_string(entry->figures.cpu.count())},
                 {"memory", entry->ran ? in_mebibytes(entry->figures.memory) : ""},
                 {"memory_key", std::to_string(entry->figures.memory.count)}};
      set_verdict(row, entry->verdict);
      const auto score = score_in(entry->score);
      row["score_cell"] =
          scores_ ? data(object{{"key", score ? score->text() : "-1"},
                                {"score", score_in_words(short_score(entry->score),
                                                         short_score(entry->highest_score))}})
                  : data(false);
      items.push_back(row);
    }
    return items;
  }

  list facts() const {
    list items;
    const auto add = [&](const char* key, const std::string& value, const std::string& hash) {
      items.push_back(object{{"key", std::string(key)}, {"value", value}, {"hash", hash}});
    };
    for (const auto& judge : judges_) add("judge", judge, "");
    for (const auto& [hash, name] : policies_) add("policy", name, hash);
    for (const auto& [hash, name] : runtimes_) add("runtime", name, hash);
    for (const auto& [hash, problem] : identities_) add("package", problem, hash);
    return items;
  }

  Store& store_;
  StoredBackgrounds backgrounds_{store_};
  const ReportOptions& options_;
  const bool is_public_;
  std::size_t submissions_ = 0;
  std::map<std::string, std::map<std::string, Cell>, NaturalOrder> matrix_;
  std::map<std::string, ProblemResults, NaturalOrder> problems_;
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
