#include "problems/starter.h"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "problems/package.h"
#include "problems/starter_files.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

// Version 4 of RFC 9562: random.
std::string new_uuid() {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<std::uint8_t, 16> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    throw HostError("getrandom: no random bytes");
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0fU) | 0x40U);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3fU) | 0x80U);
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kDigits[bytes.at(i) >> 4U];
    text += kDigits[bytes.at(i) & 0x0fU];
  }
  return text;
}

// "sum-of-two": "Sum of two".
std::string title_of(std::string id) {
  std::replace(id.begin(), id.end(), '-', ' ');
  std::replace(id.begin(), id.end(), '_', ' ');
  if (id[0] >= 'a' && id[0] <= 'z') id[0] = static_cast<char>(id[0] - 'a' + 'A');
  return id;
}

void replace_all(std::string& text, std::string_view mark, const std::string& value) {
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size()))
    text.replace(at, mark.size(), value);
}

void write_file(const fs::path& path, const std::string& content) {
  fs::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << content;
  if (!file.flush()) throw std::system_error(errno, std::generic_category(), path.string());
}

}  // namespace

std::vector<std::string> starter_kinds() {
  std::vector<std::string> kinds;
  for (const auto& file : kStarterFiles)
    if (std::find(kinds.begin(), kinds.end(), file.kind) == kinds.end())
      kinds.emplace_back(file.kind);
  return kinds;
}

void write_starter(const std::string& kind, const std::string& folder) {
  fs::path path = fs::path(folder).lexically_normal();
  if (path.filename().empty()) path = path.parent_path();
  const std::string id = path.filename();
  if (!is_problem_id(id))
    throw InputError(shown_name(folder) +
                     ": the folder's name is the problem's id: at most 100 of a-z, A-Z, 0-9, '.', "
                     "'_' and '-', of which '.' and '-' can't be the first");
  std::error_code error;
  if (fs::symlink_status(path, error).type() != fs::file_type::not_found)
    throw InputError(shown_name(folder) + ": is there already: nothing was written");
  const std::string title = title_of(id);
  const std::string uuid = new_uuid();
  bool is_known = false;
  try {
    for (const auto& file : kStarterFiles) {
      if (file.kind != kind) continue;
      is_known = true;
      std::string content(file.content);
      replace_all(content, "{{NAME}}", title);
      replace_all(content, "{{UUID}}", uuid);
      write_file(path / file.path, content);
    }
  } catch (const std::system_error& failure) {
    fs::remove_all(path, error);
    throw InputError(shown_name(folder) + ": can't be written: " + failure.code().message());
  }
  if (!is_known) throw InputError("no kind of problem '" + clean_line(kind, 60) + "'");
}

}  // namespace assize
