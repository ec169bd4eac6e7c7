// What happens inside a run, from the clone of its init to the exec of the submission.
//
// The launch of a run, in order. K is the keeper's id on the host, R the run's; in the user
// namespace of the slot's runs only R has a name, 1000.
//
//   keeper   clone3: pid, mount, ipc namespaces, into the run's v2 group (the user namespace is the
//            slot's own, below the keeper's; so is the uts namespace; the net namespace is the
//            slot's, empty, without loopback)
//   init     makes the Landlock rules for what may be read, mounts its own proc, enters the v1
//            groups, unshares the cgroup namespace
//   init     asks a fork server for main, with a descriptor of itself: the template or, for a run
//   by
//            exec, the plain one (fork_server.h). Both are under the slot's filter.
//   server   has a child made that joins init's namespaces and forks main (fork_server_loop.cpp)
//   main     by template copies the pages that every run writes to (on the slot's account, not on
//            the run's), enters the groups, gives up ids and capabilities
//   init     tells the keeper that it is prepared
//            -- everything above happens before the run is known, while none runs in the slot --
//   keeper   sets the limits of the group, sends the JailSpec on
//   init     mounts the two tmpfs (and lets Landlock write to them), writes the submission's files,
//            sends main on
//   main     sets rlimits, enters Landlock, takes its standard streams and closes all others
//   main     execs: the filter reports it, the keeper starts the clocks and lets it pass; by
//            template it executes nothing: the keeper denies it, and main returns into the
//            interpreter of which it is a copy. What the filter reports from now on is denied.
//            Where the run begins with the compile check, main writes the code object to its
//            standard output and says the same once more: the keeper keeps what was written, and
//            starts the clocks anew
//   init     waits, reports how main ended, and stays until the keeper kills it
//
// Init keeps the id K, which has no name in that namespace, and isn't dumpable: the submission
// can neither signal nor trace it. When it is killed, the kernel kills all that is in its pid
// namespace.
#include <fcntl.h>
#include <linux/sched.h>
#include <poll.h>
#include <sched.h>
#include <sys/fsuid.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "judge/jail/inside/box_files.h"
#include "judge/jail/inside/collect.h"
#include "judge/jail/inside/inside.h"
#include "judge/jail/inside/main_process.h"
#include "judge/jail/inside/stage.h"
#include "judge/jail/kernel/landlock.h"
#include "judge/jail/protocol/message.h"

namespace assize {

namespace {

void report(int channel, InitReport::Kind kind, int value, std::span<const int> fds = {},
            std::uint64_t resident = 0) {
  const InitReport report{kind, value, resident};
  send_message(channel, {reinterpret_cast<const char*>(&report), sizeof report}, fds);
}

bool mount_proc(const SlotSetup& setup) {
  const bool whole = setup.rules.whole_proc || setup.without.has(Layer::proc_subset);
  const char* options = whole ? "hidepid=invisible" : "hidepid=invisible,subset=pid";
  return ::mount("proc", "/proc", "proc", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, options) ==
         0;
}

bool mount_scratch(const char* path, const Limits& limits, bool limited, bool executable) {
  char options[160];
  const int length = limited ? std::snprintf(options, sizeof options,
                                             "mode=0700,uid=1000,gid=1000,size=%llu,nr_inodes=%u",
                                             static_cast<unsigned long long>(limits.scratch.count),
                                             limits.scratch_inodes)
                             : std::snprintf(options, sizeof options,
                                             "mode=0700,uid=1000,gid=1000,size=0,nr_inodes=0");
  const unsigned long no_executing = executable ? 0UL : static_cast<unsigned long>(MS_NOEXEC);
  const unsigned long flags = MS_NOSUID | MS_NODEV | no_executing;
  return length > 0 && ::mount("tmpfs", path, "tmpfs", flags, options) == 0;
}

void report_end(int channel, int status, const rusage& usage) {
  const auto resident = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
  if (WIFEXITED(status))
    report(channel, InitReport::Kind::exited, WEXITSTATUS(status), {}, resident);
  if (WIFSIGNALED(status))
    report(channel, InitReport::Kind::signalled, WTERMSIG(status), {}, resident);
}

// What is taken out of the working directory after main's end; nothing, by default.
struct Collection {
  UniqueFd directory;
  CollectionRules rules;
  bool is_folder = false;
  std::string output_file;
};

void report_collected(int channel, const Collection& collection) {
  if (!collection.output_file.empty()) {
    const UniqueFd file = open_plain_file(AT_FDCWD, collection.output_file.c_str());
    const int output = file.get();
    report(channel, InitReport::Kind::output, 0, std::span(&output, file ? 1U : 0U));
  }
  if (!collection.directory) return;
  const int directory = collection.directory.get();
  const CollectedFiles files = collection.is_folder
                                   ? collect_folder(directory, collection.rules.limit)
                                   : collect_files(directory, collection.rules);
  const int content = files.content.get();
  send_message(channel, encode(files.list),
               std::span(&content, files.list.problem.empty() ? 1U : 0U));
}

// Waits for the main process and tells the keeper how it ended. Init is also the parent of every
// orphan of the run; it waits for them too, and stays until it is killed.
[[noreturn]] void wait_for_main(int channel, ::pid_t main, const Collection& collection = {}) {
  while (true) {
    int status = 0;
    rusage usage{};
    const ::pid_t ended = ::wait4(-1, &status, 0, &usage);
    if (ended == main) {
      report_end(channel, status, usage);
      report_collected(channel, collection);
    }
    if (ended < 0 && errno == ECHILD)
      while (true) ::pause();
  }
}

// A process of the run that is to be main, and the way to it.
struct Main {
  ::pid_t process = -1;
  UniqueFd pidfd;
  UniqueFd socket;
};

Main ask_server(const InitPlan& plan) {
  std::array<int, 2> ends{};
  const int channel = plan.channel;
  must(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) == 0, channel,
       LaunchStage::socket_to_main);
  Main main;
  main.socket = UniqueFd(ends[0]);
  UniqueFd its_end(ends[1]);
  UniqueFd self(static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0)));
  must(static_cast<bool>(self), channel, LaunchStage::pidfd_of_init);
  const std::array fds{self.get(), channel, its_end.get(), plan.output, plan.error_output};
  must(send_message(plan.to_server, plan.group, fds), channel, LaunchStage::copy_main);
  its_end.reset();
  ::close(plan.to_server);
  // Main says its number when it is prepared, the server 0 when main is a child of this process.
  for (int i = 0; i < 2; ++i) {
    ::pid_t word = 0;
    errno = 0;
    must(::read(main.socket.get(), &word, sizeof word) == sizeof word, channel,
         LaunchStage::copy_main);
    main.process = std::max(main.process, word);
  }
  main.pidfd = UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, main.process, 0)));
  must(static_cast<bool>(main.pidfd), channel, LaunchStage::pidfd_of_main);
  // Main has them.
  ::close(plan.output);
  ::close(plan.error_output);
  return main;
}

void become_init(const InitPlan& plan, int ruleset) {
  const int channel = plan.channel;
  const Layers without = plan.setup.without;
  // Test build: in a user namespace of its own, whose maps the keeper writes. Until then this
  // process must be dumpable: its files in proc belong to the keeper only as long as it is.
  char go = 0;
  must(!without.has(Layer::capabilities) || ::recv(channel, &go, 1, 0) == 1, channel,
       LaunchStage::barrier);
  must(raise_oom_score(), channel, LaunchStage::oom_score);
  std::vector<int> kept{channel, plan.output, plan.error_output, plan.to_server};
  if (ruleset >= 0) kept.push_back(ruleset);
  for (const UniqueFd* group : {&plan.groups.memory, &plan.groups.pids, &plan.groups.cpuacct})
    if (*group) kept.push_back(group->get());
  close_all_but(std::move(kept));
  ::dup2(STDOUT_FILENO, STDERR_FILENO);  // the worker's; nobody shall wait for it if this one hangs
  if (!without.has(Layer::pid_namespace))
    must(mount_proc(plan.setup), channel, LaunchStage::mount_proc_of_run);
}

void enter_group(const InitPlan& plan) {
  const int channel = plan.channel;
  must(enter_groups(plan.groups, plan.group), channel, LaunchStage::enter_cgroup);
  must(::unshare(CLONE_NEWCGROUP) == 0, channel, LaunchStage::cgroup_namespace);
  for (const UniqueFd* group : {&plan.groups.memory, &plan.groups.pids, &plan.groups.cpuacct})
    if (*group) ::close(group->get());
}

// A prepared main may be ended while it waits (by the host's OOM killer): the keeper then sees that
// this process has, and takes another run.
void wait_for_run(int channel, const Main& main) {
  std::array<pollfd, 2> sources{pollfd{channel, POLLIN, 0}, pollfd{main.pidfd.get(), POLLIN, 0}};
  while (::poll(sources.data(), sources.size(), -1) < 0 && errno == EINTR) {
  }
  if (sources[0].revents == 0) ::_exit(1);
}

void make_scratch(const InitPlan& plan, const JailSpec& spec, int payload) {
  const int channel = plan.channel;
  const Layers without = plan.setup.without;
  const bool fresh = !without.has(Layer::fresh_run);
  if (fresh) {
    const bool limited = !without.has(Layer::tmpfs_limits);
    must(mount_scratch("/tmp", spec.limits, limited, false), channel, LaunchStage::mount_tmp);
    must(mount_scratch("/box", spec.limits, limited, spec.executable_box), channel,
         LaunchStage::mount_box);
  }
  must(::chdir("/box") == 0, channel, LaunchStage::enter_box);
  make_files_as_run();
  const std::string& fixed = spec.fixed_folder;
  must(fixed.empty() || make_fixed_folder(fixed, spec.limits), channel,
       LaunchStage::mount_fixed_folder);
  must(write_box(spec.files, payload), channel, LaunchStage::write_submission);
  must(fixed.empty() || close_fixed_folder(fixed), channel, LaunchStage::close_fixed_folder);
  if (fresh) must(set_time(".") && set_time("/tmp"), channel, LaunchStage::set_file_times);
}

// After make_files_as_run().
Collection make_collection(int channel, const JailSpec& spec) {
  Collection collection;
  collection.output_file = spec.output_file;
  if (spec.collected.empty()) return collection;
  must(make_parents(spec.collected + "/"), channel, LaunchStage::make_directory_of_results);
  collection.directory =
      UniqueFd(::open(spec.collected.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
  must(static_cast<bool>(collection.directory), channel, LaunchStage::open_directory_of_results);
  collection.rules = {spec.collected_limit, spec.collected_excerpts, spec.collected_only};
  collection.is_folder = spec.collects_folder;
  return collection;
}

}  // namespace

void close_all_but(std::vector<int> kept) {
  std::sort(kept.begin(), kept.end());
  unsigned from = 3;
  for (const int fd : kept) {
    if (static_cast<unsigned>(fd) > from) ::close_range(from, static_cast<unsigned>(fd) - 1, 0);
    from = std::max(from, static_cast<unsigned>(fd) + 1);
  }
  ::close_range(from, ~0U, 0);
}

::pid_t clone_to_init(const SlotSetup& setup, int target, int& pidfd) {
  clone_args args{};
  args.flags = CLONE_PIDFD | run_namespaces(setup);
  if (target >= 0) {
    args.flags |= CLONE_INTO_CGROUP;
    args.cgroup = static_cast<__u64>(target);
  }
  args.exit_signal = SIGCHLD;
  args.pidfd = reinterpret_cast<__u64>(&pidfd);
  return static_cast<::pid_t>(::syscall(SYS_clone3, &args, sizeof args));
}

void be_init(const InitPlan& plan) {
  const int channel = plan.channel;
  const Layers without = plan.setup.without;
  UniqueFd ruleset;
  const int landlock = without.has(Layer::landlock) ? 0 : plan.setup.landlock_abi;
  if (landlock > 0) {
    ruleset = make_ruleset(landlock);
    must(ruleset && plan.readable.allow(ruleset.get()), channel, LaunchStage::landlock_rules);
  }
  become_init(plan, ruleset.get());
  must(!ruleset || allow_proc(ruleset.get()), channel, LaunchStage::landlock_rules);
  enter_group(plan);
  const Main main = ask_server(plan);
  must(::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0, channel, LaunchStage::undumpable_init);
  report(channel, InitReport::Kind::prepared, 0, std::array{main.pidfd.get()});

  wait_for_run(channel, main);
  auto received = receive_message(channel);
  must(received.has_value(), channel, LaunchStage::receive_run);
  if (received->message.empty()) ::_exit(0);  // the keeper has no further run
  const auto spec = decode_spec(received->message);
  auto& fds = received->descriptors;
  if (!spec || fds.size() < 2) fail(channel, LaunchStage::understand_run, EPROTO);

  make_scratch(plan, *spec, fds[1].get());
  const Collection collection = make_collection(channel, *spec);
  must(!ruleset || allow_scratch(ruleset.get(), landlock, spec->executable_box), channel,
       LaunchStage::landlock_rules);
  must(::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0, channel, LaunchStage::undumpable_init);
  Go go{spec->limits, spec->check, static_cast<bool>(ruleset), fds.size() > 2};
  std::vector<int> passed{fds[0].get()};
  if (go.has_ruleset) passed.push_back(ruleset.get());
  if (go.has_code) passed.push_back(fds[2].get());
  must(send_go(main.socket.get(), go, *spec, passed), channel, LaunchStage::start_main);
  must(clear_capability_sets(), channel, LaunchStage::init_capabilities);
  wait_for_main(channel, main.process, collection);
}

}  // namespace assize
