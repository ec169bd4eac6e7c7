#include "problems/starter.h"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>

#include "problems/starter_files.h"
#include "problems/write_package.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

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

}  // namespace

std::vector<std::string> starter_kinds() {
  std::vector<std::string> kinds;
  for (const auto& file : kStarterFiles)
    if (std::find(kinds.begin(), kinds.end(), file.kind) == kinds.end())
      kinds.emplace_back(file.kind);
  return kinds;
}

void write_starter(const std::string& kind, const std::string& folder) {
  const std::string title = title_of(check_new_package(folder));
  const std::string uuid = new_uuid();
  std::map<std::string, std::string> files;
  for (const auto& file : kStarterFiles) {
    if (file.kind != kind) continue;
    std::string& content = files[std::string(file.path)];
    content = file.content;
    replace_all(content, "{{NAME}}", title);
    replace_all(content, "{{UUID}}", uuid);
  }
  if (files.empty()) throw InputError("no kind of problem '" + clean_line(kind, 60) + "'");
  write_package(folder, files);
}

}  // namespace assize
