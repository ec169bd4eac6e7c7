// Connections, and what an operator's URL says of them.
#include <array>
#include <map>
#include <memory>
#include <sstream>

#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/engine/postgresql.h"

namespace assize {

namespace {

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

}  // namespace

bool is_postgresql_url(const std::string& url) {
  return url.starts_with("postgresql://") || url.starts_with("postgres://");
}

std::string shown_postgresql_url(const std::string& url) {
  const std::unique_ptr<PQconninfoOption, FreeOptions> options(
      PQconninfoParse(url.c_str(), nullptr));
  if (!options) return "postgresql://…";
  std::map<std::string_view, std::string> values;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option)
    if (option->val != nullptr) values[option->keyword] = option->val;
  std::string shown = "postgresql://";
  if (values.contains("user")) shown += values["user"] + "@";
  std::stringstream hosts(values["host"]);
  std::stringstream ports(values["port"]);
  bool is_first = true;
  for (std::string host; std::getline(hosts, host, ',');) {
    std::string port;
    std::getline(ports, port, ',');
    shown += (is_first ? "" : ",") + host + (port.empty() ? "" : ":" + port);
    is_first = false;
  }
  return shown_name(shown + "/" + values["dbname"]);
}

void check_postgresql_url(const std::string& url) {
  char* error = nullptr;
  const std::unique_ptr<PQconninfoOption, FreeOptions> options(
      PQconninfoParse(url.c_str(), &error));
  if (options) return;
  // libpq's words quote the URL, perhaps with its password.
  PQfreemem(error);
  throw InputError(
      "store: this is no URL of PostgreSQL: postgresql://USER@HOST:PORT/DATABASE "
      "(what stands for itself in it is written %XX)");
}

PostgresqlConnection connect_postgresql(const std::string& url, Database::Mode mode) {
  // What stands before the URL is a default, which the URL may change; what stands behind it isn't.
  const char* session = mode == Database::Mode::read ? "any" : "read-write";
  const std::array keywords{"target_session_attrs",
                            "connect_timeout",
                            "keepalives_idle",
                            "keepalives_interval",
                            "keepalives_count",
                            "tcp_user_timeout",
                            "dbname",
                            "fallback_application_name",
                            "client_encoding",
                            static_cast<const char*>(nullptr)};
  const std::array values{
      session, "10",        "10",     "5",    "3",
      "20000", url.c_str(), "assize", "UTF8", static_cast<const char*>(nullptr)};
  PostgresqlConnection connection(PQconnectdbParams(keywords.data(), values.data(), 1));
  if (!connection) throw StoreError(StoreError::Kind::lasting, "store: out of memory");
  return connection;
}

}  // namespace assize
