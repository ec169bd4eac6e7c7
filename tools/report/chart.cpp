#include "tools/report/chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace assize {

namespace {

constexpr double kWidth = 380;
constexpr double kHeight = 110;
constexpr double kLeft = 30;
constexpr double kRight = 6;
constexpr double kBase = 86;
constexpr double kTop = 20;
constexpr double kPlot = kWidth - kLeft - kRight;

struct Bar {
  int good = 0;
  int bad = 0;       // on top
  std::string what;  // it stands for: said beside its numbers
};

std::string rectangle(const char* kind, double x, double y, double width, double height,
                      const std::string& says) {
  return fmt::format(
      R"(<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{}</title></rect>)",
      kind, x, y, width, height, says);
}

std::string text_at(double x, double y, const char* anchor, std::string_view text) {
  return fmt::format(R"(<text x="{:.1f}" y="{}" text-anchor="{}">{}</text>)", x, y, anchor, text);
}

// Everything but the labels below the axis.
std::string frame(const char* title, const std::vector<Bar>& bars, bool with_verdicts) {
  int highest = 1;
  for (const auto& bar : bars) highest = std::max(highest, bar.good + bar.bad);
  const double width = kPlot / static_cast<double>(bars.size());
  const auto height = [&](int count) { return (kBase - kTop) * count / highest; };
  std::string svg = fmt::format(
      R"(<svg viewBox="0 0 {} {}" role="img" aria-label="{}: distribution"><text x="0" y="11">{}</text>)",
      kWidth, kHeight, title, title);
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const Bar& bar = bars[i];
    const double x = kLeft + width * static_cast<double>(i) + 1;
    const double good = height(bar.good);
    const double bad = height(bar.bad);
    if (bar.good > 0)
      svg += rectangle("ok", x, kBase - good, width - 2, good,
                       bar.what + std::to_string(bar.good) + (with_verdicts ? " accepted" : ""));
    if (bar.bad > 0)
      svg += rectangle("bad", x, kBase - good - bad, width - 2, bad,
                       bar.what + std::to_string(bar.bad) + " rejected");
  }
  svg += fmt::format(R"(<line class="axis" x1="{0}" x2="{1}" y1="{2}" y2="{2}"/>)", kLeft,
                     kWidth - kRight, kBase);
  return svg + text_at(kLeft - 4, kTop + 8, "end", std::to_string(highest));
}

}  // namespace

std::string chart(const ChartAxis& axis, const std::vector<std::pair<double, bool>>& values) {
  constexpr int kBins = 30;
  const double most = axis.limit * 1.2;
  std::vector<Bar> bars(kBins);
  for (const auto& [value, accepted] : values) {
    // What lies on a border, as the limit does, belongs below it.
    const double place = most > 0 ? value / most * kBins - 1e-9 : 0;
    const auto bin = static_cast<std::size_t>(std::clamp(static_cast<int>(place), 0, kBins - 1));
    ++(accepted ? bars[bin].good : bars[bin].bad);
  }
  std::string svg = frame(axis.title, bars, true);
  const double limit_x = kLeft + kPlot / 1.2;
  svg += fmt::format(R"(<line class="limit" x1="{0:.1f}" x2="{0:.1f}" y1="14" y2="{1}"/>)", limit_x,
                     kBase);
  svg += text_at(limit_x, 102, "middle", "limit " + axis.limit_label);
  return svg + text_at(kLeft, 102, "start", "0") + "</svg>";
}

std::string distribution(const char* title, double highest, bool is_whole,
                         const std::vector<double>& values) {
  constexpr int kMostWhole = 20;
  constexpr int kTenths = 10;
  const bool each = is_whole && highest <= kMostWhole;
  const int steps = each ? std::max(static_cast<int>(highest), 1) : kTenths;
  std::vector<Bar> bars(static_cast<std::size_t>(steps) + 1);
  for (int i = 0; i <= steps; ++i) {
    const double to = highest * i / steps;
    bars[static_cast<std::size_t>(i)].what =
        i == 0 || each ? fmt::format("{:g}: ", to)
                       : fmt::format("over {:g} to {:g}: ", highest * (i - 1) / steps, to);
  }
  for (const double value : values) {
    // What lies on a border, but for an error of rounding, belongs below it.
    const double place = highest > 0 ? value / highest * steps - 1e-9 : 0;
    ++bars[static_cast<std::size_t>(std::clamp(static_cast<int>(std::ceil(place)), 0, steps))].good;
  }
  const double width = kPlot / static_cast<double>(bars.size());
  std::string svg = frame(title, bars, false);
  for (int i = 0; i <= steps; ++i)
    if (each ? steps <= kTenths || i % 2 == 0 : i % 2 == 0)
      svg += text_at(kLeft + width * (i + 0.5), 102, "middle",
                     fmt::format("{:.3g}", highest * i / steps));
  return svg + "</svg>";
}

}  // namespace assize
