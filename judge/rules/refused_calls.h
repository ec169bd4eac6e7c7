// What the policy has refused a run, in words for its submitter.
#pragma once

#include <string>

#include "storage/records/run_record.h"
#include "storage/records/verdict_names.h"

namespace assize {

// "clone, vfork: other processes can't be started here (os.system, …)": the calls by name, and what
// that means for a program; several meanings with "; " between. Of a run that the policy ended, the
// call for which it did. Empty if nothing was refused.
std::string refused_in_words(const RunRecord& run);

// Adds it to the reason of a run that failed by itself or was ended by the policy.
void name_refused_calls(Opinion& opinion, const RunRecord& run);

}  // namespace assize
