#include "storage/engine/postgresql_pipeline.h"

namespace assize {

namespace {

bool is_good(const PostgresqlResult& result) {
  const auto status = PQresultStatus(result.get());
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

}  // namespace

bool PostgresqlPipeline::add(PGconn* connection, const PostgresqlStatement& statement,
                             const PostgresqlParameters& parameters, std::string_view sql) {
  if (is_empty() && PQenterPipelineMode(connection) == 0) return false;
  if (PQsendQueryPrepared(connection, statement.name.c_str(), parameters.count(),
                          parameters.values(), parameters.lengths(), parameters.formats(),
                          1) == 0) {
    if (is_empty()) PQexitPipelineMode(connection);
    return false;
  }
  sent_.emplace_back(sql);
  return true;
}

// Each statement has its results, and then none. A connection that is lost has none for all that
// are left.
PostgresqlPipeline::Answers PostgresqlPipeline::end(PGconn* connection) {
  Answers answers;
  if (is_empty()) return answers;
  PQpipelineSync(connection);
  for (std::size_t at = 0; at < sent_.size();) {
    PostgresqlResult result(PQgetResult(connection));
    if (!result) {
      ++at;
    } else if (!is_good(result)) {
      if (answers.failed) continue;
      answers.failed = std::move(result);
      answers.failed_what = sent_[at];
    } else if (at + 1 == sent_.size()) {
      answers.last = std::move(result);
    }
  }
  sent_.clear();
  if (PQstatus(connection) != CONNECTION_OK) return answers;
  const PostgresqlResult synchronized(PQgetResult(connection));
  PQexitPipelineMode(connection);
  return answers;
}

}  // namespace assize
