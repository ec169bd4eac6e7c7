// Programs that a package brings (its validators): built once, then run any number of times, in a
// jail of their own.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "judge/jail/host/keeper_client.h"
#include "judge/runtime/runtime.h"
#include "judge/runtime/script_tools.h"
#include "judge/runtime/toolchain.h"
#include "judge/validation/script_folder.h"
#include "problems/loaded_package.h"

namespace assize {

// A program that is ready to be run.
struct BuiltProgram {
  std::string name;                    // as in the package
  std::vector<BoxFile> files;          // where they are put in the working directory
  std::string content;                 // of all of them, one after the other
  std::string executable;              // absolute, in the jail
  std::vector<std::string> arguments;  // the first ones
  bool executable_box = false;
  // Built or started by scripts of its own: it is run where it finds what these may call, and its
  // folder (JailSpec::fixed_folder) is as the build left it. Empty folder: any other program.
  std::string folder;
  std::vector<std::string> environment;  // such a program's own
  // The tester of unit tests: its main.py is started as a submission is, by template where that can
  // be. Null: any other program. Its owner is the ProgramHost.
  const Runtime* runtime = nullptr;
  bool has_scripts() const { return !folder.empty(); }
};

// Where built programs are kept, by a key that has all in it that they were made of: the files,
// the language, the compiler's flags. Of what a compiler has made, the first line says which one it
// was.
class ProgramCache {
 public:
  virtual ~ProgramCache() = default;
  virtual std::optional<std::string> find(const std::string& key) = 0;
  virtual void put(const std::string& key, const std::string& program) = 0;
};

// What this host has to build and to run them. Safe to use from several threads.
class ProgramHost {
 public:
  // `base`: what all keepers of this host have in common. `python`: a runtime by exec.
  ProgramHost(const HostCgroups& host, const KeeperOptions& base, const RuntimeRow& python);

  // Compiles C and C++ in a jail; a Python program is compiled to see that it can be; the `build`
  // of a program with scripts is run. What is in
  // the cache, which may be null, needs no compiler. Throws InputError with what the compiler or
  // the script says, or with what to install if there is none, HostError if this host can't,
  // JudgeError.
  BuiltProgram build(const LoadedPackage& package, const PackageProgram& program,
                     ProgramCache* cache);
  // The same for an output validator, with what its protocol needs beside it.
  BuiltProgram build_validator(const LoadedPackage& package, const PackageProgram& program,
                               ProgramCache* cache);
  // Starts the program without building it, and gives what it writes (docs/unit-tests.md: the tests
  // of a package are found so, before it can be loaded). Throws InputError where it fails, passes a
  // limit, or writes more than 16 MiB, HostError, JudgeError. `name` is for messages.
  std::string output_of(const std::string& name, const std::string& main,
                        const std::map<std::string, std::string>& contents);
  // A keeper whose jail these programs are run in; programs with scripts have one of their own.
  const KeeperOptions& keeper_options();
  const KeeperOptions& script_keeper_options();
  const KeeperOptions& tester_keeper_options();
  const Runtime& python();

 private:
  const Runtime& tester_runtime();
  const Toolchain& toolchain_for(const std::string& name);  // a program's, for messages
  const ScriptTools& script_tools();
  BuiltProgram build_with_scripts(const PackageProgram& program, const BuiltProgram& sources,
                                  ProgramCache* cache);
  ScriptFolder built_folder(const PackageProgram& program, const BuiltProgram& sources,
                            ProgramCache* cache);
  ScriptFolder run_build(const std::string& name, const ScriptFolder& folder);
  // As it is kept.
  std::string compile(const PackageProgram& program, const BuiltProgram& sources);
  void check(const BuiltProgram& program);
  FinishedRun run_once(const KeeperOptions& options, JailSpec spec, const BuiltProgram& program);

  HostCgroups host_;
  KeeperOptions base_;
  RuntimeRow row_;
  std::mutex mutex_;
  std::optional<Runtime> python_;
  std::optional<KeeperOptions> options_;
  std::optional<Toolchain> toolchain_;
  std::optional<ScriptTools> script_tools_;
  std::optional<KeeperOptions> script_options_;
  std::optional<Runtime> tester_;
  std::optional<KeeperOptions> tester_options_;
};

}  // namespace assize
