#include "problems/grading/difference.h"

#include <algorithm>

#include "storage/base/text.h"

namespace assize {

namespace {

// On one line, between quotes: line ends and tabs as programmers write them.
std::string quoted_part(std::string_view text) {
  std::string shown;
  for (const char c : clean_excerpt(text, 80)) {
    if (c == '\n')
      shown += "\\n";
    else if (c == '\t')
      shown += "\\t";
    else
      shown += c;
  }
  return shown;
}

}  // namespace

Difference difference_at(std::string_view output, std::size_t offset, std::string what,
                         std::string_view got, std::string_view expected) {
  Difference difference;
  difference.what = std::move(what);
  const std::string_view before = output.substr(0, offset);
  difference.line = 1 + static_cast<std::uint64_t>(std::count(before.begin(), before.end(), '\n'));
  const auto line_start = before.rfind('\n');
  difference.column =
      before.size() - (line_start == std::string_view::npos ? 0 : line_start + 1) + 1;
  difference.got = quoted_part(got);
  difference.expected = quoted_part(expected);
  return difference;
}

}  // namespace assize
