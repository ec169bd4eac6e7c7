#include "judge/runtime/command.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "storage/base/errors.h"
#include "storage/base/unique_fd.h"

namespace assize {

namespace {

enum class Errors { discarded, with_output };

CommandResult run(const std::vector<std::string>& command, Errors errors) {
  constexpr std::size_t kMost = 1U << 20U;
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    throw HostError("no pipe: " + std::generic_category().message(errno));
  const UniqueFd reader(ends[0]);
  UniqueFd writer(ends[1]);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, writer.get(), 1);
  if (errors == Errors::discarded)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  else
    posix_spawn_file_actions_adddup2(&actions, writer.get(), 2);

  std::vector<char*> arguments;
  for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  std::string path = "PATH=/usr/bin:/bin";
  std::string locale = "LC_ALL=C.UTF-8";
  std::array<char*, 3> environment{path.data(), locale.data(), nullptr};
  ::pid_t child = -1;
  const int error = ::posix_spawn(&child, command[0].c_str(), &actions, nullptr, arguments.data(),
                                  environment.data());
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0)
    throw HostError("can't start " + command[0] + ": " + std::generic_category().message(error));
  writer.reset();

  CommandResult result;
  std::string& text = result.text;
  std::array<char, 16384> buffer{};
  while (true) {
    const ssize_t length = ::read(reader.get(), buffer.data(), buffer.size());
    if (length < 0 && errno == EINTR) continue;
    if (length <= 0) break;
    if (text.size() < kMost) text.append(buffer.data(), static_cast<std::size_t>(length));
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
  return result;
}

}  // namespace

std::string output_of(const std::vector<std::string>& command) {
  CommandResult result = run(command, Errors::discarded);
  if (result.exit_code != 0) throw HostError(command[0] + " failed when asked about itself");
  return std::move(result.text);
}

CommandResult result_of(const std::vector<std::string>& command) {
  return run(command, Errors::with_output);
}

}  // namespace assize
