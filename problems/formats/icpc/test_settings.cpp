#include "problems/formats/icpc/test_settings.h"

#include "storage/base/errors.h"

namespace assize::icpc {

namespace {

const Keys kInheritedKeys{"args",
                          "input_validator_args",
                          "output_validator_args",
                          "input_visualizer_args",
                          "output_visualizer_args",
                          "full_feedback"};
const Keys kWildKeys{"hint", "description"};

// A list of texts; one text of several words was right in the drafts.
std::vector<std::string> arguments_of(const YamlNode& node) {
  if (node.is_null()) return {};
  if (node.is_scalar()) return words_of(node.text());
  std::vector<std::string> arguments;
  for (const auto& item : node.list()) arguments.push_back(item.text());
  return arguments;
}

InputArguments input_arguments(const YamlNode& node) {
  if (!node.is_map()) return {arguments_of(node), std::nullopt};
  InputArguments arguments;
  arguments.named.emplace();
  const YamlMap map = node.map();
  for (const auto& [name, list] : map.items()) (*arguments.named)[name] = arguments_of(list);
  return arguments;
}

std::string directory_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

}  // namespace

void TestSettings::inherit(const TestSettings& above) {
  if (!output) output = above.output;
  if (!input) input = above.input;
}

void read_test_settings(const Loading& loading, const YamlMap& map, TestSettings& settings) {
  if (const auto args = map.find("args"); args && !arguments_of(*args).empty())
    not_supported(*args, "the key 'args' (arguments for the submission)");
  if (const auto value = map.find("output_validator_args"))
    settings.output = checked_arguments(loading, *value, arguments_of(*value));
  if (const auto value = map.find("input_validator_args")) settings.input = input_arguments(*value);
  for (const char* key : {"input_visualizer_args", "output_visualizer_args"})
    if (const auto value = map.find(key)) (void)arguments_of(*value);
  if (const auto value = map.find("full_feedback")) (void)switch_of(*value);
  for (const char* key : {"hint", "description"})
    if (const auto value = map.find(key); value && !value->is_null()) (void)value->text();
}

void WildSettings::take(const Loading& loading, const std::string& path) {
  const std::string what = loading.files.place(path) +
                           ": groups are data/sample, data/secret and directories directly in "
                           "data/secret; none may be here";
  if (!loading.options.lenient)
    throw InputError(what + " (--lenient takes it: what it says holds for all tests below)");
  const YamlMap map = read_yaml(loading, path);
  check_keys(loading, map, kInheritedKeys, kWildKeys);
  read_test_settings(loading, map, by_directory_[directory_of(path)]);
  loading.warn(what + "; what it says holds for all tests below for which no nearer one says it");
}

bool WildSettings::has(const std::string& path) const {
  return by_directory_.contains(directory_of(path));
}

TestSettings WildSettings::around(const TestCase& test, const GroupAt& group_at) const {
  TestSettings settings;
  if (by_directory_.empty()) {
    if (const TestSettings* group = group_at(test.group_name)) settings.inherit(*group);
    return settings;
  }
  for (std::string name = directory_of(test.name);; name = directory_of(name)) {
    settings.inherit(of(name.empty() ? "data" : "data/" + name));
    if (name.empty()) return settings;
    if (const TestSettings* group = group_at(name)) settings.inherit(*group);
  }
}

TestSettings WildSettings::of(const std::string& directory) const {
  const auto found = by_directory_.find(directory);
  return found == by_directory_.end() ? TestSettings{} : found->second;
}

}  // namespace assize::icpc
