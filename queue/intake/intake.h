// A call of `submit` from its rows to submissions in the queue: all of them or none.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "queue/intake/hand_in.h"
#include "queue/intake/staging.h"
#include "queue/intake/submission_reader.h"

namespace assize {

// As much of what was read to be checked is kept until it is written; what is beyond is read twice.
constexpr std::size_t kKeptBytes = std::size_t{64} << 20U;

struct IntakeOptions {
  std::string batch = {};      // its name; empty: none
  bool batch_or_id = false;    // … or its id
  bool from_manifest = false;  // else the rows are files of a command line
  bool skip_bad = false;       // rows that can't be taken are recorded as such, and don't count
  std::size_t kept_bytes = kKeptBytes;
  // Of a row that is new: what was done to its files as they were read.
  std::function<void(const ManifestRow& row, const std::string& note)> on_note = {};
};

class Intake {
 public:
  // All of these outlive it.
  Intake(Store& store, const SubmissionRoot& root, const IntakeOptions& options);

  // Throws InputError, without a place: there is no such problem.
  void check_problem(const std::string& problem) { hand_in_.package_of(problem); }

  // Reads all files. What is wrong with a row is added to its faults. Writes nothing. How many rows
  // have faults.
  std::size_t check(std::vector<ManifestRow>& rows);

  // Hands these rows in, which were checked: those that have no faults, and, with skip_bad, the
  // others as refused. No transaction of it is long but for files that are large; few rows are one
  // transaction. Throws InputError, and nothing is queued, if files have changed meanwhile so that
  // they can't be taken; StoreError.
  struct Result {
    std::vector<HandedIn> all;            // in the order of the rows
    std::optional<Id> batch;              // that was asked for, if it is there
    std::int64_t admitted_by_others = 0;  // rows that aren't in `all`: a worker was at it
  };
  Result queue(const std::vector<ManifestRow>& rows);

 private:
  struct Ready {
    std::size_t index = 0;  // of the row
    SubmissionRow submission;
    std::optional<Source> source;  // until it is in the store
  };

  Submitted take_kept(std::size_t index, const ManifestRow& row);
  Ready make_ready(std::size_t index, const ManifestRow& row);
  Ready read_ready(std::size_t index, const ManifestRow& row);
  void put_sources(std::vector<Ready>& piece);
  Result queue_at_once(const std::vector<ManifestRow>& rows);
  HandedIn put(Ready& ready, const ManifestRow& row);
  void audit(const Result& result);
  Result queue_in_pieces(const std::vector<ManifestRow>& rows);
  void stage(Id staged, const std::vector<ManifestRow>& rows);
  void flush(Id staged, std::vector<Ready>& piece);
  Result admit_all(Id staged, std::size_t rows);
  void discard(Id staged) noexcept;

  Store& store_;
  const IntakeOptions& options_;
  SubmissionReader reader_;
  HandIn hand_in_;
  std::map<std::size_t, Submitted> kept_;  // by index of the row
};

}  // namespace assize
