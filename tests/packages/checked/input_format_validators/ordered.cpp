// Any flags are taken: they are for the other validator.
#include <iostream>

int main() {
  int a = 0;
  int b = 0;
  if (!(std::cin >> a >> b)) return 1;
  return a <= b ? 42 : 43;
}
