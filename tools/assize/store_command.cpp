#include <spdlog/spdlog.h>

#include <filesystem>

#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/store/backup.h"
#include "storage/store/check.h"
#include "storage/store/copy.h"
#include "tools/assize/command.h"
#include "tools/assize/finding.h"
#include "tools/report/format.h"
#include "tools/report/json.h"
#include "tools/report/print.h"

namespace assize {

namespace {

void print_result(const StoreCheck& result, bool json) {
  if (json)
    return print("{}\n", dump({{"sound", result.damages == 0},
                               {"damages", result.damages},
                               {"notes", result.notes},
                               {"rows", result.rows},
                               {"submissions", result.submissions},
                               {"blobs", result.blobs},
                               {"blob_bytes", result.blob_bytes},
                               {"audit_entries", result.audit_entries}}));
  print("{} rows, {} submissions, {} blobs ({}), {} audit entries: {}", result.rows,
        result.submissions, result.blobs,
        in_mebibytes(Bytes{static_cast<std::uint64_t>(result.blob_bytes)}), result.audit_entries,
        result.damages == 0 ? std::string("sound") : counted(result.damages, "damage"));
  print("{}\n", result.notes == 0 ? std::string() : ", " + counted(result.notes, "note"));
}

void check(Database& database, bool json, Globals& globals) {
  const StoreCheck result =
      check_store(database, [&](const StoreFinding& finding) { print_finding(finding, json); });
  print_result(result, json);
  if (result.damages > 0) globals.exit_code = kFound;
}

void add_check(CLI::App& store, Globals& globals) {
  auto json = std::make_shared<bool>(false);
  CLI::App* command = store.add_subcommand(
      "check", "Check a whole store: contents, references, states, the audit log");
  command->add_flag("--json", *json, "One JSON object per finding and line, then one of all");
  command->callback([json, &globals] {
    const auto database = open_database(globals.store_url(), Database::Mode::read);
    check(*database, *json, globals);
  });
}

void add_backup(CLI::App& store, Globals& globals) {
  struct Arguments {
    std::string file;
    bool force = false;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = store.add_subcommand(
      "backup", "Write a complete copy of one moment into a file, while workers run");
  command->add_option("file", arguments->file, "A SQLite store, whatever the store is in")
      ->required()
      ->type_name("FILE");
  command->add_flag("--force", arguments->force, "Replace a file that is there");
  command->callback([arguments, &globals] {
    back_up_store(globals.store_url(), arguments->file, arguments->force);
    spdlog::info("{} is backed up in {} ({})", shown_name(store_name(globals.store)),
                 shown_name(arguments->file),
                 in_mebibytes(Bytes{std::filesystem::file_size(arguments->file)}));
  });
}

void run_copy(const std::string& from, const std::string& to, Globals& globals) {
  const CopyResult result = copy_store(from, to, [](const CopyProgress& progress) {
    spdlog::debug("{}: {} rows", progress.table, progress.rows);
  });
  if (result.was_continued)
    spdlog::info("went on where an interrupted copy was: {} rows were there", result.rows_before);
  if (result.leased > 0)
    spdlog::info("{} judgings that workers had leased are queued in the copy", result.leased);
  print("{} rows copied from {} to {}, and compared: all equal\n", result.rows,
        shown_name(store_name(from)), shown_name(store_name(to)));
  const auto database = open_database(to, Database::Mode::read);
  check(*database, false, globals);
  if (globals.exit_code == kFound)
    spdlog::warn("the damage is in {}, too", shown_name(store_name(from)));
}

void add_copy(CLI::App& store, Globals& globals) {
  struct Arguments {
    std::string from;
    std::string to;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = store.add_subcommand(
      "copy", "Copy a whole store to another place, between SQLite and PostgreSQL too");
  command->add_option("from", arguments->from, "The store to copy, named as with --store")
      ->required()
      ->type_name("FROM");
  command
      ->add_option("to", arguments->to, "Where no store is yet, or the unfinished copy of that one")
      ->required()
      ->type_name("TO");
  command->callback([arguments, &globals] { run_copy(arguments->from, arguments->to, globals); });
}

}  // namespace

void add_store(CLI::App& app, Globals& globals) {
  CLI::App* store = app.add_subcommand("store", "Check, back up, move or prune a store");
  store->require_subcommand(1);
  add_check(*store, globals);
  add_backup(*store, globals);
  add_copy(*store, globals);
  add_store_prune(*store, globals);
  store->footer(
      "Examples:\n"
      "  assize store check\n"
      "  assize store backup /backups/course.$(date +%F).db\n"
      "  assize store copy course.db postgresql://assize@db.example.org/assize\n"
      "  assize store prune --older-than 180d --dry-run");
}

}  // namespace assize
