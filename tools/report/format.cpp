#include "tools/report/format.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "problems/grading/score.h"
#include "storage/base/text.h"
#include "tools/report/print.h"

namespace assize {

namespace {
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

// Takes a last cell of several lines from its row: as lines that go below it.
std::string taken_below(std::vector<std::string>& row) {
  constexpr const char* kMargin = "      ";
  if (row.empty()) return {};
  row.back().erase(row.back().find_last_not_of('\n') + 1);
  if (row.back().find('\n') == std::string::npos) return {};
  const std::string text = clean_text(std::exchange(row.back(), {}));
  return kMargin + hanging(text, kMargin) + "\n";
}
}  // namespace

void print_clean(std::string_view text) {
  const std::string clean = clean_text(text);
  std::fwrite(clean.data(), 1, clean.size(), stdout);
}

std::string in_seconds(nanoseconds time) {
  constexpr nanoseconds kShort = std::chrono::milliseconds{100};
  const auto count = static_cast<double>(time.count());
  if (time >= kShort) return fmt::format("{:.3f} s", count / 1e9);
  const bool is_whole = time % std::chrono::milliseconds{1} == nanoseconds{0};
  return fmt::format("{:.{}f} ms", count / 1e6, is_whole ? 0 : 1);
}

std::string in_mebibytes(Bytes memory) {
  return fmt::format("{:.1f} MiB", static_cast<double>(memory.count) / (1U << 20U));
}

std::string limit_in_words(nanoseconds time) {
  return fmt::format("{:g} s", static_cast<double>(time.count()) / 1e9);
}

std::string limit_in_words(Bytes size) {
  if (size.count % (1U << 20U) == 0) return fmt::format("{} MiB", size.count >> 20U);
  if (size.count % (1U << 10U) == 0) return fmt::format("{} KiB", size.count >> 10U);
  return counted(static_cast<std::int64_t>(size.count), "byte");
}

std::string counted(std::int64_t count, const char* noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string utc_time(std::int64_t milliseconds) {
  return fmt::format("{:%Y-%m-%d %H:%M:%S}",
                     fmt::gmtime(static_cast<std::time_t>(milliseconds / 1000)));
}

std::string score_in_words(const std::string& score, const std::string& highest) {
  if (score.empty() || highest.empty() || highest == "0") return score;
  return score + " of " + highest;
}

std::string short_score(const std::string& text) {
  const auto score = Score::parse(text);
  return score ? score->text(2) : text;
}

std::string in_columns(std::vector<std::vector<std::string>> rows,
                       const std::vector<std::size_t>& right, LastCell last) {
  std::vector<std::string> below(rows.size());
  if (last == LastCell::lines)
    for (std::size_t i = 0; i < rows.size(); ++i) below[i] = taken_below(rows[i]);
  for (auto& row : rows)
    for (auto& cell : row) cell = clean_line(cell);
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  std::string text;
  for (std::size_t number = 0; number < rows.size(); ++number) {
    const auto& row = rows[number];
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string padding(widths[i] - width_of(row[i]), ' ');
      const bool to_right = std::find(right.begin(), right.end(), i) != right.end();
      if (i > 0) line += "  ";
      line += to_right ? padding + row[i] : row[i] + padding;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n" + below[number];
  }
  return text;
}

}  // namespace assize
