#include "storage/base/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <iterator>

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

struct Range {
  std::uint32_t first, last;
};

template <std::size_t N>
bool is_in(const std::array<Range, N>& ranges, std::uint32_t code) {
  const auto next = std::upper_bound(ranges.begin(), ranges.end(), code,
                                     [](std::uint32_t c, const Range& r) { return c < r.first; });
  return next != ranges.begin() && code <= std::prev(next)->last;
}

// Categories Cc, Cf, Zl, Zp and Default_Ignorable_Code_Point of Unicode 15.1, in order.
constexpr std::array<Range, 27> kDeceptive{{
    {0x0, 0x1F},        {0x7F, 0x9F},       {0xAD, 0xAD},       {0x34F, 0x34F},
    {0x600, 0x605},     {0x61C, 0x61C},     {0x6DD, 0x6DD},     {0x70F, 0x70F},
    {0x890, 0x891},     {0x8E2, 0x8E2},     {0x115F, 0x1160},   {0x17B4, 0x17B5},
    {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},   {0x2060, 0x206F},
    {0x3164, 0x3164},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},
    {0xFFF0, 0xFFFB},   {0x110BD, 0x110BD}, {0x110CD, 0x110CD}, {0x13430, 0x1343F},
    {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
}};

// What moves text, or ends a line: never part of a name.
constexpr std::array<Range, 7> kMoving{{
    {0x0, 0x1F},
    {0x7F, 0x9F},
    {0x61C, 0x61C},
    {0x200E, 0x200F},
    {0x2028, 0x202E},
    {0x2066, 0x2069},
    {0xFEFF, 0xFEFF},
}};

// Drawn as a space: category Zs, and the empty Braille pattern.
constexpr std::array<Range, 8> kBlank{{
    {0x20, 0x20},
    {0xA0, 0xA0},
    {0x1680, 0x1680},
    {0x2000, 0x200A},
    {0x202F, 0x202F},
    {0x205F, 0x205F},
    {0x2800, 0x2800},
    {0x3000, 0x3000},
}};

bool is_colon(std::uint32_t code) {  // or looks like one
  return code == ':' || code == 0x2236 || code == 0xA789 || code == 0xFE55 || code == 0xFF1A;
}

std::string printed(const char* format, unsigned value) {
  char buffer[16];
  const int length = std::snprintf(buffer, sizeof buffer, format, value);
  return {buffer, static_cast<std::size_t>(length)};
}

}  // namespace

std::string_view last_line(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  const auto start = text.rfind('\n');
  return start == std::string_view::npos ? text : text.substr(start + 1);
}

bool is_utf8(std::string_view raw) {
  while (!raw.empty()) {
    const Decoded next = decode(raw);
    if (next.length == 0) return false;
    raw.remove_prefix(next.length);
  }
  return true;
}

namespace {

// The first character of `rest`, fit to be shown; it is taken from `rest`.
std::string take_clean(std::string_view& rest, bool is_line) {
  const Decoded next = decode(rest);
  const std::string_view raw = rest.substr(0, std::max<std::size_t>(next.length, 1));
  rest.remove_prefix(raw.size());
  if (next.length == 0) return printed("\\x%02x", static_cast<unsigned char>(raw[0]));
  if (!is_line && (next.code == '\n' || next.code == '\t')) return std::string(raw);
  if (!is_in(kDeceptive, next.code)) return std::string(raw);
  return printed(next.code < 0x80 ? "\\x%02x" : "\\u{%x}", next.code);
}

std::string clean(std::string_view raw, std::size_t limit, bool is_line) {
  std::string shown;
  while (!raw.empty()) {
    const std::string piece = take_clean(raw, is_line);
    if (shown.size() + piece.size() > limit) break;
    shown += piece;
  }
  return shown;
}

// Whether a name could be taken for a part of one of our lines: see text.h. For the comparison,
// blanks are spaces, and what looks like a colon is one.
bool imitates_layout(std::string_view name) {
  std::string plain;
  while (!name.empty()) {
    const Decoded next = decode(name);
    const std::string_view raw = name.substr(0, std::max<std::size_t>(next.length, 1));
    plain += is_in(kBlank, next.code) ? " " : is_colon(next.code) ? ":" : std::string(raw);
    name.remove_prefix(raw.size());
  }
  if (plain.empty() || plain.front() == ' ' || plain.back() == ' ' || plain.front() == '\'')
    return true;
  constexpr std::array<std::string_view, 4> kLayout{"  ", ": ", " by ", " for "};
  return std::any_of(kLayout.begin(), kLayout.end(),
                     [&](std::string_view part) { return plain.find(part) != std::string::npos; });
}

}  // namespace

std::string clean_excerpt(std::string_view raw, std::size_t limit) {
  return clean(raw, limit, false);
}

std::string clean_text(std::string_view raw) { return clean(raw, std::string::npos, false); }

std::string clean_line(std::string_view raw, std::size_t limit) { return clean(raw, limit, true); }

std::string shown_name(std::string_view raw) {
  if (!imitates_layout(raw) && clean(raw, std::string::npos, true) == raw) return std::string(raw);
  std::string shown = "'";
  while (!raw.empty()) {
    if (raw[0] == '\\' || raw[0] == '\'') shown += '\\';
    shown += take_clean(raw, true);
  }
  return shown + "'";
}

std::string hanging(std::string_view text, std::string_view margin) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  std::string shown;
  for (const char c : text) {
    shown += c;
    if (c == '\n') shown += margin;
  }
  return shown;
}

std::string clean_json(std::string_view json) {
  std::string shown;
  while (!json.empty()) {
    const Decoded next = decode(json);
    const std::string_view raw = json.substr(0, std::max<std::size_t>(next.length, 1));
    json.remove_prefix(raw.size());
    if (next.code < 0x7F || !is_in(kDeceptive, next.code)) {
      shown += raw;
    } else if (next.code < 0x10000) {
      shown += printed("\\u%04x", next.code);
    } else {
      shown += printed("\\u%04x", 0xD800 + ((next.code - 0x10000) >> 10U));
      shown += printed("\\u%04x", 0xDC00 + (next.code & 0x3FFU));
    }
  }
  return shown;
}

std::string storable(std::string_view raw) {
  const bool is_text = is_utf8(raw) && raw.find('\0') == std::string_view::npos;
  return is_text ? std::string(raw) : clean_text(raw);
}

bool may_be_name(std::string_view raw) {
  while (!raw.empty()) {
    const Decoded next = decode(raw);
    if (next.length == 0 || is_in(kMoving, next.code)) return false;
    raw.remove_prefix(next.length);
  }
  return true;
}

}  // namespace assize
