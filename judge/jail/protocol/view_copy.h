// A directory of the host, copied into the jail's root.
//
// A name that is asked for in vain stays in the kernel's cache of names, with the directory's file
// system, and whoever asks for it again is answered sooner: a run could leave marks there for the
// next ones to find. A tmpfs keeps no such names (fs/libfs.c, simple_lookup()), so what a run can
// look names up in is a tmpfs of the slot's. With the content in memory nothing is left to be
// learnt of the page cache either.
#pragma once

#include <sys/stat.h>

#include <string>
#include <string_view>
#include <vector>

#include "judge/jail/protocol/spec.h"
#include "storage/base/unique_fd.h"

namespace assize {

// Files from this size on aren't copied but mounted, one by one, as long as there are few of them.
constexpr off_t kLargeFile = 4 << 20U;
constexpr std::size_t kMostLargeFiles = 8;  // of a view: each is a mount of every run

// What a slot's root has space for.
struct CopySpace {
  Bytes bytes;
  std::size_t large_files = kMostLargeFiles;
};

// Whether a file of this name is one that a package manager is just putting into its place: dpkg
// unpacks beside (dpkg(1): NAME.dpkg-new, .dpkg-tmp), rpm too (NAME;8 hexadecimal digits).
bool is_being_installed(std::string_view name);

class ViewCopy {
 public:
  // Looks at all of a directory, while the host's tree is still in place; what is being installed
  // there is left out. Valid if it was possible,
  // and if there is space for the copy, of which it is taken then; errno is 0 if only the space is
  // short.
  ViewCopy() = default;
  static ViewCopy plan(const std::string& source, CopySpace& space);
  explicit operator bool() const { return static_cast<bool>(root_); }

  // Makes the copy below `target`, which is there. What this process may not read can't be read in
  // the copy either. Times and permissions are those of the source; the owner is this process.
  // False with errno set.
  bool make(const std::string& target) const;

  // A large file: where in the copy there is an empty one to mount it on.
  struct Large {
    std::string path;  // relative
    UniqueFd mount;    // a detached copy of its mount
  };
  const std::vector<Large>& large_files() const { return large_files_; }
  // Of the page cache: reads what is shown as it is, so that no run is the first to.
  Bytes size() const { return size_; }

 private:
  struct Entry {
    std::string path;  // relative
    struct stat status {};
    std::string link;  // of a symbolic link
  };
  bool add_directory(const std::string& path, CopySpace& space);
  bool add_entry(int directory, const std::string& path, const char* name, CopySpace& space);
  bool make_entry(const Entry& entry, const std::string& target, std::vector<char>& buffer) const;
  bool copy_file(const Entry& entry, const std::string& target, std::vector<char>& buffer) const;

  std::string source_;
  UniqueFd root_;
  struct stat root_status_ {};
  std::vector<Entry> entries_;  // a directory before what is in it
  std::vector<Large> large_files_;
  Bytes size_;
};

// Of a file that is mounted as it is: all of it is read into the page cache, so that no run is the
// first one to read a page.
void read_ahead(int file, off_t size);

// A mount's detached copy, with all that is mounted below (open_tree(2)); errno is set on failure.
UniqueFd detached_copy(const std::string& source);

}  // namespace assize
