#include "problems/loaded_package.h"

#include "problems/formats/icpc/constants.h"
#include "problems/unit_tests/programs.h"

namespace assize {

std::uint64_t LoadedPackage::cached_bytes() const {
  const std::lock_guard lock(mutex_);
  return cached_;
}

std::shared_ptr<const std::string> LoadedPackage::content(const std::string& path) const {
  const std::lock_guard lock(mutex_);
  if (const auto found = cache_.find(path); found != cache_.end()) {
    uses_.splice(uses_.begin(), uses_, found->second.use);
    return found->second.content;
  }
  std::optional<std::string> added = added_program(path);
  std::string text = added ? std::move(*added) : contents_.read(path);
  if (has_constants(package_, path)) text = with_constants(package_, text);
  if (package_.plain_lines.contains(path)) text = with_plain_line_ends(text);
  const auto content = std::make_shared<const std::string>(std::move(text));
  uses_.push_front(path);
  cache_[path] = {content, uses_.begin()};
  cached_ += content->size();
  while (cached_ > kMaxCachedContent && uses_.size() > 1) {
    const auto oldest = cache_.find(uses_.back());
    cached_ -= oldest->second.content->size();
    cache_.erase(oldest);
    uses_.pop_back();
  }
  return content;
}

}  // namespace assize
