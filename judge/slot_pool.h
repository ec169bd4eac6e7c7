// Several slots that take pieces of work from one list, outside of a queue: for checking packages.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>

#include "judge/judge_host.h"

namespace assize {

class SlotPool {
 public:
  using Work = std::function<void(Slot&)>;

  SlotPool(const JudgeHost& judge_host, std::uint32_t slots)
      : judge_host_(judge_host), slots_(slots) {}

  // Safe to call from a piece of work.
  void add(Work work);
  // Does all of it, and what it adds, and returns. The first exception of a piece of work ends it
  // and is thrown here, as is a HostError of a slot.
  void run();

 private:
  void serve();
  void fail();

  const JudgeHost& judge_host_;
  std::uint32_t slots_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Work> work_;
  std::uint32_t busy_ = 0;
  std::exception_ptr failure_;
};

}  // namespace assize
