#include <cstdlib>
#include <fstream>
#include <iostream>
#include <set>
#include <string>
#include <vector>

namespace {

std::string feedback;

[[noreturn]] void wrong(const std::string& judges, const std::string& team) {
  std::ofstream(feedback + "judgemessage.txt") << judges << "\n";
  std::ofstream(feedback + "teammessage.txt") << team << "\n";
  std::exit(43);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 1;
  feedback = argv[3];
  int size = 0;
  if (!(std::ifstream(argv[1]) >> size)) return 1;
  std::vector<std::set<int>> columns(size);
  for (int y = 1; y <= size; ++y) {
    std::set<int> row;
    for (int x = 1; x <= size; ++x) {
      int number = 0;
      if (!(std::cin >> number))
        wrong("row " + std::to_string(y) + " ends early", "The square is too small.");
      if (number < 1 || number > size)
        wrong("row " + std::to_string(y) + " has a " + std::to_string(number), "Only 1 to n.");
      if (!row.insert(number).second)
        wrong("row " + std::to_string(y) + " repeats " + std::to_string(number), "A row is wrong.");
      if (!columns[x - 1].insert(number).second) {
        wrong("column " + std::to_string(x) + " repeats " + std::to_string(number),
              "A column is wrong.");
      }
    }
  }
  if (std::string more; std::cin >> more) wrong("more than the square", "The square is too large.");
  return 42;
}
