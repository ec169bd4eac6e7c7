#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "judge/jail/policy/rules.h"
#include "judge/judge_host.h"
#include "problems/policy_file.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "tools/assize/command.h"
#include "tools/assize/config.h"
#include "tools/report/json.h"
#include "tools/report/print.h"

namespace assize {

namespace {

struct Row {
  std::string name;
  std::string words;
};

std::string in_mib(Bytes bytes) { return fmt::format("{:g} MiB", double(bytes.count) / 1048576.0); }

template <typename Value, typename Print>
std::string at_most(const std::optional<Value>& value, Print print) {
  return value ? "at most " + print(*value) : std::string("what the package says");
}

std::vector<Row> limits_of(const Policy& policy) {
  const auto time = [](nanoseconds value) {
    return fmt::format("{:g} s", double(value.count()) / 1e9);
  };
  return {
      {"CPU time", at_most(policy.time, time)},
      {"memory", at_most(policy.memory, in_mib)},
      {"output", at_most(policy.output, in_mib)},
      {"wall limit", policy.wall ? time(*policy.wall) : "3 x the time limit + 2 s"},
      {"standard error", in_mib(policy.error_output)},
      {"one file", in_mib(policy.file_size)},
      {"/tmp, /box",
       fmt::format("{} and {} files each", in_mib(policy.scratch), policy.scratch_inodes)},
      {"processes", fmt::format("{} (threads are counted)", policy.processes)},
      {"open files", fmt::format("{}", policy.open_files)},
      {"stack", in_mib(policy.stack)},
  };
}

std::vector<Row> opened_by(const Policy& policy) {
  std::vector<Row> rows;
  for (const auto& [capability, name, opens] : unsafe_names())
    if (policy.grants(capability)) rows.push_back({std::string(name), std::string(opens)});
  return rows;
}

std::string calls_denied(const Policy& policy, Denial denial) {
  std::string calls;
  for (const auto& [call, how] : policy.denials)
    if (how == denial) calls += (calls.empty() ? "" : ", ") + call;
  return calls;
}

std::string modules_of(const Policy& policy) {
  std::string modules;
  for (const auto& module : *policy.imports) modules += (modules.empty() ? "" : ", ") + module;
  return modules;
}

void print_text(const Policy& policy, const std::string& file) {
  print("{}: policy '{}'\nhash {}\n\nLimits\n", shown_name(file), policy.name, hash_of(policy));
  for (const auto& row : limits_of(policy)) print("  {:<16}{}\n", row.name, row.words);
  const auto opened = opened_by(policy);
  print("\nOpens\n");
  if (opened.empty())
    print(
        "  nothing: a submission may compute, use threads, read the runtime's files and write\n"
        "  to its own /tmp and /box\n");
  for (const auto& row : opened) print("  UNSAFE {}: {}\n", row.name, row.words);
  print("\nForbidden system calls\n  denied with EPERM and reported, unless named here\n");
  if (const auto calls = calls_denied(policy, Denial::silent); !calls.empty())
    print("  denied, not reported: {}\n", calls);
  if (const auto calls = calls_denied(policy, Denial::kill); !calls.empty())
    print("  end the run as SV: {}\n", calls);
  print("\nImports\n  {}\n", !policy.imports           ? "whatever the runtime has"
                             : policy.imports->empty() ? "no module at all"
                                                       : modules_of(policy));
}

void print_json(const Policy& policy) {
  nlohmann::ordered_json opens = nlohmann::ordered_json::array();
  for (const auto& row : opened_by(policy))
    opens.push_back({{"capability", row.name}, {"opens", row.words}});
  nlohmann::ordered_json limits = nlohmann::ordered_json::object();
  for (const auto& row : limits_of(policy)) limits[row.name] = row.words;
  nlohmann::ordered_json denials = nlohmann::ordered_json::object();
  for (const auto& [call, denial] : policy.denials)
    denials[call] = denial == Denial::silent ? "silent"
                    : denial == Denial::kill ? "kill"
                                             : "report";
  nlohmann::ordered_json json{{"name", policy.name}, {"hash", hash_of(policy)},
                              {"limits", limits},    {"opens", opens},
                              {"syscalls", denials}, {"imports", nullptr}};
  if (policy.imports) json["imports"] = *policy.imports;
  print("{}\n", dump(json));
}

}  // namespace

void add_policy(CLI::App& app, Globals& globals) {
  CLI::App* command = app.add_subcommand("policy", "Look at sandbox policies");
  command->require_subcommand(1);
  struct Arguments {
    std::string file;
    bool json = false;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* check =
      command->add_subcommand("check", "Check a policy file and say in words what it opens");
  check->add_option("file", arguments->file, "Policy file (YAML)")->required()->type_name("FILE");
  check->add_flag("--json", arguments->json, "As one JSON object");
  check->footer(
      "Example:\n  assize policy check course.yaml\n\nExit code 2 if the file is no good policy.");
  check->callback([arguments, &globals] {
    const Policy policy = load_policy(arguments->file);
    compile_rules(policy);  // the names of system calls
    if (policy.imports)     // and those of modules
      make_judge_host(load_config(globals.config).runtimes.front(), policy);
    arguments->json ? print_json(policy) : print_text(policy, arguments->file);
  });
}

}  // namespace assize
