#include "problems/policy_file.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "problems/files/file_tree.h"
#include "problems/text/yaml.h"
#include "storage/base/text.h"

namespace assize {

namespace {

using Keys = std::set<std::string, std::less<>>;

std::uint64_t between(const YamlNode& node, std::uint64_t least, std::uint64_t most) {
  const std::uint64_t value = node.whole_number();
  if (value < least || value > most)
    node.fail("must be from " + std::to_string(least) + " to " + std::to_string(most));
  return value;
}

// Of each tmpfs, without the capability big-tmp; and what that one gives where nothing else is
// said.
constexpr Bytes kMostScratch = mib(256);
constexpr std::uint32_t kMostInodes = 16384;
constexpr Bytes kBigScratch = mib(1024);
constexpr std::uint32_t kBigInodes = 65536;
constexpr std::size_t kMostItems = 500;

void needs_big_tmp(const Policy& policy, const YamlNode& node) {
  if (!policy.grants(Unsafe::big_tmp))
    node.fail("so much needs the capability 'big-tmp' (without it: 256 MiB, 16384 inodes)");
}

void grant(Policy& policy, const YamlNode& node) {
  const std::string name = node.text();
  std::string known;
  for (const auto& row : unsafe_names()) {
    if (row.name == name) {
      if (policy.grants(row.capability)) node.fail("the capability '" + name + "' is there twice");
      return policy.grant(row.capability);
    }
    known += (known.empty() ? "" : ", ") + std::string(row.name);
  }
  node.fail("there is no capability '" + clean_line(name, 40) + "'; there are: " + known);
}

bool is_word(const std::string& text) {
  return !text.empty() && text.size() <= 64 && (text[0] < '0' || text[0] > '9') &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '_';
         });
}

void read_denials(Policy& policy, const YamlNode& node) {
  const std::map<std::string, Denial, std::less<>> words{
      {"silent", Denial::silent}, {"report", Denial::report}, {"kill", Denial::kill}};
  const YamlMap map = node.map();
  for (const auto& [call, value] : map.items()) {
    if (!is_word(call)) value.fail("'" + clean_line(call, 40) + "' is no system call's name");
    const auto word = words.find(value.text());
    if (word == words.end())
      value.fail("must be silent, report or kill, not '" + clean_line(value.text(), 40) + "'");
    policy.denials[call] = word->second;
    if (policy.denials.size() > kMostItems) value.fail("too many system calls");
  }
}

void read_imports(Policy& policy, const YamlNode& node) {
  const YamlMap map = node.map();
  const Keys keys{"allow"};
  map.check_keys(keys, [&](const std::string& key, const YamlNode& value) {
    YamlMap::refuse_key(key, value, keys);
  });
  const auto allow = map.find("allow");
  if (!allow) node.fail("'imports' needs 'allow', a list of modules");
  policy.imports.emplace();
  for (const auto& item : allow->list()) {
    const std::string name = item.text();
    if (!is_word(name))
      item.fail("'" + clean_line(name, 40) + "' is not the name of a top-level module");
    if (!policy.imports->insert(name).second) item.fail("'" + name + "' is there twice");
    if (policy.imports->size() > kMostItems) item.fail("too many modules");
  }
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
  const Keys top_keys{"version", "name", "limits", "capabilities", "syscalls", "imports"};
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
  if (const auto name = top.find("name")) policy.name = clean_line(name->text(), 100);
  if (const auto capabilities = top.find("capabilities"); capabilities && !capabilities->is_null())
    for (const auto& item : capabilities->list()) grant(policy, item);
  if (const auto syscalls = top.find("syscalls"); syscalls && !syscalls->is_null())
    read_denials(policy, *syscalls);
  if (const auto imports = top.find("imports"); imports && !imports->is_null())
    read_imports(policy, *imports);
  if (policy.grants(Unsafe::big_tmp)) {
    policy.scratch = kBigScratch;
    policy.scratch_inodes = kBigInodes;
    policy.file_size = kBigScratch;
  }
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
      {"scratch_mib",
       [&](const YamlNode& n) {
         policy.scratch = mib(between(n, 1, 65536));
         if (policy.scratch > kMostScratch) needs_big_tmp(policy, n);
       }},
      {"scratch_inodes",
       [&](const YamlNode& n) {
         policy.scratch_inodes = static_cast<std::uint32_t>(between(n, 16, 1U << 20U));
         if (policy.scratch_inodes > kMostInodes) needs_big_tmp(policy, n);
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
  return parse_policy(read_whole_file(path, kMaxYaml), shown_name(path));
}

}  // namespace assize
