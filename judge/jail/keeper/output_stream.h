// What a run writes, as the keeper takes it in; and the pipe to which it hands the output on.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "storage/base/unique_fd.h"
#include "storage/records/limits.h"

namespace assize {

using RunClock = std::chrono::steady_clock;

// Standard output or standard error of the run.
struct OutputStream {
  int pipe;
  std::uint64_t* counter;  // in the record
  Bytes limit;             // what is kept
  bool cuts = false;       // what is beyond the limit is dropped, and ends nothing
  std::string small = {};  // what was read, until it is in the file
  UniqueFd file = {};      // a memfd
  bool closed = false;     // the program has closed it
  RunClock::time_point quiet_until{};

  std::uint64_t& count() const { return *counter; }
  bool is_over_limit() const { return count() > limit.count; }
  // Counts `data` and keeps it. Of a stream that cuts, as much as the limit allows. Throws
  // JudgeError.
  void take(std::string_view data, bool in_file);
  void empty();

 private:
  void hold(std::string_view data, bool in_file);
};

// To the input of the program that the run is joined to.
class OutputPipe {
 public:
  explicit OutputPipe(UniqueFd pipe) : pipe_(std::move(pipe)) {}
  bool is_there() const { return static_cast<bool>(pipe_); }
  bool is_full() const { return is_full_; }
  // To be watched until it takes more, or -1.
  int when_full() const { return is_full_ ? pipe_.get() : -1; }
  std::uint64_t sent() const { return sent_; }

  // Hands on what `from` holds beyond what was handed on before, as far as the pipe takes it.
  void send(const OutputStream& from);
  // The same of what isn't kept: what the pipe doesn't take now waits here. Only to be called when
  // nothing waits.
  void send(std::string_view data);
  void send_waiting();
  bool has_waiting() const { return !waiting_.empty(); }
  // The same, until nothing waits, the reader has ended, `watched` is hung up, or the time is over.
  void send_all_waiting(int watched, RunClock::time_point deadline);

  void close() { pipe_.reset(); }
  UniqueFd give_back() { return std::move(pipe_); }

 private:
  // How much of it the pipe has taken. Less than all: it is full, or its reader has ended.
  std::size_t write(std::string_view data);

  UniqueFd pipe_;
  bool is_full_ = false;
  std::uint64_t sent_ = 0;
  std::string waiting_;
};

}  // namespace assize
