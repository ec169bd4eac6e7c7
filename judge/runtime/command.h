// Running a trusted program of the host and reading what it prints.
#pragma once

#include <string>
#include <vector>

namespace assize {

// Runs a program (absolute path) with an empty environment but PATH and LC_ALL, stdin from
// /dev/null, and returns its standard output (at most 1 MiB). Throws HostError if it can't be
// started or fails.
std::string output_of(const std::vector<std::string>& command);

struct CommandResult {
  int exit_code = -1;  // -1: ended by a signal
  std::string text;    // what it printed, at most 1 MiB
};
// The same with both streams in one, and however it ends. Throws HostError if it can't be started.
CommandResult result_of(const std::vector<std::string>& command);

}  // namespace assize
