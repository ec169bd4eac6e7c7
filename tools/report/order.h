// The order of names in reports: as people expect it, and the same on every host.
#pragma once

#include <string>

namespace assize {

// "week2" before "week10", "ada" beside "Ada", whatever the locale. Names that differ at all are
// never equal: then case and leading zeros decide.
struct NaturalOrder {
  bool operator()(const std::string& a, const std::string& b) const;
};

}  // namespace assize
