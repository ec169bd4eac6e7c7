// The comparisons of other judges: any output against any answer. Equal texts are right, unless
// they have numbers that aren't equal to themselves.
#include <cstdlib>

#include "problems/grading/line_comparison.h"
#include "storage/base/errors.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace assize;
  if (size < 1) return 0;
  LineComparison comparison;
  comparison.kind = static_cast<LineComparison::Kind>(data[0] % 10);
  comparison.tolerance = static_cast<LineComparison::Tolerance>(data[0] / 10 % 3);
  comparison.skip_empty_lines = data[0] >= 128;
  comparison.all_lines_required = data[0] < 64;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto middle = text.find('\xFF');
  const std::string_view output = text.substr(0, middle);
  const std::string_view answer = middle == std::string_view::npos ? text : text.substr(middle + 1);
  comparison.line_points.assign(count_lines(answer), 1);
  try {
    const auto compared = compare_lines(output, answer, comparison);
    if (compared.share && (*compared.share < Score(0) || *compared.share > Score(1))) std::abort();
    const bool same = compare_lines(answer, answer, comparison).accepted;
    if (!same && comparison.kind != LineComparison::Kind::floats) std::abort();
  } catch (const JudgeError&) {
    if (!comparison.line_points.empty()) std::abort();
  }
  return 0;
}
