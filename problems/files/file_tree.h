// The files of a problem package, wherever they are: a directory, or the store. A package's hash is
// that of its canonical content, so two versions of a problem live side by side.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/unique_fd.h"

namespace assize {

struct TreeFile {
  std::string hash;  // SHA-256 of the content
  std::uint64_t size = 0;
  bool executable = true;  // false: known not to be. Only directories know it
};

class FileTree {
 public:
  virtual ~FileTree() = default;
  // Path relative to the package, '/' between parts, to file; in byte order of the paths.
  const std::map<std::string, TreeFile>& files() const { return files_; }
  bool has(const std::string& path) const { return files_.contains(path); }
  virtual std::string read(const std::string& path) const = 0;  // throws InputError or JudgeError
  // A text that says something about the package. What some editors put in front of one, a byte
  // order mark, is no part of it.
  std::string read_text(const std::string& path) const;
  // For messages: where the file is, as the operator knows it, fit to be shown.
  virtual std::string place(const std::string& path) const = 0;

  // SHA-256 over number of files and path, size and hash of each.
  std::string hash() const;
  // Of files that are there and were left out.
  const std::vector<std::string>& warnings() const { return warnings_; }

 protected:
  std::map<std::string, TreeFile> files_;
  std::vector<std::string> warnings_;
};

// Bounds on a package, one place for each.
constexpr std::uint64_t kMaxPackageFile = 256ULL << 20U;
constexpr std::uint64_t kMaxPackageSize = 2ULL << 30U;
constexpr std::size_t kMaxPackageFiles = 20'000;
constexpr std::size_t kMaxPackageDepth = 16;
constexpr std::size_t kMaxPackageEntries = 100'000;  // with directories and what isn't part of it

// A package directory on disk. Hidden files (.git, .gitignore, …; not .timelimit at the top) and
// byte code are not part of it. Links to files and directories inside the package are followed.
// Throws InputError for anything else that isn't a plain file or directory, for links that can't be
// followed (out of the package, to nowhere, into themselves), all of them at once, and past a
// bound: everything is counted before anything is read. Where `lenient`, such links are left out
// with a warning; if one was needed, its loader doesn't find it. Nothing outside of the package is
// read, whatever becomes of it in the meantime.
class DirectoryTree final : public FileTree {
 public:
  explicit DirectoryTree(const std::string& directory, bool lenient = false);
  std::string read(const std::string& path) const override;
  std::string place(const std::string& path) const override;

 private:
  std::string path_of(const std::string& path) const { return root_ + "/" + path; }
  void scan(const std::string& directory, const std::string& prefix, std::size_t depth);
  void add(const std::filesystem::directory_entry& entry, const std::string& path,
           std::size_t depth);
  // Says why a link can't be followed; empty: it can.
  std::string obstacle_of_link(const std::filesystem::path& link) const;
  void leave_out(const std::string& path, const std::string& obstacle);
  UniqueFd open_inside(const std::string& path) const;
  std::string content_of(const std::string& path) const;
  void add_file(const std::filesystem::directory_entry& entry, const std::string& path);

  std::string root_;
  std::string real_root_;
  UniqueFd opened_root_;
  bool lenient_;
  std::vector<std::string> around_;     // the directories that are being looked at, without links
  std::vector<std::string> obstacles_;  // of links
  std::uint64_t total_ = 0;
  std::size_t entries_ = 0;
};

// A text without the byte order mark (UTF-8) that it may begin with.
std::string_view without_byte_order_mark(std::string_view text);

// The whole of a file, at most `limit` bytes. Throws InputError with the path and the reason.
std::string read_whole_file(const std::string& path, std::uint64_t limit);

}  // namespace assize
