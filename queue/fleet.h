// The workers of a store, for whoever has to see to them: listing them, having them end, and taking
// away what is left of one that is lost.
#pragma once

#include <string>
#include <vector>

#include "storage/store/store.h"
#include "storage/store/workers.h"

namespace assize {

// By host, age and id. Reads only.
std::vector<WorkerRow> list_workers(Store& store);

// Which of them.
struct WorkersWanted {
  std::vector<std::string> ids = {};
  std::string host = {};  // empty: whatever their host
  bool all = false;
};

// Asks workers to finish what they judge and end; `by` is told to them, and audited. Lost ones are
// left out, and those that were asked already. Gives those that were asked, now or before. Throws
// InputError, and asks nobody, if a worker or a host is named that isn't there. Expects to be
// called within a Transaction.
std::vector<WorkerRow> drain_workers(Store& store, const WorkersWanted& wanted,
                                     const std::string& by);

// Takes that back: those that still judge something go on and take work again. Gives those of which
// it was taken back; the others weren't asked. Otherwise as above.
std::vector<WorkerRow> undrain_workers(Store& store, const WorkersWanted& wanted,
                                       const std::string& by);

// Has the audit log say what the workers of this host judge with, where that isn't what it says
// already: version of assize, policy, runtimes, and who started them (`by`). As above.
void note_settings(Store& store, const WorkerRow& worker, const Policy& policy,
                   const std::string& by);

// Takes the row of a worker away, and puts back what it holds; that it is gone is audited. How many
// jobs it held. Throws InputError if there is no such worker, or it is alive and that isn't
// `forced` (one that is forced and still runs can't record what it judges, and comes back). As
// above.
std::int64_t remove_worker(Store& store, const std::string& id, const std::string& by, bool forced);

}  // namespace assize
