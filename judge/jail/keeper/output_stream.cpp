#include "judge/jail/keeper/output_stream.h"

#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "judge/jail/protocol/spec.h"
#include "storage/base/errors.h"

namespace assize {

void OutputStream::take(std::string_view data, bool in_file) {
  const std::uint64_t before = count();
  count() += data.size();
  if (cuts) data = data.substr(0, limit.count - std::min(limit.count, before));
  if (!data.empty()) hold(data, in_file);
}

void OutputStream::hold(std::string_view data, bool in_file) {
  if (!file && !in_file && small.size() + data.size() <= kSmallOutput) {
    small.append(data);
    return;
  }
  const auto write = [&](std::string_view text) {
    if (::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
      throw LaunchError(LaunchStage::hold_output, errno, "can't hold the run's output");
  };
  if (!file) {
    file = UniqueFd(::memfd_create("output", MFD_CLOEXEC));
    if (!file) throw LaunchError(LaunchStage::memfd, errno, "can't hold the run's output");
    write(std::exchange(small, {}));
  }
  write(data);
}

void OutputStream::empty() {
  small.clear();
  file.reset();
  count() = 0;
  quiet_until = {};
}

std::size_t OutputPipe::write(std::string_view data) {
  std::size_t taken = 0;
  is_full_ = false;
  while (pipe_ && taken < data.size()) {
    const ssize_t written = ::write(pipe_.get(), data.data() + taken, data.size() - taken);
    if (written > 0) {
      taken += static_cast<std::size_t>(written);
    } else if (errno == EAGAIN) {
      is_full_ = true;
      break;
    } else if (errno != EINTR) {
      pipe_.reset();  // the reader has ended
    }
  }
  sent_ += taken;
  return taken;
}

void OutputPipe::send(const OutputStream& from) {
  static std::array<char, 64 * 1024> buffer;
  is_full_ = false;
  while (pipe_ && !is_full_ && sent_ < from.count()) {
    const auto size = std::min<std::uint64_t>(buffer.size(), from.count() - sent_);
    const ssize_t length = ::pread(from.file.get(), buffer.data(), size, static_cast<off_t>(sent_));
    if (length <= 0) return close();
    write({buffer.data(), static_cast<std::size_t>(length)});
  }
}

void OutputPipe::send(std::string_view data) {
  const std::size_t taken = write(data);  // nothing, where the reader has ended
  if (pipe_) waiting_ = data.substr(taken);
}

void OutputPipe::send_waiting() {
  waiting_.erase(0, write(waiting_));
  if (!pipe_) waiting_.clear();
}

void OutputPipe::send_all_waiting(int watched, RunClock::time_point deadline) {
  while (has_waiting() && RunClock::now() < deadline) {
    std::array<pollfd, 2> sources{pollfd{pipe_.get(), POLLOUT, 0}, pollfd{watched, POLLRDHUP, 0}};
    constexpr int kPause = 100;  // ms
    if (::poll(sources.data(), sources.size(), kPause) <= 0) continue;
    if (sources[1].revents != 0) return;
    send_waiting();
  }
}

}  // namespace assize
