#include "problems/text/yaml.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "problems/text/error_list.h"
#include "problems/text/nearest.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

std::string YamlNode::where(const YAML::Mark& mark) const {
  if (mark.is_null()) return place_;
  return place_ + ":" + std::to_string(mark.line + 1) + ":" + std::to_string(mark.column + 1);
}

// yaml-cpp puts a value that isn't there behind whatever comes next: its key says where it is.
std::string YamlNode::where() const { return where(node_.IsNull() ? key_ : node_.Mark()); }
std::string YamlNode::where_key() const { return where(key_); }

void YamlNode::fail(const std::string& what) const { throw InputError(where() + ": " + what); }

std::string YamlNode::text() const {
  if (!is_scalar()) fail("must be a text");
  return node_.Scalar();
}

double YamlNode::positive_number() const {
  const std::string value = text();
  double number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size() || !std::isfinite(number) ||
      number <= 0)
    fail("must be a number above 0, not '" + clean_line(value, 40) + "'");
  return number;
}

std::uint64_t YamlNode::whole_number() const {
  const std::string value = text();
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size())
    fail("must be a whole number, not '" + clean_line(value, 40) + "'");
  return number;
}

bool YamlNode::flag() const {
  const std::string value = text();
  if (value == "true" || value == "True") return true;
  if (value == "false" || value == "False") return false;
  fail("must be true or false, not '" + clean_line(value, 40) + "'");
}

std::vector<YamlNode> YamlNode::list() const {
  if (!is_list()) fail("must be a list");
  std::vector<YamlNode> items;
  for (const auto& item : node_) items.emplace_back(item, place_, repeated_);
  return items;
}

YamlMap YamlNode::map() const { return {*this, node_, place_, repeated_}; }

YamlMap::YamlMap(const YamlNode& node, const YAML::Node& raw, const std::string& place,
                 std::vector<std::string>* repeated) {
  if (raw.IsNull()) return;
  if (!raw.IsMap()) node.fail("must be a map (key: value)");
  for (const auto& entry : raw) {
    const YamlNode key(entry.first, place);
    const std::string name = key.text();
    const YamlNode value(entry.second, place, entry.first.Mark(), repeated);
    if (entries_.emplace(name, value).second) continue;
    const std::string twice = "the key '" + clean_line(name, 60) + "' is there twice";
    if (repeated == nullptr) key.fail(twice);
    repeated->push_back(key.where() + ": " + twice + "; this one counts");
    entries_.insert_or_assign(name, value);
  }
}

std::optional<YamlNode> YamlMap::find(std::string_view key) const {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return std::nullopt;
  return found->second;
}

void YamlMap::check_keys(
    const std::set<std::string, std::less<>>& known,
    const std::function<void(const std::string& key, const YamlNode& value)>& unknown) const {
  ErrorList errors;
  for (const auto& entry : entries_)
    if (!known.contains(entry.first)) errors.attempt([&] { unknown(entry.first, entry.second); });
  errors.raise();
}

void YamlMap::refuse_key(const std::string& key, const YamlNode& value,
                         const std::set<std::string, std::less<>>& known) {
  throw InputError(value.where_key() + ": unknown key '" + clean_line(key, 60) + "'" +
                   did_you_mean(key, known));
}

namespace {

// YAML 1.2, section 5.1: control characters must be escaped. (For yaml-cpp 0.7 a NUL is a
// backslash.)
void must_be_printable(const std::string& text, const std::string& place) {
  const auto found = std::find_if(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
  });
  if (found == text.end()) return;
  const auto line = std::count(text.begin(), found, '\n') + 1;
  const auto start = std::find(std::make_reverse_iterator(found), text.rend(), '\n').base();
  throw InputError(place + ":" + std::to_string(line) + ":" +
                   std::to_string(std::distance(start, found) + 1) + ": a control character (" +
                   clean_line(std::string(1, *found)) + ")");
}

// A line "---" after something else begins a second document, which YAML::Load leaves out without a
// word. (YAML::LoadAll of 0.7 never ends on a lone comma.)
void must_be_one_document(const std::string& text, const std::string& place) {
  bool content = false;
  std::size_t number = 0;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string_view line(text.data() + start, end - start);
    ++number;
    const bool marker =
        line.starts_with("---") && (line.size() == 3 || line[3] == ' ' || line[3] == '\r');
    if (marker && content)
      throw InputError(place + ":" + std::to_string(number) +
                       ":1: a second document begins; there may be one");
    const auto first = line.find_first_not_of(" \t\r");
    content = content || marker ||
              (first != std::string_view::npos && line[first] != '#' && line[first] != '%');
    start = end + 1;
  }
}

// Counts what is below a node, through its aliases, and gives up at the bounds: what walks the
// document afterwards needs no bounds of its own.
void bound(const YAML::Node& node, const std::string& place, std::size_t depth,
           std::size_t& count) {
  if (++count > kMaxYamlNodes)
    YamlNode(node, place)
        .fail("more than " + std::to_string(kMaxYamlNodes) +
              " nodes, aliases counted as what they stand for");
  if (depth > kMaxYamlDepth)
    YamlNode(node, place).fail("nested deeper than " + std::to_string(kMaxYamlDepth));
  // yaml-cpp 0.7 makes bytes of "\_" and "\N" that are no UTF-8.
  if (node.IsScalar() && !is_utf8(node.Scalar()))
    YamlNode(node, place)
        .fail("'" + clean_line(node.Scalar(), 60) +
              "' has an escape that is not supported (\\_ or \\N): write the "
              "character itself");
  if (node.IsSequence())
    for (const auto& item : node) bound(item, place, depth + 1, count);
  if (!node.IsMap()) return;
  for (const auto& entry : node) {
    bound(entry.first, place, depth + 1, count);
    bound(entry.second, place, depth + 1, count);
  }
}

}  // namespace

YamlNode parse_yaml(const std::string& text, const std::string& place,
                    std::vector<std::string>* repeated) {
  if (text.size() > kMaxYaml)
    throw InputError(place + ": larger than " + std::to_string(kMaxYaml) + " bytes");
  if (!is_utf8(text)) throw InputError(place + ": is not UTF-8");
  must_be_printable(text, place);
  must_be_one_document(text, place);
  try {
    const YAML::Node root = YAML::Load(text);
    std::size_t count = 0;
    bound(root, place, 0, count);
    return {root, place, repeated};
  } catch (const YAML::Exception& error) {
    throw InputError(place + ":" + std::to_string(error.mark.line + 1) + ":" +
                     std::to_string(error.mark.column + 1) + ": " + clean_line(error.msg, 200));
  }
}

}  // namespace assize
