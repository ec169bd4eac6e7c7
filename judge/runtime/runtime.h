// A runtime: how a Python source becomes a process.
#pragma once

#include <string>
#include <vector>

#include "judge/jail/spec.h"

namespace assize {

// How a runtime starts a run: a plain exec, or as a copy of an interpreter that was started once
// (docs/template.md).
enum class RuntimeKind : std::uint8_t { exec, by_template };

struct RuntimeRow {
  std::string name = "python3";
  std::string path = "/usr/bin/python3";  // absolute
  RuntimeKind kind = RuntimeKind::exec;
  std::vector<std::string> modules = common_modules();  // imported beforehand, by template
  std::vector<std::string> environment;                 // "NAME=value", added to the fixed ones

  static std::vector<std::string> common_modules();
};

struct Runtime {
  std::string name;
  std::string executable;  // absolute, every symbolic link resolved
  std::string version;     // "CPython 3.11.2"
  std::string hash;        // of everything in the view: interpreter, standard library, libraries
  FileView view;
  RuntimeKind kind = RuntimeKind::exec;
  std::vector<std::string> modules;
  std::vector<std::string> environment;

  // Nothing if the runtime starts by exec.
  TemplateSetup interpreter() const;
};

// Looks at the interpreter once: where its library is, what it links, the hash of all of it.
// Throws HostError if it isn't there, isn't an interpreter, or can't be read by others.
Runtime resolve_runtime(const RuntimeRow& row);

// The command lines of a run and of the compile check that precedes the runs.
std::vector<std::string> run_arguments();
std::vector<std::string> compile_arguments();
// The same check as a program's text, for a template. It writes the code object to standard output,
// marshalled, if every run may start from that instead of the source.
std::string compile_command();

// The name under which a submission's source is run.
constexpr const char* kMainFile = "main.py";

}  // namespace assize
