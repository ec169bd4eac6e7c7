#pragma once

#include <string>
#include <utility>
#include <vector>

struct Map {
  int fields = 0;
  std::vector<std::pair<int, int>> borders;
};

Map read_map(const std::string& path);
