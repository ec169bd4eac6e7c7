// validator: takes memory and touches it
// expect: JE
#include "calm.h"

int main() {
  calm();
  for (;;) memset(malloc(1 << 20), 1, 1 << 20);
}
