#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <set>
#include <thread>

#include "problems/files/file_tree.h"
#include "queue/intake/intake.h"
#include "queue/rejudge/rejudge.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "tools/assize/command.h"
#include "tools/assize/config.h"
#include "tools/assize/receipts.h"
#include "tools/assize/user_name.h"
#include "tools/report/print.h"

namespace assize {

namespace {

struct SubmitArguments {
  std::string problem;
  std::string submitter;
  std::string priority;
  std::string batch;
  std::string external_id;
  std::string manifest;
  std::string root;
  bool skip_bad = false;
  bool rejudge_changed = false;
  bool wait = false;
  std::string receipt;
  std::string key;
  std::vector<std::string> files;
};

std::string plural(std::size_t count, const char* noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

// What a call handed in, for people.
class Tally {
 public:
  void add(const HandedIn& handed_in) {
    ++counts_[handed_in.outcome];
    if (handed_in.is_outdated) outdated_.push_back(handed_in.submission);
    if (handed_in.outcome == HandedIn::Outcome::known ||
        handed_in.outcome == HandedIn::Outcome::again)
      known_in_.insert(handed_in.batch);
  }
  std::size_t count(HandedIn::Outcome outcome) const {
    const auto found = counts_.find(outcome);
    return found == counts_.end() ? 0 : found->second;
  }
  // Known ones that were judged with another version of their package.
  const std::vector<Id>& outdated() const { return outdated_; }
  std::optional<Id> batch_of_known() const {
    for (const auto& batch : known_in_)
      if (batch) return batch;
    return std::nullopt;
  }

  std::string in_words(Store& store, std::optional<Id> batch) const {
    const std::size_t queued = count(HandedIn::Outcome::queued);
    std::string words = "queued " + plural(queued, "submission");
    if (queued > 0 && batch) words += " into batch " + named(store, *batch);
    if (const auto again = count(HandedIn::Outcome::again))
      words += fmt::format("; {} queued again after a judge error", again);
    if (const auto known = count(HandedIn::Outcome::known))
      words += fmt::format("; {} {} there already, in {}", known, known == 1 ? "was" : "were",
                           known_in(store));
    if (const auto refused = count(HandedIn::Outcome::refused))
      words += fmt::format("; {} could not be taken", refused);
    return words;
  }

 private:
  static std::string named(Store& store, Id batch) {
    return fmt::format("{} ({})", batch, shown_name(store.batch_name(batch)));
  }
  std::string known_in(Store& store) const {
    std::string words;
    std::size_t batches = 0;
    for (const auto& batch : known_in_)
      if (batch) words += (words.empty() ? "" : ", ") + named(store, *batch), ++batches;
    if (batches > 0) words = (batches > 1 ? "the batches " : "batch ") + words;
    if (known_in_.contains(std::nullopt)) words += batches > 0 ? " and no batch" : "no batch";
    return words;
  }

  std::map<HandedIn::Outcome, std::size_t> counts_;
  std::vector<Id> outdated_;
  std::set<std::optional<Id>> known_in_;
};

std::string row_place(const ManifestRow& row, const std::string& place) {
  return place.empty() ? "" : place + ":" + std::to_string(row.line) + ": ";
}

std::string faults_of(const std::vector<ManifestRow>& rows, const std::string& place) {
  if (!place.empty()) return faults_in_words(rows, place);
  std::string text;
  std::set<std::string> said;  // what is wrong with all of them, once
  for (const auto& row : rows)
    for (const auto& fault : row.faults)
      if (said.insert(fault).second) text += (text.empty() ? "" : "\n") + fault;
  return text;
}

// Reads all files. With --skip-bad those that can't be taken are only told of.
void check_all(const SubmitArguments& arguments, Intake& intake, std::vector<ManifestRow>& rows,
               const std::string& place) {
  const std::size_t bad = intake.check(rows);
  if (bad == 0) return;
  const std::string faults = faults_of(rows, place);
  if (!arguments.skip_bad)
    throw InputError(faults + fmt::format("\n{} of {} can't be taken, and nothing was queued: "
                                          "--skip-bad queues the others, and records these",
                                          bad, plural(rows.size(), "submission")));
  spdlog::warn("{}", faults);
}

Tally tally_of(const Intake::Result& result) {
  Tally tally;
  for (const auto& one : result.all) tally.add(one);
  return tally;
}

// `place`: of the manifest; empty: the rows are files of the command line.
IntakeOptions intake_options(const SubmitArguments& arguments, const std::string& place) {
  IntakeOptions options;
  options.batch = arguments.batch;
  options.batch_or_id = !arguments.batch.empty();
  options.from_manifest = !place.empty();
  options.skip_bad = arguments.skip_bad;
  options.on_note = [place](const ManifestRow& row, const std::string& note) {
    spdlog::info("{}{}: {}", row_place(row, place), shown_name(row.file_as_given), note);
  };
  return options;
}

std::vector<Id> ids_of(const std::vector<HandedIn>& all) {
  std::vector<Id> ids;
  ids.reserve(all.size());
  for (const auto& one : all) ids.push_back(one.submission);
  return ids;
}

// What was judged with another version of its package is judged again, if that is wanted; in words.
std::string see_to_outdated(const SubmitArguments& arguments, Store& store, const Tally& tally) {
  if (tally.outdated().empty()) return {};
  if (!arguments.rejudge_changed)
    return fmt::format(
        "{} of those that were there already {} judged with another version of the package: "
        "--rejudge-changed judges {} again, as a preview",
        tally.outdated().size(), tally.outdated().size() == 1 ? "was" : "were",
        tally.outdated().size() == 1 ? "it" : "them");
  Transaction transaction(store.database());
  RejudgeRequest request;
  request.submissions = tally.outdated();
  request.priority = kRejudgePriority;
  request.reason = "handed in again after their package has changed";
  request.who = acting_user();
  const RejudgeQueued queued = queue_rejudge(store, request);
  transaction.commit();
  return fmt::format(
      "rejudge {}: {} to be judged again with the package of now, as a preview (assize rejudge "
      "show {})",
      *queued.id, plural(queued.submissions, "submission"), *queued.id);
}

std::vector<Id> submit_manifest(const SubmitArguments& arguments, Store& store) {
  const std::filesystem::path path = arguments.manifest;
  const std::string place = shown_name(arguments.manifest);
  auto manifest = parse_manifest(read_whole_file(path, kMaxManifest), place, path.parent_path());
  if (!manifest.note.empty()) spdlog::warn("{}", manifest.note);
  const SubmissionRoot root(arguments.root.empty() ? path.parent_path().string() : arguments.root);
  IntakeOptions options = intake_options(arguments, place);
  if (options.batch.empty()) options.batch = path.stem().string();
  Intake intake(store, root, options);
  check_all(arguments, intake, manifest.rows, place);
  const auto result = intake.queue(manifest.rows);
  const Tally tally = tally_of(result);
  const bool is_in_it =
      tally.count(HandedIn::Outcome::queued) + tally.count(HandedIn::Outcome::refused) > 0 ||
      result.admitted_by_others > 0;
  const auto batch = is_in_it ? result.batch : tally.batch_of_known();
  spdlog::info("{}", tally.in_words(store, batch));
  if (result.admitted_by_others > 0)
    spdlog::info("this host stood still for a while, and a worker has queued {} of them",
                 result.admitted_by_others);
  if (const auto words = see_to_outdated(arguments, store, tally); !words.empty())
    spdlog::info("{}", words);
  if (batch) print("{}\n", *batch);
  return ids_of(result.all);
}

std::vector<Id> submit_files(const SubmitArguments& arguments, Store& store) {
  if (arguments.files.empty()) throw InputError("nothing to submit: name files, or a --manifest");
  if (arguments.problem.empty()) throw InputError("--problem ID is missing");
  if (!arguments.external_id.empty() && arguments.files.size() > 1)
    throw InputError("--external-id names one submission, but there are several files");
  ManifestRow row;
  row.submitter = arguments.submitter.empty() ? user_name() : arguments.submitter;
  row.problem = arguments.problem;
  row.external_id = arguments.external_id;
  if (!arguments.priority.empty()) row.priority = parse_priority(arguments.priority, "--priority");
  check_name(row.submitter, "--submitter", "submitter");
  if (!row.external_id.empty()) check_name(row.external_id, "--external-id", "external id");
  const SubmissionRoot root = root_of(arguments.root);
  std::vector<ManifestRow> rows;
  for (const auto& file : arguments.files) {
    row.file = row.file_as_given = file;
    rows.push_back(row);
  }

  const IntakeOptions options = intake_options(arguments, "");
  Intake intake(store, root, options);
  if (arguments.skip_bad) intake.check_problem(row.problem);  // it is no file's fault
  check_all(arguments, intake, rows, "");
  const auto result = intake.queue(rows);
  const Tally tally = tally_of(result);
  if (tally.count(HandedIn::Outcome::queued) < result.all.size())
    spdlog::info("{}", tally.in_words(store, result.batch));
  if (const auto words = see_to_outdated(arguments, store, tally); !words.empty())
    spdlog::info("{}", words);
  const auto ids = ids_of(result.all);
  for (const Id id : ids) print("{}\n", id);
  return ids;
}

// Until the next look: an eighth of what was waited already, so that a verdict that is there at
// once is seen at once, and a long wait costs nothing.
std::chrono::milliseconds until_next_look(std::chrono::steady_clock::time_point since) {
  using std::chrono::milliseconds;
  const auto waited = std::chrono::steady_clock::now() - since;
  return std::clamp(std::chrono::floor<milliseconds>(waited) / 8, milliseconds{1},
                    milliseconds{100});
}

// Prints each verdict when it is there; a worker (assize run) must be at work.
void wait_for(const std::vector<Id>& ids, Store& store) {
  std::fflush(stdout);
  const auto since = std::chrono::steady_clock::now();
  for (const Id id : ids) {
    while (true) {
      if (const auto given = store.submission(id); given && !given->refusal.empty()) {
        print("{} not taken: {}\n", id, clean_line(given->refusal));
        break;
      }
      const auto judging = store.current_judging(id);
      if (judging && (judging->state == JobState::done || is_given_up(judging->state))) {
        print("{} {} {}\n", id, letters(judging->record.final.verdict),
              clean_line(judging->record.final.reason));
        std::fflush(stdout);
        break;
      }
      std::this_thread::sleep_for(until_next_look(since));
    }
  }
}

void run_submit(const SubmitArguments& arguments, const Globals& globals) {
  if (!arguments.manifest.empty() &&
      !(arguments.files.empty() && arguments.problem.empty() && arguments.submitter.empty() &&
        arguments.external_id.empty() && arguments.priority.empty()))
    throw InputError(
        "--manifest has columns for it: leave out --problem, --submitter, --priority, "
        "--external-id and "
        "files");
  if (!arguments.batch.empty()) check_name(arguments.batch, "--batch", "name of the batch");
  const std::string key = !arguments.key.empty() || arguments.receipt.empty()
                              ? arguments.key
                              : load_config(globals.config).checkpoint.key;
  const bool is_one = arguments.manifest.empty() && arguments.files.size() == 1;
  const ReceiptWriter receipts(arguments.receipt, key, is_one);
  Store store(globals.store_url());
  const auto ids = arguments.manifest.empty() ? submit_files(arguments, store)
                                              : submit_manifest(arguments, store);
  receipts.write(store, ids);
  if (arguments.wait) wait_for(ids, store);
}

}  // namespace

void add_submit(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<SubmitArguments>();
  CLI::App* command = app.add_subcommand("submit", "Queue submissions");
  command->add_option("--problem", arguments->problem, "The problem's id")->type_name("ID");
  command->add_option("--submitter", arguments->submitter, "Who submits (default: the user's name)")
      ->type_name("NAME");
  command
      ->add_option("--priority", arguments->priority, "-1000 to 1000, higher is sooner (default 0)")
      ->type_name("N");
  command->add_option("--batch", arguments->batch, "Name of the batch they belong to")
      ->type_name("NAME");
  command
      ->add_option("--external-id", arguments->external_id,
                   "Your own id of it: the same id with the same content is not queued twice")
      ->type_name("KEY");
  command
      ->add_option(
          "--manifest", arguments->manifest,
          "CSV with the columns submitter,problem,file (and priority, language, external_id, and "
          "any others, which are kept)")
      ->type_name("FILE");
  command
      ->add_option("--root", arguments->root,
                   "The folder that all files are in: relative ones are found from there (those of "
                   "a manifest from the manifest's folder), and no link below it is followed")
      ->type_name("DIR");
  command->add_flag("--skip-bad", arguments->skip_bad,
                    "Queue what can be taken, and record the others as submissions that could not "
                    "be taken: they are in every report, with the reason");
  command->add_flag("--rejudge-changed", arguments->rejudge_changed,
                    "Judge again, as a preview, what is there already and was judged with another "
                    "version of its package (assize rejudge)");
  command->add_flag("--wait", arguments->wait, "Wait for the verdicts and print them");
  command
      ->add_option("--receipt", arguments->receipt,
                   "Write a signed receipt that this source came at this time (assize audit "
                   "check-receipt): a file, or for several submissions a folder")
      ->type_name("PATH");
  command
      ->add_option("--key", arguments->key,
                   "The log's private key that signs receipts (default: that of the "
                   "configuration's checkpoint)")
      ->type_name("FILE");
  command
      ->add_option("files", arguments->files,
                   "A .py file, or a folder or zip with main.py or one .py file")
      ->type_name("FILE");
  command->footer(
      "Examples:\n"
      "  assize submit --problem sum-of-two --submitter ada main.py\n"
      "  assize submit --manifest class.csv\n\n"
      "Prints the id of each submission; with --manifest, the id of the batch.\n"
      "A manifest is queued whole or, if rows are wrong, not at all: all of them are listed. With\n"
      "--skip-bad the others are queued. Its files are those below its own folder, or below\n"
      "--root. Links are never followed. The same batch name is one batch that grows.");
  command->callback([arguments, &globals] { run_submit(*arguments, globals); });
}

}  // namespace assize
