#include "storage/store/upgrade.h"

#include <set>
#include <thread>
#include <vector>

#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/engine/open.h"
#include "storage/migrations/schema.h"
#include "storage/store/lease_clock.h"

namespace assize {

namespace {

// What versions of the schema have had since: a wish of a worker's row, a clock of the leases.
constexpr std::int64_t kHasWishes = 7;
constexpr std::int64_t kHasLeaseClock = 9;
// Who wasn't seen for as long as a lease lasts is lost, and nobody waits for it.
constexpr const char* kAtWork =
    "SELECT id, host FROM workers WHERE assize_lease_now() - seen_at <= 30000 ORDER BY host, id";
constexpr const char* kAtWorkBefore =
    "SELECT id, host FROM workers WHERE assize_now() - seen_at <= 30000 ORDER BY host, id";

struct AtWork {
  std::vector<std::string> ids;
  std::set<std::string> hosts;
};

AtWork at_work(Database& database, std::int64_t version) {
  AtWork found;
  Rows rows = database.query(version >= kHasLeaseClock ? kAtWork : kAtWorkBefore);
  std::string host;
  for (std::string id; rows.next(id, host);) {
    found.ids.push_back(id);
    found.hosts.insert(host);
  }
  return found;
}

std::string words_of(const AtWork& found) {
  std::string words = std::to_string(found.ids.size()) +
                      (found.ids.size() == 1 ? " worker of it is" : " workers of it are") +
                      " at work (on ";
  bool is_first = true;
  for (const auto& host : found.hosts) {
    words += (is_first ? "" : ", ") + shown_name(host);
    is_first = false;
  }
  return words + ")";
}

std::string older(Database& database, std::int64_t version) {
  return "store " + shown_name(database.name()) +
         ": was made by an older assize (its schema is version " + std::to_string(version) +
         ", this program's is " + std::to_string(newest_version()) + "), and ";
}

bool is_older(std::int64_t version) { return version > 0 && version < newest_version(); }

void ask(Database& database, const AtWork& found, const std::string& by) {
  Transaction transaction(database);
  for (const auto& id : found.ids)
    database.run(
        "UPDATE workers SET wanted = 'drain', wanted_by = :by WHERE id = :id AND wanted <> 'drain'",
        {{":by", by}, {":id", id}});
  database.announce();
  transaction.commit();
}

}  // namespace

void refuse_under_older_workers(Database& database) {
  const std::int64_t version = known_version_of(database);
  if (!is_older(version)) return;
  const AtWork found = at_work(database, version);
  if (found.ids.empty()) return;
  throw InputError(older(database, version) + words_of(found) +
                   ": assize init asks them to finish what they judge, waits for that, and brings "
                   "it up to date (docs/operating.md, Versions)");
}

void stop_older_workers(const std::string& url, const OlderWorkers& wanted) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::milliseconds kPause{200};
  if (wanted.patience.count() == 0) return;
  const auto database = open_database(url, Database::Mode::initialize);
  const std::int64_t version = known_version_of(*database);
  if (!is_older(version)) return;
  if (version >= kHasLeaseClock) start_lease_clock(*database);
  const auto since = Clock::now();
  std::set<std::string> asked;
  while (true) {
    const AtWork found = at_work(*database, version);
    if (found.ids.empty()) return;
    bool is_new = false;
    for (const auto& id : found.ids) is_new = asked.insert(id).second || is_new;
    if (is_new && version >= kHasWishes) ask(*database, found, wanted.asked_by);
    if (is_new)
      wanted.on_message(older(*database, version) + words_of(found) +
                        ": they are asked to finish what they judge");
    if (Clock::now() - since > wanted.patience)
      throw InputError(older(*database, version) + words_of(found) +
                       " still: the store is as it was, and they take nothing more. Run this "
                       "again, end them, or give --timeout 0: then what they judge at that moment "
                       "is judged again by others");
    std::this_thread::sleep_for(kPause);
  }
}

}  // namespace assize
