#include "tools/assize/private_files.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "storage/base/text.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

constexpr unsigned kOthers = 077;

}  // namespace

std::vector<std::string> files_of_store(const std::string& url) {
  const fs::path store = url;
  std::vector<std::string> files;
  std::error_code error;
  if (url.starts_with("postgres") || !fs::is_regular_file(store, error)) return files;
  files.push_back(store.string());
  const std::string name = store.filename().string();
  const fs::path folder = store.has_parent_path() ? store.parent_path() : fs::path(".");
  for (const auto& file : fs::directory_iterator(folder, error)) {
    const std::string other = file.path().filename().string();
    if (other.starts_with(name + "-") || other.starts_with(name + ".backup"))
      files.push_back((store.has_parent_path() ? file.path() : fs::path(other)).string());
  }
  std::sort(files.begin() + 1, files.end());
  return files;
}

std::vector<std::string> readable_by_others(const std::string& store, const Config& config) {
  std::vector<std::string> files = files_of_store(store);
  if (!config.checkpoint.key.empty()) files.push_back(config.checkpoint.key);
  std::vector<std::string> found;
  for (const auto& file : files) {
    struct stat facts {};
    if (::stat(file.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) continue;
    const unsigned mode = facts.st_mode & 07777U;
    if ((mode & kOthers) != 0)
      found.push_back(fmt::format("{} (mode {:04o})", shown_name(file), mode));
  }
  return found;
}

}  // namespace assize
