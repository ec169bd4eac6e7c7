// How long to wait for a store before the next try.
#pragma once

#include <algorithm>
#include <chrono>

namespace assize {

constexpr std::chrono::milliseconds kFirstRetry{50};
constexpr std::chrono::milliseconds kLongestRetry{2'000};
constexpr double kRetryJitter = 0.25;

// Twice as long after each try, and by up to a quarter more or less: `chance` is a number from -1
// to 1, drawn for each try, so that workers who have lost the same store don't come back to it all
// at once.
inline std::chrono::milliseconds retry_pause(int tries, double chance) {
  const auto pause = std::min(kFirstRetry * (1 << std::min(tries, 10)), kLongestRetry);
  return std::chrono::duration_cast<std::chrono::milliseconds>(
      pause * (1 + kRetryJitter * std::clamp(chance, -1.0, 1.0)));
}

}  // namespace assize
