// Making bytes that came from a submission fit to be shown.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace assize {

constexpr std::size_t kReasonBytes = 200;    // a reason in words
constexpr std::size_t kExcerptBytes = 4096;  // an excerpt of stdout or stderr

// At most `limit` bytes of valid UTF-8 from the start of `raw`, never cut inside a character.
// Bytes that aren't UTF-8 and control characters other than line feed and tab come out as \xHH.
// Unicode's bidirectional overrides and line separators are escaped as \u{…}: they can make a
// terminal or a browser show something other than what is there.
std::string clean_excerpt(std::string_view raw, std::size_t limit = kExcerptBytes);

// The same for what must stay on one line: line feeds and tabs are escaped too.
std::string clean_line(std::string_view raw, std::size_t limit = kExcerptBytes);

// True if `raw` is well-formed UTF-8 (RFC 3629: shortest forms only, no surrogates).
bool is_utf8(std::string_view raw);

}  // namespace assize
