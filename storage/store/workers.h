// The workers of a store: what they are, how they are doing, and what is asked of them. A worker
// has its row while it runs; none of it decides about a lease that somebody holds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/engine/database.h"

namespace assize {

std::string host_name();  // of this host
// A name for a worker of this process, which no other one has.
std::string new_worker_id();

enum class WorkerState : std::uint8_t {
  working,   // holds leases
  idle,      // holds none
  paused,    // takes nothing for a while, after judge errors in a row
  draining,  // takes nothing any more, and ends with what it judges
  lost       // hasn't been seen for longer than a lease lasts
};
std::string_view name_of(WorkerState state);

struct WorkerRuntime {
  std::string name;
  std::string version;
  std::string hash;
  bool operator==(const WorkerRuntime&) const = default;
};

// Times are in ms, points in time since 1970, by the clock of the database.
struct WorkerRow {
  std::string id;
  std::int64_t slots = 0;
  std::string version;  // of assize
  std::vector<WorkerRuntime> runtimes = {};
  std::string policy = {};  // its name

  // What list() adds.
  std::string host = {};
  std::int64_t pid = 0;
  WorkerState state = WorkerState::idle;
  std::string reason = {};        // of a pause or a drain
  std::int64_t paused_since = 0;  // 0: it isn't paused
  std::int64_t paused_for = 0;    // from now on; 0 or less: it tries a submission
  std::int64_t started_at = 0;
  std::int64_t unseen_for = 0;
  std::int64_t leased = 0;
  std::int64_t judged = 0;  // since it started
  std::int64_t judged_last_minute = 0;
  std::int64_t judge_errors = 0;    // since it started
  std::string drain_asked_by = {};  // empty: nobody
};

// What somebody asks of a worker, or has taken back.
struct WorkerWish {
  bool drain = false;
  std::string by;  // empty: nobody has asked anything
};

class Workers {
 public:
  explicit Workers(Database& database) : database_(database) {}

  // A worker of this host and process.
  void put(const WorkerRow& worker);
  // Its heartbeat: it is alive, and has done so much. Nothing if its row is gone.
  std::optional<WorkerWish> see(const std::string& id, std::int64_t judged,
                                std::int64_t judge_errors);
  std::optional<WorkerWish> wish(const std::string& id);
  // It takes nothing for so long. The pause begins where it isn't paused already.
  void pause(const std::string& id, const std::string& reason, std::int64_t ms);
  void end_pause(const std::string& id);
  // It takes nothing any more, unless that is taken back.
  void set_draining(const std::string& id, const std::string& reason);
  void end_draining(const std::string& id);
  void remove(const std::string& id);
  // What the audit log says that this host's workers judge with: a JSON object; nothing, if it
  // doesn't say so.
  std::optional<std::string> settings(const std::string& host);

  // By host, age and id. Lost are those that weren't seen for longer than `lost_after` ms.
  std::vector<WorkerRow> list(std::int64_t lost_after);
  void ask_to_drain(const std::string& id, const std::string& by);
  void ask_to_stay(const std::string& id, const std::string& by);  // it needn't drain

 private:
  Database& database_;
};

}  // namespace assize
