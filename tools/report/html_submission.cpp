#include <fmt/format.h>

#include <algorithm>

#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "tools/report/format.h"
#include "tools/report/html.h"
#include "tools/report/report.h"
#include "tools/report/side_by_side.h"

namespace assize {

namespace {

using kainjow::mustache::data;
using kainjow::mustache::list;
using kainjow::mustache::object;

// Which columns a table of tests needs.
struct Columns {
  bool scores = false;
  bool runs = false;
  bool passes = false;
};

Columns columns_for(const JudgingRecord& record) {
  Columns columns;
  for (const auto& test : record.tests) {
    columns.scores = columns.scores || !test.score.empty();
    columns.runs = columns.runs || test.attempts.size() > 1;
    columns.passes = columns.passes || test.passes > 1;
  }
  return columns;
}

object test_object(const TestRecord& test, const Columns& columns, const Reader& reader) {
  const Audience audience = reader.audience;
  const bool staff = audience == Audience::staff;
  const Figures figures = figures_for(test, audience);
  object values{{"name", clean_line(test.name)},
                {"cpu", in_seconds(figures.cpu)},
                {"wall", in_seconds(figures.wall)},
                {"memory", in_mebibytes(figures.memory)},
                {"uncounted", data(!test.counts)}};
  set_verdict(values, std::string(letters(test.opinion.verdict)));
  const std::string reason =
      staff && !test.feedback.empty() ? test.feedback : reason_for(test, reader);
  values["reason"] = reason;
  set_if(values, "message", test.message);
  values["remark"] = data(!test.counts || !reason.empty() || !test.message.empty());
  values["to"] = data(staff);
  // A column is there for all rows or for none.
  values["score_cell"] = columns.scores ? data(object{{"text", test.score}}) : data(false);
  values["runs_cell"] =
      columns.runs ? data(object{{"text", std::to_string(test.attempts.size())}}) : data(false);
  values["passes_cell"] =
      columns.passes ? data(object{{"text", std::to_string(test.passes)}}) : data(false);
  return values;
}

// Lines that end as on Windows are lines.
std::string without_carriage_returns(std::string text) {
  for (auto at = text.find("\r\n"); at != std::string::npos; at = text.find("\r\n", at))
    text.erase(at, 1);
  return text;
}

list group_list(const JudgingRecord& record) {
  list groups;
  for (const auto& group : record.groups) {
    object values{{"name", clean_line(group.name)},
                  {"score", score_in_words(group.score, group.highest)}};
    set_verdict(values, std::string(letters(group.verdict)));
    groups.push_back(values);
  }
  return groups;
}

// Samples that failed, for the submitter: what they were given and had to write.
list sample_list(const std::vector<SideBySide>& samples) {
  list items;
  for (const auto& sample : samples) {
    object values{{"name", clean_line(sample.name)},
                  {"answer_title", sample.answer_title},
                  {"input", sample.input},
                  {"answer", sample.answer},
                  {"before", sample.before},
                  {"after", sample.after},
                  {"ends_early", data(sample.ends_early)}};
    set_if(values, "different", sample.different);
    set_if(values, "difference", sample.difference);
    set_if(values, "stderr", sample.errors);
    items.push_back(values);
  }
  return items;
}

// What it wrote and was told; why it failed is in its row.
data failing_test(const JudgingRecord& record, Audience audience) {
  const auto found =
      std::find_if(record.tests.begin(), record.tests.end(), [](const TestRecord& test) {
        return test.counts && test.opinion.verdict != Verdict::accepted;
      });
  if (found == record.tests.end()) return data(false);
  const bool staff = audience == Audience::staff;
  if (!staff && !found->sample) return data(false);
  const std::string output = found->pruned ? "(pruned)" : found->output_excerpt;
  const std::string transcript = staff ? found->transcript : "";
  if (output.empty() && found->error_excerpt.empty() && transcript.empty()) return data(false);
  object failing{{"name", clean_line(found->name)}};
  set_if(failing, "stdout", output);
  set_if(failing, "stderr", found->error_excerpt);
  set_if(failing, "transcript", transcript);
  return data(failing);
}

// As text of an element, where quotes are none: programs are full of them.
std::string escaped(const std::string& text) {
  std::string markup;
  for (const char c : clean_text(text)) {
    switch (c) {
      case '&':
        markup += "&amp;";
        break;
      case '<':
        markup += "&lt;";
        break;
      case '>':
        markup += "&gt;";
        break;
      default:
        markup += c;
    }
  }
  return markup;
}

// What is shown of a source; all of it is in the store.
constexpr std::size_t kShownSource = 16U << 10U;
constexpr std::size_t kShownFiles = 20;
constexpr const char* kMain = "main.py";

// Its files, the main one first.
data source_of(Store& store, const SubmissionRow& submission) {
  if (submission.source.empty()) return data(false);
  Source source;
  try {
    source = store.source(submission.source);
  } catch (const DamagedItem& damage) {
    return data(object{{"files", data(list{})}, {"more", clean_line(damage.what())}});
  }
  std::vector<std::string> names;
  for (const auto& [name, content] : source.files) names.push_back(name);
  std::stable_partition(names.begin(), names.end(),
                        [](const std::string& name) { return name == kMain; });
  list files;
  for (std::size_t i = 0; i < std::min(names.size(), kShownFiles); ++i) {
    std::string content = source.files.at(names[i]);
    const std::size_t size = content.size();
    content = without_carriage_returns(content.substr(0, kShownSource));
    object file{{"content", escaped(content)}};
    set_if(file, "name", names.size() == 1 && size <= kShownSource ? "" : clean_line(names[i]));
    set_if(file, "cut",
           size > kShownSource ? fmt::format("{} of {} bytes", kShownSource, size) : "");
    files.push_back(file);
  }
  object values{{"files", data(files)}};
  set_if(values, "more",
         names.size() > kShownFiles ? fmt::format("… and {} files more", names.size() - kShownFiles)
                                    : "");
  return data(values);
}

}  // namespace

void set_if(object& values, const std::string& key, const std::string& text) {
  values[key] = text.empty() ? data(false) : data(text);
}

void set_verdict(object& values, const std::string& verdict) {
  values["verdict"] = verdict;
  set_if(values, "class", verdict == letters(Verdict::accepted) ? "" : verdict);
}

object submission_details(Store& store, const SubmissionRow& submission, const JudgingRow& judging,
                          const Reader& reader) {
  const Audience audience = reader.audience;
  const JudgingRecord& record = judging.record;
  const Figures figures = figures_for(record, audience);
  object detail{{"id", std::to_string(submission.id)},
                {"submitter", clean_line(submission.submitter)},
                {"problem", submission.problem},
                {"file", clean_line(submission.file_name)},
                {"submitted", utc_time(submission.submitted_at)},
                {"memory", in_mebibytes(figures.memory)}};
  set_verdict(detail, verdict_cell(judging));
  set_if(detail, "reason", reason_for(record, reader));
  set_if(detail, "digest", record.digest);
  set_if(detail, "note", submission.note);
  set_if(detail, "score", score_in_words(record.score, record.highest_score));
  set_if(detail, "cpu", record.tests.empty() ? "" : in_seconds(figures.cpu));
  set_if(
      detail, "cause",
      audience == Audience::staff && judging.state != JobState::done ? judging.last_failure : "");
  set_if(detail, "compile_message", record.compile_message);
  set_if(detail, "incidents", audience == Audience::staff ? incidents_in_words(record) : "");
  const Columns columns = columns_for(record);
  list tests;
  for (const auto& test : record.tests) tests.push_back(test_object(test, columns, reader));
  detail["has_tests"] = data(!record.tests.empty());
  detail["tests"] = data(tests);
  detail["with_scores"] = data(columns.scores);
  detail["with_runs"] = data(columns.runs);
  detail["with_passes"] = data(columns.passes);
  detail["has_groups"] = data(!record.groups.empty());
  detail["groups"] = data(group_list(record));
  const auto samples = side_by_side(record, reader);
  detail["samples"] = data(sample_list(samples));
  detail["failing"] = samples.empty() ? failing_test(record, audience) : data(false);
  detail["source"] = audience == Audience::staff ? source_of(store, submission) : data(false);
  return detail;
}

}  // namespace assize
