#include <fstream>
#include <iostream>
#include <set>
#include <string>

int main(int, char** argv) {
  std::set<long> seen;
  for (long number = 0; std::cin >> number;) {
    if (number < 1 || !seen.insert(number).second) {
      std::ofstream(argv[3] + std::string("judgemessage.txt"))
          << number << " is there twice, or not positive\n";
      return 43;
    }
  }
  return 42;
}
