// Points in time as people give them to options.
#pragma once

#include <cstdint>
#include <string>

namespace assize {

// "2026-11-30", "2026-11-30 14:05", "2026-11-30T14:05:30", by the local clock, or with a Z at the
// end by UTC; in ms since the epoch. A date alone is its beginning. Throws InputError; `option` is
// for its message.
std::int64_t parse_point_in_time(const std::string& text, const std::string& option);

}  // namespace assize
