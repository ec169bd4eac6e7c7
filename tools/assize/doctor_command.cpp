#include <fmt/format.h>

#include <algorithm>

#include "judge/jail/host/host_facts.h"
#include "judge/jail/host/kernel_faults.h"
#include "judge/jail/host/obstacles.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "tools/assize/cache_settings.h"
#include "tools/assize/command.h"
#include "tools/assize/config.h"
#include "tools/assize/private_files.h"
#include "tools/assize/remedies.h"
#include "tools/assize/runtime_check.h"
#include "tools/report/json.h"
#include "tools/report/print.h"

namespace assize {

namespace {

enum class CheckResult { good, note, bad };

struct Check {
  std::string subject;
  CheckResult result = CheckResult::good;
  std::string found;
  std::string meaning;                       // what that means for strictness or for timing
  std::string mend;                          // how to mend it, if there is something to mend
  nlohmann::ordered_json runtime = nullptr;  // of one that can be used
  std::vector<Remedy> remedies = {};         // … for each way in which assize is started
};

std::string word_for(CheckResult result) {
  return result == CheckResult::good ? "ok" : result == CheckResult::note ? "note" : "BAD";
}

bool is_bad(const Check& check) { return check.result == CheckResult::bad; }

void check_obstacles(const std::vector<Obstacle>& obstacles, std::vector<Check>& checks) {
  bool has_namespaces = true;
  for (const Obstacle& obstacle : obstacles) {
    const Advice advice = advice_on(obstacle);
    has_namespaces = has_namespaces && !keeps_from_namespaces(obstacle.kind);
    checks.push_back({advice.subject, CheckResult::bad, advice.found, advice.meaning,
                      advice.remedies.empty() ? "nothing that assize knows of" : "", nullptr,
                      advice.remedies});
  }
  if (has_namespaces)
    checks.push_back({"user namespaces", CheckResult::good, "yes", "", "", nullptr, {}});
}

// Where user namespaces can't be made, no hierarchy can be mounted anew either: that comes first.
void check_cgroups(const HostCgroups& host, std::vector<Check>& checks) {
  Check check{
      "cgroup", CheckResult::good, host.kind, "memory, processes and CPU time are limited per run",
      "",       nullptr,           {}};
  if (!host.problem.empty()) {
    const bool comes_of_it = std::any_of(checks.begin(), checks.end(), is_bad);
    check.result = CheckResult::bad;
    check.meaning = "no run can be limited: " + host.problem;
    check.remedies = cgroup_remedies();
    if (check.remedies.empty() && comes_of_it) check.mend = "first what is BAD above";
  }
  checks.push_back(check);
  if (host.problem.empty() && !host.tells_peak)
    checks.push_back({"memory peak", CheckResult::note, "not told by the kernel",
                      "reported from the resident size and from readings during the run; the limit "
                      "and the verdict are exact all the same",
                      "a kernel from 5.19 on"});
}

void check_filter(const HostFacts& facts, std::vector<Check>& checks) {
  if (facts.filter_hangs) {
    checks.push_back({"seccomp filter", CheckResult::bad,
                      "loading one hangs: " + facts.filter_problem,
                      "whatever loads a filter on this host hangs, and no signal ends it",
                      "see `dmesg`; only a reboot helps"});
  } else if (!facts.filter_problem.empty()) {
    checks.push_back(
        {"seccomp filter", CheckResult::bad, "can't be loaded: " + facts.filter_problem,
         "no run can be confined",
         "error 524 means that net.core.bpf_jit_limit is used up: raise it, or reboot"});
  }
}

void check_kernel(const HostFacts& facts, std::vector<Check>& checks) {
  checks.push_back({"kernel", CheckResult::good, facts.kernel, "", ""});
  for (const auto& fault : known_faults(facts.kernel))
    checks.push_back({"kernel fault", CheckResult::note, std::string(fault.what),
                      std::string(fault.meaning), std::string(fault.mend)});
  check_filter(facts, checks);
  checks.push_back({"user", facts.is_root ? CheckResult::good : CheckResult::note,
                    facts.is_root ? "root" : "ordinary (rootless)",
                    facts.is_root
                        ? "each slot has ids of its own"
                        : "all runs have your own id: its per-user limits are shared between slots",
                    ""});
  checks.push_back(facts.notify ? Check{"seccomp", CheckResult::good, "with user notification",
                                        "denied calls are reported", ""}
                                : Check{"seccomp", CheckResult::bad, "without user notification",
                                        "denied calls can't be reported", "a kernel from 5.5 on"});
  checks.push_back(
      facts.landlock_abi > 0
          ? Check{"landlock", CheckResult::good, fmt::format("ABI {}", facts.landlock_abi),
                  "files beyond the jail's are closed a second time", ""}
          : Check{
                "landlock", CheckResult::note, "no",
                "one layer less; the file view, which it doubles, holds without it",
                "a kernel from 5.13 on with landlock among its modules: boot with lsm=landlock,…"});
}

void check_timing(const HostFacts& facts, std::vector<Check>& checks) {
  checks.push_back(facts.swap
                       ? Check{"swap", CheckResult::note, "on",
                               "runs don't swap; the judge itself may, which costs wall time",
                               "swapoff -a on a machine that only judges"}
                       : Check{"swap", CheckResult::good, "off", "", ""});
  checks.push_back(
      facts.smt ? Check{"SMT", CheckResult::note, "on",
                        "two runs on one core disturb each other's CPU time",
                        "echo off > /sys/devices/system/cpu/smt/control, or half as many workers"}
                : Check{"SMT", CheckResult::good, "off", "", ""});
  if (!facts.governor.empty() && facts.governor != "performance")
    checks.push_back({"CPU governor", CheckResult::note, facts.governor,
                      "CPU times vary with the clock rate",
                      "cpupower frequency-set -g performance"});
  checks.push_back({"huge pages", CheckResult::good,
                    facts.huge_pages.empty() ? "no" : facts.huge_pages,
                    "runs don't use them: their memory doesn't depend on the host's", ""});
  if (!facts.favor_dyn_mods)
    checks.push_back(
        {"cgroup v1 attach", CheckResult::note, "may stall for up to 20 ms",
         "hidden while another run is in progress; seen at the first run after a pause",
         "mount -o remount,favordynmods for the memory hierarchy (whole host, until reboot), or "
         "cgroup v2"});
  if (!facts.pressure)
    checks.push_back({"CPU pressure", CheckResult::note, "not told by the kernel",
                      "a wall TLE on a busy host is not repeated", "boot with psi=1"});
}

// Nobody learns anything from a jail that can't be put up for a reason that is known.
void check_jail(const Config& config, const HostCgroups& host, std::vector<Check>& checks) {
  if (std::any_of(checks.begin(), checks.end(), is_bad)) {
    checks.push_back({"jail",
                      CheckResult::bad,
                      "not tried",
                      "what is BAD above keeps it from working",
                      "",
                      nullptr,
                      {}});
    return;
  }
  const std::string why = why_no_program_runs(config.runtimes.front(), host);
  checks.push_back(
      why.empty() ? Check{"jail", CheckResult::good, "a program ran in it, every layer on", "", ""}
                  : Check{"jail", CheckResult::bad, "no program runs in it", why, ""});
}

void add_fault(Check& check, const std::string& problem, const std::string& mend) {
  check.result = CheckResult::bad;
  check.found = "can't be used";
  check.meaning = problem;
  check.mend = mend;
}

Check check_runtime(const RuntimeRow& row) {
  Check check{"runtime " + shown_name(row.name), CheckResult::good, "", "", ""};
  const RuntimeCheck looked = look_at_runtime(row);
  if (!looked.runtime) {
    add_fault(check, looked.problem, looked.mend);
    return check;
  }
  const Runtime& runtime = *looked.runtime;
  check.found = fmt::format("{} at {}, by {}", clean_line(runtime.version),
                            shown_name(runtime.path), kind_of(runtime));
  check.meaning = "hash " + short_hash(runtime);
  if (!runtime.why_exec.empty()) {
    check.result = CheckResult::note;
    check.meaning +=
        "; each run starts the interpreter anew, which takes several times as long as "
        "by template: " +
        runtime.why_exec;
    check.mend = looked.mend;
  }
  check.runtime = to_json(runtime);
  return check;
}

// `able`: jails can be put up. Else interpreters are only looked at.
void check_runtimes(const Config& config, const HostCgroups& host, bool able,
                    std::vector<Check>& checks) {
  for (const auto& row : config.runtimes) {
    Check check = check_runtime(row);
    const bool is_default = &row == &config.runtimes.front();  // check_jail() runs this one
    if (check.result != CheckResult::bad && !is_default && able)
      if (const std::string why = why_no_program_runs(row, host); !why.empty())
        add_fault(check, why, "");
    checks.push_back(std::move(check));
  }
}

void check_cache(const Config& config, std::vector<Check>& checks) {
  const CacheSettings settings = cache_settings({}, config);
  Check check{"package cache", CheckResult::good, "none", "", "", nullptr};
  if (settings.size_mib == 0) {
    check.found = "none, as the configuration says";
  } else if (settings.directory.empty()) {
    check.result = CheckResult::note;
    check.found = "nowhere to put it: there is no HOME";
    check.mend = "name a directory: cache: directory: in the configuration, or --cache-dir";
  } else {
    const CacheUse use = CacheFolder::use_of(settings.directory);
    check.found =
        fmt::format("{}: {} MiB in {} files, at most {} MiB", shown_name(settings.directory),
                    use.bytes >> 20U, use.files, settings.size_mib);
  }
  check.meaning =
      "with a store in PostgreSQL, what comes from it is fetched once for all workers of this host";
  checks.push_back(std::move(check));
}

void check_files(const Globals& globals, const Config& config, std::vector<Check>& checks) {
  const auto open = readable_by_others(globals.store, config);
  if (open.empty()) return;
  Check check{"files", CheckResult::note, "", "", "", nullptr};
  for (const auto& file : open) check.found += (check.found.empty() ? "" : ", ") + file;
  check.meaning =
      "other accounts of this host may read them: sources, answers of tests and results, or sign "
      "the audit log";
  check.mend = "chmod go= on each of them (assize makes its files for their owner alone)";
  checks.push_back(std::move(check));
}

void print_text(const std::vector<Check>& checks, bool able) {
  const std::string margin(25, ' ');
  for (const auto& check : checks) {
    print("{:<5} {:<18} {}\n", word_for(check.result), check.subject, hanging(check.found, margin));
    if (!check.meaning.empty()) print("{}{}\n", margin, hanging(check.meaning, margin));
    if (!check.mend.empty()) print("{}to mend it: {}\n", margin, hanging(check.mend, margin));
    const std::vector<Remedy> remedies = that_fit_here(check.remedies);
    if (!remedies.empty()) print("{}to mend it:\n", margin);
    for (const auto& remedy : remedies)
      print("{}  {:<10}  {}\n", margin, remedy.place, remedy.text);
  }
  print("\n{}\n", able ? "This host can judge safely."
                       : "This host can't judge safely: see what is BAD above.");
}

void run_doctor(bool json, Globals& globals) {
  const Config config = load_config(globals.config);
  const HostFacts facts = find_host_facts();
  const HostCgroups host = find_host_cgroups();
  std::vector<Check> checks;
  check_kernel(facts, checks);
  const auto obstacles = find_obstacles();
  check_obstacles(obstacles, checks);
  check_cgroups(host, checks);
  check_timing(facts, checks);
  const bool may_try = std::none_of(checks.begin(), checks.end(), is_bad);
  // Where a process can't be started or nothing be locked, an interpreter can't be looked at.
  const bool may_look = std::none_of(obstacles.begin(), obstacles.end(), [](const Obstacle& found) {
    return found.kind == ObstacleKind::processes || found.kind == ObstacleKind::locks;
  });
  if (may_look) check_runtimes(config, host, may_try, checks);
  check_jail(config, host, checks);
  check_cache(config, checks);
  check_files(globals, config, checks);
  const bool able = std::none_of(checks.begin(), checks.end(), is_bad);
  if (!able) globals.exit_code = kHostCannot;
  if (!json) return print_text(checks, able);
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& check : checks) {
    list.push_back({{"subject", check.subject},
                    {"finding", check.result == CheckResult::bad ? "bad" : word_for(check.result)},
                    {"found", check.found},
                    {"meaning", check.meaning},
                    {"mend", check.mend}});
    if (!check.runtime.is_null()) list.back()["runtime"] = check.runtime;
    for (const auto& remedy : check.remedies) list.back()["remedies"][remedy.place] = remedy.text;
  }
  print(
      "{}\n",
      dump({{"able", able}, {"judge", std::string("assize ") + ASSIZE_VERSION}, {"checks", list}}));
}

}  // namespace

void add_doctor(CLI::App& app, Globals& globals) {
  auto json = std::make_shared<bool>(false);
  CLI::App* command =
      app.add_subcommand("doctor", "Say what this host offers, what it lacks, and how to mend it");
  command->add_flag("--json", *json, "As one JSON object");
  command->footer("Example:\n  assize doctor\n\nExit code 3 if this host can't judge safely.");
  command->callback([json, &globals] { run_doctor(*json, globals); });
}

}  // namespace assize
