#include "queue/worker/problem_cache.h"

namespace assize {

namespace {

constexpr std::size_t kCachedPackages = 64;

}  // namespace

std::shared_ptr<const Problem> ProblemCache::get(const std::string& package, const Load& load) {
  while (true) {
    std::promise<std::shared_ptr<const Problem>> promise;
    Result result;
    bool is_first = false;
    {
      const std::lock_guard lock(mutex_);
      if (const auto found = problems_.find(package); found != problems_.end()) {
        result = found->second;
      } else {
        if (problems_.size() >= kCachedPackages) problems_.clear();
        result = problems_[package] = promise.get_future().share();
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
        problems_.erase(package);
      }
      promise.set_exception(std::current_exception());
    }
    return result.get();
  }
}

}  // namespace assize
