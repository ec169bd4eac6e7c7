// Handing in: what was read becomes submissions in the store, queued to be judged. Expects to be
// called within a Transaction of the store's database.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "queue/intake/manifest.h"
#include "queue/intake/submission_file.h"
#include "queue/queue.h"

namespace assize {

struct HandedIn {
  enum class Outcome {
    queued,   // new, or a new version
    again,    // known, and judged again: its judging was a judge error
    known,    // with the same content
    refused,  // recorded as one that couldn't be taken
  };
  Id submission = 0;
  std::optional<Id> batch;  // that it belongs to: of a known one, perhaps another one
  Outcome outcome = Outcome::queued;
  bool is_outdated = false;  // a known one that was judged with another version of the package
};

// One call of `submit`: what it hands in stands together, at one time.
class HandIn {
 public:
  // `at`: ms since the epoch.
  explicit HandIn(Store& store, std::int64_t at = now_ms())
      : store_(store), queue_(store), at_(at) {}

  // The batch of what is taken from now on. It is looked for, and made when the first needs it, so
  // that queueing nothing new makes none. The same name is the same batch, which grows. Where
  // `or_id`, a name that no batch has may be a batch's id.
  void use_batch(const std::string& name, bool or_id);
  // That batch, if it is there.
  std::optional<Id> batch() const { return batch_; }
  std::int64_t at() const { return at_; }
  void begin_now() { at_ = now_ms(); }

  // The hash of the package that a problem has now. Throws InputError, without a place: there is no
  // such problem. Looked up once for each problem.
  const std::string& package_of(const std::string& problem);

  // A row as it is handed in.
  SubmissionRow submission_of(const ManifestRow& row, const Submitted& submitted);
  // A row that can't be taken, and why.
  SubmissionRow refusal_of(const ManifestRow& row, const std::string& why);

  // Whether it is there with the same content. Reads only.
  bool is_known(const SubmissionRow& submission);
  // Whether its files would be needed, and aren't there. Reads only.
  bool lacks_files(const SubmissionRow& submission);

  // Hands in what these gave. The same external id with the same content is not queued twice; with
  // other content it is a new version. One whose judging ended as a judge error is judged again if
  // the problem has another package by now, or if the error was the judge's own, kMostFailures
  // times. What couldn't be taken is recorded; the same refusal again is the same submission. The
  // source must be there if files are needed.
  HandedIn put(SubmissionRow submission);
  // The same of many, of which each is new and has its source, in their order; in few statements.
  std::vector<HandedIn> put_new(std::vector<SubmissionRow> submissions);

 private:
  SubmissionRow row_of(const ManifestRow& row) const;
  std::optional<SubmissionRow> known_as(const SubmissionRow& submission);
  HandedIn put_again(const SubmissionRow& known, const SubmissionRow& given);
  HandedIn put_refusal(SubmissionRow submission);
  std::optional<Id> needed_batch();

  Store& store_;
  Queue queue_;
  std::int64_t at_;
  std::string batch_name_;
  std::optional<Id> batch_;
  std::map<std::string, std::string> packages_;  // by problem
};

// The last part of a path, also of one that ends with a slash.
std::string file_name_of(const std::string& path);
// Throws InputError if the name of a row's file can't be kept.
void check_file_name(const ManifestRow& row);

}  // namespace assize
