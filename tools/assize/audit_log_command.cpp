// assize audit log, export, prove, check-receipt, consistency: what is read from the log, and
// proofs that can be checked without it.
#include <iostream>
#include <nlohmann/json.hpp>

#include "queue/intake/submission_file.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/store/audit_log.h"
#include "tools/assize/audit_key.h"
#include "tools/assize/command.h"
#include "tools/assize/output_file.h"
#include "tools/assize/point_in_time.h"
#include "tools/report/format.h"
#include "tools/report/json.h"
#include "tools/report/print.h"

namespace assize {

namespace {

void write_out(const std::string& path, const std::string& text) {
  if (path == "-") return print("{}", text);
  write_output_file(path, [&](std::ostream& out) { out << text; });
}

// "digest 1f…, verdict AC": a text's own words, and whatever else it is as JSON.
std::string in_words(const nlohmann::json& body) {
  std::string words;
  for (const auto& [key, value] : body.items()) {
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    words += (words.empty() ? "" : ", ") + key + " " + (text.empty() ? "-" : text);
  }
  return clean_line(words, 2000);
}

std::string line_of(const AuditEntry& entry) {
  std::string subject;
  if (entry.submission) subject += fmt::format(" submission {}", *entry.submission);
  if (entry.judging) subject += fmt::format(" judging {}", *entry.judging);
  auto body = nlohmann::json::parse(entry.body, nullptr, false);
  if (body.is_object()) {
    body.erase("submission");
    body.erase("judging");
  }
  return fmt::format("{}  {} UTC  {}{}: {}\n",
                     entry.position ? std::to_string(*entry.position) : std::string("-"),
                     utc_time(entry.at), clean_line(entry.kind), subject,
                     body.is_object() ? in_words(body) : std::string("(damaged)"));
}

void add_log(CLI::App& audit, Globals& globals) {
  struct Arguments {
    AuditFilter filter;
    Id submission = 0;
    std::string since;
    bool json = false;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = audit.add_subcommand("log", "Show what happened, oldest first");
  command->add_option("--kind", arguments->filter.kinds, "Only entries of these kinds")
      ->type_name("KIND");
  command->add_option("--submission", arguments->submission, "Only what happened to this one")
      ->type_name("ID");
  command->add_option("--problem", arguments->filter.problem, "Only what names this problem")
      ->type_name("ID");
  command
      ->add_option("--policy", arguments->filter.policy,
                   "Only what names this policy: its hash, or how that begins")
      ->type_name("HASH");
  command->add_option("--since", arguments->since, "Only from this time on (2026-11-30 14:05)")
      ->type_name("TIME");
  command->add_flag("--json", arguments->json, "One JSON object per entry and line");
  command->footer(
      "Examples: why does submission 17 have its verdict? Since when is this policy in use,\n"
      "on which hosts, by whom; and what of the problem sum was judged under it?\n"
      "  assize audit log --submission 17\n"
      "  assize audit log --policy 3f9a --kind 'worker settings'\n"
      "  assize audit log --policy 3f9a --kind judged --problem sum");
  command->callback([arguments, &globals] {
    AuditFilter filter = arguments->filter;
    if (arguments->submission != 0) filter.submission = arguments->submission;
    if (!arguments->since.empty()) filter.since = parse_point_in_time(arguments->since, "--since");
    const auto database = open_database(globals.store_url(), Database::Mode::read);
    each_audit_entry(*database, filter, [&](const AuditEntry& entry) {
      if (!arguments->json) return print("{}", line_of(entry));
      nlohmann::ordered_json json;
      json["place"] = entry.position ? nlohmann::ordered_json(*entry.position) : nullptr;
      json.update(nlohmann::ordered_json::parse(entry.text()));
      print("{}\n", dump(json));
    });
  });
}

void add_export(CLI::App& audit, Globals& globals) {
  auto out = std::make_shared<std::string>("-");
  CLI::App* command = audit.add_subcommand(
      "export", "Write all entries, each as the line of canonical JSON that its hash is of");
  command->add_option("--out", *out, "Where to write them; - is standard output")
      ->type_name("FILE")
      ->capture_default_str();
  command->callback([out, &globals] {
    const auto database = open_database(globals.store_url(), Database::Mode::read);
    const auto each = [&](const std::function<void(const std::string&)>& write) {
      each_audit_entry(*database, {}, [&](const AuditEntry& entry) {
        if (entry.position) write(entry.text() + "\n");
      });
    };
    if (*out == "-") return each([](const std::string& line) { print("{}", line); });
    write_output_file(
        *out, [&](std::ostream& file) { each([&](const std::string& line) { file << line; }); });
  });
}

// With a key a new checkpoint is made; without one, the newest that the store keeps has to do.
SignedNote checkpoint_for_proof(Store& store, const std::string& key) {
  Database& database = store.database();
  if (key.empty()) {
    if (auto kept = kept_checkpoint(database, 1)) return std::move(*kept);
    throw InputError(
        "the store keeps no checkpoint: give the log's key (--key), or make one first (assize "
        "audit checkpoint)");
  }
  const NoteSigner signer = read_key_file(key);
  Transaction transaction(database);
  SignedNote note = make_checkpoint(database, signer);
  transaction.commit();
  return note;
}

AuditEntry entry_of(Store& store, Id submission) {
  const std::string subject = "submission " + std::to_string(submission) + ": ";
  const auto judging = store.current_judging(submission);
  if (!judging) throw InputError(subject + "there is no such submission that was judged");
  if (judging->state != JobState::done) throw InputError(subject + "has no verdict yet");
  auto entry = judged_entry(store.database(), submission, judging->id);
  if (!entry)
    throw InputError(subject + "the log doesn't say what it got: see assize audit verify");
  return std::move(*entry);
}

void add_prove(CLI::App& audit, Globals& globals) {
  struct Arguments {
    Id submission = 0;
    std::string key;
    std::string out = "-";
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = audit.add_subcommand(
      "prove", "Write a receipt: what a submission got, and the proof that the log says so");
  command->add_option("submission", arguments->submission, "Its number")
      ->required()
      ->type_name("ID");
  command
      ->add_option(
          "--key", arguments->key,
          "The log's private key: sign a new checkpoint. Without it the store's newest one "
          "is used")
      ->type_name("FILE");
  command->add_option("--out", arguments->out, "Where to write it; - is standard output")
      ->type_name("FILE")
      ->capture_default_str();
  command->callback([arguments, &globals] {
    Store store(globals.store_url(),
                arguments->key.empty() ? Database::Mode::read : Database::Mode::read_write);
    entry_of(store, arguments->submission);  // before anything is signed
    const SignedNote note = checkpoint_for_proof(store, arguments->key);
    const LogProof proof =
        prove_entry(store.database(), entry_of(store, arguments->submission), note);
    write_out(arguments->out, proof.written());
  });
}

// The hash of the source that a receipt is of; empty: of none.
std::string source_of(const LogProof& proof) {
  const auto body = nlohmann::json::parse(proof.entry).at("body");
  return body.is_object() ? body.value("source", std::string()) : std::string();
}

void add_check_receipt(CLI::App& audit, Globals& globals) {
  struct Arguments {
    std::string file;
    std::vector<std::string> keys;
    std::vector<std::string> witnesses;
    std::string source;
    bool json = false;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      audit.add_subcommand("check-receipt", "Check a receipt, without a store and a network");
  command->add_option("file", arguments->file, "The receipt; - is standard input")
      ->required()
      ->type_name("FILE");
  command->add_option("--key", arguments->keys, "The log's public key, or a file with it")
      ->required()
      ->type_name("KEY");
  command
      ->add_option("--witness", arguments->witnesses,
                   "The public key of a witness who must have signed the checkpoint, too")
      ->type_name("KEY");
  command
      ->add_option("--source", arguments->source,
                   "What was handed in, a file, folder or zip: the receipt must be of it")
      ->type_name("FILE");
  command->add_flag("--json", arguments->json, "One JSON object");
  command->footer(
      "Example: is this the source that was judged?\n"
      "  assize audit check-receipt 17.tlog-proof --key log.pub --source main.py");
  command->callback([arguments, &globals] {
    const auto keys = read_public_keys(arguments->keys);
    const auto witnesses = read_public_keys(arguments->witnesses);
    LogProof proof;
    std::vector<std::string> faults;
    try {
      proof = proof_from_text(read_small_text(arguments->file));
      // By any of the keys: a log has another one now than it had then.
      for (const auto& key : keys)
        if (faults = faults_of(proof, key, witnesses); faults.empty()) break;
    } catch (const InputError& error) {
      faults = {error.what()};
    }
    if (faults.empty() && !arguments->source.empty() &&
        source_of(proof) != load_submission(arguments->source).source.hash())
      faults = {"it is one of another source than " + shown_name(arguments->source)};
    if (!faults.empty()) globals.exit_code = kFound;
    if (arguments->json) {
      nlohmann::ordered_json json{{"good", faults.empty()}, {"faults", faults}};
      json["entry"] = faults.empty() ? nlohmann::ordered_json::parse(proof.entry) : nullptr;
      return print("{}\n", dump(json));
    }
    for (const auto& fault : faults) print("NOT a receipt: {}\n", clean_line(fault));
    if (!faults.empty()) return;
    const auto entry = nlohmann::json::parse(proof.entry);
    print("good: entry {} of the log {}\n{} UTC  {}\n", proof.index,
          clean_line(checkpoint_from_text(proof.checkpoint.text).origin),
          utc_time(entry.at("at").get<std::int64_t>()),
          clean_line(entry.at("kind").get<std::string>()));
    for (const auto& [key, value] : entry.at("body").items())
      print("  {:<12} {}\n", clean_line(key),
            clean_line(value.is_string() ? value.get<std::string>() : value.dump()));
  });
}

void add_consistency(CLI::App& audit, Globals& globals) {
  struct Arguments {
    std::string before;
    std::string after;
    bool json = false;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = audit.add_subcommand(
      "consistency", "Prove that the log of a checkpoint begins with that of an earlier one");
  command->add_option("before", arguments->before, "The earlier checkpoint")
      ->required()
      ->type_name("OLD");
  command->add_option("after", arguments->after, "The later checkpoint")
      ->required()
      ->type_name("NEW");
  command->footer(
      "Prints the hashes of RFC 6962's consistency proof, one a line in Base64, which\n"
      "witnesses ask for before they sign. Exit code 1: there is no such proof.\n"
      "Example:\n"
      "  assize audit consistency monday.txt tuesday.txt");
  command->callback([arguments, &globals] {
    const Checkpoint before = checkpoint_from_text(read_note_file(arguments->before).text);
    const Checkpoint after = checkpoint_from_text(read_note_file(arguments->after).text);
    const auto database = open_database(globals.store_url(), Database::Mode::read);
    const Snapshot snapshot(*database);
    AuditTree tree(*database);
    if (before.size > after.size || after.size > tree.size())
      throw InputError(
          fmt::format("the checkpoints are of {} and {} entries, and the log has {}: the "
                      "first must be the smallest",
                      before.size, after.size, tree.size()));
    const auto proof = tree.consistency(before.size, after.size);
    if (!is_consistent(before.size, before.root, after.size, after.root, proof)) {
      globals.exit_code = kFound;
      return print("NOT consistent: the log of {} entries doesn't begin with that of {}\n",
                   after.size, before.size);
    }
    for (const auto& hash : proof) print("{}\n", base64(bytes_of(hash)));
  });
}

}  // namespace

void add_audit_log(CLI::App& audit, Globals& globals) {
  add_log(audit, globals);
  add_export(audit, globals);
  add_prove(audit, globals);
  add_check_receipt(audit, globals);
  add_consistency(audit, globals);
}

}  // namespace assize
