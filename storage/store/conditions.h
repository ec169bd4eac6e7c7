// Conditions that several statements have in common.
#pragma once

// Of judgings called `mine`: set aside, and not queued again since.
#define ASSIZE_STILL_SET_ASIDE                                                   \
  "mine.state = 'set_aside' AND NOT EXISTS (SELECT 1 FROM judgings later WHERE " \
  "later.submission = mine.submission AND later.id > mine.id)"
