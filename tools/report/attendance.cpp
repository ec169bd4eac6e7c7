#include "tools/report/attendance.h"

#include <algorithm>
#include <iterator>

namespace assize {

Attendance attendance_of(const Names& roster, const Names& submitters) {
  Attendance attendance;
  attendance.total = roster.size();
  const auto without = [](const Names& all, const Names& those, Names& rest) {
    std::set_difference(all.begin(), all.end(), those.begin(), those.end(),
                        std::inserter(rest, rest.end()), NaturalOrder());
  };
  without(roster, submitters, attendance.missing);
  without(submitters, roster, attendance.unknown);
  attendance.handed_in = roster.size() - attendance.missing.size();
  return attendance;
}

}  // namespace assize
