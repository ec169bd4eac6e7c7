// PostgreSQL 15, through libpq: a store for the workers of many hosts.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>

#include "storage/engine/database.h"

namespace assize {

struct FinishConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using PostgresqlConnection = std::unique_ptr<PGconn, FinishConnection>;

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresqlResult = std::unique_ptr<PGresult, ClearResult>;

bool is_postgresql_url(const std::string& url);

// The same without its password and without parameters that may hold secrets: fit to be shown.
std::string shown_postgresql_url(const std::string& url);

// Throws InputError for what libpq can't read.
void check_postgresql_url(const std::string& url);

// Connects by a libpq URL (https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING;
// several hosts, TLS, passfile and service as there). Unless it says otherwise, of several hosts
// the one is taken that can be written to. A connection that is lost is made anew with the next
// transaction. Throws StoreError, InputError.
std::unique_ptr<Database> open_postgresql(const std::string& url, Database::Mode mode);

// A connection, or what says why there is none: ask PQstatus().
PostgresqlConnection connect_postgresql(const std::string& url, Database::Mode mode);

}  // namespace assize
