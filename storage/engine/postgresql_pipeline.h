// Statements that are sent together: none waits for the answer to the one before it
// (https://www.postgresql.org/docs/15/libpq-pipeline-mode.html). When one fails, the server passes
// over those behind it, a COMMIT among them.
#pragma once

#include <libpq-fe.h>

#include <string>
#include <string_view>
#include <vector>

#include "storage/engine/postgresql.h"
#include "storage/engine/postgresql_statement.h"

namespace assize {

class PostgresqlPipeline {
 public:
  struct Answers {
    PostgresqlResult last;    // nothing, if a statement failed or the connection is lost
    PostgresqlResult failed;  // of the first that failed
    std::string failed_what;  // its text
  };

  std::size_t size() const { return sent_.size(); }
  bool is_empty() const { return sent_.empty(); }
  // False if it can't be sent.
  bool add(PGconn* connection, const PostgresqlStatement& statement,
           const PostgresqlParameters& parameters, std::string_view sql);
  // Waits for all answers.
  Answers end(PGconn* connection);

 private:
  std::vector<std::string> sent_;
};

}  // namespace assize
