#include "judge/runtime/runtime.h"

#include <filesystem>

#include "judge/jail/host/jail_program.h"
#include "judge/jail/host/keeper_client.h"
#include "judge/runtime/compile_program.h"
#include "judge/runtime/fault.h"
#include "judge/runtime/interpreter.h"
#include "judge/runtime/runtime_hash.h"
#include "judge/runtime/runtime_view.h"
#include "judge/runtime/template_choice.h"
#include "storage/base/text.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

void choose_kind(const RuntimeRow& row, const Interpreter& interpreter, Runtime& runtime) {
  if (row.kind == RuntimeKind::exec) return;
  if (!interpreter.is_cpython && row.kind == RuntimeKind::by_template)
    throw BadRow(row.subject(),
                 "the template is made for " + template_versions() + ", and " +
                     shown_name(row.path) + " is " + interpreter.version,
                 "use kind: exec");
  if (!interpreter.is_cpython) return;
  TemplateChoice choice = choose_template(interpreter, find_jail_program(), row.templates);
  runtime.kind = choice.found() ? RuntimeKind::by_template : RuntimeKind::exec;
  runtime.template_object = std::move(choice.object);
  runtime.why_exec = std::move(choice.why_none);
  runtime.mend = std::move(choice.mend);
}

// Without the size of its nursery PyPy looks for that of the CPU's cache, which it doesn't find in
// the jail, and says so on standard error. A recursion limit of a million, which programs often
// set, makes it reserve 1.3 GB of addresses, and for each thread as much again; where it gets less
// for a thread, it crashes.
void suit_pypy(Runtime& runtime) {
  runtime.environment.emplace_back("PYPY_GC_NURSERY=4M");
  runtime.address_space = mib(8192);
}

}  // namespace

std::vector<std::string> RuntimeRow::common_modules() {
  return {"bisect", "collections", "copy", "datetime", "decimal", "enum", "fractions", "functools",
          "heapq",  "itertools",   "math", "operator", "random",  "re",   "string",    "typing"};
}

std::string RuntimeRow::subject() const {
  return (where.empty() ? "" : where + ": ") + "runtime " + shown_name(name);
}

std::string slow_start_of(const Runtime& runtime) {
  return "runtime " + shown_name(runtime.name) +
         ": every run starts its interpreter anew, which takes several times as long as by "
         "template; verdicts are the same: " +
         runtime.why_exec + (runtime.mend.empty() ? "" : "; " + runtime.mend);
}

TemplateSetup Runtime::interpreter() const {
  if (kind == RuntimeKind::exec) return {};
  std::string names;
  for (const auto& module : modules) names += (names.empty() ? "" : ",") + module;
  return {executable, run_arguments(*this), environment, names, {}};
}

JailSpec describe_run(const Runtime& runtime, std::vector<std::string> arguments,
                      const Limits& limits, std::vector<BoxFile> files) {
  JailSpec spec =
      describe_run(Command{runtime.executable, std::move(arguments), runtime.environment}, limits,
                   std::move(files));
  spec.limits.address_space.count += runtime.address_space.count;
  if (runtime.kind == RuntimeKind::by_template) spec.start = Start::by_template;
  return spec;
}

std::vector<std::string> run_arguments(const Runtime& runtime) {
  return {runtime.program, kMainFile};
}

std::vector<std::string> compile_arguments(const Runtime& runtime) {
  return {runtime.program, "-I", "-S", "-W", "ignore", "-c", kCompileProgram};
}

Runtime resolve_runtime(const RuntimeRow& row) {
  const Interpreter interpreter = ask_interpreter(row);
  const fs::path path(interpreter.path);

  Runtime runtime;
  runtime.name = row.name;
  runtime.path = interpreter.path;
  runtime.executable = interpreter.executable;
  runtime.program = interpreter.is_cpython ? "python3" : path.filename().string();
  runtime.version = interpreter.version;
  choose_kind(row, interpreter, runtime);
  runtime.modules = row.modules;
  // The interpreter finds itself by its name along PATH, and so its virtual environment.
  const fs::path bin = interpreter.venv.empty() ? fs::path(interpreter.executable).parent_path()
                                                : path.parent_path();
  runtime.environment = {
      "PATH=" + bin.string(),   "HOME=/tmp",        "USER=runner", "LOGNAME=runner",
      "LANG=C.UTF-8",           "LC_ALL=C.UTF-8",   "TZ=UTC",      "PYTHONHASHSEED=0",
      "OPENBLAS_NUM_THREADS=1", "OMP_NUM_THREADS=1"};
  if (interpreter.is_pypy) suit_pypy(runtime);
  runtime.environment.insert(runtime.environment.end(), row.environment.begin(),
                             row.environment.end());
  make_view(row, interpreter, runtime);
  runtime.hash = hash_of(runtime, row.subject());
  return runtime;
}

}  // namespace assize
