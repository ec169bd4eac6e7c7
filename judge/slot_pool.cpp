#include "judge/slot_pool.h"

#include <thread>
#include <vector>

namespace assize {

void SlotPool::add(Work work) {
  {
    const std::lock_guard lock(mutex_);
    work_.push_back(std::move(work));
  }
  wake_.notify_one();
}

void SlotPool::run() {
  std::vector<std::thread> threads;
  for (std::uint32_t i = 0; i < slots_; ++i) threads.emplace_back([this] { serve(); });
  for (auto& thread : threads) thread.join();
  if (failure_) std::rethrow_exception(failure_);
}

void SlotPool::serve() {
  try {
    Slot slot(judge_host_);
    std::unique_lock lock(mutex_);
    while (true) {
      // Who is at work may still add some.
      wake_.wait(lock, [this] { return failure_ || !work_.empty() || busy_ == 0; });
      if (failure_ || work_.empty()) break;
      const Work work = std::move(work_.front());
      work_.pop_front();
      ++busy_;
      lock.unlock();
      try {
        slot.repair();
        work(slot);
      } catch (...) {
        fail();
      }
      lock.lock();
      --busy_;
      wake_.notify_all();
    }
  } catch (...) {
    fail();
  }
}

void SlotPool::fail() {
  {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
  }
  wake_.notify_all();
}

}  // namespace assize
