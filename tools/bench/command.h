// A program as an ordinary command of this host: what the jailed runs are compared with.
#pragma once

#include <string>
#include <vector>

#include "storage/base/unique_fd.h"
#include "tools/bench/programs.h"

namespace assize::bench {

class Command {
 public:
  // `arguments` begins with the name that the program sees.
  Command(std::string executable, std::vector<std::string> arguments,
          std::vector<std::string> environment, std::string directory);

  // Starts it with the program's input as a file and its output in a pipe, as a run in the jail has
  // them, and waits for its end. Throws std::runtime_error, with the first line it wrote to
  // standard error, unless it exits with 0 and the program's output. Safe to call from several
  // threads.
  void run(const Program& program) const;

 private:
  std::string complaint() const;

  std::string executable_;
  std::vector<std::string> arguments_;
  std::vector<std::string> environment_;
  std::string directory_;
  UniqueFd errors_;
};

// Where a program of this name is in $PATH, or nothing.
std::string find_program(const std::string& name);

}  // namespace assize::bench
