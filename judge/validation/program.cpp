#include "judge/validation/program.h"

#include <algorithm>

#include "judge/jail/policy/rules.h"
#include "judge/jail/policy/script_calls.h"
#include "judge/rules/verdict.h"
#include "judge/validation/dmoj_checker.h"
#include "storage/base/errors.h"
#include "storage/base/sha256.h"
#include "storage/base/text.h"

namespace assize {

namespace {

constexpr const char* kFolder = "program";  // of the working directory
constexpr const char* kFolderPlace = "/box/program";
constexpr const char* kBuilt = "built";
// Starts a program, in a directory if need be; where that can't be started, it is its own end that
// says so, and not a failure of the jail.
constexpr const char* kStarter = "/usr/bin/env";
constexpr Bytes kMostProgram = mib(64);
constexpr Bytes kMostSources = mib(256);
constexpr std::size_t kMostFiles = kMaxFolderFiles;
constexpr std::size_t kMostNames = kMaxFolderNames;  // a run's description has to hold them

using Language = PackageProgram::Language;

// Compiles every file named on the command line, and runs none of them.
constexpr const char* kCheckPython =
    "import sys\n"
    "for path in sys.argv[1:]:\n"
    "    with open(path, 'rb') as source:\n"
    "        compile(source.read(), path, 'exec', dont_inherit=True)\n";

bool is_source(const std::string& path, Language language) {
  const auto has = [&](std::initializer_list<const char*> endings) {
    return std::any_of(endings.begin(), endings.end(),
                       [&](const char* ending) { return path.ends_with(ending); });
  };
  if (language == Language::c) return has({".c"});
  if (language == Language::scripts) return false;
  if (language == Language::cpp) return has({".cc", ".cpp", ".cxx", ".c++", ".C"});
  return has({".py"});
}

std::string in_folder(const std::string& path) { return std::string(kFolder) + "/" + path; }

// Compiling is done once, by programs that need room; the sources are not counted as theirs.
Limits build_limits(Bytes sources) {
  Limits limits;
  set_time_limit(limits, std::chrono::seconds{60});
  set_memory_limit(limits, Bytes{mib(2048).count + sources.count});
  limits.file_size = kMostProgram;
  limits.scratch = Bytes{mib(256).count + sources.count};
  limits.stack = mib(64);
  return limits;
}

// `made_with`: the interpreter that checks a Python program; of others the compiler's flags. Which
// compiler it was is no part of the key: what is built stays good, and can be used where there is
// none.
std::string key_of(const PackageProgram& program, const BuiltProgram& sources,
                   const std::string& made_with) {
  Sha256 sha;
  sha.add_field("assize program 2").add_field(made_with);
  sha.add_field(std::to_string(static_cast<int>(program.language)));
  for (const auto& file : sources.files)
    sha.add_field(file.path).add_field(std::to_string(file.size));
  sha.add_field(sources.content);
  return sha.hex();
}

std::string flags_of(bool is_cpp) {
  std::string flags;
  for (const auto& argument : build_arguments("", is_cpp, {}, "")) flags += argument + " ";
  return flags;
}

// A compiled program is kept behind a line that says what has compiled it.
std::string kept_form(const std::string& compiler, const std::string& program) {
  return compiler + "\n" + program;
}

std::vector<std::string> sources_in(const BuiltProgram& program, Language language) {
  std::vector<std::string> sources;
  for (const auto& file : program.files)
    if (is_source(file.path, language)) sources.push_back(file.path);
  return sources;
}

[[noreturn]] void refuse(const std::string& name, const FinishedRun& run, const Opinion& opinion) {
  const std::string said = clean_excerpt(run.error_output.text(), 2000);
  const bool in_words = opinion.verdict == Verdict::run_time_error && !said.empty();
  throw InputError(name + ": does not compile" + (in_words ? "" : " (" + opinion.reason + ")") +
                   (said.empty() ? "" : ":\n" + said));
}

// Its files as they are put into the working directory. What no build can be given is wrong with
// the package, not with the host.
BuiltProgram read_sources(const LoadedPackage& package, const PackageProgram& program) {
  BuiltProgram sources;
  sources.name = package.files().place(program.name);  // for messages
  std::size_t names = 0;
  for (const auto& [place, path] : program.files) {
    const std::string content = *package.content(path);
    if (sources.files.size() == kMostFiles)
      throw InputError(sources.name + ": has too many files for a program: more than " +
                       std::to_string(kMostFiles));
    sources.files.push_back({in_folder(place), content.size()});
    // In the description of the build, sources are among the files and among the arguments.
    const std::size_t times = is_source(place, program.language) ? 2 : 1;
    names += times * (sources.files.back().path.size() + kBesideName);
    if (names > kMostNames)
      throw InputError(sources.name +
                       ": has too many files for a program: their names take more than " +
                       std::to_string(kMostNames / 1024) + " KiB");
    if (sources.content.size() + content.size() > kMostSources.count)
      throw InputError(sources.name + ": is too large for a program: its files are more than " +
                       std::to_string(kMostSources.count >> 20U) + " MiB");
    sources.content += content;
  }
  return sources;
}

JailSpec describe_build(Command command, const BuiltProgram& program) {
  return describe_run(std::move(command), build_limits(Bytes{program.content.size()}),
                      program.files);
}

// Throws InputError where the compiler doesn't accept the sources, passes a limit, or dies.
void must_compile(const std::string& name, const FinishedRun& run, const Limits& limits) {
  const Opinion opinion = judge_run(run.record, limits);
  if (opinion.verdict == Verdict::judge_error) throw JudgeError("compile", 0, opinion.reason);
  if (opinion.verdict != Verdict::accepted) refuse(name, run, opinion);
}

// Throws InputError with the script's words where it fails, or passes a limit.
void must_have_built(const std::string& name, const FinishedRun& run, const Limits& limits) {
  const Opinion opinion = judge_run(run.record, limits);
  if (opinion.verdict == Verdict::accepted) return;
  if (opinion.verdict == Verdict::judge_error) throw JudgeError("build", 0, opinion.reason);
  const std::string_view words =
      run.error_output.text().empty() ? run.output.text() : run.error_output.text();
  const std::string said = clean_excerpt(words, 2000);
  const auto& code = run.record.end.exit_code;
  const bool by_itself = opinion.verdict == Verdict::run_time_error && code;
  throw InputError(name + ": its '" + kBuildScript + "' fails (" +
                   (by_itself ? "exit code " + std::to_string(*code) : opinion.reason) + ")" +
                   (said.empty() ? "" : ":\n" + said));
}

// As a folder of its own. What a package's hash doesn't cover, the modes of its files, makes no
// difference: all of them may be executed.
ScriptFolder folder_of(const PackageProgram& program, const BuiltProgram& sources) {
  ScriptFolder folder;
  for (std::size_t i = 0; const auto& [place, path] : program.files)
    folder.files.push_back({place, sources.files[i++].size, true});
  folder.content = sources.content;
  return folder;
}

std::vector<BoxFile> in_working_directory(const ScriptFolder& folder) {
  std::vector<BoxFile> files = folder.files;
  for (auto& file : files) file.path = in_folder(file.path);
  return files;
}

}  // namespace

ProgramHost::ProgramHost(const HostCgroups& host, const KeeperOptions& base,
                         const RuntimeRow& python)
    : host_(host), base_(base), row_(python) {
  row_.kind = RuntimeKind::exec;
}

const Runtime& ProgramHost::python() {
  const std::lock_guard lock(mutex_);
  if (!python_) python_ = resolve_runtime(row_);
  return *python_;
}

// A host without a compiler can judge what needs none: it is the package that can't be used here.
const Toolchain& ProgramHost::toolchain_for(const std::string& name) {
  const std::lock_guard lock(mutex_);
  try {
    if (!toolchain_) toolchain_ = find_toolchain();
  } catch (const HostError& error) {
    throw InputError(name + ": can't be built here: " + error.what());
  }
  return *toolchain_;
}

const KeeperOptions& ProgramHost::keeper_options() {
  const FileView& view = python().view;
  const std::lock_guard lock(mutex_);
  if (!options_) {
    options_ = base_;
    options_->view = view;
    options_->rules = compile_rules({});
  }
  return *options_;
}

const ScriptTools& ProgramHost::script_tools() {
  const Runtime& interpreter = python();
  std::optional<Toolchain> compilers;
  try {
    compilers = toolchain_for("");
  } catch (const InputError&) {
    // A program may do without them.
  }
  const std::lock_guard lock(mutex_);
  if (!script_tools_) script_tools_ = find_script_tools(interpreter, compilers);
  return *script_tools_;
}

const KeeperOptions& ProgramHost::script_keeper_options() {
  const FileView& view = script_tools().view;
  const std::lock_guard lock(mutex_);
  if (!script_options_) {
    script_options_ = base_;
    script_options_->view = view;
    script_options_->rules = compile_script_rules();
  }
  return *script_options_;
}

FinishedRun ProgramHost::run_once(const KeeperOptions& options, JailSpec spec,
                                  const BuiltProgram& program) {
  const UniqueFd nothing = sealed_file("");
  const UniqueFd payload = sealed_file(program.content);
  KeeperClient keeper(host_, options);
  return keeper.run(std::move(spec), {nothing.get(), payload.get()});
}

std::string ProgramHost::compile(const PackageProgram& program, const BuiltProgram& sources) {
  const bool is_cpp = program.language == Language::cpp;
  const Toolchain& tools = toolchain_for(sources.name);
  KeeperOptions options = base_;
  options.view = tools.view;
  options.rules = compile_rules(toolchain_policy());
  const std::string compiler = is_cpp ? tools.cpp_compiler : tools.c_compiler;
  const std::string target = std::string(kBuilt) + "/" + kFolder;
  JailSpec spec = describe_build(
      {compiler, build_arguments(compiler, is_cpp, sources_in(sources, program.language), target),
       tools.environment},
      sources);
  spec.collected = kBuilt;
  spec.collected_limit = kMostProgram;
  const FinishedRun run = run_once(options, std::move(spec), sources);
  must_compile(sources.name, run, build_limits(Bytes{sources.content.size()}));
  const auto built = run.collected.find(kFolder);
  if (built == run.collected.end())
    throw InputError(sources.name + ": the compiler has made no program: " + run.collect_problem);
  return kept_form(tools.version, built->second);
}

void ProgramHost::check(const BuiltProgram& program) {
  Command command{python().executable,
                  {python().program, "-I", "-S", "-c", kCheckPython},
                  python().environment};
  for (const auto& source : sources_in(program, Language::python3))
    command.arguments.push_back(source);
  const FinishedRun run =
      run_once(keeper_options(), describe_build(std::move(command), program), program);
  must_compile(program.name, run, build_limits(Bytes{program.content.size()}));
}

// Runs `build` in the folder, and takes what it leaves.
ScriptFolder ProgramHost::run_build(const std::string& name, const ScriptFolder& folder) {
  const ScriptTools& tools = script_tools();
  if (!tools.has_compilers) toolchain_for(name);  // says what is missing
  must_be_startable(folder, kBuildScript, kFolderPlace, tools.view, name);
  BuiltProgram program;
  program.files = in_working_directory(folder);
  program.content = folder.content;
  JailSpec spec = describe_build(
      {kStarter,
       {kStarter, std::string("--chdir=") + kFolderPlace, std::string("./") + kBuildScript},
       tools.environment},
      program);
  spec.executable_box = true;
  spec.collected = kFolder;
  spec.collected_limit = kMostProgram;
  spec.collects_folder = true;
  const FinishedRun run = run_once(script_keeper_options(), std::move(spec), program);
  must_have_built(name, run, build_limits(Bytes{folder.content.size()}));
  ScriptFolder left = folder_left_by(run, name);
  if (!left.has(kRunScript))
    throw InputError(name + ": its '" + kBuildScript + "' makes no '" + kRunScript + "'");
  return left;
}

// As its `run` finds it.
ScriptFolder ProgramHost::built_folder(const PackageProgram& program, const BuiltProgram& sources,
                                       ProgramCache* cache) {
  const ScriptTools& tools = script_tools();
  const auto must_run = [&](const ScriptFolder& folder) {
    must_be_startable(folder, kRunScript, kFolderPlace, tools.view, sources.name);
  };
  ScriptFolder folder = folder_of(program, sources);
  if (!folder.has(kBuildScript)) {
    must_run(folder);
    if (folder.content.size() > kMostProgram.count)
      throw InputError(sources.name + ": is too large for a program: its files are more than " +
                       std::to_string(kMostProgram.count >> 20U) + " MiB");
    return folder;
  }
  const std::string key = key_of(program, sources, tools.version);
  if (cache != nullptr)
    if (const auto known = cache->find(key))
      if (auto kept = folder_in(*known)) return std::move(*kept);
  folder = run_build(sources.name, folder);
  must_run(folder);
  if (cache != nullptr) cache->put(key, kept_form(folder));
  return folder;
}

BuiltProgram ProgramHost::build_with_scripts(const PackageProgram& program,
                                             const BuiltProgram& sources, ProgramCache* cache) {
  ScriptFolder folder = built_folder(program, sources, cache);
  BuiltProgram built;
  built.name = program.name;
  built.files = in_working_directory(folder);
  built.content = std::move(folder.content);
  built.folder = kFolder;
  built.executable = kStarter;
  built.arguments = {kStarter, std::string(kFolderPlace) + "/" + kRunScript};
  built.environment = script_tools().environment;
  built.executable_box = true;
  return built;
}

BuiltProgram ProgramHost::build(const LoadedPackage& package, const PackageProgram& program,
                                ProgramCache* cache) {
  BuiltProgram sources = read_sources(package, program);
  if (program.language == Language::scripts) return build_with_scripts(program, sources, cache);
  const bool is_python = program.language == Language::python3;
  const std::string key = key_of(
      program, sources,
      is_python ? python().hash : flags_of(program.language == PackageProgram::Language::cpp));
  std::optional<std::string> known;
  if (cache != nullptr) known = cache->find(key);
  if (is_python) {
    if (!known) check(sources);
    if (!known && cache != nullptr) cache->put(key, "");
    BuiltProgram built = std::move(sources);
    built.name = program.name;
    built.executable = python().executable;
    built.arguments = {python().program, "/box/" + in_folder(program.main)};
    return built;
  }
  if (!known) {
    known = compile(program, sources);
    if (cache != nullptr) cache->put(key, *known);
  }
  BuiltProgram built;
  built.name = program.name;
  built.content = known->substr(known->find('\n') + 1);
  built.files = {{kFolder, built.content.size(), true}};
  built.executable = std::string("/box/") + kFolder;
  built.arguments = {built.executable};
  built.executable_box = true;
  return built;
}

BuiltProgram ProgramHost::build_validator(const LoadedPackage& package,
                                          const PackageProgram& program, ProgramCache* cache) {
  BuiltProgram built = build(package, program, cache);
  if (package.package().validation.protocol == ValidatorProtocol::unit_test) {
    built.runtime = &tester_runtime();
    for (auto& file : built.files) file.path.erase(0, in_folder("").size());
    return built;
  }
  if (package.package().validation.protocol != ValidatorProtocol::dmoj) return built;
  const std::string starter = in_folder(std::string(kDmojCheckerName));
  built.files.push_back({starter, dmoj_checker_program().size()});
  built.content += dmoj_checker_program();
  built.arguments = {python().program, "/box/" + starter};
  return built;
}

}  // namespace assize
