#include "tools/assize/point_in_time.h"

#include <ctime>

#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

std::int64_t parse_point_in_time(const std::string& text, const std::string& option) {
  const bool is_utc = text.ends_with('Z');
  const std::string point = is_utc ? text.substr(0, text.size() - 1) : text;
  for (const char* format :
       {"%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"}) {
    std::tm parts{};
    const char* end = ::strptime(point.c_str(), format, &parts);
    if (end == nullptr || *end != '\0') continue;
    const int day = parts.tm_mday;
    parts.tm_isdst = -1;
    const std::time_t time = is_utc ? ::timegm(&parts) : std::mktime(&parts);
    if (parts.tm_mday == day) return std::int64_t{time} * 1000;
  }
  throw InputError(option + ": '" + clean_line(text, 40) +
                   "' is no point in time such as 2026-11-30, 2026-11-30T14:05 or "
                   "2026-11-30T14:05:30Z");
}

}  // namespace assize
