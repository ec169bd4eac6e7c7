// validator: includes a file that isn't there
// expect: refused
// explained: testlib.h
#include "testlib.h"

int main() { return 42; }
