#include "tools/report/side_by_side.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "storage/base/text.h"
#include "tools/report/format.h"

namespace assize {

namespace {

// Where a line of a text begins; its end where it has fewer lines.
std::size_t start_of_line(std::string_view text, std::uint64_t line) {
  std::size_t at = 0;
  for (; line > 1; --line) {
    const auto end = text.find('\n', at);
    if (end == std::string_view::npos) return text.size();
    at = end + 1;
  }
  return at;
}

bool continues(char c) { return (c & 0xC0) == 0x80; }

// Splits the output where it first differs: there is the token, or the single character.
void mark(SideBySide& sample, const std::string& output, const Difference& difference) {
  std::size_t at = start_of_line(output, difference.line) + difference.column - 1;
  at = std::min(at, output.size());
  while (at > 0 && at < output.size() && continues(output[at])) --at;
  std::size_t end = std::min(output.find_first_of(" \t\n", at), output.size());
  if (end == at && end < output.size()) ++end;
  sample.before = output.substr(0, at);
  sample.different = output.substr(at, end - at);
  sample.after = output.substr(end);
  sample.ends_early = sample.different.empty();
  sample.difference =
      fmt::format("line {}, column {}: {}", difference.line, difference.column, difference.what);
}

using Lines = std::vector<std::string>;

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !continues(c); }));
}

// The part of a line that begins with the character number `from`.
std::string cut(const std::string& line, std::size_t from) {
  std::string shown = from > 0 ? "…" : "";
  std::size_t place = 0;
  std::size_t count = from > 0 ? 1 : 0;
  for (std::size_t i = 0; i < line.size();) {
    std::size_t next = i + 1;
    while (next < line.size() && continues(line[next])) ++next;
    if (place++ >= from) {
      const bool is_last = next == line.size();
      if (count + 1 == kMostCharactersShown && !is_last) return shown + "…";
      shown += line[i] == '\t' ? " " : line.substr(i, next - i);
      ++count;
    }
    i = next;
  }
  return shown;
}

// Some lines of a text from a line on, each from a character on; what is left out is said.
Lines shown_lines(const std::string& text, std::size_t first, std::size_t from) {
  const Lines all = lines_of(text);
  Lines shown;
  if (all.empty()) shown.emplace_back("(nothing)");
  if (first > 0 && !all.empty())
    shown.push_back("… " + counted(static_cast<std::int64_t>(std::min(first, all.size())), "line"));
  for (std::size_t i = first; i < all.size(); ++i) {
    if (i - first == kMostLinesShown) {
      shown.push_back("… " + counted(static_cast<std::int64_t>(all.size() - i), "more line"));
      break;
    }
    shown.push_back(cut(all[i], from));
  }
  return shown;
}

std::string padded(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, width_of(text)), ' ');
}

}  // namespace

std::vector<SideBySide> side_by_side(const JudgingRecord& judging, const Reader& reader) {
  std::vector<SideBySide> samples;
  for (const auto& test : judging.tests) {
    const FailedSample* known = sample_for(test, reader);
    if (known == nullptr || samples.size() == kMostSamplesShown) continue;
    SideBySide sample;
    sample.name = test.name;
    sample.answer_title = known->is_compared ? "expected" : "the problem's answer";
    sample.input = known->input;
    sample.answer = known->answer;
    sample.before = test.output_excerpt;
    for (auto at = sample.before.find("\\x0d\n"); at != std::string::npos;
         at = sample.before.find("\\x0d\n", at))
      sample.before.erase(at, 4);
    if (known->difference) mark(sample, std::string(sample.before), *known->difference);
    sample.errors = test.error_excerpt;
    samples.push_back(std::move(sample));
  }
  return samples;
}

std::string in_three_columns(const SideBySide& sample, std::string_view margin) {
  const bool is_marked = !sample.difference.empty();
  const std::string output = sample.before + sample.different + sample.after;
  // The marked line is in the upper part of what is shown, and its place in what is left of it.
  const Lines before = lines_of(sample.before);
  const bool begins_line = sample.before.empty() || sample.before.ends_with('\n');
  const std::size_t line = is_marked ? before.size() - (begins_line ? 0 : 1) : 0;
  const std::size_t column = is_marked && !begins_line ? width_of(before.back()) : 0;
  const std::size_t first = line + 2 > kMostLinesShown ? line - kMostLinesShown / 2 : 0;
  const std::size_t from =
      column + 2 > kMostCharactersShown ? column - kMostCharactersShown / 2 : 0;
  std::array<Lines, 3> columns{shown_lines(sample.input, 0, 0),
                               shown_lines(sample.answer, first, from),
                               shown_lines(output, first, from)};
  const std::array<std::string, 3> titles{"input", sample.answer_title, "your output"};
  std::array<std::size_t, 3> widths{};
  std::size_t height = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    widths[i] = width_of(titles[i]);
    for (const auto& text : columns[i]) widths[i] = std::max(widths[i], width_of(text));
    height = std::max(height, columns[i].size());
  }
  const std::size_t marked = line - first + (first > 0 ? 1 : 0);
  if (is_marked) height = std::max(height, marked + 1);
  std::string text;
  const auto add = [&](const char* sign, const std::array<std::string, 3>& cells) {
    std::string row = fmt::format("{}{} {} | {} | {}", margin, sign, padded(cells[0], widths[0]),
                                  padded(cells[1], widths[1]), cells[2]);
    row.erase(row.find_last_not_of(' ') + 1);
    text += row + "\n";
  };
  add(" ", titles);
  for (std::size_t row = 0; row < height; ++row) {
    std::array<std::string, 3> cells;
    for (std::size_t i = 0; i < cells.size(); ++i)
      if (row < columns[i].size()) cells[i] = columns[i][row];
    add(is_marked && row == marked ? ">" : " ", cells);
    if (is_marked && row == marked)
      add(" ", {"", "", std::string(column - from + (from > 0 ? 1 : 0), ' ') + "^"});
  }
  return text;
}

std::string samples_in_columns(const JudgingRecord& judging, const Reader& reader) {
  std::string text;
  for (const auto& sample : side_by_side(judging, reader))
    text += "  " + shown_name(sample.name) + ", side by side" +
            (sample.difference.empty() ? "" : "; " + sample.difference) + "\n" +
            in_three_columns(sample, "    ");
  return text;
}

}  // namespace assize
