// Conditions that several statements have in common. The first two are of judgings called `mine`.
#pragma once

// Set aside, and not queued again since. (A preview that is queued again is the same row.)
#define ASSIZE_STILL_SET_ASIDE                                                            \
  "mine.state = 'set_aside' AND (mine.preview = 1 OR NOT EXISTS (SELECT 1 FROM judgings " \
  "later WHERE later.submission = mine.submission AND later.id > mine.id AND later.preview = 0))"

// The one that counts for its submission: the newest one that is done, previews aside.
#define ASSIZE_IS_CURRENT                                                                  \
  "mine.state = 'done' AND mine.preview = 0 AND NOT EXISTS (SELECT 1 FROM judgings later " \
  "WHERE later.submission = mine.submission AND later.id > mine.id AND "                   \
  "later.state = 'done' AND later.preview = 0)"

// Of judgings: the worker `:owner` has failed with it, and there is another one that takes work and
// was seen in the last `:unseen` ms which hasn't; any other one will do if `:owner` is paused.
#define ASSIZE_LEFT_TO_OTHERS                                                                    \
  "EXISTS (SELECT 1 FROM failed_tries WHERE judging = judgings.id AND worker = :owner) AND "     \
  "EXISTS "                                                                                      \
  "(SELECT 1 FROM workers other WHERE other.id <> :owner AND other.state = 'ready' AND "         \
  "other.wanted = '' AND other.seen_at > assize_lease_now() - CAST(:unseen AS BIGINT) AND "      \
  "(EXISTS "                                                                                     \
  "(SELECT 1 FROM workers mine WHERE mine.id = :owner AND mine.state = 'paused') OR NOT EXISTS " \
  "(SELECT 1 FROM failed_tries theirs WHERE theirs.judging = judgings.id AND theirs.worker = "   \
  "other.id)))"
