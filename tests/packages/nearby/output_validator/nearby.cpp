#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

int main(int argc, char** argv) {
  if (argc < 4) return 1;
  int right = 0;
  int guess = 0;
  if (!(std::ifstream(argv[2]) >> right)) return 1;
  if (!(std::cin >> guess) || guess < 1 || guess > 10) return 43;
  std::ofstream multiplier(std::string(argv[3]) + "score_multiplier.txt");
  const int away = std::abs(right - guess);
  multiplier << (away == 0 ? "1" : away == 1 ? "5e-1" : away == 2 ? ".25" : "0.0") << "\n";
  return 42;
}
