// validator: calls abort()
// expect: JE
// explained: signal
#include "calm.h"

int main() {
  calm();
  abort();
}
