// Conditions that several statements have in common. All are of judgings called `mine`.
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
