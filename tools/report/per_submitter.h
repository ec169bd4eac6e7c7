// A report for each submitter: whose submissions there are, and how their files are called.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tools/report/order.h"
#include "tools/report/report.h"

namespace assize {

// The submissions that a report is about, by submitter, each in the order of submission.
using BySubmitter = std::map<std::string, std::vector<Id>, NaturalOrder>;
BySubmitter submissions_by_submitter(Store& store, const ReportOptions& options);

// How the files of a name's own report are called, without the ending. Safe on every file system
// that people have, whatever the names: ASCII letters and digits, '.', '_', '-', '@' and '+', at
// most 64 bytes, nothing that Windows or a web server takes for something else, and no two alike
// but for capitals. A name that is all of that stays as it is; another one gets, behind what is
// left of it, a hyphen and the beginning of its SHA-256, so that it is the same in every report.
std::map<std::string, std::string> file_stems(const std::vector<std::string>& names);

}  // namespace assize
