#include "storage/engine/postgresql_result.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "storage/base/errors.h"

namespace assize {

namespace {

StoreError::Kind kind_of(std::string_view state, bool is_lost) {
  if (is_lost) return StoreError::Kind::passing;
  const std::string_view kind = state.substr(0, 2);
  // Connection, transaction rolled back (serialization, deadlock), resources (disk full, too many
  // connections), object in use, operator intervention (shutdown).
  for (const std::string_view passing : {"08", "40", "53", "55", "57"})
    if (kind == passing) return StoreError::Kind::passing;
  if (state == "25006") return StoreError::Kind::passing;  // read-only: a standby, for now
  // Authorization, no such database; no privilege.
  if (kind == "28" || kind == "3D" || state == "42501") return StoreError::Kind::input;
  return StoreError::Kind::lasting;
}

// bool, int8, int2, int4: fixed numbers of the catalog (pg_type.dat).
constexpr std::array<Oid, 4> kWholeNumbers{16, 20, 21, 23};

// Of assize_require_schema() (migration 0012).
constexpr std::string_view kNewerSchema = "AZ001";

std::string advice_for(std::string_view state) {
  if (state == "53100")
    return "; the database's disk is full: make room, nothing was recorded in part";
  if (state == "25006") return "; the database can't be written at the moment (a standby?)";
  if (state == "42501") return "; the account may not do that: see docs/postgresql-roles.md";
  return "";
}

}  // namespace

std::int64_t PostgresqlCursor::number(int column) const {
  if (is_null(column)) return 0;
  const Oid type = PQftype(result_.get(), column);
  if (std::find(kWholeNumbers.begin(), kWholeNumbers.end(), type) == kWholeNumbers.end())
    throw std::logic_error("column " + std::to_string(column) +
                           " is no whole number (a sum must be cast to BIGINT)");
  const auto* bytes =
      reinterpret_cast<const unsigned char*>(PQgetvalue(result_.get(), row_, column));
  const int size = PQgetlength(result_.get(), row_, column);
  std::uint64_t value = size > 0 && bytes[0] >= 0x80 && size > 1 ? ~std::uint64_t{0} : 0;
  for (int i = 0; i < size && i < 8; ++i) value = value << 8 | bytes[i];
  return static_cast<std::int64_t>(value);
}

std::string PostgresqlCursor::text(int column) const {
  return {PQgetvalue(result_.get(), row_, column),
          static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
}

bool PostgresqlStream::next() {
  if (has_ended_) return false;
  PostgresqlResult result(PQgetResult(connection_));
  if (PQresultStatus(result.get()) == PGRES_SINGLE_TUPLE) {
    row_.emplace(std::move(result));
    return row_->next();
  }
  row_.reset();
  has_ended_ = true;
  while (const PostgresqlResult rest{PQgetResult(connection_)}) {
  }
  check_(result);
  return false;
}

PostgresqlStream::~PostgresqlStream() {
  if (has_ended_) return;
  if (PGcancel* cancel = PQgetCancel(connection_); cancel != nullptr) {
    std::array<char, 256> ignored{};
    PQcancel(cancel, ignored.data(), static_cast<int>(ignored.size()));
    PQfreeCancel(cancel);
  }
  while (const PostgresqlResult rest{PQgetResult(connection_)}) {
  }
}

void throw_error(const std::string& store, std::string_view state, bool is_lost,
                 const std::string& message, std::string_view what) {
  const std::string text = "store " + store + ": " + message + " (" +
                           std::string(what.substr(0, what.find('('))) + ")" + advice_for(state);
  if (state == kNewerSchema) throw newer_schema(store, message);
  if (state.substr(0, 2) == "22") throw DamagedItem(text);
  throw StoreError(kind_of(state, is_lost), text);
}

}  // namespace assize
