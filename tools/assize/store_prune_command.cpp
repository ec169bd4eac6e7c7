#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <sstream>

#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/store/prune.h"
#include "tools/assize/command.h"
#include "tools/assize/user_name.h"
#include "tools/report/format.h"
#include "tools/report/json.h"
#include "tools/report/print.h"

namespace assize {

namespace {

struct PruneArguments {
  std::string older_than;
  std::string keep = "verdicts,audit";
  bool dry_run = false;
  bool json = false;
};

// "180d", "12h", "26w"
std::int64_t milliseconds_from(const std::string& text) {
  constexpr std::int64_t kHour = 3'600'000;
  constexpr std::int64_t kMost = 100'000;
  std::int64_t count = 0;
  const char* end = text.data() + text.size();
  const auto [unit, wrong] = std::from_chars(text.data(), end, count);
  const std::int64_t hours = unit + 1 != end ? 0
                             : *unit == 'h'  ? 1
                             : *unit == 'd'  ? 24
                             : *unit == 'w'  ? 168
                                             : 0;
  if (wrong != std::errc() || hours == 0 || count < 0 || count > kMost)
    throw InputError(
        "--older-than: a whole number of hours, days or weeks, as 12h, 180d or 26w, not '" +
        clean_line(text, 40) + "'");
  return count * hours * kHour;
}

// What goes is what isn't kept.
void set_kept(const std::string& list, PruneWanted& wanted) {
  bool verdicts = false;
  bool audit = false;
  std::istringstream words(list);
  for (std::string word; std::getline(words, word, ',');)
    if (word == "verdicts")
      verdicts = true;
    else if (word == "audit")
      audit = true;
    else if (word == "sources")
      wanted.sources = false;
    else if (word == "outputs")
      wanted.outputs = false;
    else
      throw InputError("--keep: verdicts, audit, sources and outputs can be kept, not '" +
                       clean_line(word, 40) + "'");
  if (!audit)
    throw InputError(
        "--keep: audit must be among them: the audit log is append-only, and proves nothing once "
        "entries are gone");
  if (!verdicts)
    throw InputError("--keep: verdicts must be among them: a submission isn't taken away whole");
}

void print_json(const PruneResult& result, bool dry_run, const std::optional<std::int64_t>& freed) {
  print("{}\n",
        dump({{"dry_run", dry_run},
              {"submissions", result.submissions},
              {"runs", result.runs},
              {"output_bytes", result.output_bytes},
              {"sources", result.sources},
              {"packages", result.packages},
              {"blobs", result.blobs},
              {"blob_bytes", result.blob_bytes},
              {"freed_bytes", freed ? nlohmann::ordered_json(*freed) : nlohmann::ordered_json()}}));
}

std::string in_words(std::int64_t bytes) {
  constexpr std::int64_t kMebibyte = 1 << 20;
  if (bytes < kMebibyte) return fmt::format("{} bytes", std::max<std::int64_t>(bytes, 0));
  return in_mebibytes(Bytes{static_cast<std::uint64_t>(bytes)});
}

void print_text(const PruneResult& result, bool dry_run, const std::optional<std::int64_t>& freed) {
  print("{}: outputs of {} submissions ({} runs, {}), {} sources, {} packages, {} blobs ({})\n",
        dry_run ? "would go" : "pruned", result.submissions, result.runs,
        in_words(result.output_bytes), result.sources, result.packages, result.blobs,
        in_words(result.blob_bytes));
  if (freed) print("the store takes {} less\n", in_words(*freed));
}

// What was pruned stays so, whether or not the room of it can be given back now.
std::optional<std::int64_t> reclaim(Database& database, std::int64_t before) {
  try {
    database.reclaim();
    return before - database.size();
  } catch (const StoreError& error) {
    warn(std::string("the room isn't given back yet: ") + error.what() +
         ": free some disk, stop the workers, and prune again");
    return std::nullopt;
  }
}

void run_prune(const PruneArguments& arguments, Globals& globals) {
  PruneWanted wanted;
  wanted.older_than_ms = milliseconds_from(arguments.older_than);
  set_kept(arguments.keep, wanted);
  wanted.who = user_name();
  wanted.is_dry_run = arguments.dry_run;
  Store store(globals.store_url(),
              arguments.dry_run ? Database::Mode::read : Database::Mode::read_write);
  const std::int64_t before = store.database().size();
  const PruneResult result = prune(store, wanted);
  std::optional<std::int64_t> freed;
  if (!arguments.dry_run) freed = reclaim(store.database(), before);
  arguments.json ? print_json(result, arguments.dry_run, freed)
                 : print_text(result, arguments.dry_run, freed);
}

}  // namespace

void add_store_prune(CLI::App& store, Globals& globals) {
  auto arguments = std::make_shared<PruneArguments>();
  CLI::App* command = store.add_subcommand(
      "prune", "Take away what old submissions no longer need: outputs and sources");
  command
      ->add_option(
          "--older-than", arguments->older_than,
          "What was handed in and judged longer ago: hours, days or weeks, as 12h, 180d, 26w")
      ->required()
      ->type_name("AGE");
  command
      ->add_option("--keep", arguments->keep,
                   "verdicts,audit (the default; both must be named), and perhaps sources, outputs")
      ->type_name("LIST");
  command->add_flag("--dry-run", arguments->dry_run, "Only say how much would go");
  command->add_flag("--json", arguments->json, "As one JSON object");
  command->callback([arguments, &globals] { run_prune(*arguments, globals); });
}

}  // namespace assize
