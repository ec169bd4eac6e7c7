// validator: includes itself
// expect: refused
#include "include_itself.cpp"

int main() { return 42; }
