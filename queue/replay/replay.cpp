#include "queue/replay/replay.h"

#include "judge/judging.h"
#include "judge/runtime/fault.h"
#include "judge/runtime/runtime_hash.h"
#include "queue/cache/blob_reader.h"
#include "queue/stored_package.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

constexpr std::size_t kMostNamed = 5;

// Validators that were built before, by a worker or at the import.
class Programs final : public ProgramCache {
 public:
  Programs(Store& store, const BlobReader& blobs) : store_(store), blobs_(blobs) {}
  std::optional<std::string> find(const std::string& key) override {
    const auto found = store_.program_blob(key);
    try {
      return found ? std::optional(blobs_.read(found->hash, found->size)) : std::nullopt;
    } catch (const DamagedItem&) {
      return std::nullopt;  // it is built anew
    }
  }
  void put(const std::string& /*key*/, const std::string& /*program*/) override {}  // only reads

 private:
  Store& store_;
  const BlobReader& blobs_;
};

std::string named(const std::vector<FileChange>& changes) {
  std::string text;
  for (std::size_t i = 0; i < std::min(changes.size(), kMostNamed); ++i)
    text += (i == 0 ? "" : ", ") + clean_line(changes[i].path) + " " +
            std::string(name_of(changes[i].kind));
  if (changes.size() > kMostNamed)
    text += " and " + std::to_string(changes.size() - kMostNamed) + " more";
  return text;
}

std::vector<TestVerdict> verdicts_of(const JudgingRecord& record) {
  std::vector<TestVerdict> tests;
  for (const auto& test : record.tests)
    tests.push_back({test.name, std::string(letters(test.opinion.verdict)),
                     std::string(test.opinion.reason_class.name())});
  return tests;
}

}  // namespace

std::string_view name_of(Replay::Outcome outcome) {
  switch (outcome) {
    case Replay::Outcome::same:
      return "same";
    case Replay::Outcome::differs:
      return "differs";
    case Replay::Outcome::impossible:
      return "impossible";
    case Replay::Outcome::failed:
      return "failed";
  }
  return {};
}

struct Replayer::Place {
  explicit Place(JudgeHost given) : host(std::move(given)), slot(host) {}
  JudgeHost host;
  Slot slot;
  std::map<std::string, std::shared_ptr<const Problem>> problems;  // by package and id
};

struct Replayer::Inputs {
  Source source;
  Policy policy;
};

Replayer::Replayer(Store& store, FindRuntime find_runtime, OnNotice on_notice,
                   std::shared_ptr<BlobCache> cache)
    : store_(store),
      find_runtime_(std::move(find_runtime)),
      on_notice_(std::move(on_notice)),
      cache_(std::move(cache)) {}

Replayer::~Replayer() = default;

// The runtime of this host, if it is the one that was judged with.
const Runtime* Replayer::runtime_of(const Identities& ids, Replay& replay) {
  const std::string name = "runtime " + shown_name(ids.runtime_name);
  const auto row = find_runtime_(ids.runtime_name);
  if (!row) {
    replay.obstacles.push_back(name + " (" + clean_line(ids.runtime_version) +
                               "): is not in this host's configuration");
    return nullptr;
  }
  auto known = runtimes_.find(ids.runtime_name);
  if (known == runtimes_.end()) {
    try {
      known = runtimes_.emplace(ids.runtime_name, resolve_runtime(*row)).first;
    } catch (const UnusableRuntime& error) {
      replay.obstacles.emplace_back(error.what());
      return nullptr;
    }
  }
  const Runtime& runtime = known->second;
  if (runtime.hash == ids.runtime_hash) return &runtime;
  std::string what = name + ": is another one here now (" + clean_line(runtime.version) + ", was " +
                     clean_line(ids.runtime_version) + ")";
  const auto before = Rejudges(store_.database()).runtime_files(ids.runtime_hash);
  const auto now = before ? file_list_of(runtime, row->subject()) : std::nullopt;
  if (now) what += ": " + named(changed_files(parse_file_list(*before), parse_file_list(*now)));
  replay.obstacles.push_back(std::move(what));
  return nullptr;
}

std::optional<Replayer::Inputs> Replayer::inputs_of(const JudgingRow& row, Replay& replay) {
  const Identities& ids = row.record.identities;
  Inputs inputs;
  try {
    inputs.source = store_.source(ids.source_hash);
  } catch (const DamagedItem& damage) {
    replay.obstacles.push_back(std::string("source: ") + damage.what());
  }
  if (!store_.package(row.package))
    replay.obstacles.push_back("package " + row.package + ": is not in the store any more");
  const auto policy =
      policy_from_canonical_text(Rejudges(store_.database()).policy_text(ids.policy_hash));
  if (policy && hash_of(*policy) == ids.policy_hash)
    inputs.policy = *policy;
  else
    replay.obstacles.push_back("policy " + ids.policy_hash +
                               ": is not in the store, or of another version of assize");
  inputs.policy.name = row.policy_name;
  runtime_of(ids, replay);
  if (!replay.obstacles.empty()) return std::nullopt;
  return inputs;
}

Replayer::Place& Replayer::place_for(const Policy& policy, const RuntimeRow& row) {
  auto& place = places_[hash_of(policy) + " " + row.name];
  if (!place) place = std::make_unique<Place>(make_judge_host(row, policy, on_notice_));
  return *place;
}

std::shared_ptr<const Problem> Replayer::problem_in(Place& place, const JudgingRow& row,
                                                    const std::string& problem) {
  auto& known = place.problems[row.package + " " + problem];
  if (known) return known;
  const BlobReader blobs(store_.database().name(), cache_,
                         [this](const std::string& hash, std::int64_t number) {
                           return store_.blob_piece(hash, number);
                         });
  const auto fetch = [blobs](const std::string& hash, std::uint64_t size) {
    return blobs.read(hash, size);
  };
  Programs programs(store_, blobs);
  known = std::make_shared<const Problem>(
      make_problem(place.host,
                   load_stored_package(*store_.package(row.package),
                                       store_.package_files(row.package), problem, fetch),
                   &programs));
  return known;
}

Replay Replayer::replay(Id judging) {
  const auto row = store_.judging(judging);
  if (!row) throw InputError("there is no judging " + std::to_string(judging));
  if (row->state != JobState::done)
    throw InputError("judging " + std::to_string(judging) + ": has no verdict (it is " +
                     std::string(name_of(row->state)) + "): there is nothing to compare with");
  const auto submission = store_.submission(row->submission);
  Replay replay;
  replay.submission = row->submission;
  replay.judging = row->id;
  replay.digest = row->record.digest;
  replay.before = row->record.final;
  replay.score_before = row->record.score;
  if (submission) {
    replay.problem = submission->problem;
    replay.submitter = submission->submitter;
  }
  const auto inputs = inputs_of(*row, replay);
  if (!inputs) return replay;
  try {
    Place& place = place_for(inputs->policy, *find_runtime_(row->record.identities.runtime_name));
    const auto problem = problem_in(place, *row, replay.problem);
    place.slot.repair();
    const JudgingRecord now = judge(place.slot, place.host, *problem, inputs->source, {});
    replay.digest_now = now.digest;
    replay.after = now.final;
    replay.score_after = now.score;
    replay.outcome = now.digest == replay.digest ? Replay::Outcome::same : Replay::Outcome::differs;
    replay.tests = changed_tests(verdicts_of(row->record), verdicts_of(now));
    if (now.identities.judge_version != row->record.identities.judge_version) {
      replay.judge_before = row->record.identities.judge_version;
      replay.judge_now = now.identities.judge_version;
    }
  } catch (const JudgeError& error) {
    replay.outcome = Replay::Outcome::failed;
    replay.obstacles.push_back(std::string("judge error: ") + error.what());
  } catch (const InputError& error) {  // the package can't be used here
    replay.obstacles.emplace_back(error.what());
  } catch (const DamagedItem& damage) {
    replay.obstacles.emplace_back(damage.what());
  }
  return replay;
}

}  // namespace assize
