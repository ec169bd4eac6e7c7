// What the worker tells a keeper: once per slot a SlotSetup, then a JailSpec for each run; and what
// comes back: a RunRecord (storage/records), or a LaunchFailure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "judge/jail/protocol/launch_stage.h"
#include "storage/records/limits.h"
#include "storage/records/run_record.h"

namespace assize {

// Layers of the jail that a test build of the keeper can take away, to prove that each one stops
// what it is there to stop. The released keeper refuses any value but 0.
enum class Layer : std::uint32_t {
  seccomp = 1U << 0U,
  file_view = 1U << 1U,
  read_only = 1U << 2U,
  pid_namespace = 1U << 3U,
  net_namespace = 1U << 4U,
  ipc_namespace = 1U << 5U,
  uts_namespace = 1U << 6U,
  memory_limit = 1U << 7U,
  process_limit = 1U << 8U,
  cpu_limit = 1U << 9U,
  wall_limit = 1U << 10U,
  output_limit = 1U << 11U,
  rlimits = 1U << 12U,
  tmpfs_limits = 1U << 13U,
  close_fds = 1U << 14U,
  capabilities = 1U << 15U,
  fresh_run = 1U << 16U,
  whole_kill = 1U << 17U,
  sealed_stdin = 1U << 18U,
  proc_subset = 1U << 19U,
  clean_env = 1U << 20U,
  landlock = 1U << 21U,
  view_copies = 1U << 22U,
};

struct Layers {
  std::uint32_t bits = 0;
  bool has(Layer layer) const { return (bits & static_cast<std::uint32_t>(layer)) != 0; }
  void add(Layer layer) { bits |= static_cast<std::uint32_t>(layer); }
  bool operator==(const Layers&) const = default;
};

// A file or directory of the host that is shown, read-only, at `target` of the jail's root.
struct Mount {
  enum class Kind : std::uint8_t { directory, file, device };
  std::string source;  // absolute, no symbolic link at its end
  std::string target;  // absolute
  Kind kind = Kind::directory;
  bool operator==(const Mount&) const = default;
};

struct Symlink {
  std::string path;    // absolute, in the jail
  std::string target;  // what it points at
  bool operator==(const Symlink&) const = default;
};

// A small file that exists only in the jail's root.
struct StaticFile {
  std::string path;
  std::string content;
  bool operator==(const StaticFile&) const = default;
};

// What a runtime needs to see: the jail's root is made of this and nothing else.
struct FileView {
  std::vector<Mount> mounts;
  std::vector<Symlink> symlinks;
  std::vector<StaticFile> files;
  bool operator==(const FileView&) const = default;
};

// Ids on the host. As root there are three of them: the operator's stay outside, the keeper and the
// runs have an id of the slot each. Rootless there is one: the operator's own.
struct SlotIds {
  std::uint32_t keeper = 0;
  std::uint32_t run = 0;
  bool rootless() const { return keeper == run; }
  bool operator==(const SlotIds&) const = default;
};

// Which cgroup directories of the slot come as descriptors with the setup, in this order.
struct CgroupLayout {
  bool unified = false;         // a v2 directory: cpu.stat, cgroup.kill, CLONE_INTO_CGROUP
  bool unified_memory = false;  // … and it has the memory and pids controllers
  bool v1_memory = false;
  bool v1_pids = false;
  bool v1_cpuacct = false;
  bool operator==(const CgroupLayout&) const = default;
  std::size_t descriptors() const {
    return static_cast<std::size_t>(unified) + static_cast<std::size_t>(v1_memory) +
           static_cast<std::size_t>(v1_pids) + static_cast<std::size_t>(v1_cpuacct);
  }
};

// What the policy says of system calls and proc, ready for the keeper (rules.h makes it).
struct SlotRules {
  std::string filter;                     // compiled seccomp filter: an array of struct sock_filter
  std::vector<std::int32_t> fatal_calls;  // forbidden calls that end the run
  std::vector<std::int32_t> passed_calls;  // granted, though the filter asks the keeper about them
  // Denied without a report, though the filter asks the keeper about them: the set-up of a run
  // needs them.
  std::vector<std::int32_t> silent_calls;
  bool whole_proc = false;
  bool operator==(const SlotRules&) const = default;
};

// The interpreter that is started once per slot and copied for each run. Its shared object comes as
// the last descriptor but one with the setup, and a file in memory as the last: what an earlier
// template has learnt of its pages, or empty, to be filled. Not there: `executable` is empty.
struct TemplateSetup {
  std::string executable;
  std::vector<std::string> arguments;
  std::vector<std::string> environment;
  std::string modules;  // imported beforehand, with commas between
  Bytes stack;          // RLIMIT_STACK of the runs: the C library derives from it at its start
  bool is_there() const { return !executable.empty(); }
  bool operator==(const TemplateSetup&) const = default;
};

// What a slot of submissions takes for copies of the runtime's directories, at most (view_copy.h).
constexpr Bytes kViewCopies = mib(128);

struct SlotSetup {
  std::uint32_t slot = 0;
  std::uint32_t core = 0;  // the CPU on which this slot's runs execute
  SlotIds ids;
  CgroupLayout cgroups;
  FileView view;
  SlotRules rules;
  TemplateSetup interpreter;
  std::int32_t landlock_abi = 0;  // of the kernel; 0: it has none, and that layer isn't there
  Bytes view_copies;  // most that copies of the view's directories take; 0: all are mounted
  Layers without;     // test builds only
  bool operator==(const SlotSetup&) const = default;
  std::size_t descriptors() const {
    return cgroups.descriptors() + (interpreter.is_there() ? 2 : 0);
  }
};

// Of a run's main process, in the run's pid namespace; init is 1. The same whichever way it starts:
// by template a process comes and goes before it.
constexpr std::int32_t kMainNumber = 3;

// 2020-01-01T00:00:00Z: the time that every file of a run says, its input too.
constexpr std::int64_t kFileTime = 1577836800;

// How a run starts: by an exec of the runtime, or as a copy of the slot's template.
enum class Start : std::uint8_t { exec = 0, by_template = 1 };

// A file that is put into the working directory; the content of all of them, one after the other,
// is in the payload descriptor.
struct BoxFile {
  std::string path;  // relative, no "." or ".." in it
  std::uint64_t size = 0;
  bool executable = false;
  bool link = false;  // a symbolic link: its content is what it points at
  bool operator==(const BoxFile&) const = default;
};

// By template a run can be, or begin with, the compile check of main.py: until it says that the
// check is over, what it writes to standard output is the code object.
enum class CompileCheck : std::uint8_t { none = 0, alone = 1, first = 2 };

// More than what the compile check writes.
constexpr Bytes kCodeObject = mib(17);

// With two descriptors: the run's standard input, and the payload; by template perhaps with a third
// one, of a file with main.py's code object (marshalled), which is then executed in its place. If
// the output is forwarded, the last one is the write end of a pipe.
struct JailSpec {
  std::uint64_t run = 0;  // echoed in the answer
  Start start = Start::exec;
  Limits limits;
  // By exec; a template has been started with its own.
  std::vector<std::string> arguments;  // [0] is the name the program sees
  std::string executable;              // absolute path in the jail
  std::vector<std::string> environment;
  CompileCheck check = CompileCheck::none;
  std::vector<BoxFile> files;
  bool executable_box = false;  // a file of the working directory may be executed
  // A directory of the working directory that the run can read and execute, but not change: a mount
  // of its own with those of `files` that are in it. Empty: there is none.
  std::string fixed_folder;
  // A directory that is made in the working directory, and whose files are given back after the
  // end, together at most so many bytes; empty: none.
  std::string collected;
  Bytes collected_limit;
  // Of these files of it, which are texts to be quoted, only the beginning is taken.
  std::vector<std::string> collected_excerpts;
  // If there are any, nothing but these and the excerpts is taken, whatever else is there.
  std::vector<std::string> collected_only;
  // It may have directories, executable files and links in it, which are then taken too: it is a
  // folder that is put into the working directory of other runs. Anything else, links that lead out
  // of it, and set-user-id and set-group-id bits are problems.
  bool collects_folder = false;
  // What is written to standard output beyond its limit is dropped, as on standard error, and ends
  // nothing; the record then says the limit itself.
  bool cuts_output = false;
  // A file of the working directory: what it holds after the end is the run's output, instead of
  // what was written to standard output, which is limited all the same. Nothing, if it isn't a
  // plain file that the run itself could read. Empty: there is none.
  std::string output_file;
  // The output goes to the pipe, too, as it comes; nobody but the keeper waits for its reader.
  bool forwards = false;
  // … at the pace of its reader: what is written beyond what the pipe takes waits with the program,
  // and the output is traffic, of which no more than its beginning is kept and nothing is limited.
  bool at_readers_pace = false;
  // … and when the run has failed, or the pipe can't take all of it, the pipe is given back: its
  // reader isn't told of the end.
  bool holds_end = false;
  bool operator==(const JailSpec&) const = default;
};

// What a run executes: an absolute path in the jail, with its arguments ([0] is the name that the
// program sees) and its whole environment.
struct Command {
  std::string executable;
  std::vector<std::string> arguments;
  std::vector<std::string> environment;
};

// Every description of a run begins here, so that none goes without one of these. What it has
// beyond them is set afterwards.
inline JailSpec describe_run(Command command, const Limits& limits, std::vector<BoxFile> files) {
  JailSpec spec;
  spec.limits = limits;
  spec.executable = std::move(command.executable);
  spec.arguments = std::move(command.arguments);
  spec.environment = std::move(command.environment);
  spec.files = std::move(files);
  return spec;
}

// Where the output of a forwarded run had come to at some moment.
struct OutputMark {
  nanoseconds at{};  // monotonic clock (clock_gettime(2): the same for all processes)
  std::uint64_t bytes = 0;
  bool operator==(const OutputMark&) const = default;
};
constexpr std::size_t kMaxOutputMarks = 256;

// What is dropped of the output of a program at its reader's pace, after that has ended, before it
// is ended, too.
constexpr Bytes kMostUnread = mib(8);

// Output up to this size comes in the answer itself: most is, and a file for it costs more.
constexpr std::size_t kSmallOutput = 16 * 1024;

// What comes back of a run beside its record. Descriptors, in this order: its output, its error
// output and its code object where they aren't small, the content of the collected files one after
// the other, the pipe that it forwarded to.
struct RunYield {
  std::string output;  // small ones
  std::string error_output;
  bool has_output_file = false;
  bool has_error_file = false;
  // Of a run that began with the compile check and has passed it: its facts up to there, and what
  // it wrote. Where this isn't there, the run has ended with the check.
  std::optional<RunRecord> check;
  std::string code;
  bool has_code_file = false;
  std::vector<BoxFile> collected;
  std::string collect_problem;    // why there are no files though they were asked for; or empty
  bool has_content = false;       // the files' content comes along
  std::vector<OutputMark> marks;  // the first ones
  std::uint64_t forwarded = 0;    // bytes of the output that the pipe has taken
  nanoseconds last_output{};      // when there was output the last time, by the marks' clock
  bool is_unread = false;  // ended for what it wrote after the reader of its output had ended
  bool has_pipe = false;   // the pipe comes along: its reader hasn't been told of the end
  bool operator==(const RunYield&) const = default;
  std::size_t descriptors() const {
    return static_cast<std::size_t>(has_output_file) + static_cast<std::size_t>(has_error_file) +
           static_cast<std::size_t>(has_code_file) + static_cast<std::size_t>(has_content) +
           static_cast<std::size_t>(has_pipe);
  }
};
constexpr std::size_t kMaxCollectedFiles = 128;
// Of a folder: files and directories, how deep they may be, and what the description of a run may
// need for their names. There is room for the files of a call beside them.
constexpr std::size_t kMaxFolderFiles = 880;
constexpr std::size_t kMaxFolderDepth = 16;
constexpr std::size_t kMaxFolderNames = 96UL * 1024;  // bytes
constexpr std::size_t kBesideName = 16;               // bytes of the description for each of them
constexpr Bytes kCollectedExcerpt = kib(64);

// Ours, never the submission's: the run couldn't be started, or its keeper lost it.
struct LaunchFailure {
  std::uint64_t run = 0;
  LaunchStage stage = LaunchStage::unexpected;
  std::int32_t error = 0;   // errno
  std::string detail = {};  // of a stage that is `unexpected`: what was said of it
  std::string step() const { return detail.empty() ? std::string(name(stage)) : detail; }
  bool operator==(const LaunchFailure&) const = default;
};

}  // namespace assize
