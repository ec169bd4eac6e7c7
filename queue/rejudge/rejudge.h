// Judging again with a preview. A rejudge is a set of judgings of what was judged before, which
// stand beside those that count and are seen by nobody, until they are applied, all at once: then
// they count, and the old ones stay as history. Every function expects to be called within a
// Transaction of the store's database.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/store/rejudges.h"
#include "storage/store/store.h"

namespace assize {

struct RejudgeRequest {
  std::vector<Id> submissions = {};  // empty: all
  JudgedWanted wanted = {};
  std::string worker = {};  // what this worker judged, or a worker on this host; empty: any
  std::string since = {};   // wanted.since and wanted.until as they were given, for the record
  std::string until = {};
  std::string reason = {};
  std::string who = {};
  std::int64_t priority = 0;
  std::int64_t repeats = 1;  // judgings of each submission
};

// By default previews wait for all that is handed in.
constexpr std::int64_t kRejudgePriority = -1000;
constexpr std::int64_t kMostRepeats = 1000;

struct RejudgeQueued {
  std::optional<Id> id;  // nothing: there is nothing to judge again
  std::size_t submissions = 0;
};

// Queues previews against the packages that the problems have now. Throws InputError: a submission
// that was named isn't there or isn't judged yet, a problem that isn't in the store.
RejudgeQueued queue_rejudge(Store& store, const RejudgeRequest& request);

// Throws InputError: there is no such rejudge, or none at all.
RejudgeRow find_rejudge(Store& store, std::optional<Id> id);  // nothing: the newest

struct RejudgeApplied {
  std::int64_t judgings = 0;  // that count from now on
  std::int64_t failed = 0;    // that couldn't be judged: there the old ones count
};

// Throws InputError, and nothing is changed: it isn't open, isn't judged whole, was made to look
// for noise, or some of its submissions were judged in another way since.
RejudgeApplied apply_rejudge(Store& store, Id id, const std::string& who);
// Throws InputError: it isn't open. What is being judged of it is finished, and seen by nobody.
void discard_rejudge(Store& store, Id id, const std::string& who);

// What was asked for, in words: "problem sum, verdict WA".
std::string in_words(const RejudgeRequest& request);

// The host part of a worker's id (HOST-PID-RANDOM).
std::string host_of_worker(const std::string& worker);

}  // namespace assize
