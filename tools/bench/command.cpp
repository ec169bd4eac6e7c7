#include "tools/bench/command.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <sstream>
#include <stdexcept>

#include "judge/jail/host/keeper_client.h"
#include "storage/base/text.h"

namespace assize::bench {

namespace {

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (const auto& text : texts) list.push_back(const_cast<char*>(text.c_str()));
  list.push_back(nullptr);
  return list;
}

}  // namespace

Command::Command(std::string executable, std::vector<std::string> arguments,
                 std::vector<std::string> environment, std::string directory)
    : executable_(std::move(executable)),
      arguments_(std::move(arguments)),
      environment_(std::move(environment)),
      directory_(std::move(directory)),
      errors_(::memfd_create("errors", MFD_CLOEXEC)) {}

void Command::run(const Program& program) const {
  const UniqueFd input = sealed_file(program.input);
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  const UniqueFd reader(ends[0]);
  UniqueFd writer(ends[1]);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addchdir_np(&actions, directory_.c_str());
  posix_spawn_file_actions_adddup2(&actions, input.get(), 0);
  posix_spawn_file_actions_adddup2(&actions, writer.get(), 1);
  posix_spawn_file_actions_adddup2(&actions, errors_.get(), 2);
  ::pid_t child = -1;
  const int error = ::posix_spawn(&child, executable_.c_str(), &actions, nullptr,
                                  pointers(arguments_).data(), pointers(environment_).data());
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::runtime_error("can't start " + executable_);
  writer.reset();

  std::string output;
  std::array<char, 4096> buffer{};
  while (true) {
    const ssize_t length = ::read(reader.get(), buffer.data(), buffer.size());
    if (length < 0 && errno == EINTR) continue;
    if (length <= 0) break;
    output.append(buffer.data(), static_cast<std::size_t>(length));
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (status != 0 || output != program.output)
    throw std::runtime_error(fmt::format("it did not do what {} should (status {}{})", program.name,
                                         status, complaint()));
}

std::string Command::complaint() const {
  std::array<char, 1024> buffer{};
  const ssize_t length = ::pread(errors_.get(), buffer.data(), buffer.size(), 0);
  if (length <= 0) return "";
  const std::string_view text(buffer.data(), static_cast<std::size_t>(length));
  return ": " + clean_excerpt(text.substr(0, text.find('\n')));
}

std::string find_program(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream directories(path != nullptr ? path : "/usr/bin:/bin");
  for (std::string directory; std::getline(directories, directory, ':');) {
    const std::string found = directory + "/" + name;
    if (directory.starts_with('/') && ::access(found.c_str(), X_OK) == 0) return found;
  }
  return "";
}

}  // namespace assize::bench
