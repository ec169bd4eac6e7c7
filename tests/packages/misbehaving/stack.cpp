// validator: calls itself for ever
// expect: JE
// explained: killed by SIG
#include "calm.h"

namespace {

int depth(volatile int* below) {
  volatile int here[1000] = {*below + 1};
  return depth(here) + here[1];
}

}  // namespace

int main() {
  calm();
  volatile int none = 0;
  return depth(&none);
}
