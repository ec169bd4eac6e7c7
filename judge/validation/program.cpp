#include "judge/validation/program.h"

#include <algorithm>

#include "judge/jail/policy/rules.h"
#include "judge/rules/verdict.h"
#include "judge/validation/dmoj_checker.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/records/digest.h"

namespace assize {

namespace {

constexpr const char* kFolder = "program";  // of the working directory
constexpr const char* kBuilt = "built";
constexpr Bytes kMostProgram = mib(64);
constexpr Bytes kMostSources = mib(256);
constexpr std::size_t kMostNames = 96UL * 1024;  // bytes; a run's description has to hold them
constexpr std::size_t kBesideName = 16;          // bytes of a description for each of them

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

BuiltProgram ProgramHost::build(const LoadedPackage& package, const PackageProgram& program,
                                ProgramCache* cache) {
  BuiltProgram sources = read_sources(package, program);
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
  if (package.package().validation.protocol != ValidatorProtocol::dmoj) return built;
  const std::string starter = in_folder(std::string(kDmojCheckerName));
  built.files.push_back({starter, dmoj_checker_program().size()});
  built.content += dmoj_checker_program();
  built.arguments = {python().program, "/box/" + starter};
  return built;
}

}  // namespace assize
