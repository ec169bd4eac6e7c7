#include "tools/assize/finding.h"

#include "storage/base/text.h"
#include "tools/report/json.h"
#include "tools/report/print.h"

namespace assize {

void print_finding(const StoreFinding& finding, bool json) {
  const char* kind = finding.kind == StoreFinding::Kind::damage ? "damage" : "note";
  if (json)
    return print("{}\n", dump({{"finding", kind},
                               {"table", finding.table},
                               {"row", finding.row},
                               {"what", finding.what},
                               {"advice", finding.advice}}));
  std::string place = finding.table.empty() ? "the database" : finding.table;
  if (!finding.row.empty()) place += " " + finding.row;
  print("{}: {}: {}; what to do: {}\n", kind, clean_line(place), clean_line(finding.what),
        clean_line(finding.advice));
}

}  // namespace assize
