#include "judge/jail/sealed_inputs.h"

#include <sys/resource.h>

#include <algorithm>

#include "judge/jail/keeper.h"
#include "judge/jail/slot.h"

namespace assize {

namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 20U;
constexpr std::size_t kLargest = std::size_t{16} << 20U;

// Each takes a descriptor, of which all slots together have only so many.
std::size_t most_files() {
  static const std::size_t most = [] {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return std::min<std::size_t>(limit.rlim_cur / 4 / usable_cpus(), 64);
  }();
  return most;
}

}  // namespace

UniqueFd SealedInputs::open(const std::shared_ptr<const std::string>& content) {
  if (content->size() > kLargest || most_files() == 0) return sealed_file(*content);
  const auto found = kept_.find(content.get());
  if (found != kept_.end() && found->second.content.lock() == content)
    return reopened(found->second.file);
  if (kept_.size() >= most_files() || bytes_ + content->size() > kMostBytes) {
    kept_.clear();
    bytes_ = 0;
  }
  bytes_ += content->size();
  Kept& kept = kept_[content.get()];
  kept = {content, sealed_file(*content)};
  return reopened(kept.file);
}

}  // namespace assize
