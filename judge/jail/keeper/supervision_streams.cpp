// The outputs of a run: reading them, and handing them on where they are joined to another process.
#include <unistd.h>

#include <array>

#include "judge/jail/keeper/supervision.h"

namespace assize {

namespace {

using std::chrono::milliseconds;

constexpr std::uint64_t kSmallHarvest = 32 * 1024;
constexpr std::uint64_t kLargeHarvest = 16 * 1024 * 1024;  // then it is time to look at the clocks
constexpr auto kQuietTime = milliseconds{1};

}  // namespace

// Reads all that is there. A program that writes in small pieces would wake the keeper for each of
// them, in CPU time that nobody is charged for: after a small harvest the pipe is left alone for a
// moment. Of what is only to be dropped a little is read at a time.
void RunSupervisor::drain(OutputStream& stream) {
  static std::array<char, 256 * 1024> buffer;
  const bool joined = spec_.forwards && &stream == &output_;
  const bool read_by_other = joined && pipe_.is_there();
  std::uint64_t harvest = 0;
  while (!stream.is_over_limit() || stream.cuts || without_.has(Layer::output_limit)) {
    if (joined && spec_.at_readers_pace && pipe_.has_waiting()) return;
    const ssize_t length = ::read(stream.pipe, buffer.data(), buffer.size());
    if (length > 0) {
      take(stream, {buffer.data(), static_cast<std::size_t>(length)});
      harvest += static_cast<std::uint64_t>(length);
    }
    const bool drops = stream.cuts && stream.is_over_limit() && !read_by_other;
    if (length > 0 && !drops && harvest < kLargeHarvest) continue;
    if (joined && harvest > 0) forward();
    if (!read_by_other && (drops || harvest < kSmallHarvest))
      stream.quiet_until = Clock::now() + kQuietTime;
    return;
  }
  end();
}

void RunSupervisor::take(OutputStream& stream, std::string_view data) {
  stream.take(data, spec_.forwards && !spec_.at_readers_pace);
  if (&stream == &error_output_) {
    error_tail_.append(data);
    if (error_tail_.size() > RunRecord::kErrorTail)
      error_tail_.erase(0, error_tail_.size() - RunRecord::kErrorTail);
  } else if (spec_.at_readers_pace) {
    if (!pipe_.is_there()) unread_.count += data.size();
    pipe_.send(data);
    if (unread_.count > kMostUnread.count) {
      yield_.is_unread = true;
      end();
    }
  }
}

void RunSupervisor::drain_all() {
  drain(output_);
  drain(error_output_);
}

// Nobody waits for the reader: what the pipe doesn't take now stays in the output's file. Or, at
// the reader's pace, it is handed on as it is read.
void RunSupervisor::forward() {
  const auto now = Clock::now().time_since_epoch();
  if (marked_ < output_.count()) {
    marked_ = output_.count();
    yield_.last_output = now;
    if (yield_.marks.size() < kMaxOutputMarks) yield_.marks.push_back({now, output_.count()});
  }
  if (!spec_.at_readers_pace) {
    pipe_.send(output_);
  } else if (pipe_.has_waiting()) {
    pipe_.send_waiting();
  }
}

// Of a program that has closed its output and goes on.
void RunSupervisor::forward_end() {
  if (!output_.closed || pipe_.is_full() || main_ended_) return;
  if (closed_at_ == Clock::time_point{}) closed_at_ = Clock::now();
  if (Clock::now() >= closed_at_ + kEndGrace) pipe_.close();
}

// What it had written when it ended is its reader's: as by a pipe between both.
void RunSupervisor::forward_rest() {
  if (!pipe_.is_there()) return;
  forward();
  if (!spec_.at_readers_pace || ended_by_us_) return;
  do {
    pipe_.send_all_waiting(worker_, start_ + spec_.limits.wall);
    if (pipe_.has_waiting()) return;
    const std::uint64_t before = output_.count();
    drain(output_);
    if (output_.count() == before) return;
  } while (true);
}

}  // namespace assize
