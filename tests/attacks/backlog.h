// What the kernel has still to clean up after runs, read from outside: how much of it is waiting at
// a moment, and whether it grows.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <string>
#include <thread>
#include <vector>

namespace assize {

// One look at the host, by the name of what is counted. What this user may not read isn't there.
std::map<std::string, std::uint64_t> look_at_backlog();

// Looks at regular times from its start to its end.
class BacklogSampler {
 public:
  BacklogSampler();
  ~BacklogSampler();
  BacklogSampler(const BacklogSampler&) = delete;
  BacklogSampler& operator=(const BacklogSampler&) = delete;

  // Ends the sampling. A line for each thing counted: at the beginning, at the end (medians of a
  // tenth of the looks), and the most.
  std::string table();
  // What has grown from the second tenth of the looks to the last one beyond what is noise; or
  // empty.
  std::string growth() const;

 private:
  void stop();
  std::map<std::string, std::vector<std::uint64_t>> looks_;
  std::atomic<bool> ending_ = false;
  std::thread thread_;
};

}  // namespace assize
