#include "queue/set_aside.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

using nlohmann::json;

bool is_wanted(const Troubled& job, const TroubledWanted& wanted) {
  if (!wanted.problem.empty() && job.problem != wanted.problem) return false;
  return wanted.submissions.empty() ||
         std::find(wanted.submissions.begin(), wanted.submissions.end(), job.submission) !=
             wanted.submissions.end();
}

void audit(Store& store, const char* kind, const Troubled& job) {
  store.audit(kind, job.submission, job.judging,
              json{{"submission", job.submission}, {"judging", job.judging}});
}

// Whoever names a submission wants to hear if there is nothing to do for it.
void check_all_found(const std::vector<Troubled>& found, const TroubledWanted& wanted) {
  std::string missing;
  for (const Id id : wanted.submissions)
    if (std::none_of(found.begin(), found.end(),
                     [&](const Troubled& job) { return job.submission == id; }))
      missing += (missing.empty() ? "" : ", ") + std::to_string(id);
  if (!missing.empty())
    throw InputError("submission " + missing +
                     ": is not set aside, nor waiting after a judge error: nothing was changed "
                     "(assize queue list)");
}

}  // namespace

std::vector<Troubled> list_troubled(Store& store, const TroubledWanted& wanted) {
  std::vector<Troubled> list;
  for (auto& job : Jobs(store.database()).troubled())
    if (is_wanted(job, wanted)) list.push_back(std::move(job));
  return list;
}

std::vector<Troubled> retry_troubled(Store& store, const TroubledWanted& wanted) {
  const auto list = list_troubled(store, wanted);
  check_all_found(list, wanted);
  Queue queue(store);
  for (const auto& job : list) {
    if (!job.is_set_aside) {
      Jobs(store.database()).end_wait(job.judging);
      continue;
    }
    const auto submission = store.submission(job.submission);
    const auto package = store.current_package(job.problem);
    if (!submission || !package)
      throw InputError("submission " + std::to_string(job.submission) + ": problem " +
                       shown_name(job.problem) + " is not in the store any more");
    if (job.rejudge)
      Jobs(store.database()).queue_again(job.judging, package->hash);
    else
      queue.enqueue(*submission, package->hash);
    audit(store, "queued again", job);
  }
  return list;
}

std::vector<Troubled> drop_troubled(Store& store, const TroubledWanted& wanted) {
  const auto list = list_troubled(store, wanted);
  check_all_found(list, wanted);
  for (const auto& job : list) {
    Jobs(store.database()).drop(job.judging);
    audit(store, "dropped", job);
  }
  return list;
}

}  // namespace assize
