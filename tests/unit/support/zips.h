// Zip files made on the spot.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace assize::test {

struct ZipMember {
  std::string name;
  std::string content;
  unsigned type = AE_IFREG;
};

inline std::string zip_of(const std::vector<ZipMember>& members, const char* options = "") {
  std::string buffer(1U << 20U, '\0');
  for (const auto& member : members) buffer.resize(buffer.size() + member.content.size() + 1024);
  std::size_t used = 0;
  ::archive* zip = ::archive_write_new();
  ::archive_write_set_format_zip(zip);
  if (*options != '\0' && ::archive_write_set_options(zip, options) != ARCHIVE_OK)
    throw std::runtime_error(::archive_error_string(zip));
  ::archive_write_open_memory(zip, buffer.data(), buffer.size(), &used);
  for (const auto& member : members) {
    ::archive_entry* entry = ::archive_entry_new();
    ::archive_entry_set_pathname(entry, member.name.c_str());
    ::archive_entry_set_filetype(entry, member.type);
    if (member.type == AE_IFLNK) ::archive_entry_set_symlink(entry, member.content.c_str());
    ::archive_entry_set_perm(entry, 0644);
    ::archive_entry_set_size(entry, static_cast<la_int64_t>(member.content.size()));
    if (::archive_write_header(zip, entry) != ARCHIVE_OK)
      throw std::runtime_error(::archive_error_string(zip));
    if (member.type == AE_IFREG)
      ::archive_write_data(zip, member.content.data(), member.content.size());
    ::archive_entry_free(entry);
  }
  ::archive_write_close(zip);
  ::archive_write_free(zip);
  buffer.resize(used);
  return buffer;
}

}  // namespace assize::test
