#include "tools/bench/markdown.h"

#include <fmt/format.h>

#include <algorithm>

namespace assize::bench {

namespace {

using Cells = std::vector<std::string>;

std::string text(const Json& row, const char* name) { return row.at(name).get<std::string>(); }
double number(const Json& row, const char* name) { return row.at(name).get<double>(); }

std::string line(const Cells& cells) {
  std::string made = "|";
  for (const auto& cell : cells) made += (cell.empty() ? "" : " " + cell) + " |";
  return made + "\n";
}

std::string table(const Cells& head, const std::vector<Cells>& rows) {
  if (rows.empty()) return "";
  std::string made = "\n" + line(head) + line(Cells(head.size(), "---"));
  for (const auto& row : rows) made += line(row);
  return made;
}

// The different values of a key, in the order in which they come.
Cells values_of(const Json& rows, const char* name) {
  Cells values;
  for (const auto& row : rows)
    if (std::ranges::find(values, text(row, name)) == values.end())
      values.push_back(text(row, name));
  return values;
}

std::string way_title(const std::string& name) {
  return name == "exec" || name == "template" ? "by " + name : name;
}

std::string program_title(const Json& row) {
  std::string title = text(row, "program");
  if (title == "imports") title = "eight imports, then A+B";
  if (title == "computing") title = "a second of computing";
  const int in_a_row = row.at("in_a_row").get<int>();
  return in_a_row == 1 ? title : fmt::format("{}, {} in a row, each", title, in_a_row);
}

std::string cost_cell(const Json& row, bool same_flags) {
  const std::string ratio = with_quartiles(row, "ratio", 2);
  if (!same_flags || row.at("ratio") == row.at("same_flags_ratio")) return ratio;
  return ratio + ", " + with_quartiles(row, "same_flags_ratio", 2) + " to the same flags";
}

std::string cost(const Json& rows) {
  Cells head{"", "bare `python3 main.py`"};
  const Cells ways = values_of(rows, "by");
  for (const auto& way : ways) {
    head.push_back(way_title(way));
    head.emplace_back("ratio (IQR)");
  }
  std::vector<Cells> lines;
  std::string last;
  for (const auto& row : rows) {
    const std::string title = program_title(row);
    if (title != last) {
      lines.push_back(Cells(head.size()));
      lines.back()[0] = title;
      lines.back()[1] = fmt::format("{:.2f} ms", number(row, "bare_ms"));
      last = title;
    }
    const auto way = std::ranges::find(ways, text(row, "by")) - ways.begin();
    const auto column = static_cast<std::size_t>(2 + 2 * way);
    lines.back()[column] = fmt::format("{:.2f} ms", number(row, "jailed_ms"));
    lines.back()[column + 1] = cost_cell(row, text(row, "by") == "exec");
  }
  return table(head, lines);
}

std::string path(const Json& rows) {
  std::vector<Cells> lines;
  for (const auto& row : rows) {
    const bool bare = text(row, "by") == "bare";
    lines.push_back({bare ? "bare `python3 main.py`" : way_title(text(row, "by")),
                     std::to_string(row.at("slots").get<int>()),
                     bare ? "" : fmt::format("{:.1f}", number(row, "submissions_per_second")),
                     fmt::format("{:.2f} ms", number(row, "per_test_ms")),
                     bare ? "" : with_quartiles(row, "ratio", 2),
                     row.contains("gain") ? with_quartiles(row, "gain", 2) : "",
                     row.contains("gain_to_bare") ? with_quartiles(row, "gain_to_bare", 2) : ""});
  }
  return table({"whole path, 20 tests", "slots", "submissions/s", "per test",
                "ratio to as many bare (IQR)", "gain of two slots", "to the gain of bare"},
               lines);
}

std::string precision(const Json& figures) {
  std::vector<Cells> lines;
  if (figures.contains("overshoot"))
    for (const auto& row : figures["overshoot"]) {
      if ((row["limit"] == "CPU") != (row["measured"] == "CPU time")) continue;
      lines.push_back({text(row, "limit") + " limit: past the kill point",
                       way_title(text(row, "by")),
                       fmt::format("{:.1f} ms at the median, {:.1f} ms at p99",
                                   number(row, "median_ms"), number(row, "p99_ms"))});
    }
  if (figures.contains("memory"))
    for (const auto& row : figures["memory"])
      lines.push_back({fmt::format("peak memory of identical runs, {} MiB", row["mib"].get<int>()),
                       way_title(text(row, "by")),
                       fmt::format("{} KiB apart", row["spread_kib"].get<std::uint64_t>())});
  if (figures.contains("validator"))
    for (const auto& row : figures["validator"])
      lines.push_back({"output validator", text(row, "output"),
                       with_quartiles(row, "megabytes_per_second", 0) + " MB/s"});
  return table({"", "", ""}, lines);
}

}  // namespace

std::string markdown_of(const Json& figures) {
  std::string made =
      fmt::format("{} cores, {}, cgroup {}, {}, {} rounds, all layers on:\n",
                  figures["cores"].get<unsigned>(), text(figures, "kernel"),
                  text(figures, "cgroup"), text(figures, "runtime"), figures["rounds"].get<int>());
  Json cost_rows = Json::array();
  for (const char* name : {"cost", "computing"})
    if (figures.contains(name))
      for (const auto& row : figures[name]) cost_rows.push_back(row);
  made += cost(cost_rows);
  if (figures.contains("path")) made += path(figures["path"]);
  return made + precision(figures);
}

}  // namespace assize::bench
