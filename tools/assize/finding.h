// What a check of a store found, a line each on standard output.
#pragma once

#include "storage/store/check.h"

namespace assize {

void print_finding(const StoreFinding& finding, bool json);

}  // namespace assize
