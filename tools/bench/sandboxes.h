// Sandboxes of others, where they are installed, for the same program in the same rounds.
#pragma once

#include <string>
#include <vector>

#include "judge/runtime/runtime.h"
#include "tools/bench/command.h"

namespace assize::bench {

// One of them, ready to run one program. What it set up on the host goes away with it.
class Sandbox {
 public:
  Sandbox(std::string name, Command command, std::vector<std::string> clean_up)
      : name_(std::move(name)), command_(std::move(command)), clean_up_(std::move(clean_up)) {}
  Sandbox(Sandbox&& other) noexcept = default;
  Sandbox& operator=(Sandbox&&) = delete;
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;
  ~Sandbox();

  const std::string& name() const { return name_; }
  void run(const Program& program) const { command_.run(program); }

 private:
  std::string name_;
  Command command_;
  std::vector<std::string> clean_up_;
};

struct Found {
  std::vector<Sandbox> sandboxes;
  std::vector<std::string> skipped;  // "nsjail: not installed: skipped"
};

// All that are installed and manage to run the program in `directory` (its main.py) once.
Found find_sandboxes(const Runtime& runtime, const std::string& directory, const Program& program);

}  // namespace assize::bench
