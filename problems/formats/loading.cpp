#include "problems/formats/loading.h"

#include <charconv>
#include <cmath>
#include <sstream>

#include "problems/text/nearest.h"
#include "storage/base/errors.h"
#include "storage/base/relative_path.h"
#include "storage/base/text.h"

namespace assize {

namespace {

std::optional<nanoseconds> dot_timelimit(const FileTree& files) {
  if (!files.has(".timelimit")) return std::nullopt;
  const std::string place = files.place(".timelimit") + ":1:1";
  std::istringstream stream(files.read_text(".timelimit"));
  std::string word;
  std::string more;
  stream >> word;
  if (word.empty() || stream >> more) throw InputError(place + ": must hold one number, seconds");
  return parse_seconds(word, place);
}

}  // namespace

void settle_time_limit(const FileTree& files, std::optional<nanoseconds> own, Package& package) {
  const std::optional<nanoseconds> time = own ? own : dot_timelimit(files);
  package.has_time_limit = time.has_value();
  package.limits.time = time.value_or(package.limits.time);
}

nanoseconds seconds_in(const YamlNode& node) {
  const double seconds = node.positive_number();
  if (seconds < 0.001 || seconds > kLongestTime)
    node.fail("must be seconds, from 0.001 to 3600, not '" + clean_line(node.text(), 40) + "'");
  return nanoseconds{std::llround(seconds * 1e9)};
}

Score score_in(const YamlNode& node) {
  const auto score = Score::parse(node.text());
  if (!score || *score < Score(0))
    node.fail("must be a number of points, 0 or more, not '" + clean_line(node.text(), 40) + "'");
  return *score;
}

void refuse(const YamlNode& node, const std::string& what) {
  node.fail(what + " is not supported by assize");
}

void check_known_keys(const YamlMap& map, const std::set<std::string, std::less<>>& known,
                      const LoadOptions& options, Package& package) {
  map.check_keys(known, [&](const std::string& key, const YamlNode& value) {
    if (!options.lenient) YamlMap::refuse_key(key, value, known);
    package.warnings.push_back(value.where_key() + ": the key '" + clean_line(key, 60) +
                               "' is not part of the format; ignored" + did_you_mean(key, known));
  });
}

bool has_directory(const FileTree& files, const std::string& directory) {
  const auto next = files.files().lower_bound(directory + "/");
  return next != files.files().end() && next->first.starts_with(directory + "/");
}

std::optional<std::string> file_of_a_run(const std::string& name) {
  if (name.empty() || name == "stdin" || name == "stdout") return "";
  const bool plain = name.size() <= 100 && name.find('/') == std::string::npos && name != "." &&
                     name != ".." && name != "main.py" && may_be_name(name);
  if (!plain) return std::nullopt;
  return name;
}

std::string path_in(const YamlNode& node) {
  std::string path = node.text();
  while (path.starts_with("./")) path.erase(0, 2);
  if (path.size() > 1000 || !is_safe_relative_path(path))
    node.fail("must be the path of a file in the package, not '" + clean_line(node.text(), 60) +
              "'");
  return path;
}

void add_test(Package& package, TestCase test, const std::string& place) {
  if (package.tests.size() == kMostTests)
    throw InputError(place + ": more than " + std::to_string(kMostTests) + " test cases");
  package.tests.push_back(std::move(test));
}

std::string padded(std::size_t number, std::size_t highest) {
  std::string text = std::to_string(number);
  const std::size_t width = std::to_string(highest).size();
  return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
}

}  // namespace assize
