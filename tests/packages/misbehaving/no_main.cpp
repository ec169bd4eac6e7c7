// validator: has no main()
// expect: refused
// explained: main
#include "calm.h"

void validate() { calm(); }
