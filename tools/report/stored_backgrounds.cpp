#include "tools/report/stored_backgrounds.h"

#include <algorithm>

#include "queue/stored_package.h"
#include "storage/base/errors.h"
#include "storage/store/rejudges.h"

namespace assize {

namespace {

// How many packages are kept in memory.
constexpr std::size_t kMostPackages = 64;

// Whether there is anything that an audience is told by the background.
bool has_readers(const JudgingRecord& record, Audience audience) {
  if (audience == Audience::everyone) return false;
  return std::any_of(record.tests.begin(), record.tests.end(), [&](const TestRecord& test) {
    return test.opinion.verdict != Verdict::accepted &&
           (test.sample || audience == Audience::submitter);
  });
}

bool needs_lines(const JudgingRecord& record) {
  return std::any_of(record.tests.begin(), record.tests.end(), [](const TestRecord& test) {
    return test.opinion.reason_class == ReasonClass::exit_code;
  });
}

}  // namespace

std::shared_ptr<const LoadedPackage> StoredBackgrounds::package(const std::string& hash,
                                                                const std::string& problem) {
  if (const auto known = packages_.find(hash); known != packages_.end()) return known->second;
  if (packages_.size() >= kMostPackages) packages_.clear();
  auto& loaded = packages_[hash];
  try {
    if (const auto row = store_.package(hash))
      loaded = load_stored_package(
          *row, store_.package_files(hash), problem,
          [this](const std::string& blob, std::uint64_t) { return store_.blob(blob); });
  } catch (const InputError&) {
  } catch (const DamagedItem&) {
  }
  return loaded;
}

std::optional<Policy> StoredBackgrounds::policy(const std::string& hash) {
  const auto [known, is_new] = policies_.try_emplace(hash);
  if (is_new)
    known->second = policy_from_canonical_text(Rejudges(store_.database()).policy_text(hash));
  return known->second;
}

Reader StoredBackgrounds::reader(Audience audience, const SubmissionRow& submission,
                                 const JudgingRow& judging) {
  const JudgingRecord& record = judging.record;
  if (judging.state != JobState::done || !has_readers(record, audience)) return audience;
  const auto loaded = package(judging.package, submission.problem);
  if (!loaded) return audience;
  std::optional<Limits> limits;
  if (const auto held = policy(record.identities.policy_hash))
    limits = effective_limits(loaded->package().limits, *held);
  std::optional<Source> source;
  try {
    if (audience == Audience::submitter && needs_lines(record))
      source = store_.source(submission.source);
    return {audience, background_of(record, *loaded, limits, source ? &*source : nullptr)};
  } catch (const DamagedItem&) {
    return {audience, {limits, {}, {}}};
  }
}

Reader StoredBackgrounds::reader_of_reasons(Audience audience, const SubmissionRow& submission,
                                            const JudgingRow& judging) {
  if (audience == Audience::staff) return audience;
  return reader(audience, submission, judging);
}

}  // namespace assize
