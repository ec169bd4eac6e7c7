// Named parameters for an engine that numbers them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assize {

struct NumberedSql {
  std::string sql;                      // with $1, $2, …
  std::vector<std::string_view> names;  // ":id" of $1, …: parts of the text that was given
};

// Each name has one number, however often it stands there. What stands between single quotes is
// left alone.
NumberedSql number_parameters(std::string_view sql);

}  // namespace assize
