#include "tools/assize/progress_bar.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace assize {

namespace {
std::string time_left(double seconds) {
  const long whole = std::lround(seconds);
  if (whole >= 3600) return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
  if (whole >= 60) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} s", whole);
}

// A terminal that is gone is no reason to stop judging.
void write(const std::string& text) {
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), stderr));
  static_cast<void>(std::fflush(stderr));
}
}  // namespace

ProgressBar::ProgressBar(bool wanted)
    : active_(wanted && ::isatty(STDERR_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr) {}

void ProgressBar::draw(std::int64_t done, std::int64_t left, std::string_view word) {
  if (!active_) return;
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  const auto all = done + left;
  constexpr int kWidth = 24;
  const auto filled = all > 0 ? static_cast<std::size_t>(done * kWidth / all) : 0;
  const std::string bar = std::string(filled, '#') + std::string(kWidth - filled, '.');
  write(fmt::format("\r\033[K[{}] {}/{} {}  {:.1f}/s  {}", bar, done, all, word, rate,
                    rate > 0 ? time_left(static_cast<double>(left) / rate) + " left" : ""));
  const std::lock_guard lock(mutex_);
  drawn_ = true;
}

void ProgressBar::clear() {
  const std::lock_guard lock(mutex_);
  if (!drawn_) return;
  write("\r\033[K");
  drawn_ = false;
}

}  // namespace assize
