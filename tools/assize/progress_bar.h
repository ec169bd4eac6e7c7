// A progress line on a terminal: counts, rate, time left. Draws nothing elsewhere or with NO_COLOR
// set. Safe to use from several threads.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string_view>

namespace assize {

class ProgressBar {
 public:
  explicit ProgressBar(bool wanted);
  ~ProgressBar() { clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  bool active() const { return active_; }
  // "12/40 judged": `word` says what has happened to those that are done.
  void draw(std::int64_t done, std::int64_t left, std::string_view word);
  void clear();  // before something else is written to the terminal

 private:
  bool active_;
  std::mutex mutex_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace assize
