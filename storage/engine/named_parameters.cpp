#include "storage/engine/named_parameters.h"

#include <algorithm>

namespace assize {

namespace {

bool is_of_name(char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

NumberedSql number_parameters(std::string_view sql) {
  NumberedSql result;
  bool is_quoted = false;
  for (std::size_t at = 0; at < sql.size(); ++at) {
    if (sql[at] == '\'') is_quoted = !is_quoted;
    std::size_t end = at + 1;
    if (sql[at] == ':' && !is_quoted)
      while (end < sql.size() && is_of_name(sql[end])) ++end;
    if (end == at + 1) {
      result.sql += sql[at];
      continue;
    }
    const std::string_view name = sql.substr(at, end - at);
    auto found = std::find(result.names.begin(), result.names.end(), name);
    if (found == result.names.end()) found = result.names.insert(result.names.end(), name);
    result.sql += "$" + std::to_string(found - result.names.begin() + 1);
    at = end - 1;
  }
  return result;
}

}  // namespace assize
