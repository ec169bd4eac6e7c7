#include "judge/jail/host/sealed_inputs.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "judge/jail/host/descriptors.h"
#include "judge/jail/host/keeper_client.h"
#include "storage/base/errors.h"

namespace assize {

namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 20U;
constexpr std::size_t kLargest = std::size_t{16} << 20U;

// Each takes a descriptor.
std::size_t most_files() {
  static const std::size_t most = std::min<std::size_t>(spare_descriptors() / 2, 64);
  return most;
}

// The same times as a file of the working directory has: what every run sees.
void set_times(const UniqueFd& file) {
  const std::array<timespec, 2> times{timespec{kFileTime, 0}, timespec{kFileTime, 0}};
  if (::futimens(file.get(), times.data()) != 0)
    throw JudgeError("times of an input", errno, "can't hand over an input");
}

UniqueFd fresh(std::string_view content) {
  UniqueFd file = sealed_file(content);
  set_times(file);
  return file;
}

}  // namespace

void SealedInputs::forget(const std::string* content) {
  const auto found = kept_.find(content);
  if (found == kept_.end()) return;
  bytes_ -= found->second.size;
  kept_.erase(found);
}

UniqueFd SealedInputs::open(const std::shared_ptr<const std::string>& content) {
  if (owned_by_run_ || content->size() > kLargest || most_files() == 0) return fresh(*content);
  const auto found = kept_.find(content.get());
  if (found != kept_.end() && found->second.content.lock() == content) {
    found->second.used = ++uses_;
    set_times(found->second.file);
    return reopened(found->second.file);
  }
  forget(content.get());  // another content was there before
  while (!kept_.empty() && (kept_.size() >= most_files() || bytes_ + content->size() > kMostBytes))
    forget(std::min_element(kept_.begin(), kept_.end(), [](const auto& a, const auto& b) {
             return a.second.used < b.second.used;
           })->first);
  bytes_ += content->size();
  Kept& kept = kept_[content.get()];
  kept = {content, fresh(*content), content->size(), ++uses_};
  return reopened(kept.file);
}

}  // namespace assize
