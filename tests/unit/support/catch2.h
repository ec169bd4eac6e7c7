// Catch2, version 2 (Debian 12) or 3 (Debian 13): what differs between them is here.
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <string>

namespace assize::test {

// A matcher of texts that contain this one. Version 3 calls it ContainsSubstring, and has another
// matcher by the old name.
inline auto Contains(const std::string& text) {
#if CATCH_VERSION_MAJOR >= 3
  return Catch::Matchers::ContainsSubstring(text);
#else
  return Catch::Matchers::Contains(text);
#endif
}

}  // namespace assize::test
