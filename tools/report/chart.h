// Charts of the HTML report, as SVG. They hold nothing but numbers and labels of ours.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace assize {

struct ChartAxis {
  const char* title;
  double limit;  // in the unit of the labels
  std::string limit_label;
};

// A histogram from 0 to a fifth past the limit: the accepted below, the others on top of them.
std::string chart(const ChartAxis& axis, const std::vector<std::pair<double, bool>>& values);

// How many of the values, which lie between 0 and `highest`, are 0, up to a tenth of the highest,
// and so on. With at most 20 whole values, a bar for each of them.
std::string distribution(const char* title, double highest, bool is_whole,
                         const std::vector<double>& values);

}  // namespace assize
