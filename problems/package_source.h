// A problem package as the operator names it: a directory, or a zip file of one.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "problems/files/archive.h"
#include "problems/files/file_tree.h"

namespace assize {

// The files of a package in a zip file, with a folder around all of them or without. Hidden files,
// byte code and what a Mac puts beside them are not part of it. Nothing is unpacked to disk.
class ZipTree final : public FileTree {
 public:
  explicit ZipTree(const std::string& path);
  std::string read(const std::string& path) const override;  // safe from several threads
  std::string place(const std::string& path) const override;
  // The name of the folder that all is in; or empty.
  const std::string& folder() const { return folder_; }

 private:
  std::string path_;
  std::string folder_;
  mutable std::mutex mutex_;
  mutable Archive archive_;
  std::map<std::string, std::string> kept_;  // contents, where they are not too many to be kept
};

struct PackageSource {
  std::unique_ptr<FileTree> files;
  std::string id;
  std::string named;  // what the id was made from, where that can't be one itself; or empty
};

// `id`: given by the operator; empty: made from the name. Throws InputError, also where no id can
// be made from the name.
PackageSource open_package(const std::string& path, bool lenient, const std::string& id = "");

// An id made from a name: blanks, parentheses and commas become '-', Latin letters with marks are
// written without ("Übung 3" is Uebung-3). Nothing, if there is anything else in it that an id
// can't have.
std::optional<std::string> id_made_from(std::string_view name);

}  // namespace assize
