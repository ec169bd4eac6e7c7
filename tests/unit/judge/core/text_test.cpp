#include "judge/core/text.h"

#include <catch2/catch.hpp>
#include <random>

using namespace assize;

TEST_CASE("well-formed UTF-8 and nothing else is UTF-8") {
  struct Case {
    const char* what;
    std::string bytes;
    bool good;
  };
  const std::vector<Case> cases{
      {"nothing", "", true},
      {"ASCII", "abc\n", true},
      {"a NUL", std::string(1, '\0'), true},
      {"U+007F", "\x7f", true},
      {"U+0080", "\xc2\x80", true},
      {"U+07FF", "\xdf\xbf", true},
      {"U+0800", "\xe0\xa0\x80", true},
      {"U+D7FF", "\xed\x9f\xbf", true},
      {"U+E000", "\xee\x80\x80", true},
      {"U+FFFF", "\xef\xbf\xbf", true},
      {"U+10000", "\xf0\x90\x80\x80", true},
      {"U+10FFFF", "\xf4\x8f\xbf\xbf", true},
      {"a lone continuation", "\x80", false},
      {"a long form of /", "\xc0\xaf", false},
      {"a long form of U+007F", "\xc1\xbf", false},
      {"a long form in three bytes", "\xe0\x80\xaf", false},
      {"the last long form in three bytes", "\xe0\x9f\xbf", false},
      {"a long form in four bytes", "\xf0\x80\x80\xaf", false},
      {"the last long form in four bytes", "\xf0\x8f\xbf\xbf", false},
      {"the first surrogate", "\xed\xa0\x80", false},
      {"the last surrogate", "\xed\xbf\xbf", false},
      {"past U+10FFFF", "\xf4\x90\x80\x80", false},
      {"a byte that never occurs", "\xf5\x80\x80\x80", false},
      {"0xFE", "\xfe", false},
      {"0xFF", "\xff", false},
      {"two bytes, cut", "\xc3", false},
      {"three bytes, cut", "\xe2\x82", false},
      {"four bytes, cut", "\xf0\x9f\x98", false},
      {"a start where a continuation should be", "\xe2\x82\x41", false},
      {"good, then bad", "good\xff", false},
      {"five bytes", "\xf8\x88\x80\x80\x80", false},
  };
  for (const auto& c : cases) {
    INFO(c.what);
    CHECK(is_utf8(c.bytes) == c.good);
  }
}

TEST_CASE("an excerpt shows what can be shown and escapes the rest") {
  struct Case {
    const char* what;
    std::string raw;
    std::string clean;
  };
  const std::vector<Case> cases{
      {"plain text", "a b\tc\n", "a b\tc\n"},
      {"letters of the world", "é€😀", "é€😀"},
      {"a carriage return", "a\rb", "a\\x0db"},
      {"an escape sequence", "\x1b[31mred", "\\x1b[31mred"},
      {"a NUL", std::string("a\0b", 3), "a\\x00b"},
      {"DEL", "\x7f", "\\x7f"},
      {"BEL and BS", "\a\b", "\\x07\\x08"},
      {"a bad byte",
       "a\xff"
       "b",
       "a\\xffb"},
      {"a cut character", "\xe2\x82", "\\xe2\\x82"},
      {"a surrogate", "\xed\xa0\x80", "\\xed\\xa0\\x80"},
      {"C1 control: CSI", "\xc2\x9b", "\\u{9b}"},
      {"C1 control: NEL", "\xc2\x85", "\\u{85}"},
      {"not a control: NBSP", "\xc2\xa0", "\xc2\xa0"},
      {"Arabic letter mark", "\xd8\x9c", "\\u{61c}"},
      {"left-to-right mark", "\xe2\x80\x8e", "\\u{200e}"},
      {"right-to-left mark", "\xe2\x80\x8f", "\\u{200f}"},
      {"line separator", "\xe2\x80\xa8", "\\u{2028}"},
      {"paragraph separator", "\xe2\x80\xa9", "\\u{2029}"},
      {"left-to-right embedding", "\xe2\x80\xaa", "\\u{202a}"},
      {"right-to-left override", "\xe2\x80\xae", "\\u{202e}"},
      {"left-to-right isolate", "\xe2\x81\xa6", "\\u{2066}"},
      {"pop isolate", "\xe2\x81\xa9", "\\u{2069}"},
      {"byte order mark", "\xef\xbb\xbf", "\\u{feff}"},
      {"just beside them", "\xe2\x80\xaf\xe2\x80\xa7", "\xe2\x80\xaf\xe2\x80\xa7"},
  };
  for (const auto& c : cases) {
    INFO(c.what);
    CHECK(clean_excerpt(c.raw) == c.clean);
  }
}

TEST_CASE("an excerpt is never longer than its limit and never cut inside a character") {
  CHECK(clean_excerpt("abcdef", 3) == "abc");
  CHECK(clean_excerpt("abc", 3) == "abc");
  CHECK(clean_excerpt("abc", 0).empty());
  CHECK(clean_excerpt("ab€", 4) == "ab");
  CHECK(clean_excerpt("ab€", 5) == "ab€");
  CHECK(clean_excerpt("ab\xff", 5) == "ab");  // an escape isn't cut either
  CHECK(clean_excerpt("ab\xff", 6) == "ab\\xff");
  CHECK(clean_excerpt(std::string(10'000, 'x')).size() == kExcerptBytes);
  CHECK(clean_excerpt(std::string(10'000, '\xff')).size() <= kExcerptBytes);
}

TEST_CASE("an excerpt of any bytes is UTF-8 without control characters") {
  std::mt19937 random(7);
  for (int round = 0; round < 5000; ++round) {
    std::string raw(random() % 60, '\0');
    for (char& c : raw) {
      // Mostly the bytes of which long characters are made.
      const auto kind = random() % 4;
      c = static_cast<char>(kind == 0   ? random() % 256
                            : kind == 1 ? 0x80 + random() % 64
                            : kind == 2 ? 0xC0 + random() % 64
                                        : random() % 128);
    }
    const std::size_t limit = random() % 80;
    const std::string clean = clean_excerpt(raw, limit);
    REQUIRE(clean.size() <= limit);
    REQUIRE(is_utf8(clean));
    for (const char c : clean)
      REQUIRE((static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t'));
    REQUIRE(clean.find('\x7f') == std::string::npos);
    // What is clean stays as it is.
    REQUIRE(clean_excerpt(clean, limit) == clean);
  }
}
