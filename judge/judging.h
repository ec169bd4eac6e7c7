// Judging one submission, from its source to its verdict.
#pragma once

#include <functional>

#include "judge/core/judging_record.h"
#include "judge/core/policy.h"
#include "judge/core/source.h"
#include "judge/jail/keeper.h"
#include "judge/runtime/runtime.h"
#include "problems/loaded_package.h"

namespace assize {

// What all judgings of a worker have in common.
struct Bench {
  HostCgroups host;
  Runtime runtime;
  KeeperOptions keeper;
  Policy policy;
};

// Looks at the host once: cgroups, runtime, helper program, filter. Throws HostError.
Bench make_bench(const RuntimeRow& runtime, const Policy& policy);

struct JudgeOptions {
  bool full = false;  // run all tests, not only up to the first that decides
};

// Throws JudgeError if the judge itself failed: then there is no verdict.
JudgingRecord judge(Keeper& keeper, const Bench& bench, const LoadedPackage& problem,
                    const Source& source, const JudgeOptions& options);

}  // namespace assize
