// Tells when somebody has written to a store, this process too, without asking the store.
#pragma once

#include <memory>
#include <string>

namespace assize {

class Watch {
 public:
  virtual ~Watch() = default;
  // To be waited for with poll(2): readable when there is news, or when the watch has ended.
  virtual int descriptor() const = 0;
  // Whether it is sure to tell: for some file systems it has to have told something.
  virtual bool is_sure() const = 0;
  // Whether it tells of everything that is written, or only of new jobs.
  virtual bool tells_all() const = 0;
  // Takes the news. False: the watch has ended, and there will be no more.
  virtual bool take() = 0;
};

// Of a store that is open. SQLite: after each commit, as it writes these to its log (WAL,
// inotify(7)). PostgreSQL: when jobs were queued or put back, or a worker was asked for something
// (NOTIFY), over a connection of its own. Nothing where the host has no watch to give, or can't
// tell what happens in that file system.
std::unique_ptr<Watch> watch_store(const std::string& url);

}  // namespace assize
