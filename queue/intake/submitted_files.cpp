#include "queue/intake/submitted_files.h"

#include "storage/base/errors.h"
#include "storage/base/relative_path.h"
#include "storage/base/text.h"

namespace assize {

namespace {
constexpr std::size_t kMostFaults = 10;  // that are shown
}  // namespace

bool SubmittedFiles::may_add(const std::string& path) {
  std::string why;
  if (!is_utf8(path))
    why = "has a name that is not UTF-8";
  else if (!is_safe_relative_path(path))
    why = "is not a path below the submission";
  else if (path.size() > kMaxSourcePath)
    why = "has a path of " + std::to_string(path.size()) + " bytes, more than the " +
          std::to_string(kMaxSourcePath) + " that are allowed: shorten it";
  else if (files_.contains(path))
    why = "is in it twice";
  if (!why.empty()) fault(path, why);
  return why.empty();
}

void SubmittedFiles::add(const std::string& path, std::string content) {
  if (files_.size() == kMaxSourceFiles)
    throw InputError(shown_name(place_) + ": more than " + std::to_string(kMaxSourceFiles) +
                     " files");
  size_ += content.size();
  if (size_ > kMaxSourceSize)
    throw InputError(shown_name(place_) + ": larger than " + std::to_string(kMaxSourceSize >> 20U) +
                     " MiB");
  files_[path] = std::move(content);
}

void SubmittedFiles::fault(const std::string& path, const std::string& what) {
  faults_.push_back("'" + clean_line(path, 80) + "' " + what);
}

std::map<std::string, std::string> SubmittedFiles::take() {
  if (faults_.empty()) return std::move(files_);
  std::string text = shown_name(place_) + ": ";
  for (std::size_t i = 0; i < faults_.size() && i < kMostFaults; ++i)
    text += (i == 0 ? "" : "; ") + faults_[i];
  if (faults_.size() > kMostFaults)
    text += "; and " + std::to_string(faults_.size() - kMostFaults) + " more";
  throw InputError(text);
}

}  // namespace assize
