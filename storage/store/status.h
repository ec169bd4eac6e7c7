// Figures over all judgings; what is done and its verdicts without previews (rejudges.h). Reads
// only; each from the small index of its kind.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "storage/engine/database.h"

namespace assize {

struct QueueCounts {
  std::int64_t queued = 0;
  std::int64_t leased = 0;
  std::int64_t done = 0;
  std::int64_t set_aside = 0;  // and not queued again since
};

// What is still to be done, rows of large hand-ins that are about to be queued (staged.h) among the
// queued: cheap enough to be asked for all the time.
struct Unfinished {
  std::int64_t queued = 0;
  std::int64_t leased = 0;
  std::int64_t all() const { return queued + leased; }
};
Unfinished count_unfinished(Database& database);
// Of the judgings that count for their submissions, by the verdict's letters, in their order.
using VerdictCounts = std::vector<std::pair<std::string, std::int64_t>>;
VerdictCounts count_verdicts(Database& database);
// `verdicts`: as above.
QueueCounts count_jobs(Database& database, const VerdictCounts& verdicts);
// The runtimes that submissions were judged with, of a batch or of all; each name and version once.
struct RuntimeSeen {
  std::string name;
  std::string version;
};
std::vector<RuntimeSeen> runtimes_seen(Database& database, std::optional<std::int64_t> batch);
// Adds up verdicts of some time ago, so that count_verdicts() has only the later ones to look at.
// To be called now and then, within a transaction; takes so many rows at most.
void add_up_verdicts(Database& database, std::int64_t most = 50'000);
// Another judging counts for what has been added up: it begins anew.
void forget_added_up(Database& database);
// For how long the oldest one has been waiting to be leased, in ms.
std::optional<std::int64_t> oldest_queued_ms(Database& database);
std::int64_t finished_since(Database& database, std::int64_t ms);  // in the last so many ms
std::int64_t count_refused(Database& database);  // submissions that couldn't be taken
// When accepted judgings were finished, in their order: ms since the epoch.
std::vector<std::int64_t> accepted_at(Database& database);

}  // namespace assize
