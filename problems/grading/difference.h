// Where output and answer part, for staff.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace assize {

// Lines and columns count from 1, columns in bytes.
struct Difference {
  std::string what;  // "wrong token", "output ends early", …
  std::uint64_t line = 0;
  std::uint64_t column = 0;
  std::string expected;  // excerpts, at most 80 bytes, clean
  std::string got;
};

// `offset`: where in the output the difference is.
Difference difference_at(std::string_view output, std::size_t offset, std::string what,
                         std::string_view got, std::string_view expected);

}  // namespace assize
