// Whether the rows that reports are made of are those that the audit log tells of.
#pragma once

#include <functional>

#include "storage/store/check.h"

namespace assize {

// Within a snapshot. `from`: only judgings and submissions that entries from this place on are
// about, and no contents; 0: all. A row is in memory at a time, and of packages, policies,
// runtimes, batches, rejudges and built validators a hash each.
void check_audited_rows(Database& database, std::uint64_t from,
                        const std::function<void(const StoreFinding&)>& report);

}  // namespace assize
