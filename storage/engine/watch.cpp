#include "storage/engine/watch.h"

#include <libpq-fe.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>

#include "storage/base/unique_fd.h"
#include "storage/engine/open.h"
#include "storage/engine/postgresql.h"

namespace assize {

namespace {

class FileWatch final : public Watch {
 public:
  explicit FileWatch(UniqueFd watch) : watch_(std::move(watch)) {}
  int descriptor() const override { return watch_.get(); }
  bool is_sure() const override {
    pollfd events{watch_.get(), POLLIN, 0};
    return ::poll(&events, 1, 0) > 0;
  }
  bool tells_all() const override { return true; }
  bool take() override {
    alignas(inotify_event) std::array<char, 4096> events;
    while (::read(watch_.get(), events.data(), events.size()) > 0) {
    }
    return true;
  }

 private:
  UniqueFd watch_;
};

std::unique_ptr<Watch> watch_file(const std::string& path) {
  UniqueFd watch(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  if (!watch || ::inotify_add_watch(watch.get(), (path + "-wal").c_str(), IN_MODIFY) < 0) return {};
  return std::make_unique<FileWatch>(std::move(watch));
}

class NotificationWatch final : public Watch {
 public:
  explicit NotificationWatch(PostgresqlConnection connection)
      : connection_(std::move(connection)) {}
  int descriptor() const override { return PQsocket(connection_.get()); }
  bool is_sure() const override { return true; }
  bool tells_all() const override { return false; }
  bool take() override {
    if (PQconsumeInput(connection_.get()) == 0) return false;
    while (PGnotify* notification = PQnotifies(connection_.get())) PQfreemem(notification);
    return PQstatus(connection_.get()) == CONNECTION_OK;
  }

 private:
  PostgresqlConnection connection_;
};

std::unique_ptr<Watch> watch_notifications(const std::string& url) {
  PostgresqlConnection connection = connect_postgresql(url, Database::Mode::read_write);
  if (PQstatus(connection.get()) != CONNECTION_OK) return {};
  const PostgresqlResult result(PQexec(connection.get(), "LISTEN assize_jobs"));
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) return {};
  return std::make_unique<NotificationWatch>(std::move(connection));
}

}  // namespace

std::unique_ptr<Watch> watch_store(const std::string& url) {
  return is_postgresql_url(url) ? watch_notifications(url) : watch_file(store_name(url));
}

}  // namespace assize
