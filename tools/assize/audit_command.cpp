// assize audit verify, checkpoint and key. What reads the log: audit_log_command.cpp.
#include <spdlog/spdlog.h>

#include <iostream>

#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/store/audit_log.h"
#include "storage/store/audit_verify.h"
#include "tools/assize/audit_key.h"
#include "tools/assize/command.h"
#include "tools/assize/finding.h"
#include "tools/assize/output_file.h"
#include "tools/report/json.h"
#include "tools/report/print.h"

namespace assize {

namespace {

struct VerifyArguments {
  std::vector<std::string> checkpoints;
  std::vector<std::string> keys;
  std::vector<std::string> witnesses;
  std::string from;
  bool json = false;
};

AuditWanted wanted_of(const VerifyArguments& arguments) {
  AuditWanted wanted;
  for (const auto& path : arguments.checkpoints)
    wanted.checkpoints.push_back({"checkpoint " + path, read_note_file(path)});
  wanted.keys = read_public_keys(arguments.keys);
  wanted.witnesses = read_public_keys(arguments.witnesses);
  if (!arguments.from.empty())
    wanted.verified = {"checkpoint " + arguments.from, read_note_file(arguments.from)};
  return wanted;
}

// How far it is sure, in words.
std::string reach_of(const AuditResult& result) {
  std::string text;
  if (result.covered == 0)
    text =
        "no checkpoint that was kept elsewhere: whoever can write to the store could have made "
        "all of it anew";
  else if (result.covered == result.size)
    text = "all of them are what the checkpoint says";
  else
    text = fmt::format(
        "the first {} are what the checkpoint says; for those after it there is only the store's "
        "own word",
        result.covered);
  if (result.unplaced > 0)
    text += fmt::format(", and {} more will be in the next checkpoint", result.unplaced);
  return text;
}

void print_result(const AuditResult& result, bool json) {
  if (json)
    return print("{}\n", dump({{"sound", result.damages == 0},
                               {"damages", result.damages},
                               {"size", result.size},
                               {"entries_read", result.entries},
                               {"root", base64(bytes_of(result.root))},
                               {"covered", result.covered},
                               {"unplaced", result.unplaced}}));
  print("{} entries, root {}: {}\n", result.size, base64(bytes_of(result.root)),
        result.damages == 0 ? "nothing was changed" : fmt::format("{} findings", result.damages));
  print("How far that is sure: {}\n", reach_of(result));
}

void add_verify(CLI::App& audit, Globals& globals) {
  auto arguments = std::make_shared<VerifyArguments>();
  CLI::App* command =
      audit.add_subcommand("verify", "Check the log whole, and against checkpoints kept elsewhere");
  command
      ->add_option("--checkpoint", arguments->checkpoints,
                   "A checkpoint that was kept elsewhere; several times for several")
      ->type_name("FILE");
  command
      ->add_option("--key", arguments->keys,
                   "The public key that must have signed them, or a file with such keys; several "
                   "times, also for keys that are no longer used")
      ->type_name("KEY");
  command
      ->add_option("--witness", arguments->witnesses,
                   "The public key of a witness who must have signed them, too")
      ->type_name("KEY");
  command
      ->add_option("--from", arguments->from,
                   "A checkpoint up to which all was verified before: only what came after it is "
                   "read")
      ->type_name("FILE");
  command->add_flag("--json", arguments->json,
                    "One JSON object per finding and line, then one of all");
  command->footer(
      "Exit code 1: the log is not what it was. What this proves, and what it can't:\n"
      "docs/audit.md.\n"
      "Examples:\n"
      "  assize audit verify --checkpoint mailed-on-monday.txt --key judge.pub\n"
      "  assize audit verify --from last.txt --key judge.pub && assize audit checkpoint --key "
      "judge.key --out last.txt");
  command->callback([arguments, &globals] {
    const AuditWanted wanted = wanted_of(*arguments);
    const auto database = open_database(globals.store_url(), Database::Mode::read);
    const AuditResult result = verify_audit(*database, wanted, [&](const StoreFinding& finding) {
      print_finding(finding, arguments->json);
    });
    print_result(result, arguments->json);
    if (result.damages > 0) globals.exit_code = kFound;
  });
}

void add_checkpoint(CLI::App& audit, Globals& globals) {
  struct Arguments {
    std::string key;
    std::string out = "-";
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = audit.add_subcommand(
      "checkpoint", "Sign how many entries there are, and the hash of them all");
  command->add_option("--key", arguments->key, "The log's private key (assize audit key new)")
      ->required()
      ->type_name("FILE");
  command->add_option("--out", arguments->out, "Where to write it; - is standard output")
      ->type_name("FILE")
      ->capture_default_str();
  command->footer(
      "Keep it where whoever can change the store can't: by mail, in a repository, on\n"
      "another host. Example, from cron:\n"
      "  assize audit checkpoint --key /etc/assize/log.key | mail -s checkpoint "
      "dean@example.org");
  command->callback([arguments, &globals] {
    const NoteSigner signer = read_key_file(arguments->key);
    Store store(globals.store_url(), Database::Mode::read_write);
    Transaction transaction(store.database());
    const std::string note = make_checkpoint(store.database(), signer).written();
    transaction.commit();
    if (arguments->out == "-")
      print("{}", note);
    else
      write_output_file(arguments->out, [&](std::ostream& out) { out << note; });
  });
}

void add_key(CLI::App& audit) {
  CLI::App* key = audit.add_subcommand("key", "Make a log's key, or show its public half");
  key->require_subcommand(1);
  struct Arguments {
    std::string file;
    std::string name;
  };
  auto made = std::make_shared<Arguments>();
  CLI::App* make = key->add_subcommand("new", "Make a key, and print its public half");
  make->add_option("file", made->file, "A file that isn't there yet, for its owner alone")
      ->required()
      ->type_name("FILE");
  make->add_option("--name", made->name,
                   "The log's name, which every checkpoint has in its first line: a host and a "
                   "course, say (judge.example.org/cs101)")
      ->required()
      ->type_name("NAME");
  make->callback([made] { print("{}\n", new_key_file(made->file, made->name).verifier.text()); });
  auto shown = std::make_shared<Arguments>();
  CLI::App* show = key->add_subcommand("show", "Print the public half of a key");
  show->add_option("file", shown->file, "The private key")->required()->type_name("FILE");
  show->callback([shown] { print("{}\n", read_key_file(shown->file).verifier.text()); });
}

}  // namespace

void add_audit(CLI::App& app, Globals& globals) {
  CLI::App* audit = app.add_subcommand(
      "audit", "Prove what happened: check the log, sign checkpoints, write receipts");
  audit->require_subcommand(1);
  add_verify(*audit, globals);
  add_checkpoint(*audit, globals);
  add_key(*audit);
  add_audit_log(*audit, globals);
  audit->footer(
      "Examples:\n"
      "  assize audit key new log.key --name judge.example.org/cs101 > log.pub\n"
      "  assize audit checkpoint --key log.key --out monday.txt\n"
      "  assize audit verify --checkpoint monday.txt --key log.pub\n"
      "  assize audit prove 17 --key log.key --out 17.tlog-proof\n"
      "  assize audit check-receipt 17.tlog-proof --key log.pub");
}

}  // namespace assize
