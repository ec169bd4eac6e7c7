// The rows of hand-ins that are too large for one short transaction (queue/intake/staging.h).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/store/store.h"

namespace assize {

// One that isn't accepted and wasn't touched for so long: whoever was at it is dead.
constexpr std::chrono::milliseconds kAbandoned = std::chrono::hours{1};

struct StagedHandIn {
  Id id = 0;
  std::string batch;         // its name
  bool batch_or_id = false;  // … or its id
  std::int64_t at = 0;       // when it was handed in, ms since the epoch
  std::int64_t waiting = 0;  // rows that aren't submissions yet
  std::int64_t queued = 0;   // judgings that were queued so far
};

struct StagedRow {
  std::int64_t number = 0;  // from 1, in the order of the manifest
  SubmissionRow submission;
};

// Every function expects to be called within a Transaction, unless it says something else.
class StagedHandIns {
 public:
  explicit StagedHandIns(Database& database) : database_(database) {}

  // Of `hand_in` its batch and time count.
  Id begin(const StagedHandIn& hand_in, const std::string& owner);
  void put(Id hand_in, const StagedRow& row);
  void touch(Id hand_in);
  // From now on all of its rows will be submissions. False: it isn't there any more.
  bool accept(Id hand_in, std::int64_t rows);

  // One that is accepted: nobody else takes it before the end of the transaction. The second one:
  // the oldest that `owner` has, or whose owner hasn't touched it for so long: it is `owner`'s
  // then.
  std::optional<StagedHandIn> take(Id hand_in);
  std::optional<StagedHandIn> take_any(const std::string& owner, std::int64_t untouched_ms);
  std::vector<StagedRow> first_rows(Id hand_in, std::int64_t most);
  // The first rows are submissions now, up to this number.
  void remove_rows(const StagedHandIn& hand_in, std::int64_t up_to, std::int64_t rows,
                   std::int64_t queued);
  void end(Id hand_in);

  // How many rows are accepted and wait. Also without a transaction.
  std::int64_t waiting();

  // Takes away rows that will never be accepted, so many at most: of `hand_in`, or of any that
  // weren't touched for so long. How many there were; 0: nothing is left.
  std::int64_t discard(Id hand_in, std::int64_t most);
  std::int64_t discard_abandoned(std::int64_t untouched_ms, std::int64_t most);

 private:
  Database& database_;
};

}  // namespace assize
