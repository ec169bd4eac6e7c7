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
              json{{"submission", job.submission},
                   {"judging", job.judging},
                   {"failure", clean_excerpt(job.last_failure)}}
                  .dump());
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
  Statement rows = store.database().prepare(
      "SELECT j.id, j.submission, s.submitter, s.problem, s.file_name, j.state, j.failures, "
      "j.expiries, j.not_before, j.last_failure "
      "FROM judgings j JOIN submissions s ON s.id = j.submission WHERE (j.state = 'set_aside' AND "
      "NOT EXISTS (SELECT 1 FROM judgings later WHERE later.submission = j.submission AND later.id "
      "> j.id)) OR (j.state = 'queued' AND j.not_before > 0) ORDER BY j.submission");
  std::vector<Troubled> list;
  while (rows.step()) {
    Troubled job{rows.number(0), rows.number(1), rows.text(2),
                 rows.text(3),   rows.text(4),   rows.text(5) == "set_aside",
                 rows.number(6), rows.number(7), rows.number(8),
                 rows.text(9)};
    if (is_wanted(job, wanted)) list.push_back(std::move(job));
  }
  return list;
}

std::vector<Troubled> retry_troubled(Store& store, const TroubledWanted& wanted) {
  const auto list = list_troubled(store, wanted);
  check_all_found(list, wanted);
  Queue queue(store);
  for (const auto& job : list) {
    if (!job.is_set_aside) {
      store.database()
          .prepare("UPDATE judgings SET not_before = 0 WHERE id = ?1")
          .with(job.judging)
          .run();
      continue;
    }
    const auto submission = store.submission(job.submission);
    const auto package = store.current_package(job.problem);
    if (!submission || !package)
      throw InputError("submission " + std::to_string(job.submission) + ": problem " +
                       shown_name(job.problem) + " is not in the store any more");
    queue.enqueue(*submission, package->hash);
    audit(store, "queued again", job);
  }
  return list;
}

std::vector<Troubled> drop_troubled(Store& store, const TroubledWanted& wanted) {
  const auto list = list_troubled(store, wanted);
  check_all_found(list, wanted);
  for (const auto& job : list) {
    Statement drop = store.database().prepare(
        "UPDATE judgings SET state = 'dropped', verdict = 'JE', reason = 'judge error', "
        "not_before = 0 WHERE id = ?1");
    drop.with(job.judging).run();
    audit(store, "dropped", job);
  }
  return list;
}

}  // namespace assize
