// Making words that came from outside fit to be shown: names of files, submitters, test cases and
// groups, messages of validators, output of programs.
//
// What deceives a reader is escaped wherever it is shown, by one rule: Unicode's general categories
// Cc (controls), Cf (format: bidirectional controls, joiners, tags, …), Zl and Zp (line and
// paragraph separator), and whatever has the property Default_Ignorable_Code_Point, as it is drawn
// as nothing (fillers, variation selectors, the unassigned rest of the tags); Unicode 15.1,
// UnicodeData.txt and DerivedCoreProperties.txt. Bytes that aren't UTF-8 are escaped, too.
//
// Joiners (U+200C, U+200D) and variation selectors are no exception, although Persian, Indic and
// Japanese names and emoji are spelt with them: two submitters who look the same, or an output that
// differs from its answer by nothing that can be seen, are what a reader must not be left with.
// Names may hold them (may_be_name), and are kept as they are: only what is shown is escaped.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace assize {

constexpr std::size_t kReasonBytes = 200;    // a reason in words
constexpr std::size_t kExcerptBytes = 4096;  // an excerpt of stdout or stderr

// At most `limit` bytes of valid UTF-8 from the start of `raw`, never cut inside a character.
// Bytes that aren't UTF-8 and ASCII's control characters other than line feed and tab come out as
// \xHH, everything else that deceives as \u{…}.
std::string clean_excerpt(std::string_view raw, std::size_t limit = kExcerptBytes);
// The same for the whole of a text, however long.
std::string clean_text(std::string_view raw);

// The same for what must stay on one line: line feeds and tabs are escaped too.
std::string clean_line(std::string_view raw, std::size_t limit = kExcerptBytes);

// A name on a line of ours. An ordinary one is shown as it is. One with something to escape, or
// with what our lines are laid out with (": ", " by ", " for ", blanks at its ends or two in a
// row), is shown between single quotes, where \ and ' come out as \\ and \': "ada.py: AC accepted"
// can't be taken for a result.
std::string shown_name(std::string_view raw);

// A text of several lines as a part of ours: each of its lines but the first begins with `margin`,
// so that none can be taken for one of ours. Without the line feed at its end.
std::string hanging(std::string_view text, std::string_view margin);

// JSON text with what deceives as \uXXXX, which means the same: a terminal shows it as it is.
std::string clean_json(std::string_view json);

// The last line of a text, without line ends; what a traceback says.
std::string_view last_line(std::string_view text);

// True if `raw` is well-formed UTF-8 (RFC 3629: shortest forms only, no surrogates).
bool is_utf8(std::string_view raw);

// What every database keeps as text: UTF-8 without NUL stays as it is, the rest is clean_text().
std::string storable(std::string_view raw);

// True if `raw` may be a name: UTF-8 without controls, bidirectional controls, separators of lines,
// and byte order marks. Joiners and whatever else is merely invisible is part of some names.
bool may_be_name(std::string_view raw);

}  // namespace assize
