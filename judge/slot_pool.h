// Several slots that take pieces of work from one list, outside of a queue: for checking packages.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "judge/judge_host.h"

namespace assize {

// `Place` is where work is done: a slot, or in a test something that needs no jail. It has
// repair(), which is called before each piece of work.
template <typename Place>
class WorkPool {
 public:
  using Work = std::function<void(Place&)>;
  using MakePlace = std::function<std::unique_ptr<Place>()>;

  WorkPool(MakePlace make_place, std::uint32_t places)
      : make_place_(std::move(make_place)), places_(places) {}

  // Safe to call from a piece of work.
  void add(Work work) {
    {
      const std::lock_guard lock(mutex_);
      work_.push_back(std::move(work));
    }
    wake_.notify_one();
  }

  // Does all of it, and what it adds, and returns. The first exception of a piece of work ends it
  // and is thrown here, as is one of a place that can't be made or repaired.
  void run() {
    std::vector<std::thread> threads;
    for (std::uint32_t i = 0; i < places_; ++i) threads.emplace_back([this] { serve(); });
    for (auto& thread : threads) thread.join();
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  void serve() {
    try {
      const std::unique_ptr<Place> place = make_place_();
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
          place->repair();
          work(*place);
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

  void fail() {
    {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
    }
    wake_.notify_all();
  }

  MakePlace make_place_;
  std::uint32_t places_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Work> work_;
  std::uint32_t busy_ = 0;
  std::exception_ptr failure_;
};

class SlotPool : public WorkPool<Slot> {
 public:
  SlotPool(const JudgeHost& judge_host, std::uint32_t slots)
      : WorkPool([&judge_host] { return std::make_unique<Slot>(judge_host); }, slots) {}
};

}  // namespace assize
