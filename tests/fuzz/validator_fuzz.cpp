// The default output validator: any output against any answer, with any options. Equal texts are
// always right.
#include <cstdlib>

#include "problems/grading/token_validator.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace assize;
  if (size < 1) return 0;
  ValidatorOptions options;
  options.case_sensitive = (data[0] & 1U) != 0;
  options.space_change_sensitive = (data[0] & 2U) != 0;
  if ((data[0] & 4U) != 0) options.absolute_tolerance = 1e-6;
  if ((data[0] & 8U) != 0) options.relative_tolerance = 1e-6;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto middle = text.find('\xFF');
  const std::string_view output = text.substr(0, middle);
  const std::string_view answer = middle == std::string_view::npos ? text : text.substr(middle + 1);
  compare_output(output, answer, options);
  if (compare_output(answer, answer, options)) std::abort();
  return 0;
}
