// The problems that a worker judges, each loaded and built once.
#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "judge/judging.h"
#include "storage/base/errors.h"

namespace assize {

// A package can't be judged with any more: what it was imported with isn't enough to build it here
// and now (another compiler, another interpreter). Nothing of its submissions is at fault, nor of
// the host: each further try would end alike.
class PackageRefused : public InputError {
 public:
  using InputError::InputError;
};

// Keeps what was used last, up to so many packages and so many bytes. Safe to use from several
// threads.
class ProblemCache {
 public:
  using Load = std::function<std::shared_ptr<const Problem>()>;

  // By the package's hash. The first to come loads it, the others wait for that one problem only.
  // Throws PackageRefused where `load` throws InputError, now and whenever it is asked for again;
  // whatever else it throws is thrown to the one that loads, and the next one tries anew.
  std::shared_ptr<const Problem> get(const std::string& package, const Load& load);

 private:
  using Result = std::shared_future<std::shared_ptr<const Problem>>;
  struct Kept {
    Result result;
    std::list<std::string>::iterator use;
  };
  void make_room();

  std::mutex mutex_;
  std::map<std::string, Kept> problems_;
  std::list<std::string> uses_;  // most recent first
};

}  // namespace assize
