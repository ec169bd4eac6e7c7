#include "problems/courses/course_source.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

#include "problems/files/archive.h"
#include "storage/base/errors.h"
#include "storage/base/sha256.h"
#include "storage/base/text.h"

namespace assize::courses {

namespace {

namespace fs = std::filesystem;

bool is_of_a_tool(std::string_view name) {
  constexpr std::array<std::string_view, 16> kTools{
      ".git",         ".hg",         ".svn",          ".bzr",        ".venv",
      "venv",         "__pycache__", "__MACOSX",      ".idea",       ".vscode",
      "node_modules", ".DS_Store",   ".pytest_cache", ".mypy_cache", ".ipynb_checkpoints",
      ".ruff_cache"};
  return std::find(kTools.begin(), kTools.end(), name) != kTools.end() || name.starts_with("._");
}

// Of a member of a zip file: any of its folders, or itself.
bool has_part_of_a_tool(std::string_view path) {
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    if (is_of_a_tool(path.substr(0, slash))) return true;
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return false;
}

}  // namespace

CourseTree::CourseTree(const std::string& path) : root_(path) {
  while (root_.size() > 1 && root_.back() == '/') root_.pop_back();
  std::error_code error;
  if (fs::is_directory(root_, error)) {
    scan(root_, "", 0);
    return;
  }
  if (!fs::is_regular_file(root_, error))
    throw InputError(shown_name(path) + ": no such folder or zip file");
  is_zip_ = true;
  read_zip();
}

std::string CourseTree::place(const std::string& path) const {
  return shown_name(root_ + (is_zip_ ? ":" : "/") + around_ + path);
}

void CourseTree::add(const std::string& path, std::string content) {
  if (!is_utf8(path) || path.find('\n') != std::string::npos)
    throw InputError(place(path) + ": a file name is not UTF-8 or has a line feed");
  if (files_.size() == kMaxPackageFiles)
    throw InputError(shown_name(root_) + ": more than " + std::to_string(kMaxPackageFiles) +
                     " files");
  total_ += content.size();
  if (total_ > kMostCourse)
    throw InputError(shown_name(root_) + ": larger than " + std::to_string(kMostCourse >> 20U) +
                     " MiB");
  files_[path] = {sha256_hex(content), content.size()};
  contents_[path] = std::move(content);
}

void CourseTree::scan(const std::string& folder, const std::string& prefix, std::size_t depth) {
  if (depth > kMaxPackageDepth)
    throw InputError(shown_name(folder) + ": folders are nested deeper than " +
                     std::to_string(kMaxPackageDepth));
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    if (++entries_ > kMaxPackageEntries)
      throw InputError(shown_name(root_) + ": more than " + std::to_string(kMaxPackageEntries) +
                       " files and folders");
    const std::string name = entry->path().filename();
    if (is_of_a_tool(name)) continue;
    std::error_code unknown;
    const fs::file_status status = entry->symlink_status(unknown);
    if (fs::is_directory(status))
      scan(entry->path(), prefix + name + "/", depth + 1);
    else if (fs::is_regular_file(status))
      add(prefix + name, read_whole_file(entry->path(), kMostCourse));
    else
      warnings_.push_back(place(prefix + name) + ": left out: no plain file or folder");
  }
  if (error) throw InputError(shown_name(folder) + ": " + error.message());
}

void CourseTree::read_zip() {
  Archive archive(read_whole_file(root_, kMostCourse), shown_name(root_));
  std::string around;
  bool is_first = true;
  for (const auto& member : archive.names()) {
    if (has_part_of_a_tool(member)) continue;
    const std::string folder = member.substr(0, member.find('/') + 1);
    if (is_first) around = folder;
    if (folder != around) around.clear();
    is_first = false;
  }
  // A hidden folder alone is part of the course, not around it.
  if (!around.starts_with('.')) around_ = around;
  for (const auto& member : archive.names()) {
    if (has_part_of_a_tool(member)) continue;
    const auto depth = static_cast<std::size_t>(std::count(member.begin(), member.end(), '/'));
    if (depth > kMaxPackageDepth)
      throw InputError(place(member) + ": folders are nested deeper than " +
                       std::to_string(kMaxPackageDepth));
    add(member.substr(around_.size()), archive.read(member));
  }
}

}  // namespace assize::courses
