#include "queue/worker/problem_cache.h"

namespace assize {

namespace {

constexpr std::size_t kMostPackages = 256;
constexpr std::uint64_t kMostBytes = 512ULL << 20U;

std::uint64_t bytes_of(const Problem& problem) {
  std::uint64_t bytes = problem.loaded ? problem.loaded->cached_bytes() : 0;
  for (const auto& validator : problem.validators) bytes += validator.content.size();
  return bytes;
}

}  // namespace

// Under the lock. Those that are being loaded stay.
void ProblemCache::make_room() {
  const auto is_ready = [](const Kept& kept) {
    return kept.result.wait_for(std::chrono::seconds{0}) == std::future_status::ready;
  };
  std::uint64_t bytes = 0;
  std::size_t packages = 0;
  for (auto use = uses_.begin(); use != uses_.end();) {
    const auto kept = problems_.find(*use);
    ++packages;
    if (is_ready(kept->second)) {
      try {
        bytes += bytes_of(*kept->second.result.get());
      } catch (const std::exception&) {
        // One that was refused: nothing is kept of it but that.
      }
      if (packages > 1 && (packages > kMostPackages || bytes > kMostBytes)) {
        problems_.erase(kept);
        use = uses_.erase(use);
        continue;
      }
    }
    ++use;
  }
}

std::shared_ptr<const Problem> ProblemCache::get(const std::string& package, const Load& load) {
  while (true) {
    std::promise<std::shared_ptr<const Problem>> promise;
    Result result;
    bool is_first = false;
    {
      const std::lock_guard lock(mutex_);
      if (const auto found = problems_.find(package); found != problems_.end()) {
        uses_.splice(uses_.begin(), uses_, found->second.use);
        result = found->second.result;
      } else {
        make_room();
        uses_.push_front(package);
        result = promise.get_future().share();
        problems_[package] = {result, uses_.begin()};
        is_first = true;
      }
    }
    if (!is_first) {
      try {
        return result.get();
      } catch (const PackageRefused&) {
        throw;
      } catch (const std::exception&) {
        continue;  // the other one's: this one tries itself
      }
    }
    try {
      promise.set_value(load());
    } catch (const InputError& error) {
      promise.set_exception(std::make_exception_ptr(PackageRefused(error.what())));
    } catch (...) {
      {
        const std::lock_guard lock(mutex_);
        uses_.erase(problems_.at(package).use);
        problems_.erase(package);
      }
      promise.set_exception(std::current_exception());
    }
    return result.get();
  }
}

}  // namespace assize
