#include "tools/bench/sandboxes.h"

#include <filesystem>
#include <stdexcept>

#include "judge/runtime/command.h"
#include "storage/base/errors.h"

namespace assize::bench {

namespace {

namespace fs = std::filesystem;

// Of isolate's boxes, one that nobody is likely to have in use.
constexpr const char* kBox = "--box-id=877";

struct Setup {
  const Runtime& runtime;
  const std::string& directory;  // with main.py
  std::string path;              // of the sandbox's program
};

std::vector<std::string> joined(std::vector<std::string> first,
                                const std::vector<std::string>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

Command command_of(const Setup& setup, const std::vector<std::string>& arguments) {
  return {setup.path, joined(arguments, {setup.runtime.executable, kMainFile}),
          setup.runtime.environment, setup.directory};
}

// The links at the top of a merged /usr: path and target.
std::vector<std::pair<std::string, std::string>> links_at_the_top() {
  std::vector<std::pair<std::string, std::string>> links;
  for (const char* path : {"/bin", "/lib", "/lib64"}) {
    std::error_code error;
    const fs::path target = fs::read_symlink(path, error);
    if (!error) links.emplace_back(path, target);
  }
  return links;
}

Sandbox bubblewrap(const Setup& setup) {
  std::vector<std::string> arguments{"bwrap",     "--unshare-all", "--die-with-parent",
                                     "--ro-bind", "/usr",          "/usr"};
  for (const auto& [path, target] : links_at_the_top())
    arguments = joined(arguments, {"--symlink", target, path});
  arguments = joined(arguments, {"--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--ro-bind",
                                 setup.directory, "/box", "--chdir", "/box", "--"});
  return {"bwrap", command_of(setup, arguments), {}};
}

// Only the run is measured: a box is made once and used again, which is cheaper than isolate's
// manual has it for runs that shall not see each other's files.
Sandbox isolate(const Setup& setup) {
  const auto in_box = [&](bool cgroups, const char* what) {
    std::vector<std::string> command{setup.path, kBox};
    if (cgroups) command.emplace_back("--cg");
    command.emplace_back(what);
    return command;
  };
  bool cgroups = true;
  std::string box;
  try {
    box = output_of(in_box(true, "--init"));
  } catch (const HostError&) {
    cgroups = false;
    box = output_of(in_box(false, "--init"));
  }
  std::vector<std::string> arguments =
      joined(in_box(cgroups, "--silent"), {"--full-env", "--run", "--"});
  arguments[0] = "isolate";
  Sandbox sandbox(cgroups ? "isolate --cg" : "isolate", command_of(setup, arguments),
                  in_box(cgroups, "--cleanup"));
  fs::copy_file(setup.directory + "/" + kMainFile,
                box.substr(0, box.find('\n')) + "/box/" + kMainFile);
  return sandbox;
}

// At the usual priority: by itself it would run the program at the lowest.
Sandbox nsjail(const Setup& setup) {
  std::vector<std::string> arguments{"nsjail",       "--mode", "o", "--really_quiet",
                                     "--nice_level", "0",      "-e"};
  for (const auto& [path, target] : links_at_the_top())
    arguments = joined(arguments, {"--symlink", target + ":" + path});
  arguments =
      joined(arguments, {"--bindmount_ro", "/usr", "--bindmount_ro", "/dev/null", "--bindmount_ro",
                         "/dev/urandom", "--tmpfsmount", "/tmp", "--bindmount_ro",
                         setup.directory + ":/box", "--cwd", "/box", "--"});
  return {"nsjail", command_of(setup, arguments), {}};
}

struct Known {
  const char* program;
  Sandbox (*set_up)(const Setup&);
};
constexpr Known kKnown[] = {{"bwrap", bubblewrap}, {"isolate", isolate}, {"nsjail", nsjail}};

}  // namespace

Sandbox::~Sandbox() {
  if (clean_up_.empty()) return;
  try {
    output_of(clean_up_);
  } catch (const std::exception&) {  // nothing of ours depends on it
  }
}

Found find_sandboxes(const Runtime& runtime, const std::string& directory, const Program& program) {
  Found found;
  for (const auto& known : kKnown) {
    const std::string path = find_program(known.program);
    const std::string name = known.program;
    if (path.empty()) {
      found.skipped.push_back(name + ": not installed: skipped");
      continue;
    }
    try {
      Sandbox sandbox = known.set_up({runtime, directory, path});
      sandbox.run(program);
      found.sandboxes.push_back(std::move(sandbox));
    } catch (const std::exception& error) {
      found.skipped.push_back(name + ": " + error.what() + ": skipped");
    }
  }
  return found;
}

}  // namespace assize::bench
