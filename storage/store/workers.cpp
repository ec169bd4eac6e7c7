// The workers that are alive, for whoever wants to know: none of it decides about a lease.
#include <unistd.h>

#include <array>
#include <chrono>

#include "storage/records/digest.h"
#include "storage/store/store.h"

namespace assize {

namespace {

std::string host_name() {
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  return host.data();
}

}  // namespace

std::string new_worker_id() {
  const std::string name = host_name() + "-" + std::to_string(::getpid());
  const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
  return name + "-" + sha256_hex(name + "/" + std::to_string(now)).substr(0, 8);
}

void Store::put_worker(const std::string& id, std::size_t slots) {
  Statement put = database_.prepare(
      "INSERT INTO workers (id, host, pid, slots, started_at, seen_at, judged) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?5, 0) ON CONFLICT (id) DO NOTHING");
  put.with(id, host_name(), std::int64_t{::getpid()}, static_cast<std::int64_t>(slots), now_ms())
      .run();
}

void Store::see_worker(const std::string& id, std::int64_t judged) {
  Statement seen = database_.prepare("UPDATE workers SET seen_at = ?2, judged = ?3 WHERE id = ?1");
  seen.with(id, now_ms(), judged).run();
}

void Store::remove_worker(const std::string& id) {
  database_.prepare("DELETE FROM workers WHERE id = ?1").with(id).run();
}

}  // namespace assize
