#include <fmt/format.h>
#include <pwd.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "judge/core/errors.h"
#include "judge/core/text.h"
#include "problems/file_tree.h"
#include "queue/queue.h"
#include "tools/assize/command.h"
#include "tools/assize/manifest.h"
#include "tools/assize/source_file.h"
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
  bool wait = false;
  std::vector<std::string> files;
};

struct Queued {
  Id submission = 0;
  std::optional<Id> batch;
  bool is_new = false;
};

std::string user_name() {
  const passwd* entry = ::getpwuid(::geteuid());
  return entry != nullptr ? entry->pw_name : std::to_string(::geteuid());
}

// The last part of a path, also of one that ends with a slash.
std::string file_name_of(const std::string& path) {
  const std::filesystem::path normal = std::filesystem::path(path).lexically_normal();
  return normal.has_filename() ? normal.filename() : normal.parent_path().filename();
}

class Submitting {
 public:
  explicit Submitting(Store& store) : store_(store), queue_(store) {}

  // Queues one submission. The same external id with the same content is not queued twice; with
  // other content it is a new version.
  Queued submit(const ManifestRow& row, const Source& source, const std::function<Id()>& batch,
                const std::string& place) {
    const auto package = store_.current_package(row.problem);
    if (!package)
      throw InputError(place + "there is no problem '" + clean_line(row.problem, 100) +
                       "' in the store (assize problem list; "
                       "import it with assize problem add)");
    SubmissionRow submission;
    submission.external_id = row.external_id;
    submission.submitter = row.submitter;
    submission.problem = row.problem;
    submission.language = row.language;
    submission.file_name = file_name_of(row.file);
    check_name(submission.file_name, place.empty() ? shown_name(row.file) : place, "file name");
    submission.priority = row.priority;
    submission.submitted_at = now_ms();
    if (!row.external_id.empty()) {
      if (const auto known = store_.by_external_id(row.external_id)) {
        if (known->source == source.hash() && known->problem == row.problem &&
            known->submitter == row.submitter)
          return {known->id, known->batch, false};
        submission.version = known->version + 1;
      }
    }
    submission.source = store_.put_source(source);
    submission.batch = batch ? std::optional(batch()) : std::nullopt;
    submission.id = store_.put_submission(submission);
    queue_.enqueue(submission, package->hash);
    return {submission.id, submission.batch, true};
  }

 private:
  Store& store_;
  Queue queue_;
};

// The batch is made when the first submission needs it: queueing nothing new makes no batch.
std::function<Id()> batch_maker(Store& store, const std::string& name, std::optional<Id>& made) {
  return [&store, name, &made] {
    if (!made) made = store.put_batch(name);
    return *made;
  };
}

std::vector<Id> submit_manifest(const SubmitArguments& arguments, Store& store) {
  const std::filesystem::path path = arguments.manifest;
  const auto rows = parse_manifest(read_whole_file(path, kMaxManifest), shown_name(path.string()),
                                   path.parent_path());
  const SubmissionRoot root(arguments.root.empty() ? path.parent_path().string() : arguments.root);
  Transaction transaction(store.database());
  Submitting submitting(store);
  std::optional<Id> made;
  const auto batch =
      batch_maker(store, arguments.batch.empty() ? path.stem().string() : arguments.batch, made);
  std::vector<Id> ids;
  std::optional<Id> earlier;
  std::size_t known = 0;
  for (const auto& row : rows) {
    const std::string place =
        shown_name(arguments.manifest) + ":" + std::to_string(row.line) + ": ";
    Source source;
    try {
      source = load_source_file(std::filesystem::absolute(row.file), root);
    } catch (const InputError& error) {
      throw InputError(place + error.what());
    }
    const Queued queued = submitting.submit(row, source, batch, place);
    ids.push_back(queued.submission);
    if (!queued.is_new) {
      ++known;
      if (!earlier) earlier = queued.batch;
    }
  }
  if (made)
    store.audit("queued", std::nullopt, std::nullopt,
                fmt::format(R"({{"batch":{},"submissions":{}}})", *made, rows.size() - known));
  transaction.commit();
  spdlog::info("queued {} submission{}{}", rows.size() - known, rows.size() - known == 1 ? "" : "s",
               known > 0 ? fmt::format("; {} were there already", known) : "");
  if (const auto id = made ? made : earlier) print("{}\n", *id);
  return ids;
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
  std::vector<Source> sources;
  const SubmissionRoot root = root_of(arguments.root);
  for (const auto& file : arguments.files) sources.push_back(load_source_file(file, root));

  Transaction transaction(store.database());
  Submitting submitting(store);
  std::optional<Id> made;
  std::function<Id()> batch;
  if (!arguments.batch.empty()) {
    made = store.find_batch(arguments.batch);  // files can be added to a batch that is there
    batch = batch_maker(store, arguments.batch, made);
  }
  std::vector<Id> ids;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    row.file = arguments.files[i];
    const Queued queued = submitting.submit(row, sources[i], batch, "");
    if (!queued.is_new) spdlog::info("{}: was there already", shown_name(row.external_id));
    ids.push_back(queued.submission);
    store.audit("queued", queued.submission, std::nullopt,
                fmt::format(R"({{"submission":{},"new":{}}})", queued.submission, queued.is_new));
  }
  transaction.commit();
  for (const Id id : ids) print("{}\n", id);
  return ids;
}

// Prints each verdict when it is there; a worker (assize run) must be at work.
void wait_for(const std::vector<Id>& ids, Store& store) {
  std::fflush(stdout);
  for (const Id id : ids) {
    while (true) {
      const auto judging = store.current_judging(id);
      if (judging && (judging->state == "done" || judging->state == "set_aside")) {
        print("{} {} {}\n", id, letters(judging->record.final.verdict),
              clean_line(judging->record.final.reason));
        std::fflush(stdout);
        break;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
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
  Store store(globals.path_of_store());
  const auto ids = arguments.manifest.empty() ? submit_files(arguments, store)
                                              : submit_manifest(arguments, store);
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
          "CSV with the columns submitter,problem,file (and priority, language, external_id)")
      ->type_name("FILE");
  command
      ->add_option("--root", arguments->root,
                   "The folder that all files are in: relative ones are found from there (those of "
                   "a manifest from the manifest's folder), and no link below it is followed")
      ->type_name("DIR");
  command->add_flag("--wait", arguments->wait, "Wait for the verdicts and print them");
  command->add_option("files", arguments->files, "A .py file, or a directory or zip with main.py")
      ->type_name("FILE");
  command->footer(
      "Examples:\n"
      "  assize submit --problem sum-of-two --submitter ada main.py\n"
      "  assize submit --manifest class.csv\n\n"
      "Prints the id of each submission; with --manifest, the id of the batch.\n"
      "A manifest is queued whole or, if a row is wrong, not at all. Its files are those below "
      "its\n"
      "own folder, or below --root. Links are never followed.");
  command->callback([arguments, &globals] { run_submit(*arguments, globals); });
}

}  // namespace assize
