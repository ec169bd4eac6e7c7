#include "storage/engine/open.h"

#include <filesystem>

#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/engine/postgresql.h"
#include "storage/engine/sqlite.h"

namespace assize {

std::string store_name(const std::string& url) {
  if (is_postgresql_url(url)) return shown_postgresql_url(url);
  const std::string path = url.starts_with("sqlite:") ? url.substr(7) : url;
  if (path.empty() || path.find("://") != std::string::npos || path.starts_with(":"))
    throw InputError("store " + shown_name(url) +
                     ": must be a path, sqlite:PATH or postgresql://…");
  return path;
}

bool is_postgresql_store(const std::string& url) { return is_postgresql_url(url); }

bool store_exists(const std::string& url) {
  return is_postgresql_url(url) || std::filesystem::exists(store_name(url));
}

std::unique_ptr<Database> open_database(const std::string& url, Database::Mode mode,
                                        const HostClock& clock) {
  if (is_postgresql_url(url)) return open_postgresql(url, mode);
  return open_sqlite(store_name(url), mode, clock);
}

}  // namespace assize
