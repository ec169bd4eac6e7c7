#include "tools/assize/runtime_change.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "judge/jail/host/jail_program.h"
#include "judge/runtime/interpreter.h"
#include "judge/runtime/template_build.h"
#include "judge/runtime/template_choice.h"
#include "problems/files/file_tree.h"
#include "problems/text/yaml.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "tools/assize/config.h"
#include "tools/assize/config_text.h"
#include "tools/assize/output_file.h"
#include "tools/assize/runtime_check.h"
#include "tools/report/json.h"
#include "tools/report/print.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

struct AddArguments {
  std::string path;
  std::string name;
  std::string kind;
  std::string templates;
  std::vector<std::string> modules;
  bool json = false;
};

const std::string& config_file(const Globals& globals) {
  if (globals.config.empty())
    throw InputError(
        "a runtime is a row of the configuration: name its file (assize --config judge.yaml "
        "runtime ...); `add` makes it if it isn't there");
  return globals.config;
}

// As it is written there; empty if it isn't there.
std::string text_of(const std::string& file) {
  std::error_code error;
  return fs::exists(file, error) ? read_whole_file(file, kMaxYaml) : std::string();
}

std::string free_name(const Config& config, const Interpreter& interpreter) {
  const std::string minor = interpreter.language.substr(0, interpreter.language.rfind('.'));
  const std::string plain = (interpreter.is_pypy ? "pypy" : "python") + minor;
  std::string name = plain;
  for (int i = 2; std::any_of(config.runtimes.begin(), config.runtimes.end(),
                              [&](const RuntimeRow& row) { return row.name == name; });
       ++i)
    name = plain + "-" + std::to_string(i);
  return name;
}

// Writes the file if it then says what it said, and what is wanted; else nothing is changed.
void change(const std::string& file, const std::function<std::string(const std::string&)>& edit,
            const std::function<bool(const Config&)>& is_as_wanted, const std::string& by_hand) {
  std::string why;
  try {
    const std::string text = edit(text_of(file));
    if (is_as_wanted(read_config(text, shown_name(file)))) {
      write_output_file(file, [&](std::ostream& out) { out << text; });
      return;
    }
    why = "it would say something else then";
  } catch (const InputError& error) {
    why = error.what();
  }
  throw InputError(shown_name(file) + ": can't be changed as it is written (" + why +
                   "): " + by_hand);
}

RuntimeRow wanted_row(const AddArguments& arguments, const Config& config) {
  RuntimeRow row;
  // Links aren't followed: a virtual environment is known by its path.
  row.path = fs::absolute(arguments.path).lexically_normal();
  row.name = arguments.name.empty() ? fs::path(row.path).filename().string() : arguments.name;
  row.templates = config.templates;
  if (arguments.kind == "exec") row.kind = RuntimeKind::exec;
  if (arguments.kind == "template") row.kind = RuntimeKind::by_template;
  if (!arguments.modules.empty()) row.modules = arguments.modules;
  for (const auto& earlier : config.runtimes)
    if (earlier.name == arguments.name)
      throw InputError("the runtime '" + clean_line(arguments.name, 60) +
                       "' is there already: give this one another name (--name), or remove that "
                       "one (assize runtime remove)");
  return row;
}

// The folder for it, if there is to be one: that of the configuration, or beside it.
std::string templates_folder(const AddArguments& arguments, const Config& config,
                             const std::string& file) {
  if (!arguments.templates.empty()) return fs::absolute(arguments.templates).lexically_normal();
  if (!config.templates.empty()) return config.templates;
  return fs::absolute(file).lexically_normal().parent_path() / "templates";
}

// A template is made if its runs could be by one, and there is none. Its path; else empty.
std::string make_template(RuntimeRow& row, const Interpreter& interpreter,
                          const std::string& folder) {
  if (row.kind == RuntimeKind::exec || !interpreter.is_cpython) return {};
  if (!row.kind && !template_knows(interpreter.version)) return {};
  const std::string jail = find_jail_program();
  if (choose_template(interpreter, jail, row.templates).found()) return {};
  row.templates = folder;
  return build_template(row, interpreter, jail, folder);
}

struct Added {
  RuntimeRow row;
  Runtime runtime;
  std::string made;  // path of the template; empty: none was
  double ms = 0;     // of a run that only prints a word, the median
  std::optional<double> exec_ms;
};

void refuse_unusable(const RuntimeRow& row, const RuntimeCheck& check) {
  if (!check.runtime)
    throw HostError(row.subject() + ": " + check.problem +
                    (check.mend.empty() ? "" : ": " + check.mend) + " (nothing was written)");
}

Added tried(RuntimeRow row, std::string made) {
  const HostCgroups host = find_host_cgroups();
  RuntimeCheck check = try_runtime(row, host);
  if (!check.runtime && !made.empty()) {
    std::error_code ignored;
    fs::remove(made, ignored);
  }
  refuse_unusable(row, check);
  Added added{std::move(row), std::move(*check.runtime), std::move(made), 0, {}};
  added.ms = median_run_ms(added.row, host);
  if (added.runtime.kind == RuntimeKind::by_template) {
    RuntimeRow by_exec = added.row;
    by_exec.kind = RuntimeKind::exec;
    added.exec_ms = median_run_ms(by_exec, host);
  }
  return added;
}

void tell(const Added& added, const std::string& file, bool as_json) {
  const Runtime& runtime = added.runtime;
  if (as_json) {
    nlohmann::ordered_json json = to_json(runtime);
    json["run_ms"] = added.ms;
    if (added.exec_ms) json["run_ms_by_exec"] = *added.exec_ms;
    if (!added.made.empty()) json["template_made"] = added.made;
    json["config"] = file;
    return print("{}\n", dump(json));
  }
  print("{}: {}, hash {}\n", shown_name(added.row.name), clean_line(runtime.version),
        short_hash(runtime));
  if (!added.made.empty()) print("made its template: {}\n", shown_name(added.made));
  if (added.exec_ms)
    print("runs by template: {:.1f} ms for one that prints a word (by exec {:.1f} ms)\n", added.ms,
          *added.exec_ms);
  else
    print("runs by exec: {:.1f} ms for one that prints a word{}\n", added.ms,
          runtime.why_exec.empty() ? "" : " (" + clean_line(runtime.why_exec) + ")");
  print("{} has it now; the first of its runtimes is the default, others are named: --runtime {}\n",
        shown_name(file), shown_name(added.row.name));
}

void add_command(const AddArguments& arguments, const Globals& globals) {
  const std::string& file = config_file(globals);
  const std::string before = text_of(file);
  const Config config = read_config(before, shown_name(file));
  RuntimeRow row = wanted_row(arguments, config);
  const Interpreter interpreter = ask_interpreter(row);
  if (arguments.name.empty()) row.name = free_name(config, interpreter);
  refuse_unusable(row, look_at_runtime(row));
  const std::string folder = templates_folder(arguments, config, file);
  std::string made = make_template(row, interpreter, folder);
  const Added added = tried(std::move(row), std::move(made));
  change(
      file,
      [&](const std::string& text) {
        std::string edited = with_runtime(text, added.row);
        return added.row.templates == config.templates || added.row.templates.empty()
                   ? edited
                   : with_templates(edited, added.row.templates);
      },
      [&](const Config& changed) {
        return changed.runtimes.size() == config.runtimes.size() + 1 &&
               changed.runtimes.back().name == added.row.name &&
               changed.runtimes.back().path == added.row.path &&
               changed.templates == added.row.templates;
      },
      "add this to its runtimes\n" + runtime_as_yaml(added.row, 0));
  tell(added, file, arguments.json);
}

void remove_command(const std::string& name, const Globals& globals) {
  const std::string& file = config_file(globals);
  const Config config = load_config(file);
  const RuntimeRow& row = find_runtime(config, name);
  if (config.runtimes.size() == 1)
    throw InputError(shown_name(file) + ": '" + clean_line(name, 60) +
                     "' is its only runtime: add another one first (assize runtime add)");
  const auto number = static_cast<std::size_t>(&row - config.runtimes.data());
  change(
      file, [&](const std::string& text) { return without_runtime(text, number); },
      [&](const Config& changed) {
        return changed.runtimes.size() + 1 == config.runtimes.size() &&
               std::none_of(changed.runtimes.begin(), changed.runtimes.end(),
                            [&](const RuntimeRow& left) { return left.name == name; });
      },
      "take the row '" + clean_line(name, 60) + "' out by hand");
  print("{} has no runtime {} any more{}\n", shown_name(file), shown_name(name),
        number == 0 ? "; the default is " + shown_name(config.runtimes[1].name) + " now" : "");
}

}  // namespace

void add_runtime_changes(CLI::App& runtime, Globals& globals) {
  auto arguments = std::make_shared<AddArguments>();
  CLI::App* add = runtime.add_subcommand(
      "add", "Try an interpreter, make a template for it if it needs one, and add its row");
  add->add_option("path", arguments->path,
                  "The interpreter: of the system, pyenv, uv, conda, a venv")
      ->type_name("PATH")
      ->required();
  add->add_option("--name", arguments->name, "Of the runtime; python3.12, if none is given")
      ->type_name("NAME");
  add->add_option("--kind", arguments->kind, "How runs start; by template, where that can be")
      ->check(CLI::IsMember({"exec", "template"}))
      ->type_name("KIND");
  add->add_option("--module", arguments->modules,
                  "Imported beforehand, by template; may be repeated")
      ->type_name("MODULE");
  add->add_option("--templates", arguments->templates,
                  "Folder for templates that are made here; beside the configuration, if none is "
                  "given")
      ->type_name("DIR");
  add->add_flag("--json", arguments->json, "One JSON object");
  add->callback([arguments, &globals] { add_command(*arguments, globals); });
  CLI::App* remove = runtime.add_subcommand("remove", "Take a runtime's row out");
  remove->add_option("name", arguments->name, "Of the runtime")->type_name("NAME")->required();
  remove->callback([arguments, &globals] { remove_command(arguments->name, globals); });
}

}  // namespace assize
