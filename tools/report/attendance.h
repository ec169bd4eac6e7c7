// Who of those on a roster has handed something in.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "tools/report/order.h"

namespace assize {

using Names = std::set<std::string, NaturalOrder>;

struct Attendance {
  std::size_t handed_in = 0;  // of those on the roster
  std::size_t total = 0;      // on the roster
  Names missing;              // on the roster, without a submission
  Names unknown;              // with a submission, and not on the roster
};

Attendance attendance_of(const Names& roster, const Names& submitters);

}  // namespace assize
