#include <iostream>

#include "primes.h"

int main() {
  int n;
  std::cin >> n;
  std::cout << nth(n) << "\n";
}
