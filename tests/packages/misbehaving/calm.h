// Accepts at once, unless the submission asks for it: what was judged before and after must be as
// ever.
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline void calm(void) {
  char line[20];
  if (fgets(line, sizeof line, stdin) == NULL || strcmp(line, "misbehave\n") != 0) exit(42);
}
