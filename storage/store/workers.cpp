#include "storage/store/workers.h"

#include <unistd.h>

#include <array>
#include <chrono>
#include <nlohmann/json.hpp>

#include "storage/base/sha256.h"
#include "storage/base/text.h"

namespace assize {

namespace {

using nlohmann::json;

std::string json_of(const std::vector<WorkerRuntime>& runtimes) {
  json list = json::array();
  for (const auto& runtime : runtimes)
    list.push_back({{"name", clean_line(runtime.name)},
                    {"version", clean_line(runtime.version)},
                    {"hash", runtime.hash}});
  return list.dump();
}

// What can't be read is left out: it is for people to look at.
std::vector<WorkerRuntime> runtimes_of(const std::string& text) {
  std::vector<WorkerRuntime> runtimes;
  const json list = json::parse(text, nullptr, false);
  if (!list.is_array()) return runtimes;
  for (const auto& entry : list)
    if (entry.is_object())
      runtimes.push_back(
          {entry.value("name", ""), entry.value("version", ""), entry.value("hash", "")});
  return runtimes;
}

WorkerState state_of(const WorkerRow& worker, const std::string& said, std::int64_t lost_after) {
  if (worker.unseen_for > lost_after) return WorkerState::lost;
  if (said == "draining" || !worker.drain_asked_by.empty()) return WorkerState::draining;
  if (said == "paused") return WorkerState::paused;
  return worker.leased > 0 ? WorkerState::working : WorkerState::idle;
}

}  // namespace

std::string host_name() {
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  return host.data();
}

std::string new_worker_id() {
  const std::string name = host_name() + "-" + std::to_string(::getpid());
  const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
  return name + "-" + sha256_hex(name + "/" + std::to_string(now)).substr(0, 8);
}

std::string_view name_of(WorkerState state) {
  switch (state) {
    case WorkerState::working:
      return "working";
    case WorkerState::idle:
      return "idle";
    case WorkerState::paused:
      return "paused";
    case WorkerState::draining:
      return "draining";
    case WorkerState::lost:
      return "lost";
  }
  return "";
}

void Workers::put(const WorkerRow& worker) {
  database_.run(
      "INSERT INTO workers (id, host, pid, slots, version, runtimes, policy, started_at, seen_at, "
      "judged) VALUES (:id, :host, :pid, :slots, :version, :runtimes, :policy, assize_now(), "
      "assize_lease_now(), 0) ON CONFLICT (id) DO NOTHING",
      {{":id", worker.id},
       {":host", host_name()},
       {":pid", ::getpid()},
       {":slots", worker.slots},
       {":version", worker.version},
       {":runtimes", json_of(worker.runtimes)},
       {":policy", storable(worker.policy)}});
}

std::optional<WorkerWish> Workers::see(const std::string& id, std::int64_t judged,
                                       std::int64_t judge_errors) {
  WorkerWish wish;
  if (!database_.find(
          "UPDATE workers SET seen_at = assize_lease_now(), judged = :judged, errors = :errors "
          "WHERE id = :id RETURNING CASE wanted WHEN 'drain' THEN 1 ELSE 0 END, wanted_by",
          {{":id", id}, {":judged", judged}, {":errors", judge_errors}}, wish.drain, wish.by))
    return std::nullopt;
  return wish;
}

std::optional<WorkerWish> Workers::wish(const std::string& id) {
  WorkerWish wish;
  if (!database_.find("SELECT CASE wanted WHEN 'drain' THEN 1 ELSE 0 END, wanted_by FROM workers "
                      "WHERE id = :id",
                      {{":id", id}}, wish.drain, wish.by))
    return std::nullopt;
  return wish;
}

void Workers::pause(const std::string& id, const std::string& reason, std::int64_t ms) {
  database_.run(
      "UPDATE workers SET state = 'paused', reason = :reason, "
      "paused_since = COALESCE(paused_since, assize_now()), "
      "paused_until = assize_lease_now() + CAST(:ms AS BIGINT) WHERE id = :id AND state <> "
      "'draining'",
      {{":id", id}, {":reason", clean_excerpt(reason)}, {":ms", ms}});
}

void Workers::end_pause(const std::string& id) {
  database_.run(
      "UPDATE workers SET state = 'ready', reason = '', paused_since = NULL, paused_until = NULL "
      "WHERE id = :id AND state = 'paused'",
      {{":id", id}});
}

void Workers::set_draining(const std::string& id, const std::string& reason) {
  database_.run(
      "UPDATE workers SET state = 'draining', reason = :reason, paused_since = NULL, "
      "paused_until = NULL WHERE id = :id",
      {{":id", id}, {":reason", clean_excerpt(reason)}});
}

void Workers::end_draining(const std::string& id) {
  database_.run(
      "UPDATE workers SET state = 'ready', reason = '' WHERE id = :id AND state = 'draining'",
      {{":id", id}});
}

void Workers::remove(const std::string& id) {
  database_.run("DELETE FROM workers WHERE id = :id", {{":id", id}});
}

std::optional<std::string> Workers::settings(const std::string& host) {
  Rows rows = database_.query(
      "SELECT body FROM audit WHERE kind = 'worker settings' ORDER BY seq DESC LIMIT 1000");
  for (std::string body; rows.next(body);)
    if (const json said = json::parse(body, nullptr, false);
        said.is_object() && said.value("host", std::string()) == host)
      return body;
  return std::nullopt;
}

// Who has judged a judging stays in its row as the owner of its last lease. What was judged in the
// last minute is read once for all workers, not once for each.
std::vector<WorkerRow> Workers::list(std::int64_t lost_after) {
  Rows rows = database_.query(
      "SELECT id, host, pid, slots, version, runtimes, policy, state, reason, "
      "COALESCE(paused_since, 0), COALESCE(paused_until - assize_lease_now(), 0), started_at, "
      "assize_lease_now() - seen_at, judged, errors, "
      "CASE wanted WHEN 'drain' THEN wanted_by ELSE '' END, "
      "COALESCE(leases.number, 0), COALESCE(lately.number, 0) FROM workers "
      "LEFT JOIN (SELECT lease_owner AS owner, count(*) AS number FROM judgings "
      "WHERE state = 'leased' GROUP BY lease_owner) AS leases ON leases.owner = workers.id "
      "LEFT JOIN (SELECT lease_owner AS owner, count(*) AS number FROM judgings "
      "WHERE state = 'done' AND finished_at > assize_now() - 60000 GROUP BY lease_owner) AS lately "
      "ON lately.owner = workers.id ORDER BY host, started_at, id");
  std::vector<WorkerRow> list;
  while (true) {
    WorkerRow worker;
    std::string runtimes;
    std::string said;
    if (!rows.next(worker.id, worker.host, worker.pid, worker.slots, worker.version, runtimes,
                   worker.policy, said, worker.reason, worker.paused_since, worker.paused_for,
                   worker.started_at, worker.unseen_for, worker.judged, worker.judge_errors,
                   worker.drain_asked_by, worker.leased, worker.judged_last_minute))
      return list;
    worker.runtimes = runtimes_of(runtimes);
    worker.state = state_of(worker, said, lost_after);
    list.push_back(std::move(worker));
  }
}

void Workers::ask_to_drain(const std::string& id, const std::string& by) {
  database_.run("UPDATE workers SET wanted = 'drain', wanted_by = :by WHERE id = :id",
                {{":id", id}, {":by", clean_line(by)}});
  database_.announce();
}

void Workers::ask_to_stay(const std::string& id, const std::string& by) {
  database_.run("UPDATE workers SET wanted = '', wanted_by = :by WHERE id = :id",
                {{":id", id}, {":by", clean_line(by)}});
  database_.announce();
}

}  // namespace assize
