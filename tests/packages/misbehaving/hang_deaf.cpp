// validator: blocks all signals and computes
// expect: JE
// explained: CPU
#include <signal.h>

#include "calm.h"

int main() {
  calm();
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, nullptr);
  for (volatile unsigned i = 0;;) i = i + 1;
}
