#include <iostream>

int main() {
  long long sum = 0;
  for (long long x; std::cin >> x;) sum += x;
  std::cout << sum << '\n';
}
