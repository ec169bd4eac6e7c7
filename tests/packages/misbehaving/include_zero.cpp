// validator: includes a file without end
// expect: refused
#include "/dev/zero"

int main() { return 42; }
