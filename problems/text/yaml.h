// Strict reading of YAML: every problem is an InputError that says file, line and column.
#pragma once

#include <yaml-cpp/yaml.h>

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace assize {

// Bounds on a document: bytes; and how many nodes and how deep, an alias counted as what it stands
// for (a few lines of aliases may stand for billions of nodes, or for themselves).
constexpr std::size_t kMaxYaml = 1U << 20U;
constexpr std::size_t kMaxYamlNodes = 300'000;
constexpr std::size_t kMaxYamlDepth = 64;

class YamlMap;

class YamlNode {
 public:
  YamlNode(const YAML::Node& node, std::string place, std::vector<std::string>* repeated = nullptr)
      : node_(node), place_(std::move(place)), repeated_(repeated) {}
  // A value of a map, with the mark of its key.
  YamlNode(const YAML::Node& node, std::string place, const YAML::Mark& key,
           std::vector<std::string>* repeated)
      : node_(node), place_(std::move(place)), key_(key), repeated_(repeated) {}

  bool is_map() const { return node_.IsMap(); }
  bool is_list() const { return node_.IsSequence(); }
  bool is_scalar() const { return node_.IsScalar(); }
  bool is_null() const { return node_.IsNull(); }
  bool is_quoted() const { return node_.Tag() == "!"; }  // a scalar

  std::string text() const;            // a scalar
  double positive_number() const;      // finite, > 0
  std::uint64_t whole_number() const;  // decimal digits only
  bool flag() const;                   // true or false
  std::vector<YamlNode> list() const;
  YamlMap map() const;

  [[noreturn]] void fail(const std::string& what) const;  // "file:line:column: what"
  std::string where() const;
  std::string where_key() const;  // of a value of a map: where its key is

 private:
  std::string where(const YAML::Mark& mark) const;

  YAML::Node node_;
  std::string place_;
  YAML::Mark key_ = YAML::Mark::null_mark();
  std::vector<std::string>* repeated_;
};

// A map whose keys are texts, each at most once (yaml-cpp itself takes the first of duplicates
// silently).
class YamlMap {
 public:
  YamlMap(const YamlNode& node, const YAML::Node& raw, const std::string& place,
          std::vector<std::string>* repeated);

  std::optional<YamlNode> find(std::string_view key) const;
  const std::map<std::string, YamlNode, std::less<>>& items() const& { return entries_; }
  // Every key must be among `known`; for another one, `unknown` decides (it may throw, or warn).
  void check_keys(
      const std::set<std::string, std::less<>>& known,
      const std::function<void(const std::string& key, const YamlNode& value)>& unknown) const;
  // InputError that names the key, its place and the nearest known key.
  [[noreturn]] static void refuse_key(const std::string& key, const YamlNode& value,
                                      const std::set<std::string, std::less<>>& known);

 private:
  std::map<std::string, YamlNode, std::less<>> entries_;
};

// Parses one document. An empty one is a map without keys. `place` is for messages. With
// `repeated`, a key that is there twice is no error: the last one counts, as with other readers,
// and a warning is added there.
YamlNode parse_yaml(const std::string& text, const std::string& place,
                    std::vector<std::string>* repeated = nullptr);

}  // namespace assize
