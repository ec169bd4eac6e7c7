// The main process of a run: from its fork to the moment at which the submission begins. By exec it
// is a fork of init, by template a copy of the template that has joined init's namespaces.
// init.cpp begins with the whole sequence.
#pragma once

#include <span>
#include <string>

#include "judge/jail/inside.h"
#include "judge/jail/spec.h"
#include "judge/jail/unique_fd.h"

namespace assize {

// What main has been given to confine itself and to talk. `ruleset` is -1 where there is no
// Landlock.
struct MainPlan {
  const SlotSetup& setup;
  int channel;  // to the keeper, for failures
  int to_init;  // the number of the filter's listener; by exec then a word that init may close its
                // ends
  int input;
  int output;
  int error_output;
  int ruleset;
};

// By exec, in init's child, which shares its descriptor table. Never returns.
[[noreturn]] void exec_main(const MainPlan& plan, const JailSpec& spec);

// By template, what can be done before the run is known: a session and an id of its own, and no
// capability.
void prepare_copied_main(int channel, Layers without);

// What init tells a prepared main when its run has come, in one datagram. With the descriptors of
// its input, of the ruleset if there is one, and of the code if there is.
struct Go {
  Limits limits;
  CompileCheck check = CompileCheck::none;
  bool has_ruleset = false;
  bool has_code = false;
};

bool send_go(int socket, const Go& go, std::span<const int> fds);

// A run by template, in main.
struct CopiedRun {
  CompileCheck check = CompileCheck::none;
  UniqueFd code;  // main.py, compiled, if it is there
};

// By template: waits for the run, confines this process, and returns when the submission is to
// begin: with descriptors 0, 1, 2 (and code's), in /box.
CopiedRun begin_copied_main(MainPlan plan);
// … and when the compile check with which it began is over.
void end_compile_check();

}  // namespace assize
