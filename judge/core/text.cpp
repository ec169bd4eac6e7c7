#include "judge/core/text.h"

#include <cstdint>
#include <cstdio>

namespace assize {

namespace {

struct Decoded {
  std::uint32_t code = 0;
  std::size_t length = 0;  // 0: not UTF-8
};

Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return {};
  std::uint32_t code = first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return {};
    code = (code << 6U) | (byte(i) & 0x3FU);
  }
  const std::uint32_t least = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
  if (code < least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
  return {code, length};
}

bool deceives(std::uint32_t code) {
  return (code >= 0x80 && code < 0xA0) || (code >= 0x200E && code <= 0x200F) ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
         code == 0xFEFF || code == 0x061C;
}

std::string printed(const char* format, unsigned value) {
  char buffer[16];
  const int length = std::snprintf(buffer, sizeof buffer, format, value);
  return {buffer, static_cast<std::size_t>(length)};
}

}  // namespace

bool is_utf8(std::string_view raw) {
  while (!raw.empty()) {
    const Decoded next = decode(raw);
    if (next.length == 0) return false;
    raw.remove_prefix(next.length);
  }
  return true;
}

std::string clean_excerpt(std::string_view raw, std::size_t limit) {
  std::string clean;
  while (!raw.empty()) {
    const Decoded next = decode(raw);
    std::string piece;
    if (next.length == 0) {
      piece = printed("\\x%02x", static_cast<unsigned char>(raw[0]));
    } else if ((next.code < 0x20 && next.code != '\n' && next.code != '\t') || next.code == 0x7F) {
      piece = printed("\\x%02x", next.code);
    } else if (deceives(next.code)) {
      piece = printed("\\u{%x}", next.code);
    } else {
      piece = raw.substr(0, next.length);
    }
    if (clean.size() + piece.size() > limit) break;
    clean += piece;
    raw.remove_prefix(next.length == 0 ? 1 : next.length);
  }
  return clean;
}

std::string clean_line(std::string_view raw, std::size_t limit) {
  std::string clean;
  for (const char c : clean_excerpt(raw, limit)) {
    if (c == '\n' || c == '\t') {
      clean += c == '\n' ? "\\x0a" : "\\x09";
    } else {
      clean += c;
    }
  }
  return clean;
}

}  // namespace assize
