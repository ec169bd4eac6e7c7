#include "storage/base/text.h"

#include <random>

#include "tests/unit/support/catch2.h"

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

namespace {

std::string utf8(std::uint32_t code) {
  const auto byte = [](std::uint32_t value) { return static_cast<char>(value); };
  if (code < 0x80) return {byte(code)};
  if (code < 0x800) return {byte(0xC0 | (code >> 6)), byte(0x80 | (code & 0x3F))};
  if (code < 0x10000)
    return {byte(0xE0 | (code >> 12)), byte(0x80 | ((code >> 6) & 0x3F)),
            byte(0x80 | (code & 0x3F))};
  return {byte(0xF0 | (code >> 18)), byte(0x80 | ((code >> 12) & 0x3F)),
          byte(0x80 | ((code >> 6) & 0x3F)), byte(0x80 | (code & 0x3F))};
}

}  // namespace

TEST_CASE("what is drawn as nothing or moves text is escaped, its neighbours are not") {
  // The first and the last of each range of Cf, Zl, Zp and Default_Ignorable_Code_Point.
  for (const std::uint32_t code :
       {0x80U,    0x9FU,    0xADU,    0x34FU,   0x600U,   0x605U,   0x61CU,   0x6DDU,
        0x70FU,   0x890U,   0x891U,   0x8E2U,   0x115FU,  0x1160U,  0x17B4U,  0x17B5U,
        0x180BU,  0x180EU,  0x180FU,  0x200BU,  0x200CU,  0x200DU,  0x200EU,  0x200FU,
        0x2028U,  0x2029U,  0x202AU,  0x202EU,  0x2060U,  0x2064U,  0x2066U,  0x2069U,
        0x206AU,  0x206FU,  0x3164U,  0xFE00U,  0xFE0FU,  0xFEFFU,  0xFFA0U,  0xFFF0U,
        0xFFF9U,  0xFFFBU,  0x110BDU, 0x110CDU, 0x13430U, 0x1343FU, 0x1BCA0U, 0x1BCA3U,
        0x1D173U, 0x1D17AU, 0xE0000U, 0xE0001U, 0xE0020U, 0xE007FU, 0xE01EFU, 0xE0FFFU}) {
    char escape[16];
    std::snprintf(escape, sizeof escape, "\\u{%x}", code);
    CHECK(clean_excerpt("a" + utf8(code) + "b") == "a" + std::string(escape) + "b");
    CHECK(clean_line(utf8(code)) == escape);
  }
  for (const std::uint32_t code :
       {0xA0U,    0xACU,    0xAEU,    0x34EU,   0x350U,   0x5FFU,   0x606U,  0x61BU,  0x115EU,
        0x1161U,  0x180AU,  0x1810U,  0x200AU,  0x2010U,  0x2027U,  0x202FU, 0x205FU, 0x2070U,
        0x3163U,  0x3165U,  0xFDFFU,  0xFE10U,  0xFF9FU,  0xFFA1U,  0xFFEFU, 0xFFFCU, 0x110BCU,
        0x1342FU, 0x13440U, 0x1D172U, 0x1D17BU, 0xDFFFFU, 0xE1000U, 0x1F600U})
    CHECK(clean_excerpt(utf8(code)) == utf8(code));
}

TEST_CASE("a line has no line ends, a text keeps them and is never cut") {
  CHECK(clean_line("a\nb\tc\r") == "a\\x0ab\\x09c\\x0d");
  CHECK(clean_line("ab\n", 5) == "ab");  // no escape is cut
  CHECK(clean_text("a\nb\tc\x1b") == "a\nb\tc\\x1b");
  CHECK(clean_text(std::string(10'000, 'x')).size() == 10'000);
}

TEST_CASE("a name is shown as it is unless it would deceive") {
  struct Case {
    std::string raw;
    std::string shown;
  };
  const std::vector<Case> cases{
      {"main.py", "main.py"},
      {"my solution (2).py", "my solution (2).py"},
      {"Ada Lovelace", "Ada Lovelace"},
      {"Lovelace, Ada", "Lovelace, Ada"},
      {"O'Neil", "O'Neil"},
      {"C:\\main.py", "C:\\main.py"},  // nothing is escaped without quotes
      {"12:30.py", "12:30.py"},
      {"日本語.py", "日本語.py"},
      {"", "''"},
      {" ada", "' ada'"},
      {"ada ", "'ada '"},
      {"ada.py: AC accepted", "'ada.py: AC accepted'"},
      {"ada.py\uff1a AC accepted", "'ada.py\uff1a AC accepted'"},
      {"ada.py:\u00a0AC accepted", "'ada.py:\u00a0AC accepted'"},
      {"1  ada  sum", "'1  ada  sum'"},
      {"1\u2003\u2003"
       "ada",
       "'1\u2003\u2003"
       "ada'"},
      {"a.py by eve", "'a.py by eve'"},
      {"a.py for sum", "'a.py for sum'"},
      {"'a'", "'\\'a\\''"},
      {"a\nb", "'a\\x0ab'"},
      {"a\tb", "'a\\x09b'"},
      {"\x1b[2J", "'\\x1b[2J'"},
      {"\xff", "'\\xff'"},
      {"a\u202e", "'a\\u{202e}'"},
      {"a\u200d", "'a\\u{200d}'"},
      {"\\x1b\x1b", "'\\\\x1b\\x1b'"},  // what is an escape can be told from what looks like one
      {"ada': AC", "'ada\\': AC'"},
  };
  for (const auto& c : cases) {
    INFO(c.shown);
    CHECK(shown_name(c.raw) == c.shown);
    CHECK(clean_line(shown_name(c.raw)) == c.shown);
  }
}

TEST_CASE("the lines of a text stay below the line that it is part of") {
  CHECK(hanging("", "  ").empty());
  CHECK(hanging("a", "  ") == "a");
  CHECK(hanging("a\n", "  ") == "a");
  CHECK(hanging("a\nb\n\nc\n", "  ") == "a\n  b\n  \n  c");
}

TEST_CASE("JSON text keeps its values, without what moves a terminal's text") {
  CHECK(clean_json("{\"é\":\"a\\nb\"}") == "{\"é\":\"a\\nb\"}");
  CHECK(clean_json("\"\x7f\u009b\u202e\u200b\ufeff\"") ==
        "\"\\u007f\\u009b\\u202e\\u200b\\ufeff\"");
  CHECK(clean_json("\"\U000e0041\U0001f600\"") == "\"\\udb40\\udc41\U0001f600\"");
}

TEST_CASE("a name may hold what names are spelt with, and nothing that moves text") {
  CHECK(may_be_name("Ada"));
  CHECK(may_be_name("علی\u200cرضا"));    // a joiner, as Persian has it
  CHECK(may_be_name("葛\U000e0100城"));  // a variant of a character, as Japanese names have it
  for (const char* bad : {"a\nb", "a\tb", "\x1b", "\x7f", "\xff", "\u0085", "\u202e", "\u2028",
                          "\u2066", "\u200e", "\u061c", "\ufeff"})
    CHECK_FALSE(may_be_name(bad));
}
