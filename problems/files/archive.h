// An archive of test data in a package: a zip file, read in memory. Nothing is unpacked to disk.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace assize {

constexpr std::size_t kMaxArchiveMembers = 50'000;  // files and directories
constexpr std::size_t kMaxMemberName = 1000;        // bytes

// Not for several threads at once.
class Archive {
 public:
  // `content` is the zip file, `place` is for messages. Throws InputError for what isn't a zip
  // file that every reader sees the same members in (zip_structure.h), past a bound
  // (kMaxArchiveMembers; kMaxPackageFile a member and kMaxPackageSize in all, by the sizes that the
  // archive states), for names that are there twice, lead out of the archive or aren't UTF-8, and
  // for members that are neither files nor directories or are encrypted.
  Archive(std::string content, std::string place);
  ~Archive();
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  bool has(const std::string& member) const { return members_.contains(member); }
  // Of the files, in the order of the archive.
  const std::vector<std::string>& names() const { return names_; }
  // The content of a file. Throws InputError where it is damaged, or larger than the archive
  // states. Files are fastest read in their order.
  std::string read(const std::string& member);
  // Reads all files to see that they can be read. Throws InputError as read() does.
  void verify();

 private:
  struct Reader;
  struct Member {
    std::size_t position;  // in the order of the archive's entries
    std::uint64_t size;
  };
  void list();
  void add(const std::string& name, std::size_t position, std::uint64_t size);

  std::string content_;
  std::string place_;
  std::map<std::string, Member> members_;
  std::vector<std::string> names_;
  std::uint64_t total_ = 0;
  std::unique_ptr<Reader> reader_;
};

}  // namespace assize
