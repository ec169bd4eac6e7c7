// Text of other encodings than UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace assize {

// `text` in UTF-8. `encoding` is a name of iconv's: "CP437", "UTF-16LE". Throws InputError, without
// a place: it isn't text of that encoding, or this host can't convert it.
std::string converted(std::string_view text, const char* encoding);

}  // namespace assize
