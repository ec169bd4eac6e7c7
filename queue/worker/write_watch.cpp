#include "queue/worker/write_watch.h"

#include <unistd.h>

namespace assize {

void WriteWatch::open() {
  if (!watch_) watch_ = watch_store(url_);
}

void WriteWatch::start() {
  if (is_working_ || !watch_) return;
  if (!watch_->is_sure()) return watch_.reset();
  descriptor_.assign(::dup(watch_->descriptor()));
  is_working_ = true;
  tells_all_ = watch_->tells_all();
  wait();
}

void WriteWatch::wait() {
  descriptor_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                         [this](boost::system::error_code error) {
                           if (error) return;
                           if (!watch_->take()) {
                             is_working_ = tells_all_ = false;
                             descriptor_.close();
                             watch_.reset();
                           }
                           on_write_();
                           after_write_.expires_after(pause_);
                           after_write_.async_wait([this](boost::system::error_code cut) {
                             if (!cut && is_working_) wait();
                           });
                         });
}

}  // namespace assize
