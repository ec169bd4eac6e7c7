#include <algorithm>

#include "judge/jail/host/host_cgroup.h"
#include "storage/base/text.h"
#include "tools/assize/command.h"
#include "tools/assize/config.h"
#include "tools/assize/runtime_change.h"
#include "tools/assize/runtime_check.h"
#include "tools/report/format.h"
#include "tools/report/json.h"
#include "tools/report/print.h"

namespace assize {

namespace {

struct RuntimeArguments {
  std::vector<std::string> names;
  bool json = false;
};

struct Checked {
  const RuntimeRow* row;
  RuntimeCheck check;
};

std::vector<const RuntimeRow*> rows_of(const Config& config,
                                       const std::vector<std::string>& names) {
  std::vector<const RuntimeRow*> rows;
  for (const auto& name : names) rows.push_back(&find_runtime(config, name));
  if (names.empty())
    for (const auto& row : config.runtimes) rows.push_back(&row);
  return rows;
}

// Why its runs start as they do.
std::string reason_of(const RuntimeRow& row, const Runtime& runtime) {
  if (!runtime.why_exec.empty()) return runtime.why_exec;
  if (row.kind) return "the configuration says so";
  return runtime.kind == RuntimeKind::by_template ? "there is a template for it"
                                                  : "the template is for CPython only";
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + clean_line(word);
  return text;
}

std::string details_of(const Checked& checked) {
  const RuntimeCheck& check = checked.check;
  std::string text = check.problem;
  if (check.runtime) {
    text = "by " + kind_of(*check.runtime) + ": " + reason_of(*checked.row, *check.runtime);
    if (check.runtime->kind == RuntimeKind::by_template && !check.runtime->modules.empty())
      text += "\nimported beforehand: " + joined(check.runtime->modules);
  }
  return check.mend.empty() ? text : text + "\nto mend it: " + check.mend;
}

void print_text(const std::vector<Checked>& list, const std::string& word_for_usable) {
  std::vector<std::vector<std::string>> rows = {{"NAME", "STATE", "VERSION", "PATH", "HASH", ""}};
  for (const auto& checked : list) {
    const auto& runtime = checked.check.runtime;
    rows.push_back({shown_name(checked.row->name), runtime ? word_for_usable : "BAD",
                    runtime ? clean_line(runtime->version) : "-", shown_name(checked.row->path),
                    runtime ? short_hash(*runtime) : "-", details_of(checked)});
  }
  print("{}", in_columns(rows, {}, LastCell::lines));
}

void print_json(const std::vector<Checked>& list) {
  for (const auto& [row, check] : list) {
    nlohmann::ordered_json json = {{"name", row->name}, {"usable", check.runtime.has_value()}};
    if (check.runtime) {
      json.update(to_json(*check.runtime));
      json["reason"] = reason_of(*row, *check.runtime);
      json["modules"] = check.runtime->kind == RuntimeKind::by_template
                            ? check.runtime->modules
                            : std::vector<std::string>();
    } else {
      json["path"] = row->path;
      json["problem"] = check.problem;
    }
    json["mend"] = check.mend;
    print("{}\n", dump(json));
  }
}

void list_command(const RuntimeArguments& arguments, const Globals& globals) {
  const Config config = load_config(globals.config);
  std::vector<Checked> list;
  for (const auto* row : rows_of(config, {})) list.push_back({row, look_at_runtime(*row)});
  arguments.json ? print_json(list) : print_text(list, "found");
}

void check_command(const RuntimeArguments& arguments, Globals& globals) {
  const Config config = load_config(globals.config);
  const auto rows = rows_of(config, arguments.names);
  const HostCgroups host = find_host_cgroups();
  std::vector<Checked> list;
  for (const auto* row : rows) list.push_back({row, try_runtime(*row, host)});
  arguments.json ? print_json(list) : print_text(list, "ok");
  if (std::any_of(list.begin(), list.end(),
                  [](const Checked& checked) { return !checked.check.runtime; }))
    globals.exit_code = kHostCannot;
}

}  // namespace

void add_runtime(CLI::App& app, Globals& globals) {
  CLI::App* runtime = app.add_subcommand("runtime", "See to the interpreters that runs start by");
  runtime->require_subcommand(1);
  auto arguments = std::make_shared<RuntimeArguments>();
  CLI::App* list = runtime->add_subcommand(
      "list", "List the runtimes of the configuration, and whether their runs are by template");
  list->add_flag("--json", arguments->json, "One JSON object per runtime and line");
  list->callback([arguments, &globals] { list_command(*arguments, globals); });
  CLI::App* check =
      runtime->add_subcommand("check", "Run a program by each of them, as doctor does");
  check->add_option("names", arguments->names, "Names of runtimes; all, if none is given")
      ->type_name("NAME");
  check->add_flag("--json", arguments->json, "One JSON object per runtime and line");
  check->callback([arguments, &globals] { check_command(*arguments, globals); });
  add_runtime_changes(*runtime, globals);
  runtime->footer(
      "Examples:\n"
      "  assize --config judge.yaml runtime add /opt/judge-numpy/bin/python3 --name numpy\n"
      "  assize --config judge.yaml runtime list\n"
      "  assize --config judge.yaml runtime check numpy\n"
      "  assize --config judge.yaml runtime remove numpy\n\n"
      "`check` ends with exit code 3 if one can't be used.");
}

}  // namespace assize
