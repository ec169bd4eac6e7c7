#include "queue/intake/csv_table.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "queue/intake/csv_records.h"
#include "queue/intake/text_encoding.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

using namespace std::string_view_literals;

constexpr std::array kSeparators{',', ';', '\t'};
constexpr const char* kSaveAs = "save it as \"CSV UTF-8\"";
// Those that Windows-1252 has no character for, and NUL, which no text has.
constexpr std::string_view kUndefined = "\0\x81\x8D\x8F\x90\x9D"sv;

// The length of the UTF-8 character that `text` begins with; 0: it begins with none.
std::size_t character_length(std::string_view text) {
  for (std::size_t length = 1; length <= std::min<std::size_t>(4, text.size()); ++length)
    if (is_utf8(text.substr(0, length))) return length;
  return 0;
}

struct Damage {
  std::size_t first = std::string_view::npos;  // the first byte that isn't UTF-8
  bool has_other = false;                      // there are characters of several bytes, too
};

Damage damage_in(std::string_view text) {
  Damage damage;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text.substr(at));
    if (length == 0 && damage.first == std::string_view::npos) damage.first = at;
    damage.has_other = damage.has_other || length > 1;
    at += std::max<std::size_t>(length, 1);
  }
  return damage;
}

// "class.csv:3: "; line ends are those of CsvReader.
std::string place_of(std::string_view text, std::size_t at, const std::string& place) {
  std::size_t line = 1;
  for (std::size_t i = 0; i < at; ++i)
    line += text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n') ? 1 : 0;
  return place + ":" + std::to_string(line) + ": ";
}

std::string in_hexadecimal(char byte) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "0x%02x", static_cast<unsigned char>(byte));
  return text.data();
}

CsvText from_windows_1252(std::string_view text, const std::string& place) {
  const Damage damage = damage_in(text);
  const std::string byte = in_hexadecimal(text[damage.first]);
  const std::string here = place_of(text, damage.first, place);
  if (damage.has_other)
    throw InputError(here + "the byte " + byte +
                     " isn't UTF-8, as the rest of the file is: " + kSaveAs);
  if (const auto at = text.find_first_of(kUndefined); at != std::string_view::npos)
    throw InputError(place_of(text, at, place) + "is neither UTF-8 nor Windows-1252 (the byte " +
                     in_hexadecimal(text[at]) + "): " + kSaveAs);
  CsvText result;
  result.text = converted(text, "CP1252");
  result.note = here + "is not UTF-8, and was read as Windows-1252: the byte " + byte + " as '" +
                clean_line(converted(text.substr(damage.first, 1), "CP1252")) +
                "'. If names are wrong, " + kSaveAs;
  return result;
}

}  // namespace

CsvText csv_text(const std::string& bytes, const std::string& place) {
  const std::string_view given = bytes;
  for (const auto magic : {"PK\3\4"sv, "\xD0\xCF\x11\xE0"sv})
    if (given.starts_with(magic)) throw InputError(place + ": is a workbook, not CSV: " + kSaveAs);
  try {
    if (given.starts_with("\xFF\xFE")) return {converted(given.substr(2), "UTF-16LE"), ""};
    if (given.starts_with("\xFE\xFF")) return {converted(given.substr(2), "UTF-16BE"), ""};
    if (!is_utf8(given) && !given.starts_with("\xEF\xBB\xBF"))
      return from_windows_1252(given, place);
  } catch (const InputError& error) {
    if (std::string_view(error.what()).starts_with(place)) throw;
    throw InputError(place + ": " + error.what());
  }
  if (!is_utf8(given))
    throw InputError(place_of(given, damage_in(given).first, place) +
                     "isn't the UTF-8 that it begins as: " + kSaveAs);
  return {std::string(given.starts_with("\xEF\xBB\xBF") ? given.substr(3) : given), ""};
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin));
}

std::string in_small_letters(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

std::string heading_of(std::string cell) {
  constexpr std::string_view kNoBreakSpace = "\u00a0";
  for (auto at = cell.find(kNoBreakSpace); at != std::string::npos; at = cell.find(kNoBreakSpace))
    cell.replace(at, kNoBreakSpace.size(), " ");
  return trimmed(cell);
}

std::string heading_key(const std::string& heading) {
  std::string key = in_small_letters(heading_of(heading));
  std::replace_if(
      key.begin(), key.end(), [](char c) { return c == ' ' || c == '-'; }, '_');
  return key;
}

std::optional<char> stated_separator(std::string_view text) {
  const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
  if (line.size() != 5 || in_small_letters(std::string(line.substr(0, 4))) != "sep=")
    return std::nullopt;
  return line[4];
}

char separator_of(std::string_view text, const std::string& place,
                  const std::function<bool(const std::string& key)>& is_known) {
  char best = ',';
  std::ptrdiff_t most = 0;
  for (const char separator : kSeparators) {
    std::optional<CsvRecord> header;
    try {
      header = CsvReader(text, place, separator).next();
    } catch (const InputError&) {
      continue;  // the one that is chosen says it again
    }
    if (!header) continue;
    const auto count =
        std::count_if(header->cells.begin(), header->cells.end(),
                      [&](const std::string& cell) { return is_known(heading_key(cell)); });
    if (count > most) {
      best = separator;
      most = count;
    }
  }
  return best;
}

}  // namespace assize
