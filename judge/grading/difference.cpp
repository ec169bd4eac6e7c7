#include "judge/grading/difference.h"

#include <algorithm>

#include "judge/core/text.h"

namespace assize {

Difference difference_at(std::string_view output, std::size_t offset, std::string what,
                         std::string_view got, std::string_view expected) {
  Difference difference;
  difference.what = std::move(what);
  const std::string_view before = output.substr(0, offset);
  difference.line = 1 + static_cast<std::uint64_t>(std::count(before.begin(), before.end(), '\n'));
  const auto line_start = before.rfind('\n');
  difference.column =
      before.size() - (line_start == std::string_view::npos ? 0 : line_start + 1) + 1;
  difference.got = clean_excerpt(got, 80);
  difference.expected = clean_excerpt(expected, 80);
  return difference;
}

}  // namespace assize
