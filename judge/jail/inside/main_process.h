// The main process of a run: from its fork to the moment at which the submission begins. It is a
// copy of a fork server (fork_server.h) that has joined init's namespaces. init.cpp begins with the
// whole sequence.
#pragma once

#include <span>
#include <string>

#include "judge/jail/inside/inside.h"
#include "judge/jail/protocol/spec.h"
#include "storage/base/unique_fd.h"

namespace assize {

// In a fork server, once, before it loads the filter: all of the confinement that is the same for
// each of its runs, so that they inherit it. What is left of capabilities is what it takes to join
// namespaces and to become another user, in the slot's user namespace. False with errno set.
bool confine_server(const SlotSetup& setup);

// What a main process has been given to confine itself and to talk.
struct MainPlan {
  const SlotSetup& setup;
  int channel;  // to the keeper, for failures
  int to_init;
  int output;
  int error_output;
};

// What can be done before the run is known: a session and an id of its own, and no capability.
void prepare_main(int channel, Layers without);

// What init tells a prepared main when its run has come, in one datagram. With the descriptors of
// its input, of the ruleset if there is one, and of the code if there is. By exec the rest of the
// datagram is a JailSpec of which only the command counts.
struct Go {
  Limits limits;
  CompileCheck check = CompileCheck::none;
  bool has_ruleset = false;
  bool has_code = false;
};

bool send_go(int socket, const Go& go, const JailSpec& spec, std::span<const int> fds);

// A run by template, in main.
struct CopiedRun {
  CompileCheck check = CompileCheck::none;
  UniqueFd code;  // main.py, compiled, if it is there
};

// Both wait for the run, confine this process, and let the submission begin, with descriptors 0, 1,
// 2 (and code's), in /box. By template this returns when it is to begin; by exec never.
CopiedRun begin_copied_main(const MainPlan& plan);
[[noreturn]] void begin_exec_main(const MainPlan& plan);
// By template, when the compile check with which a run began is over.
void end_compile_check();

}  // namespace assize
