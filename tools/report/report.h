// Reports over the current judgings of all submissions, or of a batch's.
#pragma once

#include <iosfwd>
#include <optional>

#include "storage/store.h"
#include "tools/report/json.h"

namespace assize {

struct ReportOptions {
  std::optional<Id> batch;
  Audience audience = Audience::staff;
};

void report_json(Store& store, const ReportOptions& options, std::ostream& out);  // NDJSON
void report_csv(Store& store, const ReportOptions& options, std::ostream& out);
void report_table(Store& store, const ReportOptions& options, std::ostream& out);
void report_html(Store& store, const ReportOptions& options, std::ostream& out);

// The verdict of a judging's state: letters, or "…" for one that isn't judged yet.
std::string verdict_cell(const JudgingRow& judging);

}  // namespace assize
