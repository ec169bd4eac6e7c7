#include "map.h"

#include <cstdlib>
#include <fstream>

Map read_map(const std::string& path) {
  std::ifstream file(path);
  Map map;
  int count = 0;
  if (!(file >> map.fields >> count)) std::exit(1);
  for (int a = 0, b = 0; count > 0 && file >> a >> b; --count) map.borders.emplace_back(a, b);
  return map;
}
