// Calls back in an event loop when somebody has written to a store.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "storage/engine/watch.h"

namespace assize {

class WriteWatch {
 public:
  // A burst of writes is told of once at its beginning, and then once per `pause`.
  WriteWatch(boost::asio::io_context& loop, std::string url, std::chrono::milliseconds pause,
             std::function<void()> on_write)
      : url_(std::move(url)),
        pause_(pause),
        on_write_(std::move(on_write)),
        descriptor_(loop),
        after_write_(loop) {}

  // Begins, or begins again after it has ended. To be called before something is written, and
  // start() after it: what hasn't told of that write isn't trusted.
  void open();
  void start();
  // Whether writes are told of. Any thread may ask.
  bool is_working() const { return is_working_; }
  // … of all of them, and not only of new jobs.
  bool tells_all() const { return tells_all_; }

 private:
  void wait();

  std::string url_;
  std::chrono::milliseconds pause_;
  std::function<void()> on_write_;
  std::unique_ptr<Watch> watch_;
  boost::asio::posix::stream_descriptor descriptor_;
  boost::asio::steady_timer after_write_;
  std::atomic<bool> is_working_ = false;
  std::atomic<bool> tells_all_ = false;
};

}  // namespace assize
