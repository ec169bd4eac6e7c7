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
  database_->run(
      "INSERT INTO workers (id, host, pid, slots, started_at, seen_at, judged) "
      "VALUES (:id, :host, :pid, :slots, assize_now(), assize_now(), 0) "
      "ON CONFLICT (id) DO NOTHING",
      {{":id", id}, {":host", host_name()}, {":pid", ::getpid()}, {":slots", slots}});
}

void Store::see_worker(const std::string& id, std::int64_t judged) {
  database_->run("UPDATE workers SET seen_at = assize_now(), judged = :judged WHERE id = :id",
                 {{":id", id}, {":judged", judged}});
}

void Store::remove_worker(const std::string& id) {
  database_->run("DELETE FROM workers WHERE id = :id", {{":id", id}});
}

}  // namespace assize
