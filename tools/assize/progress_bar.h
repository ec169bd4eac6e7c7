// A progress line on a terminal: counts, rate, time left. Draws nothing elsewhere or with NO_COLOR
// set.
#pragma once

#include <chrono>
#include <string>

#include "judge/worker.h"

namespace assize {

class ProgressBar {
 public:
  explicit ProgressBar(bool wanted);
  ~ProgressBar() { clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  bool active() const { return active_; }
  void draw(const Progress& progress);
  void clear();  // before something else is written to the terminal

 private:
  bool active_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace assize
