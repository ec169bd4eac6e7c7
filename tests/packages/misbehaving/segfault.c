// validator: writes where there is nothing
// expect: JE
// explained: killed by SIG
#include "calm.h"

int main(void) {
  calm();
  *(volatile int*)8 = 1;
  return 42;
}
