// Hand-ins that are too large for one short transaction, whole or not at all nevertheless.
//
// Whoever hands one in reads and checks all of it first, and writes nothing if anything is wrong.
// Then it is *staged*, in short transactions: sources, and a row for each submission, where nobody
// looks. If the process dies here, nothing has happened; what it leaves is taken away by the next
// large hand-in or by `assize store prune`, an hour later. One short transaction *accepts* it: from
// then on each of its rows will be a submission. These are *admitted*, again in short transactions,
// by the same process, or, if it doesn't go on for ten seconds, by a worker. What is known already,
// which version one is and whose turn it is, is decided in the transaction that admits a row.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "queue/intake/hand_in.h"
#include "storage/store/staged.h"

namespace assize {

// A transaction of this many rows, or of sources of this size, takes a few hundredths of a second.
constexpr std::int64_t kPieceRows = 500;
constexpr std::size_t kPieceBytes = std::size_t{2} << 20U;
// Between two of them, whoever waits for the store has his turn.
constexpr std::chrono::milliseconds kPieceGap{5};
constexpr std::chrono::milliseconds kUntouched{10'000};

// Makes submissions of the next rows of a hand-in that was taken (StagedHandIns::take), in their
// order; with the last one it ends, with an entry in the audit log. Within that transaction.
std::vector<HandedIn> admit_piece(Store& store, const StagedHandIn& hand_in);

// The same of one that is left behind, or that `owner` has been at before. Within a transaction.
// False: there is none.
bool admit_left_behind(Store& store, const std::string& owner);

// The entry of a manifest. `batch`: that its new ones are in.
void audit_queued(Store& store, std::optional<Id> batch, std::int64_t judgings);

}  // namespace assize
