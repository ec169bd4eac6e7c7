// Stores for tests, of the engine that is asked for: each test has one of its own.
#pragma once

#include <cstdlib>
#include <string>

#include "storage/engine/postgresql.h"

namespace assize::test {

// A database of PostgreSQL that tests may make schemas in (tests/postgresql/with_cluster); empty:
// tests use SQLite.
inline std::string postgresql_for_tests() {
  const char* url = std::getenv("ASSIZE_TEST_POSTGRESQL");
  return url == nullptr ? "" : url;
}

// Where nothing is yet: a file in that directory, or an empty schema.
inline std::string new_store_url(const std::string& file) {
  const std::string server = postgresql_for_tests();
  if (server.empty()) return file;
  static int count = 0;
  const std::string schema = "test_" + std::to_string(++count);
  const auto database = open_postgresql(server, Database::Mode::initialize);
  database->execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
  database->execute("CREATE SCHEMA " + schema);
  return server + "&options=-csearch_path%3D" + schema;
}

}  // namespace assize::test
