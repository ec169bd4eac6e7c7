#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/store/forget.h"
#include "tools/assize/command.h"
#include "tools/assize/private_files.h"
#include "tools/assize/user_name.h"
#include "tools/report/format.h"
#include "tools/report/json.h"
#include "tools/report/print.h"

namespace assize {

namespace {

struct ForgetArguments {
  std::string submitter;
  std::string reason;
  bool yes = false;
  bool json = false;
};

std::vector<std::string> backups_of(const std::string& store) {
  std::vector<std::string> files = files_of_store(store);
  std::erase_if(files, [&](const auto& file) { return !file.starts_with(store + ".backup"); });
  return files;
}

nlohmann::ordered_json as_json(const ForgetResult& result, const ForgetArguments& arguments,
                               const std::vector<std::string>& backups) {
  nlohmann::ordered_json elsewhere = nlohmann::ordered_json::array();
  for (const auto& one : result.elsewhere)
    elsewhere.push_back({{"table", one.table}, {"column", one.column}, {"rows", one.rows}});
  return {{"dry_run", !arguments.yes},
          {"pseudonym", result.pseudonym},
          {"submissions", result.submissions},
          {"judgings", result.judgings},
          {"unfinished", result.unfinished},
          {"runs", result.runs},
          {"sources", result.sources},
          {"shared_sources", result.shared_sources},
          {"blobs", result.blobs},
          {"blob_bytes", result.blob_bytes},
          {"rejudges", result.rejudges},
          {"elsewhere", elsewhere},
          {"backups", backups}};
}

void print_counts(const ForgetResult& result, const ForgetArguments& arguments) {
  const std::string name = shown_name(arguments.submitter);
  if (result.pseudonym.empty()) return print("nothing in this store is of {}\n", name);
  print("{} {}, in reports from now on '{}':\n", arguments.yes ? "forgot" : "would forget", name,
        result.pseudonym);
  print("  name, file names, external ids and further columns of {}\n",
        counted(result.submissions, "submission"));
  print("  files of {} ({}, {} bytes)\n", counted(result.sources, "source"),
        counted(result.blobs, "blob"), result.blob_bytes);
  print("  messages and outputs of {}, with {}\n", counted(result.judgings, "judging"),
        counted(result.runs, "run"));
  if (result.unfinished > 0)
    print("  {} that were not finished: they are given up\n",
          counted(result.unfinished, "judging"));
  if (result.rejudges > 0)
    print("  the name in what {} asked for\n", counted(result.rejudges, "rejudge"));
}

void print_remains(const ForgetResult& result, const std::vector<std::string>& backups) {
  print("what remains, and why:\n");
  if (!result.pseudonym.empty())
    print(
        "  verdicts, scores, digests and times, under the pseudonym: what others got is compared "
        "with them\n"
        "  the audit log, in which no names are: what it proves of others would be lost with "
        "entries of it\n");
  if (result.shared_sources > 0)
    print("  the files of {}: others handed in the same\n",
          counted(result.shared_sources, "source"));
  for (const auto& one : result.elsewhere)
    print("  the name in {} of {}.{}: the text is somebody else's\n", counted(one.rows, "row"),
          one.table, one.column);
  for (const auto& backup : backups)
    print("  {}: a copy from before an upgrade: delete it\n", shown_name(backup));
  print(
      "  what isn't in the store: other backups, reports that were written, manifests and files "
      "that were handed in, receipts, logs\n");
}

void run_forget(const ForgetArguments& arguments, const Globals& globals) {
  ForgetWanted wanted{arguments.submitter, acting_user(), arguments.reason, !arguments.yes};
  Store store(globals.store_url(),
              arguments.yes ? Database::Mode::read_write : Database::Mode::read);
  const ForgetResult result = forget(store, wanted);
  // Also where nothing was found: a call before may have been ended in between.
  if (arguments.yes) try {
      store.database().expunge();
    } catch (const StoreError& error) {
      throw StoreError(error.kind(), std::string(error.what()) +
                                         "; it is forgotten, but its bytes are still in the "
                                         "store's files: stop the workers, and call this again");
    }
  const auto backups = backups_of(globals.store);
  if (arguments.json) return print("{}\n", dump(as_json(result, arguments, backups)));
  print_counts(result, arguments);
  print_remains(result, backups);
  if (!arguments.yes && !result.pseudonym.empty())
    print("nothing was changed: --yes does it. It can't be undone.\n");
}

}  // namespace

void add_forget(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<ForgetArguments>();
  CLI::App* command = app.add_subcommand(
      "forget", "Take a person's data out of the store; shows what that means, or does it");
  command->add_option("submitter", arguments->submitter, "The name, as it was handed in")
      ->required()
      ->type_name("SUBMITTER");
  command
      ->add_option("--reason", arguments->reason,
                   "Why, for the audit log, without the name: it remains there")
      ->type_name("TEXT");
  command->add_flag("--yes", arguments->yes, "Do it");
  command->add_flag("--json", arguments->json, "As one JSON object");
  command->footer(
      "The audit log stays whole: it says that something was forgotten, and verifies.\n"
      "The store's files are written anew, so that nothing of it is left in free space.\n"
      "Examples:\n"
      "  assize forget ada                  # what would go, and what would remain\n"
      "  assize forget ada --yes --reason 'request of 2026-12-01'");
  command->callback([arguments, &globals] { run_forget(*arguments, globals); });
}

}  // namespace assize
