#include "queue/rejudge/rejudge.h"

#include <random>

#include "queue/rejudge/comparison.h"
#include "storage/base/errors.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/stores.h"

using namespace assize;
using namespace assize::test;

namespace {

// A judging with these identities, whose verdict and digest are as given.
JudgingRecord judging_with(const Identities& identities, Verdict verdict,
                           const std::string& digest) {
  JudgingRecord record = wrong_judging();
  record.identities = identities;
  record.final.verdict = verdict;
  record.tests[1].opinion.verdict = verdict;
  record.digest = digest;
  return record;
}

// Completes all that is queued, as `judge` says of each job.
template <typename Judge>
int judge_all(TestStore& test, Judge judge) {
  int count = 0;
  while (const auto job = test.queue.lease("w")) {
    REQUIRE(test.queue.complete(*job, judge(*job), {}));
    ++count;
  }
  return count;
}

JudgingRecord accepted(const LeasedJob& job) {
  Identities identities = wrong_judging().identities;
  identities.package_hash = job.package;
  return judging_with(identities, Verdict::accepted, "accepted with " + job.package);
}

JudgingRecord rejected(const LeasedJob& job) {
  Identities identities = wrong_judging().identities;
  identities.package_hash = job.package;
  return judging_with(identities, Verdict::wrong_answer, "rejected with " + job.package);
}

std::string verdict_of(TestStore& test, Id submission) {
  return std::string(letters(test.store.current_judging(submission)->record.final.verdict));
}

}  // namespace

TEST_CASE("a preview is seen by nobody until it is applied") {
  TestStore test;
  test.submit("ada");
  test.submit("bob");
  CHECK(judge_all(test, accepted) == 2);
  test.add_package("sum", "package-2");
  const auto queued = queue_rejudge(test.store, {.reason = "why", .who = "eve"});
  REQUIRE(queued.id);
  CHECK(queued.submissions == 2);
  CHECK(test.queue.counts().queued == 2);
  CHECK(judge_all(test, rejected) == 2);
  CHECK(verdict_of(test, 1) == "AC");
  CHECK(test.store.judgings(1).size() == 1);
  CHECK(test.queue.counts().done == 2);
  CHECK(count_verdicts(test.store.database()).size() == 1);
  CHECK(accepted_at(test.store.database()).size() == 2);

  const auto comparison = compare(test.store, find_rejudge(test.store, std::nullopt));
  CHECK(comparison.rejudge.reason == "why");
  CHECK(comparison.matrix.at({"AC", "WA"}) == 2);
  REQUIRE(comparison.changes.size() == 2);
  CHECK(comparison.changes[0].causes == std::vector{Cause::package});
  REQUIRE(comparison.details.size() == 1);
  CHECK(comparison.details[0].changes.size() == 2);  // both files have the package's hash in them

  CHECK(apply_rejudge(test.store, *queued.id, "eve").judgings == 2);
  CHECK(verdict_of(test, 1) == "WA");
  CHECK(test.store.judgings(1).size() == 2);
  CHECK(test.store.judgings(1)[1].rejudge == queued.id);
  CHECK_THROWS_AS(apply_rejudge(test.store, *queued.id, "eve"), InputError);
  CHECK(find_rejudge(test.store, *queued.id).ended_by == "eve");
}

TEST_CASE("verdicts that were added up are those that are there, also when others count") {
  TestStore test;
  Database& database = test.store.database();
  for (int i = 0; i < 6; ++i) test.submit("ada");
  judge_all(test, [](const LeasedJob& job) {
    return job.submission % 3 == 0 ? rejected(job) : accepted(job);
  });
  const auto expected = count_verdicts(database);
  CHECK(expected == std::vector<std::pair<std::string, std::int64_t>>{{"AC", 4}, {"WA", 2}});
  add_up_verdicts(database);
  CHECK(test.number("SELECT CAST(sum(count) AS BIGINT) FROM finished_counts") ==
        0);  // it was just now
  database.execute("UPDATE judgings SET finished_at = 1000 + id");
  forget_added_up(database);
  for (int i = 0; i < 3; ++i) {
    add_up_verdicts(database, 2);
    CHECK(count_verdicts(database) == expected);
  }
  add_up_verdicts(database);
  CHECK(test.number("SELECT CAST(sum(count) AS BIGINT) FROM finished_counts") == 6);
  CHECK(count_verdicts(database) == expected);
  CHECK(test.queue.counts().done == 6);
  test.submit("bob");
  judge_all(test, accepted);
  CHECK(count_verdicts(database)[0].second == 5);

  const Id id = *queue_rejudge(test.store, {.wanted = {.submitter = "ada"}}).id;
  judge_all(test, rejected);
  CHECK(count_verdicts(database)[0].second == 5);
  apply_rejudge(test.store, id, "eve");
  CHECK(count_verdicts(database) ==
        std::vector<std::pair<std::string, std::int64_t>>{{"AC", 1}, {"WA", 6}});
  CHECK(test.queue.counts().done == 7);
}

TEST_CASE("what is finished by a clock that was set back is counted all the same") {
  TestStore test;
  Database& database = test.store.database();
  test.submit("ada");
  judge_all(test, accepted);
  database.execute("UPDATE judgings SET finished_at = 1000");
  add_up_verdicts(database);
  database.execute("UPDATE finished_counts SET until = 9000000000000");
  test.submit("bob");
  judge_all(test, accepted);
  CHECK(test.queue.counts().done == 2);
}

TEST_CASE("previews wait for what is handed in") {
  TestStore test;
  test.submit("ada");
  judge_all(test, accepted);
  REQUIRE(queue_rejudge(test.store, {.priority = kRejudgePriority}).id);
  test.submit("bob");
  CHECK(test.queue.lease("w")->submitter == "bob");
  CHECK(test.queue.lease("w")->submitter == "ada");
}

TEST_CASE("nothing is queued where nothing is like that, or something named isn't there") {
  TestStore test;
  test.submit("ada");
  CHECK_FALSE(queue_rejudge(test.store, {}).id);  // it has no verdict yet
  CHECK_THROWS_WITH(
      queue_rejudge(test.store, {.submissions = {1, 7}}),
      Contains("submission 7: not in the store") && Contains("submission 1: has no verdict yet"));
  CHECK_THROWS_AS(queue_rejudge(test.store, {.wanted = {.problem = "no"}}), InputError);
  judge_all(test, accepted);
  test.store.database().execute("DELETE FROM source_files");
  CHECK_FALSE(queue_rejudge(test.store, {}).id);
  CHECK_THROWS_WITH(queue_rejudge(test.store, {.submissions = {1}}),
                    Contains("submission 1: the source was pruned"));
  CHECK(test.number("SELECT count(*) FROM rejudges") == 0);
  CHECK_THROWS_AS(find_rejudge(test.store, std::nullopt), InputError);
  CHECK_THROWS_AS(find_rejudge(test.store, 5), InputError);
}

TEST_CASE("a rejudge that isn't judged whole can't be applied, but discarded") {
  TestStore test;
  test.submit("ada");
  test.submit("bob");
  judge_all(test, accepted);
  const Id id = *queue_rejudge(test.store, {}).id;
  const auto job = test.queue.lease("w");
  CHECK_THROWS_WITH(apply_rejudge(test.store, id, "eve"), Contains("2 of 2"));
  discard_rejudge(test.store, id, "eve");
  CHECK(test.queue.counts().queued == 0);
  // What was being judged is finished, and seen by nobody.
  REQUIRE(test.queue.complete(*job, rejected(*job), {}));
  CHECK(verdict_of(test, 1) == "AC");
  CHECK(verdict_of(test, 2) == "AC");
  CHECK_THROWS_WITH(apply_rejudge(test.store, id, "eve"), Contains("discarded"));
}

TEST_CASE("what was judged in another way since isn't overwritten") {
  TestStore test;
  test.submit("ada");
  judge_all(test, accepted);
  const Id first = *queue_rejudge(test.store, {}).id;
  const Id second = *queue_rejudge(test.store, {}).id;
  judge_all(test, rejected);
  apply_rejudge(test.store, second, "eve");
  CHECK(compare(test.store, find_rejudge(test.store, first)).stale == std::vector<Id>{1});
  CHECK_THROWS_WITH(apply_rejudge(test.store, first, "eve"), Contains("in another way"));
}

TEST_CASE("a preview that was set aside is queued again as the same preview") {
  TestStore test;
  test.submit("ada");
  judge_all(test, accepted);
  const Id id = *queue_rejudge(test.store, {}).id;
  auto job = test.queue.lease("w");
  REQUIRE(job);
  CHECK(job->rejudge == id);
  test.queue.set_aside(*job, "broken");
  CHECK(test.queue.counts().set_aside == 1);
  CHECK(compare(test.store, find_rejudge(test.store, id)).failed.size() == 1);
  Jobs(test.store.database()).queue_again(job->judging, "package-1");
  CHECK(test.queue.counts().set_aside == 0);
  CHECK(judge_all(test, rejected) == 1);
  CHECK(apply_rejudge(test.store, id, "eve").judgings == 1);
  CHECK(verdict_of(test, 1) == "WA");
}

TEST_CASE("who loses comes first, by points, then by verdicts") {
  TestStore test;
  for (const char* name : {"a", "b", "c", "d", "e"}) test.submit(name);
  const auto judged = [](const char* score, Verdict verdict, const char* digest) {
    JudgingRecord record = judging_with(wrong_judging().identities, verdict, digest);
    record.score = score;
    return record;
  };
  judge_all(test, [&](const LeasedJob& job) {
    return job.submission == 4   ? judged("", Verdict::wrong_answer, "old")
           : job.submission == 5 ? judged("", Verdict::accepted, "old")
                                 : judged("40", Verdict::partial, "old");
  });
  const Id id = *queue_rejudge(test.store, {}).id;
  judge_all(test, [&](const LeasedJob& job) {
    switch (job.submission) {
      case 1:
        return judged("60", Verdict::partial, "new");
      case 2:
        return judged("39.5", Verdict::partial, "new");
      case 3:
        return judged("0", Verdict::wrong_answer, "new");
      case 4:
        return judged("", Verdict::accepted, "new");
      default:
        return judged("", Verdict::wrong_answer, "new");
    }
  });
  const auto comparison = compare(test.store, find_rejudge(test.store, id));
  std::vector<Id> order;
  for (const auto& change : comparison.changes) order.push_back(change.pair.submission);
  CHECK(order == std::vector<Id>{3, 2, 5, 4, 1});
  CHECK(comparison.changes[0].score_change == "-40");
  CHECK(comparison.changes[1].score_change == "-0.5");
  CHECK(comparison.changes[4].score_change == "+20");
}

TEST_CASE("outcomes that differ between judgings of the same are noise") {
  TestStore test;
  test.submit("ada");
  test.submit("bob");
  judge_all(test, accepted);
  const Id id = *queue_rejudge(test.store, {.repeats = 3}).id;
  int count = 0;
  judge_all(test, [&](const LeasedJob& job) {
    return job.submission == 1 && ++count == 2 ? rejected(job) : accepted(job);
  });
  const auto report = noise_of(test.store, find_rejudge(test.store, id));
  CHECK(report.submissions == 2);
  CHECK(report.judgings == 6);
  REQUIRE(report.noisy.size() == 1);
  CHECK(report.noisy[0].submission == 1);
  CHECK(report.noisy[0].outcomes.size() == 2);
  CHECK_THROWS_WITH(apply_rejudge(test.store, id, "eve"), Contains("noise"));
}

TEST_CASE("of a thousand outcomes that changed the cause is right in all") {
  TestStore test;
  constexpr int kCases = 1000;
  std::mt19937 random(20261130);
  const auto pick = [&](int below) {
    return static_cast<int>(random() % static_cast<unsigned>(below));
  };
  // Which one of them is altered, and whether the outcome is.
  struct Case {
    Cause altered = Cause::noise;
    bool differs = false;
  };
  std::vector<Case> cases(kCases);
  for (auto& one : cases)
    one = {std::vector{Cause::package, Cause::policy, Cause::runtime, Cause::judge_version,
                       Cause::noise}[static_cast<std::size_t>(pick(5))],
           pick(4) != 0};
  const auto altered = [](Identities ids, Cause cause) {
    switch (cause) {
      case Cause::source:
        ids.source_hash += "-altered";
        break;
      case Cause::package:
        ids.package_hash = "package-2";
        break;
      case Cause::policy:
        ids.policy_hash += "-altered";
        break;
      case Cause::runtime:
        ids.runtime_hash += "-altered";
        break;
      case Cause::judge_version:
        ids.judge_version += "-altered";
        break;
      case Cause::noise:
        break;
    }
    return ids;
  };
  {
    Transaction transaction(test.store.database());
    for (int i = 0; i < kCases; ++i) test.submit("ada");
    const auto job_of = [&](const LeasedJob& job) {
      Identities ids = wrong_judging().identities;
      ids.package_hash = job.package;
      return judging_with(ids, Verdict::accepted, "digest");
    };
    judge_all(test, job_of);
    // The package of those that are judged with another one.
    test.add_package("sum", "package-2");
    transaction.commit();
  }
  std::vector<Id> with_package;
  std::vector<Id> others;
  for (int i = 0; i < kCases; ++i)
    (cases[static_cast<std::size_t>(i)].altered == Cause::package ? with_package : others)
        .push_back(i + 1);
  const auto again = [&](const LeasedJob& job) {
    const Case& one = cases[static_cast<std::size_t>(job.submission - 1)];
    Identities ids = wrong_judging().identities;
    ids.package_hash = job.package;
    return judging_with(altered(ids, one.altered),
                        one.differs ? Verdict::wrong_answer : Verdict::accepted,
                        one.differs ? "other" : "digest");
  };
  std::size_t right = 0;
  std::size_t expected = 0;
  const auto check = [&](const std::vector<Id>& submissions) {
    Transaction transaction(test.store.database());
    const Id id = *queue_rejudge(test.store, {.submissions = submissions}).id;
    judge_all(test, again);
    transaction.commit();
    const auto comparison = compare(test.store, find_rejudge(test.store, id));
    for (const auto& change : comparison.changes) {
      const Case& one = cases[static_cast<std::size_t>(change.pair.submission - 1)];
      if (one.differs && change.causes == std::vector{one.altered}) ++right;
    }
    for (const Id submission : submissions)
      if (cases[static_cast<std::size_t>(submission - 1)].differs) ++expected;
    CHECK(comparison.changes.size() ==
          static_cast<std::size_t>(
              std::count_if(submissions.begin(), submissions.end(), [&](Id submission) {
                return cases[static_cast<std::size_t>(submission - 1)].differs;
              })));
  };
  check(with_package);
  // The others are judged with the package of before.
  test.add_package("sum", "package-1");
  check(others);
  CHECK(expected > 700);
  CHECK(right == expected);
}
