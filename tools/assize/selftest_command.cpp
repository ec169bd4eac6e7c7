// Attacks the jail as it is on this host. Every program is one of tools/selftest/corpus; what they
// would find outside is made for them and has names of its own, and afterwards only what is this
// slot's is compared: workers may run at the same time.
#include <fmt/format.h>
#include <sys/utsname.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <optional>

#include "judge/judging.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "tools/assize/command.h"
#include "tools/assize/config.h"
#include "tools/assize/progress_bar.h"
#include "tools/report/format.h"
#include "tools/report/json.h"
#include "tools/report/print.h"
#include "tools/selftest/attack_run.h"

namespace assize {

namespace {

using Clock = std::chrono::steady_clock;

struct SelftestArguments {
  bool json = false;
  std::string corpus;
  std::string runtime;
};

struct Result {
  Attack attack;
  std::string wrong;  // empty: held
};

struct Findings {
  std::string host;
  std::string kernel;
  std::vector<Result> results;
  std::vector<std::string> left_out;  // not possible on this machine, and why
  double seconds = 0;

  std::size_t held() const {
    return static_cast<std::size_t>(std::count_if(
        results.begin(), results.end(), [](const Result& result) { return result.wrong.empty(); }));
  }
  bool all_held() const { return held() == results.size(); }
};

// An attack that several layers stop counts for each of them.
struct LayerRow {
  std::string name;
  std::string words;
  int attacks = 0;
  int held = 0;
};

std::vector<LayerRow> layer_rows(const Findings& findings) {
  std::vector<LayerRow> rows;
  for (const auto& layer : named_layers())
    rows.push_back({std::string(layer.name), std::string(layer.words)});
  rows.push_back({"verdict", "the judge isn't fooled"});
  for (const auto& [attack, wrong] : findings.results) {
    std::vector<std::string> names = attack.stopped_by;
    if (names.empty()) names.emplace_back("verdict");
    for (auto& row : rows) {
      if (std::find(names.begin(), names.end(), row.name) == names.end()) continue;
      ++row.attacks;
      if (wrong.empty()) ++row.held;
    }
  }
  rows.erase(
      std::remove_if(rows.begin(), rows.end(), [](const auto& row) { return row.attacks == 0; }),
      rows.end());
  return rows;
}

void print_text(const Findings& findings) {
  print("{}, {}\n\n", findings.kernel, findings.host);
  std::vector<std::vector<std::string>> table{{"", "LAYER", "HELD", ""}};
  for (const auto& row : layer_rows(findings))
    table.push_back({row.held == row.attacks ? "ok" : "BAD", row.words,
                     fmt::format("{}/{}", row.held, row.attacks), ""});
  print("{}\n", in_columns(table, {2}));
  for (const auto& [attack, wrong] : findings.results) {
    if (wrong.empty()) continue;
    print("NOT HELD  {}: {}\n", clean_line(attack.name), clean_line(attack.what));
    print("  {}\n", hanging(clean_excerpt(wrong), "  "));
  }
  if (!findings.all_held()) print("\n");
  for (const auto& line : findings.left_out) print("skipped {}\n", clean_line(line));
  print("{} of {} attacks held, in {:.1f} s.{}\n", findings.held(), findings.results.size(),
        findings.seconds,
        findings.all_held() ? "" : " Don't judge on this host before this is mended.");
}

void print_json(const Findings& findings) {
  nlohmann::ordered_json layers = nlohmann::ordered_json::array();
  for (const auto& row : layer_rows(findings))
    layers.push_back({{"layer", row.name}, {"attacks", row.attacks}, {"held", row.held}});
  nlohmann::ordered_json failures = nlohmann::ordered_json::array();
  for (const auto& [attack, wrong] : findings.results)
    if (!wrong.empty())
      failures.push_back({{"attack", attack.name},
                          {"what", attack.what},
                          {"layers", attack.stopped_by},
                          {"reason", clean_line(wrong)}});
  print("{}\n", dump({{"held", findings.all_held()},
                      {"judge", std::string("assize ") + ASSIZE_VERSION},
                      {"kernel", findings.kernel},
                      {"host", findings.host},
                      {"attacks", findings.results.size()},
                      {"seconds", findings.seconds},
                      {"layers", layers},
                      {"failures", failures}}));
}

volatile std::sig_atomic_t stopped_by_signal = 0;

// While it lives, an interrupt waits until everything is taken away again.
class OrderlyEnd {
 public:
  OrderlyEnd() {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
      std::signal(signal, [](int number) { stopped_by_signal = number; });
  }
  ~OrderlyEnd() {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, SIG_DFL);
    if (stopped_by_signal != 0) std::raise(stopped_by_signal);
  }
  OrderlyEnd(const OrderlyEnd&) = delete;
  OrderlyEnd& operator=(const OrderlyEnd&) = delete;
};

Findings attack_all(const SelftestArguments& arguments, const Globals& globals) {
  std::vector<Attack> attacks =
      arguments.corpus.empty() ? built_in_corpus() : read_corpus(arguments.corpus);
  if (attacks.empty())
    throw InputError(arguments.corpus + ": there is no program FAMILY/NAME.py in it");
  JudgeHost judge_host =
      make_judge_host(find_runtime(load_config(globals.config), arguments.runtime), {}, warn);
  ::setenv("ASSIZE_CANARY", "secret", 1);  // for attacks to find
  Findings findings;
  findings.left_out = leave_out_impossible(attacks);
  utsname system{};
  ::uname(&system);
  findings.kernel = fmt::format("Linux {}", system.release);
  findings.host = "cgroup " + kind_of(judge_host.host);

  const auto start = Clock::now();
  ProgressBar bar(!globals.quiet && globals.log_format == "text");
  AttackRunner runner(std::move(judge_host), Scope::slot);
  for (const auto& attack : attacks) {
    if (stopped_by_signal != 0) break;
    const auto done = findings.results.size();
    bar.draw(static_cast<std::int64_t>(done), static_cast<std::int64_t>(attacks.size() - done),
             "attacks");
    std::string wrong;
    try {
      wrong = runner.in_whole_jail(attack);
    } catch (const JudgeError& error) {
      wrong = std::string("a judge error: ") + error.what();
    }
    findings.results.push_back({attack, wrong});
  }
  findings.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  return findings;
}

void run_selftest(const SelftestArguments& arguments, Globals& globals) {
  std::optional<OrderlyEnd> orderly;
  orderly.emplace();
  const Findings findings = attack_all(arguments, globals);
  orderly.reset();
  arguments.json ? print_json(findings) : print_text(findings);
  if (!findings.all_held()) globals.exit_code = kFound;
}

}  // namespace

void add_selftest(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<SelftestArguments>();
  CLI::App* command = app.add_subcommand(
      "selftest", "Attack the jail with hostile programs and say what held, layer by layer");
  command->add_flag("--json", arguments->json, "As one JSON object");
  command
      ->add_option("--corpus", arguments->corpus,
                   "Use the programs DIR/FAMILY/NAME.py instead of the built-in ones")
      ->type_name("DIR")
      ->check(CLI::ExistingDirectory);
  command->add_option("--runtime", arguments->runtime, "Runtime of the configuration")
      ->type_name("NAME");
  command->footer(
      "Example:\n  assize selftest\n\n"
      "Needs a free slot and about half a minute; workers may run at the same time. Exit code 0 "
      "if\n"
      "all attacks were held, 1 if one was not, 3 if this host can't put up the jail.");
  command->callback([arguments, &globals] { run_selftest(*arguments, globals); });
}

}  // namespace assize
