#include "queue/fleet.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "queue/queue.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

using nlohmann::json;

bool is_wanted(const WorkerRow& worker, const WorkersWanted& wanted) {
  if (wanted.all || (!wanted.host.empty() && worker.host == wanted.host)) return true;
  return std::find(wanted.ids.begin(), wanted.ids.end(), worker.id) != wanted.ids.end();
}

// Whoever names a worker or a host wants to hear if it isn't there.
void check_all_found(const std::vector<WorkerRow>& workers, const WorkersWanted& wanted) {
  std::string missing;
  const auto miss = [&](const std::string& what) {
    missing += (missing.empty() ? "" : "\n") + what +
               ": nobody was asked anything (assize worker list says who is there)";
  };
  for (const auto& id : wanted.ids)
    if (std::none_of(workers.begin(), workers.end(),
                     [&](const WorkerRow& worker) { return worker.id == id; }))
      miss("there is no worker " + shown_name(id));
  if (!wanted.host.empty() &&
      std::none_of(workers.begin(), workers.end(),
                   [&](const WorkerRow& worker) { return worker.host == wanted.host; }))
    miss("there is no worker on the host " + shown_name(wanted.host));
  if (!missing.empty()) throw InputError(missing);
}

void audit(Store& store, const std::string& what, const WorkerRow& worker, const std::string& by) {
  store.audit(
      what, std::nullopt, std::nullopt,
      json{{"worker", worker.id}, {"host", clean_line(worker.host)}, {"by", clean_line(by)}});
}

}  // namespace

std::vector<WorkerRow> list_workers(Store& store) {
  return Workers(store.database()).list(kLeaseTime.count());
}

std::vector<WorkerRow> drain_workers(Store& store, const WorkersWanted& wanted,
                                     const std::string& by) {
  const auto workers = list_workers(store);
  check_all_found(workers, wanted);
  std::vector<WorkerRow> asked;
  for (const auto& worker : workers) {
    if (!is_wanted(worker, wanted) || worker.state == WorkerState::lost) continue;
    if (worker.drain_asked_by.empty()) {
      Workers(store.database()).ask_to_drain(worker.id, by);
      audit(store, "worker drain", worker, by);
    }
    asked.push_back(worker);
  }
  return asked;
}

std::vector<WorkerRow> undrain_workers(Store& store, const WorkersWanted& wanted,
                                       const std::string& by) {
  const auto workers = list_workers(store);
  check_all_found(workers, wanted);
  std::vector<WorkerRow> stay;
  for (const auto& worker : workers) {
    if (!is_wanted(worker, wanted) || worker.drain_asked_by.empty()) continue;
    Workers(store.database()).ask_to_stay(worker.id, by);
    audit(store, "worker drain undone", worker, by);
    stay.push_back(worker);
  }
  return stay;
}

void note_settings(Store& store, const WorkerRow& worker, const Policy& policy,
                   const std::string& by) {
  json runtimes = json::object();
  for (const auto& runtime : worker.runtimes) runtimes[clean_line(runtime.name)] = runtime.hash;
  const json settings{{"host", clean_line(host_name())},
                      {"by", clean_line(by)},
                      {"judge", worker.version},
                      {"policy", hash_of(policy)},
                      {"policy_name", clean_line(policy.name, 200)},
                      {"runtimes", runtimes}};
  const auto known = Workers(store.database()).settings(clean_line(host_name()));
  if (known && json::parse(*known, nullptr, false) == settings) return;
  store.audit("worker settings", std::nullopt, std::nullopt, settings);
}

std::int64_t remove_worker(Store& store, const std::string& id, const std::string& by,
                           bool forced) {
  const auto workers = list_workers(store);
  const auto worker = std::find_if(workers.begin(), workers.end(),
                                   [&](const WorkerRow& row) { return row.id == id; });
  if (worker == workers.end())
    throw InputError("there is no worker " + shown_name(id) +
                     ": nothing was changed (assize worker list says who is there)");
  if (worker->state != WorkerState::lost && !forced)
    throw InputError("worker " + shown_name(id) + ": is alive (it was seen " +
                     std::to_string(worker->unseen_for / 1000) +
                     " s ago): nothing was changed. Have it end (assize worker drain), or take it "
                     "away all the same: --force");
  const std::int64_t held = Jobs(store.database()).let_expire(id);
  Queue(store).expire("");
  Workers(store.database()).remove(id);
  store.audit("worker removed", std::nullopt, std::nullopt,
              json{{"worker", id},
                   {"host", clean_line(worker->host)},
                   {"by", clean_line(by)},
                   {"leases", held},
                   {"forced", forced && worker->state != WorkerState::lost}});
  return held;
}

}  // namespace assize
