// Records of submissions and judgings: whether they can be read, and make sense together.
#include <string>

#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/records/job_state.h"
#include "storage/records/verdict_names.h"
#include "storage/store/check_parts.h"
#include "storage/store/facts.h"

namespace assize {

namespace {

struct StoredJudging {
  std::int64_t id = 0;
  std::string state;
  std::optional<std::string> owner;
  std::optional<std::int64_t> expires;
  std::optional<std::string> verdict;
  std::optional<std::string> digest;
  std::optional<std::string> policy;
  std::optional<std::string> runtime;
  std::optional<std::int64_t> finished_at;
  std::string compile_facts;

  bool is(JobState wanted) const { return state == name_of(wanted); }
  bool is_given_up() const { return is(JobState::set_aside) || is(JobState::dropped); }
};

struct Rule {
  const char* what;
  const char* advice;
  bool (*is_broken)(const StoredJudging&);
};

constexpr const char* kQueueAgain =
    "restore the store from a backup; or stop the workers and queue it again: UPDATE judgings SET "
    "state = 'queued', verdict = NULL, lease_owner = NULL, lease_expires = NULL WHERE id = its "
    "number";

constexpr Rule kRules[] = {
    {"its state is none", kQueueAgain, [](const auto& row) { return !job_state(row.state); }},
    {"is leased, but by nobody or without end: it would never be judged", kQueueAgain,
     [](const auto& row) { return row.is(JobState::leased) && !(row.owner && row.expires); }},
    {"has a lease that isn't in its state", kQueueAgain,
     [](const auto& row) {
       return !row.is(JobState::leased) && (row.expires || (row.owner && !row.is(JobState::done)));
     }},
    {"is done, but without verdict, digest, policy, runtime or time", kRestore,
     [](const auto& row) {
       return row.is(JobState::done) &&
              !(row.verdict && row.digest && row.policy && row.runtime && row.finished_at);
     }},
    {"waits to be judged, but has a verdict", kQueueAgain,
     [](const auto& row) {
       return (row.is(JobState::queued) || row.is(JobState::leased)) && row.verdict;
     }},
    {"was given up, but its verdict isn't JE", kRestore,
     [](const auto& row) {
       return row.is_given_up() && row.verdict != letters(Verdict::judge_error);
     }},
    {"its verdict is none", kRestore,
     [](const auto& row) { return row.verdict && !verdict_from_letters(*row.verdict); }},
};

// What is wrong with the text of facts; empty: nothing.
std::string fault_of(const std::string& facts) {
  try {
    attempts_from_json(facts);
    return {};
  } catch (const DamagedItem& damage) {
    return damage.what();
  }
}

}  // namespace

void check_judgings(const StoreCheckContext& check) {
  Rows rows = check.database.stream(
      "SELECT id, state, lease_owner, lease_expires, verdict, digest, policy, runtime, "
      "finished_at, compile_facts FROM judgings");
  StoredJudging row;
  while (rows.next(row.id, row.state, row.owner, row.expires, row.verdict, row.digest, row.policy,
                   row.runtime, row.finished_at, row.compile_facts)) {
    const auto report = [&](const std::string& what, const char* advice) {
      check.report({StoreFinding::Kind::damage, "judgings", std::to_string(row.id), what, advice});
    };
    for (const auto& rule : kRules)
      if (rule.is_broken(row)) report(rule.what, rule.advice);
    if (row.compile_facts.empty()) continue;
    if (const auto fault = fault_of(row.compile_facts); !fault.empty()) report(fault, kRestore);
  }
}

// Runs are numbered from 0 within their judging.
void check_runs(const StoreCheckContext& check) {
  Rows rows = check.database.stream(
      "SELECT r.judging, r.number, r.verdict, r.facts, r.validation_facts, COALESCE(j.state, "
      "'done') FROM runs r LEFT JOIN judgings j ON j.id = r.judging ORDER BY r.judging, r.number");
  std::int64_t judging = 0;
  std::int64_t number = 0;
  std::string verdict;
  std::string facts;
  std::string validation;
  std::string state;
  std::int64_t last = 0;
  std::int64_t next = 0;
  while (rows.next(judging, number, verdict, facts, validation, state)) {
    const auto report = [&](const std::string& what) {
      check.report({StoreFinding::Kind::damage, "runs",
                    std::to_string(judging) + ", " + std::to_string(number), what, kRestore});
    };
    if (judging != last) next = 0;
    if (number != next) report("the runs before it are missing");
    last = judging;
    next = number + 1;
    if (state != name_of(JobState::done)) report("its judging isn't done");
    if (!verdict_from_letters(verdict)) report("its verdict is none");
    if (const auto fault = fault_of(facts); !fault.empty()) report(fault);
    if (validation.empty()) continue;
    if (const auto fault = fault_of(validation); !fault.empty()) report(fault);
  }
}

void check_hand_ins(const StoreCheckContext& check) {
  struct Wrong {
    const char* what;
    const char* advice;
    const char* sql;
  };
  constexpr Wrong kWrong[] = {
      {"has no judging: it would never be judged",
       "restore the store from a backup, or hand it in again",
       "SELECT id FROM submissions EXCEPT SELECT submission FROM judgings"},
      {"its id isn't in hand_in_ids: another one may get it, too", kRestore,
       "SELECT id FROM hand_ins EXCEPT SELECT id FROM hand_in_ids"},
      {"was taken and refused, by its id", kRestore,
       "SELECT id FROM submissions INTERSECT SELECT id FROM refused_submissions"},
  };
  for (const auto& wrong : kWrong) {
    Rows rows = check.database.stream(wrong.sql);
    for (std::int64_t id = 0; rows.next(id);)
      check.report({StoreFinding::Kind::damage, "submissions", std::to_string(id), wrong.what,
                    wrong.advice});
  }
  // A source that was pruned can't be judged any more.
  Rows rows = check.database.stream(
      "SELECT j.id FROM judgings j JOIN submissions s ON s.id = j.submission LEFT JOIN "
      "source_files f ON f.source = s.source WHERE j.state IN ('queued', 'leased') AND f.source IS "
      "NULL");
  for (std::int64_t id = 0; rows.next(id);)
    check.report({StoreFinding::Kind::damage, "judgings", std::to_string(id),
                  "waits to be judged, and its source has no files", kRestore});
}

}  // namespace assize
