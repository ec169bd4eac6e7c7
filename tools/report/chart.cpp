#include "tools/report/chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace assize {

std::string chart(const ChartAxis& axis, const std::vector<std::pair<double, bool>>& values) {
  constexpr int kBins = 30;
  constexpr double kWidth = 560;
  constexpr double kHeight = 110;
  constexpr double kLeft = 30;
  constexpr double kBase = 86;
  constexpr double kTop = 20;
  const double most = axis.limit * 1.2;
  std::array<int, kBins> good{};
  std::array<int, kBins> bad{};
  for (const auto& [value, accepted] : values) {
    const auto bin =
        static_cast<std::size_t>(std::clamp(static_cast<int>(value / most * kBins), 0, kBins - 1));
    ++(accepted ? good : bad)[bin];
  }
  int highest = 1;
  for (std::size_t i = 0; i < kBins; ++i) highest = std::max(highest, good[i] + bad[i]);
  const double bin_width = (kWidth - kLeft - 6) / kBins;
  const auto height = [&](int count) { return (kBase - kTop) * count / highest; };
  std::string svg = fmt::format(
      R"(<svg viewBox="0 0 {} {}" role="img" aria-label="{}: distribution against the limit"><text x="0" y="11">{}</text>)",
      kWidth, kHeight, axis.title, axis.title);
  for (std::size_t i = 0; i < kBins; ++i) {
    const double x = kLeft + bin_width * static_cast<double>(i);
    const double g = height(good[i]);
    const double b = height(bad[i]);
    if (good[i] > 0)
      svg += fmt::format(
          R"(<rect class="ok" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{} accepted</title></rect>)",
          x + 1, kBase - g, bin_width - 2, g, good[i]);
    if (bad[i] > 0)
      svg += fmt::format(
          R"(<rect class="bad" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{} rejected</title></rect>)",
          x + 1, kBase - g - b, bin_width - 2, b, bad[i]);
  }
  const double limit_x = kLeft + (kWidth - kLeft - 6) / 1.2;
  svg += fmt::format(R"(<line class="axis" x1="{0}" x2="{1}" y1="{2}" y2="{2}"/>)", kLeft,
                     kWidth - 6, kBase);
  svg += fmt::format(R"(<line class="limit" x1="{0:.1f}" x2="{0:.1f}" y1="14" y2="{1}"/>)", limit_x,
                     kBase);
  svg += fmt::format(R"(<text x="{:.1f}" y="102" text-anchor="middle">limit {}</text>)", limit_x,
                     axis.limit_label);
  svg +=
      fmt::format(R"(<text x="{}" y="102">0</text><text x="{}" y="{}" text-anchor="end">{}</text>)",
                  kLeft, kLeft - 4, kTop + 8, highest);
  return svg + "</svg>";
}

}  // namespace assize
