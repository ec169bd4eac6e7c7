// validator: no C++
// expect: refused
// explained: fourtytwo
#include "calm.h"

int main() { return fourtytwo; }
