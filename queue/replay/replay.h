// Running a recorded judging again from what the store has of it: the same source, package and
// policy, with the same runtime. Its digest must be the same.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "judge/judge_host.h"
#include "judge/problem.h"
#include "queue/cache/blob_cache.h"
#include "queue/rejudge/causes.h"
#include "storage/store/store.h"

namespace assize {

struct Replay {
  enum class Outcome {
    same,        // digest
    differs,     // … of all the same
    impossible,  // something that it was judged with isn't there any more: `obstacles`
    failed       // a judge error: `obstacles`
  };
  Outcome outcome = Outcome::impossible;
  Id submission = 0;
  Id judging = 0;
  std::string problem;
  std::string submitter;
  std::string digest;      // recorded
  std::string digest_now;  // empty where it wasn't run
  Opinion before;
  Opinion after;
  std::string score_before;
  std::string score_after;
  std::vector<TestChange> tests;       // that differ
  std::vector<std::string> obstacles;  // each names what is missing or another one now
  std::string judge_before;            // versions of assize, where they differ
  std::string judge_now;
};
std::string_view name_of(Replay::Outcome outcome);

class Replayer {
 public:
  // The row of this host's configuration with a name, if there is one.
  using FindRuntime = std::function<std::optional<RuntimeRow>(const std::string& name)>;
  // `cache` may be null.
  Replayer(Store& store, FindRuntime find_runtime, OnNotice on_notice,
           std::shared_ptr<BlobCache> cache);
  ~Replayer();
  Replayer(const Replayer&) = delete;
  Replayer& operator=(const Replayer&) = delete;

  // A judging that is done. Throws InputError (there is none, or it isn't done), HostError.
  Replay replay(Id judging);

 private:
  struct Place;  // a slot with what all judgings in it have in common
  struct Inputs;

  std::optional<Inputs> inputs_of(const JudgingRow& row, Replay& replay);
  const Runtime* runtime_of(const Identities& ids, Replay& replay);
  Place& place_for(const Policy& policy, const RuntimeRow& row);
  std::shared_ptr<const Problem> problem_in(Place& place, const JudgingRow& row,
                                            const std::string& problem);

  Store& store_;
  FindRuntime find_runtime_;
  OnNotice on_notice_;
  std::shared_ptr<BlobCache> cache_;
  std::map<std::string, Runtime> runtimes_;  // of this host, by name
  std::map<std::string, std::unique_ptr<Place>> places_;
};

}  // namespace assize
