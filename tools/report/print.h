// Printing to standard output. Commands print by nothing else: whatever a value holds, nothing that
// could deceive a reader goes out (storage/base/text.h). A line feed does: names go through
// shown_name(), texts of several lines through hanging().
#pragma once

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace assize {

void print_clean(std::string_view text);

template <typename... Values>
void print(fmt::format_string<Values...> format, Values&&... values) {
  print_clean(fmt::format(format, std::forward<Values>(values)...));
}

}  // namespace assize
