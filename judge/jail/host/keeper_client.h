// The worker's side of a slot: starts the keeper, hands it runs, gets their records.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "judge/jail/host/cpu_pressure.h"
#include "judge/jail/host/host_cgroup.h"
#include "judge/jail/host/memory_files.h"
#include "judge/jail/host/slot.h"
#include "judge/jail/host/template_cache.h"
#include "judge/jail/protocol/spec.h"
#include "storage/base/unique_fd.h"

namespace assize {

struct FinishedRun {
  RunRecord record;
  HeldOutput output;
  HeldOutput error_output;
  // Of a run that began with the compile check: the facts up to its end. Where they aren't there,
  // the run has ended with it.
  std::optional<RunRecord> check;
  HeldOutput code;  // what the check gave, or nothing: the runs must each parse the source
  std::map<std::string, std::string> collected;  // by name
  std::vector<BoxFile> collected_files;          // what each of these is
  std::string collect_problem;                   // why there is none though it was asked for
  // Of a run whose output was forwarded.
  std::vector<OutputMark> marks;
  std::uint64_t forwarded = 0;
  nanoseconds last_output{};  // when there was some the last time, by the marks' clock
  bool is_unread = false;     // ended for what it wrote after the reader of it had ended
  UniqueFd pipe;  // the rest is to be written here, then it is to be closed; if it is there
};

// What a run is given beside its specification. Descriptors, borrowed; -1: there is none.
struct RunFiles {
  int input = -1;    // its standard input (see sealed_file)
  int payload = -1;  // the content of spec.files
  int code = -1;     // by template, the code object of main.py
  int pipe = -1;     // what its output is forwarded to, if spec.forwards
};

// What makes one keeper differ from another.
struct KeeperOptions {
  std::string program;  // path of assize-jail
  FileView view;
  SlotRules rules;
  TemplateSetup interpreter;          // not there: every run by exec
  std::optional<std::uint32_t> core;  // not given: the slot's
  std::string template_object;        // path of the template, if it is
  // What tells this template from all others: of the same one the memory that it shares and the
  // pages that runs need are found out once per host. Empty: for each slot.
  std::string interpreter_key = {};
  int landlock_abi = 0;                                    // landlock_abi()
  Bytes view_copies = {};                                  // see SlotSetup
  std::function<void(const std::string&)> on_notice = {};  // what the operator should know; or none
  Layers without;                                          // test builds only
};

// A pipe of which one end is given to a run as its input.
struct InputPipe {
  UniqueFd reader;
  UniqueFd writer;  // doesn't wait for the reader
};

class KeeperClient {
 public:
  // Takes a slot and builds its jail. Passes over slots in which processes of earlier runs hang,
  // and says so. Throws HostError with the stage if a layer can't be put up, StuckHost if that
  // hangs.
  KeeperClient(const HostCgroups& host, const KeeperOptions& options);
  // Ends the keeper and waits until nothing of the slot is left on the host; but not for ever: what
  // doesn't end is left to itself, and the slot stays taken until it has.
  ~KeeperClient();
  KeeperClient(const KeeperClient&) = delete;
  KeeperClient& operator=(const KeeperClient&) = delete;

  // Runs one program to its end. A run by template isn't charged for what it shares with the
  // template: that is taken off its memory limit and added to its peak. Throws JudgeError if the
  // run couldn't be started or was lost, StuckHost if a step of it hangs; after `broken()` the
  // keeper can't be used again.
  FinishedRun run(JailSpec spec, const RunFiles& files) {
    start(std::move(spec), files);
    return finish();
  }
  // The same in two steps; between them the run goes on by itself. The descriptors are the keeper's
  // own after the first.
  void start(JailSpec spec, const RunFiles& files);
  FinishedRun finish();
  bool has_ended_within(nanoseconds time) const;  // waits at most so long for the run's end
  // A pipe whose reader the run may open anew for reading only, by any name. Not between start()
  // and finish(). Throws JudgeError.
  InputPipe make_input_pipe();
  bool broken() const { return broken_; }
  // Ends a run that another thread is waiting for: its run() throws. Safe to call at any time.
  void abandon() const;
  // Ends the keeper's run, which nobody wants any more, and the keeper with it.
  void give_up();

  std::uint32_t slot() const { return lease_.number(); }
  std::uint32_t core() const { return core_; }
  int process() const { return process_; }  // pid of the outer process, for tests and for logs

 private:
  void set_up(const HostCgroups& host, const KeeperOptions& options);
  void take_slot(const HostCgroups& host, const KeeperOptions& options);
  void set_receive_timeout(nanoseconds time);
  void end();
  void spawn(const std::string& program);
  void measure_baseline(const KeeperOptions& options, const TemplateCache& cache);
  struct Pending {
    std::uint64_t run = 0;
    nanoseconds wall{};
    nanoseconds pressure{};  // of the host at its start
    Bytes shared;            // with the template
  };
  [[noreturn]] void lose(const std::string& what, int error);
  [[noreturn]] void lose_stuck(const std::string& step);
  std::string tell_of_stuck(const std::string& step) const;

  SlotLease lease_;
  std::uint32_t core_ = 0;
  CpuPressure pressure_;
  UniqueFd socket_;
  UniqueFd lifeline_;
  SlotGroups groups_;
  int process_ = -1;
  std::uint64_t next_run_ = 1;
  Pending pending_;
  nanoseconds receive_timeout_{};
  Bytes baseline_;  // memory that a run by template shares with the template
  bool broken_ = false;
  std::function<void(const std::string&)> on_notice_;
};

}  // namespace assize
