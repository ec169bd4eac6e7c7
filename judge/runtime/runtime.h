// A runtime: how a Python source becomes a process. For now every runtime starts by plain exec.
#pragma once

#include <string>
#include <vector>

#include "judge/jail/spec.h"

namespace assize {

struct RuntimeRow {
  std::string name = "python3";
  std::string path = "/usr/bin/python3";  // absolute
  std::vector<std::string> environment;   // "NAME=value", added to the fixed ones
};

struct Runtime {
  std::string name;
  std::string executable;  // absolute, every symbolic link resolved
  std::string version;     // "CPython 3.11.2"
  std::string hash;        // of everything in the view: interpreter, standard library, libraries
  FileView view;
  std::vector<std::string> environment;
};

// Looks at the interpreter once: where its library is, what it links, the hash of all of it.
// Throws HostError if it isn't there, isn't an interpreter, or can't be read by others.
Runtime resolve_runtime(const RuntimeRow& row);

// The command lines of a run and of the compile check that precedes the runs.
std::vector<std::string> run_arguments();
std::vector<std::string> compile_arguments();

// The name under which a submission's source is run.
constexpr const char* kMainFile = "main.py";

}  // namespace assize
