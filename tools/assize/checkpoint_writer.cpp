#include "tools/assize/checkpoint_writer.h"

#include <fcntl.h>
#include <spawn.h>
#include <spdlog/spdlog.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <ostream>

#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/base/unique_fd.h"
#include "storage/store/audit_log.h"
#include "storage/store/store.h"
#include "tools/assize/audit_key.h"
#include "tools/assize/output_file.h"

namespace assize {

namespace {

// Everything that the program wants of it: a program that ends without having read it is no error
// of ours, it has its own exit code.
void write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

// What is wrong; empty: it ended with 0.
std::string hand_to(const std::vector<std::string>& command, const std::string& text) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return std::strerror(errno);
  UniqueFd reading(ends[0]);
  UniqueFd writing(ends[1]);
  std::vector<char*> arguments;
  for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, reading.get(), STDIN_FILENO);
  pid_t pid = 0;
  const int failed = posix_spawnp(&pid, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return std::strerror(failed);
  reading.reset();
  struct sigaction ignore {};
  struct sigaction before {};
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &ignore, &before);
  write_all(writing.get(), text);
  writing.reset();
  sigaction(SIGPIPE, &before, nullptr);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status)) return "was ended by signal " + std::to_string(WTERMSIG(status));
  return WEXITSTATUS(status) == 0 ? std::string()
                                  : "ended with " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

CheckpointWriter::CheckpointWriter(const CheckpointRow& row) : row_(row) {
  if (!row_.key.empty()) signer_ = read_key_file(row_.key);
}

bool CheckpointWriter::write(const std::string& url) const {
  if (!signer_) return true;
  bool is_kept = true;
  const auto fail = [&](const std::string& what) {
    spdlog::error("checkpoint of the audit log: {}: make one with `assize audit checkpoint`", what);
    is_kept = false;
  };
  try {
    Store store(url, Database::Mode::read_write);
    Transaction transaction(store.database());
    const std::string note = make_checkpoint(store.database(), *signer_).written();
    transaction.commit();
    if (!row_.file.empty()) write_output_file(row_.file, [&](std::ostream& out) { out << note; });
    if (row_.command.empty()) return true;
    if (const std::string why = hand_to(row_.command, note); !why.empty())
      fail(shown_name(row_.command[0]) + " " + why);
  } catch (const std::exception& error) {
    fail(error.what());
  }
  return is_kept;
}

}  // namespace assize
