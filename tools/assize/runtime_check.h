// Whether a runtime of the configuration can be used: what `doctor` and `runtime` say of it.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "judge/jail/host/host_cgroup.h"
#include "judge/runtime/runtime.h"

namespace assize {

struct RuntimeCheck {
  std::optional<Runtime> runtime;  // empty: it can't be used
  std::string problem;             // why not
  std::string mend;                // how to mend that, or that its runs are by exec; may be empty
};

// Looks at the interpreter and at its files; runs nothing in a jail.
RuntimeCheck look_at_runtime(const RuntimeRow& row);

// The same, and a program is run by it, if it can be used so far.
RuntimeCheck try_runtime(const RuntimeRow& row, const HostCgroups& host);

// The proof: a jail is put up, and a program runs in it. Empty: it does.
std::string why_no_program_runs(const RuntimeRow& row, const HostCgroups& host);

// How long a run takes that only prints a word, in ms from its start to its end: the median of
// some, one after the other, once the jail is up. Throws HostError.
double median_run_ms(const RuntimeRow& row, const HostCgroups& host);

// By which its runs start: "exec" or "template".
std::string kind_of(const Runtime& runtime);

// The beginning of its hash, for people.
std::string short_hash(const Runtime& runtime);

nlohmann::ordered_json to_json(const Runtime& runtime);

}  // namespace assize
