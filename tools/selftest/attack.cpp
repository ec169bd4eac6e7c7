#include "tools/selftest/attack.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <sstream>

#include "storage/base/errors.h"
#include "storage/base/small_file.h"
#include "tools/selftest/built_in.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

constexpr NamedLayer kLayers[] = {
    {"seccomp", Layer::seccomp, "system call allowlist"},
    {"file-view", Layer::file_view, "file view: nothing of the host"},
    {"read-only", Layer::read_only, "file view: read-only"},
    {"tmpfs-limits", Layer::tmpfs_limits, "file view: limits of its tmpfs"},
    {"proc-subset", Layer::proc_subset, "file view: /proc without the machine"},
    {"pid-namespace", Layer::pid_namespace, "pid namespace"},
    {"net-namespace", Layer::net_namespace, "network namespace"},
    {"ipc-namespace", Layer::ipc_namespace, "ipc namespace"},
    {"uts-namespace", Layer::uts_namespace, "uts namespace"},
    {"memory-limit", Layer::memory_limit, "cgroup: memory"},
    {"process-limit", Layer::process_limit, "cgroup: processes"},
    {"whole-kill", Layer::whole_kill, "cgroup: killed whole"},
    {"landlock", Layer::landlock, "Landlock"},
    {"rlimits", Layer::rlimits, "rlimits"},
    {"capabilities", Layer::capabilities, "no capabilities"},
    {"close-fds", Layer::close_fds, "no descriptors but three"},
    {"view-copies", Layer::view_copies, "the slot's own copies of the runtime's directories"},
    {"sealed-stdin", Layer::sealed_stdin, "sealed standard input"},
    {"clean-env", Layer::clean_env, "clean environment"},
    {"fresh-run", Layer::fresh_run, "fresh file systems for each run"},
    {"cpu-limit", Layer::cpu_limit, "deadline: CPU time"},
    {"wall-limit", Layer::wall_limit, "deadline: wall time"},
    {"output-limit", Layer::output_limit, "deadline: output"},
};

constexpr std::string_view kOutcomes[] = {"AC", "RTE", "TLE cpu", "TLE wall", "MLE", "OLE", "SV"};

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  return first == std::string::npos ? ""
                                    : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

void sort_by_name(std::vector<Attack>& attacks) {
  std::sort(attacks.begin(), attacks.end(),
            [](const Attack& a, const Attack& b) { return a.name < b.name; });
}

void take(Attack& attack, const std::string& key, const std::string& value) {
  if (key == "attack") attack.what = value;
  if (key == "expect") attack.expect = value;
  if (key == "incident") attack.incidents.push_back(value);
  if (key == "runs") attack.runs = std::stoi(value);
  if (key == "stdin") attack.input = value + "\n";
  if (key == "needs") attack.needs = value;
  if (key != "stopped-by") return;
  std::istringstream parts(value);
  for (std::string part; std::getline(parts, part, ',');)
    attack.stopped_by.push_back(trimmed(part));
}

}  // namespace

std::span<const NamedLayer> named_layers() { return kLayers; }

Layers all_layers() {
  Layers all;
  for (const auto& row : kLayers) all.add(row.layer);
  return all;
}

Layer layer_named(std::string_view name) {
  for (const auto& row : kLayers)
    if (row.name == name) return row.layer;
  throw InputError("there is no layer '" + std::string(name) + "'");
}

Layers layers_of(const Attack& attack) {
  Layers layers;
  for (const auto& name : attack.stopped_by) layers.add(layer_named(name));
  return layers;
}

Attack parse_attack(std::string name, std::string source) {
  Attack attack;
  attack.name = std::move(name);
  attack.source = std::move(source);
  std::istringstream lines(attack.source);
  for (std::string line; std::getline(lines, line) && line.starts_with("# ");) {
    const auto colon = line.find(": ");
    if (colon == std::string::npos) break;
    take(attack, line.substr(2, colon - 2), trimmed(line.substr(colon + 2)));
  }
  if (std::find(std::begin(kOutcomes), std::end(kOutcomes), attack.expect) == std::end(kOutcomes))
    throw InputError(attack.name + ": its header has no '# expect:' with one of the outcomes");
  try {
    layers_of(attack);
  } catch (const InputError& error) {
    throw InputError(attack.name + ": " + error.what());
  }
  return attack;
}

namespace {

// Entering the kernel as a 32-bit program does: some hypervisors and kernels don't have that.
bool has_int80() {
  static const bool has = [] {
    const ::pid_t child = ::fork();
    if (child == 0) {
      ::signal(SIGSEGV, SIG_DFL);
      const rlimit no_core{0, 0};
      ::setrlimit(RLIMIT_CORE, &no_core);
      long number = 20;  // getpid
      __asm__ volatile("int $0x80" : "+a"(number) : : "memory", "r8", "r9", "r10", "r11");
      ::_exit(number > 0 ? 0 : 1);
    }
    int status = 0;
    return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
  }();
  return has;
}

}  // namespace

std::string missing_here(const Attack& attack) {
  if (attack.needs.empty()) return {};
  if (attack.needs != "int80")
    throw InputError(attack.name + ": its header needs '" + attack.needs + "', which nobody knows");
  return has_int80() ? "" : "this machine has no entry for 32-bit programs (int 0x80)";
}

std::vector<std::string> leave_out_impossible(std::vector<Attack>& attacks) {
  std::vector<std::string> left_out;
  std::erase_if(attacks, [&](const Attack& attack) {
    const std::string missing = missing_here(attack);
    if (!missing.empty()) left_out.push_back(attack.name + ": " + missing);
    return !missing.empty();
  });
  return left_out;
}

std::vector<Attack> read_corpus(const fs::path& directory) {
  std::vector<Attack> attacks;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.path().extension() != ".py" || entry.path().parent_path() == directory) continue;
    attacks.push_back(parse_attack(fs::relative(entry.path(), directory).replace_extension(),
                                   text_of(entry.path())));
  }
  sort_by_name(attacks);
  return attacks;
}

std::vector<Attack> built_in_corpus() {
  std::vector<Attack> attacks;
  for (const auto& file : built_in_files())
    attacks.push_back(parse_attack(std::string(file.name), std::string(file.source)));
  sort_by_name(attacks);
  return attacks;
}

std::vector<Attack> merged(std::vector<Attack> some, std::vector<Attack> others) {
  std::move(others.begin(), others.end(), std::back_inserter(some));
  sort_by_name(some);
  const auto twice = std::adjacent_find(
      some.begin(), some.end(), [](const Attack& a, const Attack& b) { return a.name == b.name; });
  if (twice != some.end()) throw InputError("there are two attacks " + twice->name);
  return some;
}

}  // namespace assize
