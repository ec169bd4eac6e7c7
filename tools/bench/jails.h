// Our own jail: a keeper for each way to start a run, and runs in them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "judge/judging.h"

namespace assize::bench {

// A way to start a run, and what a worker would have for it.
struct Way {
  std::string name;  // "exec", "template"
  Start start = Start::exec;
  RuntimeRow row;
  JudgeHost host;
};

// Throws HostError.
Way find_way(const std::string& name);

// A slot that is up. While one is there, another takes the next core.
class Jail {
 public:
  explicit Jail(const Way& way) : way_(way), keeper_(way.host.host, way.host.keeper) {}

  const std::string& name() const { return way_.name; }
  JailSpec specify(const std::string& source) const;
  // What judging does once per submission: by template the code object for its runs, else nothing.
  UniqueFd compile(const std::string& source);
  // What judging does for each test, from the input in memory to the output in memory.
  FinishedRun run(const JailSpec& spec, const std::string& source, const std::string& input,
                  int code = -1);

 private:
  const Way& way_;
  KeeperClient keeper_;
};

std::vector<std::unique_ptr<Jail>> jails_for(const std::vector<Way>& ways);

}  // namespace assize::bench
