// A runtime: how a Python source becomes a process.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "judge/jail/protocol/spec.h"

namespace assize {

// How a runtime starts a run: a plain exec, or as a copy of an interpreter that was started once
// (docs/template.md).
enum class RuntimeKind : std::uint8_t { exec, by_template };

// A path of the host that runs shall see at the same place.
struct ShownPath {
  std::string path;   // absolute
  std::string where;  // of it in the configuration, for messages
};

struct RuntimeRow {
  std::string name = "python3";
  std::string path = "/usr/bin/python3";                // absolute
  std::optional<RuntimeKind> kind;                      // not given: by template where that can be
  std::vector<std::string> modules = common_modules();  // imported beforehand, by template
  std::vector<std::string> environment;                 // "NAME=value", added to the fixed ones
  std::vector<ShownPath> files;                         // beside what the interpreter needs
  std::string templates;  // folder of those that were made on this host; empty: there is none
  std::string where;      // of the row in the configuration; empty: it is the built-in one

  static std::vector<std::string> common_modules();
  std::string subject() const;  // of a message about it
};

struct Runtime {
  std::string name;
  std::string path;        // as configured: in a virtual environment it isn't the executable
  std::string executable;  // absolute, every symbolic link resolved
  std::string program;     // the name that it is started by: argv[0]
  std::string version;     // "CPython 3.11.2"
  std::string hash;        // of everything in the view: interpreter, standard library, libraries
  FileView view;
  std::vector<std::string> libraries;  // folders of modules in the view; the standard one first
  std::vector<std::string> linked;     // shared libraries in these folders
  RuntimeKind kind = RuntimeKind::exec;
  std::string template_object;  // path of it; empty: by exec
  std::string why_exec;         // of a CPython that there is no template for; else empty
  std::string mend;             // what can be done about that
  std::vector<std::string> modules;
  std::vector<std::string> environment;
  Bytes address_space;  // what the interpreter reserves without using it; a run's limit is so much
                        // higher

  // Nothing if the runtime starts by exec.
  TemplateSetup interpreter() const;
};

// Looks at the interpreter once: where its library is, what it links, the hash of all of it.
// Throws UnusableRuntime (fault.h) if it isn't there, isn't an interpreter, or can't be read by
// others; BadRow if the row asks for what can't be: a template of something other than CPython, or
// files that aren't there. A CPython that there is no template for is no fault, whatever the row
// says: an upgrade of the host may bring one overnight.
Runtime resolve_runtime(const RuntimeRow& row);

// A notice to the operator that each run starts the interpreter anew, and why: not empty
// `why_exec`.
std::string slow_start_of(const Runtime& runtime);

// The command lines of a run and of the compile check that precedes the runs (by template that is a
// run of its own kind: CompileCheck in jail/protocol/spec.h).
std::vector<std::string> run_arguments(const Runtime& runtime);
std::vector<std::string> compile_arguments(const Runtime& runtime);

// A run by a runtime, as it starts its runs. What the interpreter reserves is added to the limit of
// the address space.
JailSpec describe_run(const Runtime& runtime, std::vector<std::string> arguments,
                      const Limits& limits, std::vector<BoxFile> files);

// The name under which a submission's source is run.
constexpr const char* kMainFile = "main.py";

}  // namespace assize
