#include <fstream>
#include <iostream>
#include <vector>

#include "map.h"

int main(int argc, char** argv) {
  if (argc < 4) return 1;
  const Map map = read_map(argv[1]);
  std::ofstream message(std::string(argv[3]) + "judgemessage.txt");
  std::vector<int> colours(map.fields);
  for (int& colour : colours) {
    if (!(std::cin >> colour) || colour < 1 || colour > 3) {
      message << "not a colour for each field\n";
      return 43;
    }
  }
  if (std::string more; std::cin >> more) {
    message << "more than the colours\n";
    return 43;
  }
  for (const auto& [a, b] : map.borders) {
    if (colours[a - 1] == colours[b - 1]) {
      message << "fields " << a << " and " << b << " have the same colour\n";
      return 43;
    }
  }
  return 42;
}
