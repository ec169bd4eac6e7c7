#include "problems/policy_file.h"

#include <cmath>
#include <functional>

#include "judge/core/text.h"
#include "problems/file_tree.h"
#include "problems/yaml.h"

namespace assize {

namespace {

using Keys = std::set<std::string, std::less<>>;

std::uint64_t between(const YamlNode& node, std::uint64_t least, std::uint64_t most) {
  const std::uint64_t value = node.whole_number();
  if (value < least || value > most)
    node.fail("must be from " + std::to_string(least) + " to " + std::to_string(most));
  return value;
}

nanoseconds seconds(const YamlNode& node) {
  const double value = node.positive_number();
  if (value < 0.001 || value > 3600) node.fail("must be seconds, from 0.001 to 3600");
  return nanoseconds{std::llround(value * 1e9)};
}

}  // namespace

Policy parse_policy(const std::string& text, const std::string& place) {
  const YamlNode root = parse_yaml(text, place);
  const YamlMap top = root.map();
  const Keys top_keys{"version", "name", "limits", "capabilities"};
  const auto refuse_other_than = [](const Keys& known) {
    return [&known](const std::string& key, const YamlNode& value) {
      YamlMap::refuse_key(key, value, known);
    };
  };
  top.check_keys(top_keys, refuse_other_than(top_keys));
  Policy policy;
  const auto version = top.find("version");
  if (!version) root.fail("a policy begins with 'version: 1'");
  if (version->text() != "1") version->fail("only version 1 of the policy format is known");
  if (const auto name = top.find("name")) policy.name = clean_excerpt(name->text(), 100);
  if (const auto capabilities = top.find("capabilities"); capabilities && !capabilities->is_null())
    for (const auto& item : capabilities->list())
      item.fail("the capability '" + clean_excerpt(item.text(), 40) + "' is not supported yet");
  const auto limits = top.find("limits");
  if (!limits || limits->is_null()) return policy;

  const std::map<std::string, std::function<void(const YamlNode&)>, std::less<>> readers{
      {"time_s", [&](const YamlNode& n) { policy.time = seconds(n); }},
      {"wall_s", [&](const YamlNode& n) { policy.wall = seconds(n); }},
      {"memory_mib", [&](const YamlNode& n) { policy.memory = mib(between(n, 16, 1U << 20U)); }},
      {"output_kib", [&](const YamlNode& n) { policy.output = kib(between(n, 1, 4U << 20U)); }},
      {"error_output_kib",
       [&](const YamlNode& n) { policy.error_output = kib(between(n, 1, 1U << 20U)); }},
      {"file_size_mib", [&](const YamlNode& n) { policy.file_size = mib(between(n, 1, 65536)); }},
      {"scratch_mib", [&](const YamlNode& n) { policy.scratch = mib(between(n, 1, 65536)); }},
      {"scratch_inodes",
       [&](const YamlNode& n) {
         policy.scratch_inodes = static_cast<std::uint32_t>(between(n, 16, 1U << 20U));
       }},
      {"processes",
       [&](const YamlNode& n) {
         policy.processes = static_cast<std::uint32_t>(between(n, 1, 4096));
       }},
      {"open_files",
       [&](const YamlNode& n) {
         policy.open_files = static_cast<std::uint32_t>(between(n, 16, 65536));
       }},
      {"stack_mib", [&](const YamlNode& n) { policy.stack = mib(between(n, 1, 65536)); }},
  };
  Keys limit_keys;
  for (const auto& [key, reader] : readers) limit_keys.insert(key);
  const YamlMap map = limits->map();
  map.check_keys(limit_keys, refuse_other_than(limit_keys));
  for (const auto& [key, reader] : readers)
    if (const auto value = map.find(key)) reader(*value);
  return policy;
}

Policy load_policy(const std::string& path) {
  return parse_policy(read_whole_file(path, kMaxYaml), path);
}

}  // namespace assize
