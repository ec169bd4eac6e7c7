// Runs the hostile programs of this folder, in the whole jail or with the layers that stop them
// taken away, and looks at the host after each. README.md says what a program must do and what its
// header means.
//
//   run_attacks CORPUS whole|without ASSIZE-JAIL [FAMILY/NAME…]
#include <fcntl.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include "judge/core/errors.h"
#include "judge/core/text.h"
#include "judge/jail/syscalls.h"
#include "judge/judging.h"

namespace {

using namespace assize;
namespace fs = std::filesystem;

struct Attack {
  std::string name;  // "family/name"
  std::string source;
  std::string expect;
  std::vector<std::string> incidents;
  std::vector<std::string> stopped_by;
  int runs = 1;
  std::string input;
};

const std::map<std::string, Layer> kLayers{
    {"seccomp", Layer::seccomp},
    {"file-view", Layer::file_view},
    {"read-only", Layer::read_only},
    {"pid-namespace", Layer::pid_namespace},
    {"net-namespace", Layer::net_namespace},
    {"ipc-namespace", Layer::ipc_namespace},
    {"uts-namespace", Layer::uts_namespace},
    {"memory-limit", Layer::memory_limit},
    {"process-limit", Layer::process_limit},
    {"cpu-limit", Layer::cpu_limit},
    {"wall-limit", Layer::wall_limit},
    {"output-limit", Layer::output_limit},
    {"rlimits", Layer::rlimits},
    {"tmpfs-limits", Layer::tmpfs_limits},
    {"close-fds", Layer::close_fds},
    {"capabilities", Layer::capabilities},
    {"fresh-run", Layer::fresh_run},
    {"whole-kill", Layer::whole_kill},
    {"sealed-stdin", Layer::sealed_stdin},
    {"proc-subset", Layer::proc_subset},
    {"clean-env", Layer::clean_env},
    {"landlock", Layer::landlock},
};

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  return first == std::string::npos ? ""
                                    : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

Attack read_attack(const fs::path& path, const fs::path& corpus) {
  Attack attack;
  attack.name = fs::relative(path, corpus).replace_extension();
  attack.source = text_of(path);
  std::istringstream lines(attack.source);
  for (std::string line; std::getline(lines, line) && line.starts_with("# ");) {
    const auto colon = line.find(": ");
    if (colon == std::string::npos) break;
    const std::string key = line.substr(2, colon - 2);
    const std::string value = trimmed(line.substr(colon + 2));
    if (key == "expect") attack.expect = value;
    if (key == "incident") attack.incidents.push_back(value);
    if (key == "runs") attack.runs = std::stoi(value);
    if (key == "stdin") attack.input = value + "\n";
    if (key == "stopped-by") {
      std::istringstream parts(value);
      for (std::string part; std::getline(parts, part, ',');)
        attack.stopped_by.push_back(trimmed(part));
    }
  }
  if (attack.expect.empty())
    throw std::runtime_error(path.string() + ": no '# expect:' in its header");
  return attack;
}

std::vector<Attack> read_corpus(const fs::path& corpus) {
  std::vector<Attack> attacks;
  for (const auto& entry : fs::recursive_directory_iterator(corpus))
    if (entry.path().extension() == ".py" && entry.path().parent_path() != corpus)
      attacks.push_back(read_attack(entry.path(), corpus));
  std::sort(attacks.begin(), attacks.end(),
            [](const Attack& a, const Attack& b) { return a.name < b.name; });
  return attacks;
}

// What an attack would find outside, made before each and taken away afterwards.
class Canaries {
 public:
  Canaries() {
    std::ofstream(kFile) << "canary-secret\n";
    fs::permissions(kFile, fs::perms(0644));
    listen_on(AF_INET, SOCK_STREAM);
    listen_on(AF_INET, SOCK_DGRAM);
    listen_abstract();
    shared_memory_ = ::shmget(0x61737a31, 4096, IPC_CREAT | 0666);
    if (void* memory = ::shmat(shared_memory_, nullptr, 0);
        reinterpret_cast<std::intptr_t>(memory) != -1) {
      std::memcpy(memory, "canary-secret", sizeof "canary-secret");
      ::shmdt(memory);
    }
    messages_ = ::msgget(0x61737a32, IPC_CREAT | 0666);
    semaphores_ = ::semget(0x61737a33, 1, IPC_CREAT | 0666);
    const ::mode_t mask = ::umask(0);
    queue_ = ::mq_open("/assize-canary", O_CREAT | O_RDWR, 0666, nullptr);
    ::umask(mask);
  }
  ~Canaries() {
    fs::remove(kFile);
    ::shmctl(shared_memory_, IPC_RMID, nullptr);
    ::msgctl(messages_, IPC_RMID, nullptr);
    ::semctl(semaphores_, 0, IPC_RMID);
    ::mq_close(queue_);
    ::mq_unlink("/assize-canary");
  }
  Canaries(const Canaries&) = delete;
  Canaries& operator=(const Canaries&) = delete;

 private:
  static constexpr const char* kFile = "/tmp/assize-attack-canary";

  void keep(int fd, const sockaddr* address, socklen_t length, bool listens) {
    sockets_.emplace_back(fd);
    const int yes = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (::bind(fd, address, length) != 0 || (listens && ::listen(fd, 16) != 0))
      throw std::runtime_error(std::string("can't set up a canary: ") + std::strerror(errno));
  }
  void listen_on(int family, int type) {
    sockaddr_in address{};
    address.sin_family = static_cast<sa_family_t>(family);
    address.sin_port = htons(47999);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    keep(::socket(family, type | SOCK_CLOEXEC, 0), reinterpret_cast<sockaddr*>(&address),
         sizeof address, type == SOCK_STREAM);
  }
  void listen_abstract() {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    constexpr std::string_view kName = "assize-attack-canary";
    std::copy(kName.begin(), kName.end(), address.sun_path + 1);
    keep(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), reinterpret_cast<sockaddr*>(&address),
         static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + kName.size()), true);
  }

  std::vector<UniqueFd> sockets_;
  int shared_memory_ = -1;
  int messages_ = -1;
  int semaphores_ = -1;
  mqd_t queue_ = -1;
};

// What of a run could be left on the host. Numbers of processes and groups are not in it, only how
// many: the keeper and its next, prepared run are always there.
struct HostState {
  std::size_t processes = 0;  // with an id of the slot, or below this process
  std::size_t groups = 0;
  std::string mounts;
  std::string sysv;
  std::set<std::string> files;  // in /tmp, /dev/shm, /dev/mqueue
  bool operator==(const HostState&) const = default;
};

std::set<int> descendants() {
  std::map<int, std::vector<int>> children;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (!std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; }))
      continue;
    const std::string stat = text_of(entry.path() / "stat");
    const auto after = stat.rfind(')');
    if (after == std::string::npos) continue;
    std::istringstream fields(stat.substr(after + 1));
    std::string state;
    int parent = 0;
    fields >> state >> parent;
    children[parent].push_back(std::stoi(name));
  }
  std::set<int> found;
  std::vector<int> next{::getpid()};
  while (!next.empty()) {
    const int pid = next.back();
    next.pop_back();
    for (const int child : children[pid])
      if (found.insert(child).second) next.push_back(child);
  }
  return found;
}

std::size_t count_groups(const HostCgroups& host, std::uint32_t slot) {
  std::size_t count = 0;
  for (const std::string* parent : {&host.unified, &host.memory, &host.pids, &host.cpuacct}) {
    if (parent->empty()) continue;
    std::error_code gone;
    const std::string directory = *parent + "/assize-slot-" + std::to_string(slot);
    for (fs::directory_iterator entry(directory, gone), end; !gone && entry != end;
         entry.increment(gone))
      if (entry->is_directory(gone)) ++count;
  }
  return count;
}

HostState look_at_host(const HostCgroups& host, std::uint32_t slot) {
  HostState state;
  state.processes = descendants().size();
  state.groups = count_groups(host, slot);
  state.mounts = text_of("/proc/self/mountinfo");
  for (const char* kind : {"shm", "msg", "sem"}) {
    std::istringstream lines(text_of(std::string("/proc/sysvipc/") + kind));
    std::string line;
    while (std::getline(lines, line)) {
      std::istringstream fields(line);
      std::string key;
      std::string id;
      fields >> key >> id;
      state.sysv += std::string(kind) + " " + key + " " + id + "\n";
    }
  }
  for (const char* directory : {"/dev/shm", "/dev/mqueue"}) {
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(directory, missing))
      state.files.insert(entry.path());
  }
  for (const auto& entry : fs::directory_iterator("/tmp"))
    if (entry.path().filename().string().find("assize") != std::string::npos)
      state.files.insert(entry.path());
  return state;
}

std::string difference(const HostState& before, const HostState& after) {
  std::string text;
  const auto count = [&](const char* what, std::size_t was, std::size_t is) {
    if (was != is)
      text += std::string(" ") + what + " " + std::to_string(was) + " -> " + std::to_string(is);
  };
  count("processes", before.processes, after.processes);
  count("cgroups", before.groups, after.groups);
  if (before.mounts != after.mounts) text += " mounts changed";
  if (before.sysv != after.sysv) text += " System V objects changed";
  if (before.files != after.files) text += " files changed";
  return text;
}

// On an emulated machine everything takes longer: ASSIZE_ATTACK_SCALE multiplies the time limits.
// (The CPU family is written for a scale of 1.)
int time_scale() {
  const char* scale = std::getenv("ASSIZE_ATTACK_SCALE");
  return scale == nullptr ? 1 : std::max(1, std::atoi(scale));
}

// Without its layers an attack must have the time to succeed, on a slow host too: the wall limit is
// what programs are written for only in the whole jail.
Limits attack_limits(Layers without = {}) {
  Limits limits;
  set_time_limit(limits, time_scale() * std::chrono::milliseconds{500});
  set_memory_limit(limits, mib(64));
  limits.wall = time_scale() * std::chrono::seconds{without.bits == 0 ? 2 : 20};
  limits.output = kib(256);
  limits.error_output = kib(64);
  limits.processes = 32;
  limits.open_files = 64;
  limits.file_size = mib(16);
  limits.scratch = mib(16);
  limits.scratch_inodes = 512;
  return limits;
}

UniqueFd input_for(const Attack& attack, Layers without) {
  if (!without.has(Layer::sealed_stdin)) return sealed_file(attack.input);
  UniqueFd plain(::memfd_create("input", MFD_CLOEXEC));
  if (::write(plain.get(), attack.input.data(), attack.input.size()) < 0)
    throw std::runtime_error("memfd");
  ::lseek(plain.get(), 0, SEEK_SET);
  ::fchmod(plain.get(), 0666);
  return plain;
}

FinishedRun run_once(Keeper& keeper, const Bench& bench, const Attack& attack, Layers without) {
  JailSpec spec;
  spec.limits = attack_limits(without);
  spec.executable = bench.runtime.executable;
  spec.arguments = run_arguments();
  spec.environment = bench.runtime.environment;
  if (without.has(Layer::clean_env))
    for (char** variable = environ; *variable != nullptr; ++variable)
      spec.environment.emplace_back(*variable);
  spec.files = {{kMainFile, attack.source.size()}};
  const UniqueFd input = input_for(attack, without);
  const UniqueFd payload = sealed_file(attack.source);
  return keeper.run(spec, input.get(), payload.get());
}

bool has_line(std::string_view output, std::string_view line) {
  while (!output.empty()) {
    const auto end = output.find('\n');
    if (output.substr(0, end) == line) return true;
    if (end == std::string_view::npos) break;
    output.remove_prefix(end + 1);
  }
  return false;
}

std::string outcome_of(const FinishedRun& run, const std::string& expect) {
  const Opinion opinion = judge_run(run.record, attack_limits());
  std::string outcome(letters(opinion.verdict));
  if (expect.find(' ') != std::string::npos) outcome += " " + opinion.reason_class;
  return outcome;
}

// Empty: as it should be.
std::string check_whole(const Attack& attack, const FinishedRun& run) {
  const std::string_view output = run.output.text().substr(0, attack_limits().output.count);
  if (has_line(output, "breached")) return "it succeeded";
  const std::string outcome = outcome_of(run, attack.expect);
  if (outcome != attack.expect)
    return "expected " + attack.expect + ", got " + outcome + " (" +
           judge_run(run.record, attack_limits()).reason + ")";
  if (attack.expect == "AC" && !has_line(output, "held")) return "it did not say 'held'";
  for (const auto& incident : attack.incidents)
    if (std::none_of(run.record.denied_calls.begin(), run.record.denied_calls.end(),
                     [&](const DeniedCall& call) { return syscall_name(call.number) == incident; }))
      return "no incident " + incident;
  return {};
}

Layers layers_of(const Attack& attack) {
  Layers without;
  for (const auto& name : attack.stopped_by) {
    const auto found = kLayers.find(name);
    if (found == kLayers.end()) throw std::runtime_error(attack.name + ": no layer '" + name + "'");
    without.add(found->second);
  }
  return without;
}

struct Tally {
  std::map<std::string, std::array<int, 2>> families;  // passed, failed
  int passed = 0;
  int failed = 0;
};

class Runner {
 public:
  Runner(const std::string& program, bool whole) : bench_(make_bench({}, {})), whole_(whole) {
    bench_.keeper.program = program;
  }

  std::string run(const Attack& attack) {
    const Canaries canaries;
    const Layers without = whole_ ? Layers{} : layers_of(attack);
    if (!keeper_ || !whole_ || keeper_->broken()) {
      keeper_.reset();
      KeeperOptions options = bench_.keeper;
      options.without = without;
      keeper_ = std::make_unique<Keeper>(bench_.host, options);
      run_once(*keeper_, bench_, {"", "pass\n", "", {}, {}, 1, ""},
               {});  // the first prepared run is there
    }
    const HostState before = settled(keeper_->slot());
    std::optional<FinishedRun> last;
    for (int i = 0; i < attack.runs; ++i) last = run_once(*keeper_, bench_, attack, without);
    // The keeper answers first and removes the run's group then: a moment later nothing may be
    // left.
    HostState after = look_at_host(bench_.host, keeper_->slot());
    for (int i = 0; i < 200 && after != before; ++i) {
      ::usleep(10'000);
      after = look_at_host(bench_.host, keeper_->slot());
    }
    if (whole_) {
      if (auto wrong = check_whole(attack, *last); !wrong.empty()) return wrong + said(*last);
    } else if (!has_line(last->output.text(), "breached")) {
      return "it failed without its layers (" + outcome_of(*last, "AC") + ")" + said(*last);
    }
    const std::string left = difference(before, after);
    return left.empty() ? "" : "left on the host:" + left;
  }

 private:
  // The state of the host when nothing changes any more.
  HostState settled(std::uint32_t slot) const {
    HostState state = look_at_host(bench_.host, slot);
    while (true) {
      ::usleep(5'000);
      HostState next = look_at_host(bench_.host, slot);
      if (next == state) return state;
      state = std::move(next);
    }
  }

  static std::string said(const FinishedRun& run) {
    const std::string output = clean_excerpt(run.output.text(), 300);
    const std::string errors = clean_excerpt(last_line(run.record.error_tail), 300);
    return "\n      stdout: " + output + "\n      stderr: " + errors;
  }

  Bench bench_;
  bool whole_;
  std::unique_ptr<Keeper> keeper_;
};

int run_all(const std::vector<std::string>& arguments) {
  const bool whole = arguments[1] == "whole";
  Tally tally;
  int without_layers = 0;
  Runner runner(arguments[2], whole);
  for (const auto& attack : read_corpus(arguments[0])) {
    const bool wanted =
        arguments.size() == 3 ||
        std::any_of(arguments.begin() + 3, arguments.end(),
                    [&](const std::string& prefix) { return attack.name.starts_with(prefix); });
    if (!wanted) continue;
    if (!whole && attack.stopped_by.empty()) {
      ++without_layers;
      continue;
    }
    std::string wrong;
    try {
      wrong = runner.run(attack);
    } catch (const JudgeError& error) {
      wrong = std::string("a judge error: ") + error.what();
    }
    auto& family = tally.families[attack.name.substr(0, attack.name.find('/'))];
    ++family[wrong.empty() ? 0 : 1];
    ++(wrong.empty() ? tally.passed : tally.failed);
    if (!wrong.empty()) std::cout << "FAILED " << attack.name << ": " << wrong << std::endl;
  }
  for (const auto& [family, counts] : tally.families)
    std::printf("%-12s %3d %s%s\n", family.c_str(), counts[0], whole ? "held" : "succeeded",
                counts[1] > 0 ? (", " + std::to_string(counts[1]) + " did not").c_str() : "");
  if (without_layers > 0)
    std::printf("%d skipped: no layer that can be taken away is behind their outcome\n",
                without_layers);
  std::printf("%d passed, %d failed, %d skipped\n", tally.passed, tally.failed, without_layers);
  return tally.failed == 0 && tally.passed > 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() < 3 || (arguments[1] != "whole" && arguments[1] != "without")) {
    std::fputs("usage: run_attacks CORPUS whole|without ASSIZE-JAIL [FAMILY/NAME...]\n", stderr);
    return 2;
  }
  ::signal(SIGPIPE, SIG_IGN);
  ::setenv("ASSIZE_CANARY", "secret", 1);
  ::setenv("ASSIZE_JAIL", arguments[2].c_str(), 1);
  try {
    return run_all(arguments);
  } catch (const HostError& error) {
    std::cout << "skipped: this host can't put up the jail: " << error.what() << std::endl;
    return 77;
  } catch (const std::exception& error) {
    std::cerr << "run_attacks: " << error.what() << std::endl;
    return 1;
  }
}
