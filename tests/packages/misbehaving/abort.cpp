// validator: calls abort()
// expect: JE
// explained: killed by SIG
#include "calm.h"

int main() {
  calm();
  abort();
}
