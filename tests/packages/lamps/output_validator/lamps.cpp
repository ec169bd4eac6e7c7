#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

namespace {

std::string feedback;

[[noreturn]] void wrong(const std::string& text) {
  std::ofstream(feedback + "judgemessage.txt") << text << "\n";
  std::exit(43);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 1;
  feedback = argv[3];
  std::ifstream input(argv[1]);
  std::ifstream answer(argv[2]);
  std::size_t count = 0;
  std::size_t lit = 0;
  if (!(input >> count) || !(answer >> lit)) return 1;
  std::vector<int> lamps(count);
  for (int& lamp : lamps) input >> lamp;

  std::cout << count << std::endl;
  std::size_t asked = 0;
  char what = 0;
  std::size_t number = 0;
  while (std::cin >> what >> number) {
    if (what == '!') {
      if (number != lit) wrong(std::to_string(number) + " instead of " + std::to_string(lit));
      if (std::cin >> what) wrong("more than the answer");
      return 42;
    }
    if (what != '?' || number < 1 || number > count) wrong("a bad question");
    if (++asked > count) wrong("too many questions");
    std::cout << lamps[number - 1] << std::endl;
  }
  wrong("it ends without an answer");
}
