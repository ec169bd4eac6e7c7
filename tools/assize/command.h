// What the subcommands have in common. Each has a file of its own and adds itself to the
// application.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "judge/runtime/runtime.h"
#include "storage/engine/open.h"
#include "storage/store/store.h"

namespace assize {

// Exit codes, a contract (docs/cli.md).
enum ExitCode : int {
  kDone = 0,
  kFound = 1,
  kBadInput = 2,
  kHostCannot = 3,
  kInternal = 4,
};

struct Globals {
  std::string store;   // as given or by default
  std::string config;  // path, or empty
  std::string log_format = "text";
  int verbose = 0;
  bool quiet = false;
  int exit_code = kDone;  // what the subcommand leaves behind

  // As it opens. Throws InputError for what is no name of a store.
  std::string store_url() const {
    store_name(store);
    return store;
  }
};

// A warning on standard error, in the log's format.
void warn(const std::string& message);

void add_judge(CLI::App& app, Globals& globals);
void add_init(CLI::App& app, Globals& globals);
void add_problem(CLI::App& app, Globals& globals);
void add_problem_check(CLI::App& problem, Globals& globals);   // below the command above
void add_problem_import(CLI::App& problem, Globals& globals);  // likewise
void add_problem_new(CLI::App& problem);                       // likewise
void add_submit(CLI::App& app, Globals& globals);
void add_run(CLI::App& app, Globals& globals);
void add_status(CLI::App& app, Globals& globals);
void add_queue(CLI::App& app, Globals& globals);
void add_runtime(CLI::App& app, Globals& globals);
void add_rejudge(CLI::App& app, Globals& globals);
void add_diff(CLI::App& app, Globals& globals);
void add_replay(CLI::App& app, Globals& globals);
void add_worker(CLI::App& app, Globals& globals);
void add_show(CLI::App& app, Globals& globals);
void add_store(CLI::App& app, Globals& globals);
void add_store_prune(CLI::App& store, Globals& globals);  // below the command above
void add_audit(CLI::App& app, Globals& globals);
void add_audit_log(CLI::App& audit, Globals& globals);  // below the command above
void add_forget(CLI::App& app, Globals& globals);
void add_report(CLI::App& app, Globals& globals);
void add_policy(CLI::App& app, Globals& globals);
void add_doctor(CLI::App& app, Globals& globals);
void add_selftest(CLI::App& app, Globals& globals);

}  // namespace assize
