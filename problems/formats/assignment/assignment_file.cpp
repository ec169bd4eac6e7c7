#include "problems/formats/assignment/assignment_file.h"

#include <algorithm>

#include "problems/formats/loading.h"
#include "problems/text/error_list.h"
#include "problems/text/glob.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

const std::set<std::string, std::less<>> kKeys{"name",   "modules",    "runner", "limits",
                                               "points", "visibility", "trust"};
const std::set<std::string, std::less<>> kLimits{"time_limit", "memory", "output", "code"};
const std::set<std::string, std::less<>> kTrusted{"contains", "eq", "ne", "lt", "le", "gt", "ge"};

// The frames between both sides are counted as the submission's output.
constexpr Bytes kOutput = mib(64);
constexpr Bytes kMemory = mib(256);
constexpr Bytes kCode = mib(1);

bool is_identifier(std::string_view text) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 128;
  };
  return !text.empty() && letter(text[0]) && std::all_of(text.begin(), text.end(), [&](char c) {
    return letter(c) || (c >= '0' && c <= '9');
  });
}

// "Class Stack", or a map of languages: English, or the first one.
std::string name_in(const YamlNode& node) {
  if (node.is_scalar()) return clean_line(node.text(), 200);
  const YamlMap names = node.map();
  if (names.items().empty()) node.fail("must be a name, or a map of languages with one");
  const auto english = names.find("en");
  return clean_line((english ? *english : names.items().begin()->second).text(), 200);
}

std::vector<std::string> texts_in(const YamlNode& node) {
  std::vector<std::string> texts;
  if (node.is_scalar()) return {node.text()};
  for (const auto& item : node.list()) texts.push_back(item.text());
  return texts;
}

std::vector<std::string> modules_in(const YamlNode& node) {
  std::vector<std::string> modules;
  for (auto name : texts_in(node)) {
    if (name.ends_with(".py")) name.resize(name.size() - 3);
    if (!is_identifier(name))
      node.fail("must be names of modules, as tests import them, not '" + clean_line(name, 40) +
                "'");
    modules.push_back(name);
  }
  return modules;
}

std::string runner_in(const YamlNode& node) {
  const std::string runner = node.text();
  if (runner != "unittest" && runner != "pytest" && runner != "doctest")
    node.fail("must be unittest, pytest or doctest, not '" + clean_line(runner, 40) + "'");
  return runner;
}

Visibility visibility_in(const YamlNode& node) {
  const auto visibility = visibility_from(node.text());
  if (!visibility)
    node.fail("must be visible, hidden, after_due_date or after_published, not '" +
              clean_line(node.text(), 40) + "'");
  return *visibility;
}

std::vector<std::string> trusted_in(const YamlNode& node) {
  auto trusted = texts_in(node);
  for (const auto& what : trusted)
    if (!kTrusted.contains(what))
      node.fail("must be some of contains, eq, ne, lt, le, gt, ge: comparisons that are left to " +
                std::string("the submission's objects; not '") + clean_line(what, 40) + "'");
  return trusted;
}

Bytes mebibytes_in(const YamlNode& node, Bytes most) {
  const std::uint64_t count = node.whole_number();
  if (count == 0 || count > most.count >> 20U)
    node.fail("must be MiB, from 1 to " + std::to_string(most.count >> 20U));
  return Bytes{count << 20U};
}

class Reader {
 public:
  Reader(const FileTree& files, const LoadOptions& options, Package& package)
      : options_(options), package_(package), root_(parse(files)), map_(root_.map()) {}

  AssignmentFile read() {
    file_.limits.output = kOutput;
    file_.limits.memory = kMemory;
    file_.limits.code = kCode;
    errors_.attempt([&] { check_known_keys(map_, kKeys, options_, package_); });
    with("name", [&](const YamlNode& node) { file_.name = name_in(node); });
    with("modules", [&](const YamlNode& node) { file_.modules = modules_in(node); });
    with("runner", [&](const YamlNode& node) { file_.runner = runner_in(node); });
    with("limits", [&](const YamlNode& node) { read_limits(node.map()); });
    read_rows("points", file_.points, score_in);
    read_rows("visibility", file_.visibility, visibility_in);
    read_rows("trust", file_.trust, trusted_in);
    errors_.raise();
    return std::move(file_);
  }

 private:
  static YamlNode parse(const FileTree& files) {
    return parse_yaml(files.read_text(kAssignmentFile), files.place(kAssignmentFile));
  }

  template <typename Read>
  void with(std::string_view key, Read take) {
    if (const auto node = map_.find(key); node && !node->is_null())
      errors_.attempt([&] { take(*node); });
  }

  void read_limits(const YamlMap& limits) {
    errors_.attempt([&] { check_known_keys(limits, kLimits, options_, package_); });
    const auto each = [&](std::string_view key, auto take) {
      if (const auto node = limits.find(key)) errors_.attempt([&] { take(*node); });
    };
    each("time_limit", [&](const YamlNode& node) { file_.limits.time = seconds_in(node); });
    each("memory",
         [&](const YamlNode& node) { file_.limits.memory = mebibytes_in(node, mib(kMostMemory)); });
    each("output",
         [&](const YamlNode& node) { file_.limits.output = mebibytes_in(node, mib(1024)); });
    each("code", [&](const YamlNode& node) {
      const std::uint64_t count = node.whole_number();
      if (count == 0 || count > 64U << 10U) node.fail("must be KiB, from 1 to 65536");
      file_.limits.code = Bytes{count << 10U};
    });
  }

  template <typename Value, typename Read>
  void read_rows(std::string_view key, OfTests<Value>& values, Read take) {
    with(key, [&](const YamlNode& node) {
      const YamlMap rows = node.map();
      for (const auto& [pattern, value] : rows.items())
        errors_.attempt([&, &pattern = pattern, &value = value] {
          must_be_pattern(pattern, value);
          values.rows.push_back({pattern, take(value), value.where_key()});
        });
    });
  }

  static void must_be_pattern(const std::string& pattern, const YamlNode& value) {
    try {
      const Glob glob(pattern);
    } catch (const InputError& error) {
      throw InputError(value.where_key() + ": " + error.what());
    }
  }

  const LoadOptions& options_;
  Package& package_;
  YamlNode root_;
  YamlMap map_;
  ErrorList errors_;
  AssignmentFile file_;
};

}  // namespace

std::optional<Visibility> visibility_from(std::string_view word) {
  if (word == "visible") return Visibility::visible;
  if (word == "hidden") return Visibility::hidden;
  if (word == "after_due_date") return Visibility::after_due_date;
  if (word == "after_published") return Visibility::after_published;
  return std::nullopt;
}

bool fits_test(const std::string& pattern, const std::string& test) {
  const Glob glob(pattern);
  if (glob.matches(test)) return true;
  const std::string_view last = std::string_view(test).substr(test.rfind('.') + 1);
  return glob.matches(last) || glob.matches(last.substr(0, last.find('[')));
}

AssignmentFile read_assignment_file(const FileTree& files, const LoadOptions& options,
                                    Package& package) {
  return Reader(files, options, package).read();
}

}  // namespace assize
