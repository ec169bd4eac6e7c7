
#include <algorithm>
#include <charconv>
#include <numeric>

#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "tools/assize/command.h"
#include "tools/report/format.h"
#include "tools/report/json.h"
#include "tools/report/print.h"
#include "tools/report/side_by_side.h"
#include "tools/report/stored_backgrounds.h"

namespace assize {

namespace {

struct ShowArguments {
  std::string id;
  bool json = false;
  std::string audience = "staff";
};

nlohmann::ordered_json judging_json(const SubmissionRow& submission, const JudgingRow& judging,
                                    StoredBackgrounds& backgrounds, Audience audience) {
  const Subject subject{submission.id, submission.problem, submission.language};
  nlohmann::ordered_json json;
  if (judging.state == JobState::done) {
    json =
        judging_to_json(subject, judging.record, backgrounds.reader(audience, submission, judging));
  } else {
    json = failure_to_json(subject, judging.last_failure, audience);
    if (!is_given_up(judging.state)) json["verdict"] = nullptr;
    if (!is_given_up(judging.state)) json["reason"] = "";
  }
  json["judging"] = judging.id;
  json["state"] = name_of(judging.state);
  return json;
}

// The current judging, as the contract has it, and beside it every judging there was.
void print_json(const SubmissionRow& submission, Store& store, Audience audience) {
  StoredBackgrounds backgrounds(store);
  const auto current = store.current_judging(submission.id);
  const Subject subject{submission.id, submission.problem, submission.language};
  nlohmann::ordered_json json = submission.refusal.empty()
                                    ? judging_json(submission, *current, backgrounds, audience)
                                    : refusal_to_json(subject, submission.refusal, audience);
  json["submitter"] = submission.submitter;
  json["file"] = submission.file_name;
  json["submitted_at"] = submission.submitted_at;
  if (!submission.note.empty()) json["note"] = submission.note;
  if (audience == Audience::staff && !submission.further.empty())
    json["columns"] = nlohmann::ordered_json::parse(submission.further, nullptr, false);
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const auto& judging : store.judgings(submission.id))
    all.push_back(judging_json(submission, judging, backgrounds, audience));
  json["judgings"] = std::move(all);
  print("{}\n", dump(json));
}

void print_tests(const JudgingRecord& record, const Reader& reader) {
  const Audience audience = reader.audience;
  const bool scores = !record.score.empty();
  const bool passes = std::any_of(record.tests.begin(), record.tests.end(),
                                  [](const TestRecord& test) { return test.passes > 1; });
  std::vector<std::vector<std::string>> rows{{"  TEST", "VERDICT"}};
  if (scores) rows[0].emplace_back("SCORE");
  rows[0].insert(rows[0].end(), {"CPU", "WALL", "MEMORY", "RUNS"});
  if (passes) rows[0].emplace_back("PASSES");
  std::vector<std::size_t> right(rows[0].size() - 2);
  std::iota(right.begin(), right.end(), 2);
  rows[0].emplace_back();
  for (const auto& test : record.tests) {
    std::vector<std::string> row{"  " + shown_name(test.name),
                                 std::string(letters(test.opinion.verdict))};
    if (scores) row.push_back(test.score);
    const Figures figures = figures_for(test, audience);
    row.insert(row.end(), {in_seconds(figures.cpu), in_seconds(figures.wall),
                           in_mebibytes(figures.memory), std::to_string(test.attempts.size())});
    if (passes) row.push_back(std::to_string(test.passes));
    std::string remark = audience == Audience::staff && !test.feedback.empty()
                             ? test.feedback
                             : reason_for(test, reader);
    if (!test.counts) remark = "not counted; " + remark;
    if (!test.message.empty()) remark += (remark.empty() ? "" : "; ") + test.message;
    row.push_back(remark);
    rows.push_back(std::move(row));
  }
  print("{}", in_columns(rows, right, LastCell::lines));
}

void print_groups(const JudgingRecord& record) {
  if (record.groups.empty()) return;
  std::vector<std::vector<std::string>> rows{{"  GROUP", "VERDICT", "SCORE"}};
  for (const auto& group : record.groups)
    rows.push_back({"  " + shown_name(group.name), std::string(letters(group.verdict)),
                    score_in_words(group.score, group.highest)});
  print("{}", in_columns(rows, {2}));
}

void print_identities(const JudgingRow& judging) {
  const Identities& ids = judging.record.identities;
  print("  package {}  policy {} ({})\n  runtime {} ({})\n  {}; {}\n", ids.package_hash,
        ids.policy_hash, clean_line(judging.policy_name), ids.runtime_hash,
        clean_line(ids.runtime_version), clean_line(ids.judge_version), clean_line(ids.host));
}

void print_judging(const JudgingRow& judging, const Reader& reader) {
  const Audience audience = reader.audience;
  print("\njudging {}: {}", judging.id, name_of(judging.state));
  const JudgingRecord& record = judging.record;
  if (judging.state != JobState::done) {
    print("{}\n", is_given_up(judging.state) ? " (judge error)" : "");
    if (audience == Audience::staff && !judging.last_failure.empty())
      print(
          "  {}{}\n",
          judging.failures > 0 ? fmt::format("{} judge errors, the last: ", judging.failures) : "",
          hanging(judging.last_failure, "  "));
    return;
  }
  const std::string score = score_in_words(record.score, record.highest_score);
  print(" {} UTC\n  {} {}{}\n", utc_time(judging.finished_at), letters(record.final.verdict),
        score.empty() ? "" : score + "  ", clean_line(reason_for(record, reader)));
  if (record.final.verdict == Verdict::compile_error)
    print("  {}\n", hanging(record.compile_message, "  "));
  print_groups(record);
  print_tests(record, reader);
  print("{}", samples_in_columns(record, reader));
  if (is_pruned(record))
    print("  pruned: what its runs wrote, and what is known of them beside the above\n");
  if (audience == Audience::staff) {
    for (const auto& test : record.tests)
      if (test.counts && test.opinion.verdict != Verdict::accepted && !test.transcript.empty()) {
        print("  what it and the validator of {} said to each other:\n  {}\n",
              shown_name(test.name), hanging(test.transcript, "  "));
        break;
      }
    if (const auto incidents = incidents_in_words(record); !incidents.empty())
      print("  denied system calls: {}\n", incidents);
    print_identities(judging);
  }
  print("  digest {}\n", record.digest);
}

void run_show(const ShowArguments& arguments, const Globals& globals) {
  const auto audience = audience_from(arguments.audience);
  if (!audience || *audience == Audience::everyone)
    throw InputError("--audience: staff or submitter, not '" + clean_line(arguments.audience, 40) +
                     "'");
  Id id = 0;
  const char* end = arguments.id.data() + arguments.id.size();
  if (const auto result = std::from_chars(arguments.id.data(), end, id);
      result.ec != std::errc() || result.ptr != end)
    throw InputError("'" + clean_line(arguments.id, 40) +
                     "' is not a submission's id (a number, as printed by assize submit)");
  Store store(globals.store_url(), Database::Mode::read);
  const auto submission = store.submission(id);
  if (!submission)
    throw InputError("there is no submission " + arguments.id + " in " +
                     shown_name(store_name(globals.store)));
  if (arguments.json) return print_json(*submission, store, *audience);
  print("submission {}: {} by {} for {}, {} UTC\n", submission->id,
        shown_name(submission->file_name), shown_name(submission->submitter),
        shown_name(submission->problem), utc_time(submission->submitted_at));
  if (*audience == Audience::staff && !submission->external_id.empty())
    print("external id {}, version {}\n", shown_name(submission->external_id), submission->version);
  if (!submission->note.empty()) print("{}\n", clean_line(submission->note));
  if (!submission->refusal.empty()) print("not taken: {}\n", clean_line(submission->refusal));
  StoredBackgrounds backgrounds(store);
  for (const auto& judging : store.judgings(id))
    print_judging(judging, backgrounds.reader_of_reasons(*audience, *submission, judging));
}

}  // namespace

void add_show(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<ShowArguments>();
  CLI::App* command =
      app.add_subcommand("show", "Show one submission with every judging and every test run");
  command->add_option("id", arguments->id, "The submission's id")->required()->type_name("ID");
  command->add_flag("--json", arguments->json, "As one JSON object");
  command->add_option("--audience", arguments->audience, "staff (all of it) or submitter")
      ->type_name("WHO");
  command->footer(
      "Examples:\n  assize show 17 --json\n  assize show 17 --audience submitter\n\n"
      "A submitter reads reasons in words that help, and of a sample that failed its input, the\n"
      "expected answer and the own output side by side; nothing of what secret tests hold.");
  command->callback([arguments, &globals] { run_show(*arguments, globals); });
}

}  // namespace assize
