#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <functional>
#include <set>
#include <sstream>

#include "judge/core/errors.h"
#include "judge/core/text.h"
#include "problems/formats.h"
#include "problems/yaml.h"

namespace assize {

namespace {

using Keys = std::set<std::string, std::less<>>;

constexpr double kLongestTime = 3600;             // seconds
constexpr std::uint64_t kMostMemory = 1U << 20U;  // MiB

const Keys kLegacyKeys{"problem_format_version",
                       "type",
                       "name",
                       "uuid",
                       "author",
                       "source",
                       "source_url",
                       "license",
                       "rights_owner",
                       "limits",
                       "validation",
                       "validator_flags",
                       "grading",
                       "keywords"};
const Keys kLegacyLimits{"time_multiplier",
                         "time_safety_margin",
                         "memory",
                         "output",
                         "code",
                         "compilation_time",
                         "compilation_memory",
                         "validation_time",
                         "validation_memory",
                         "validation_output"};
const Keys kNewKeys{"problem_format_version",
                    "type",
                    "name",
                    "uuid",
                    "version",
                    "credits",
                    "source",
                    "license",
                    "rights_owner",
                    "embargo_until",
                    "limits",
                    "keywords",
                    "languages",
                    "allow_file_writing",
                    "constants"};
const Keys kNewLimits{"time_multipliers",
                      "time_limit",
                      "time_resolution",
                      "memory",
                      "output",
                      "code",
                      "compilation_time",
                      "compilation_memory",
                      "validation_time",
                      "validation_memory",
                      "validation_output",
                      "validation_passes"};
// Seen in real packages without being in their version of the format.
const Keys kWildKeys{"time_limit",        "timeout", "time_limit_ms", "libraries", "event",
                     "languages",         "name",    "credits",       "version",   "author",
                     "statement_language"};
const Keys kLegacyGroupKeys{"on_reject",
                            "grading",
                            "grader_flags",
                            "input_validator_flags",
                            "output_validator_flags",
                            "accept_score",
                            "reject_score",
                            "range"};
const Keys kNewGroupKeys{"input_validator_args",
                         "output_validator_args",
                         "full_feedback",
                         "hint",
                         "description",
                         "static_validation_score",
                         "max_score",
                         "score_aggregation",
                         "require_pass",
                         "args"};

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

class Loader {
 public:
  Loader(const FileTree& files, const LoadOptions& options, Package& package)
      : files_(files), options_(options), package_(package) {}

  void load() {
    if (!files_.has("problem.yaml"))
      throw InputError(files_.place("problem.yaml") +
                       ": no such file; every problem package has one");
    const YamlNode root = parse_yaml(files_.read("problem.yaml"), files_.place("problem.yaml"));
    const YamlMap top = root.map();
    read_version(root, top);
    top.check_keys(is_new_ ? kNewKeys : kLegacyKeys,
                   [&](const std::string& key, const YamlNode& value) {
                     unknown_key(key, value, is_new_ ? kNewKeys : kLegacyKeys);
                   });
    read_name(root, top);
    read_type(top);
    read_validation(top);
    read_limits(top);
    read_time_limit();
    refuse_directories();
    find_tests();
    package_.groups.emplace_back();
  }

 private:
  void warn(const std::string& text) { package_.warnings.push_back(text); }

  [[noreturn]] static void not_yet(const YamlNode& node, const std::string& what) {
    node.fail(what + " is not supported yet");
  }

  void unknown_key(const std::string& key, const YamlNode& value, const Keys& known) {
    if (options_.lenient && kWildKeys.contains(key)) {
      warn(value.where() + ": the key '" + key + "' is not part of the format; ignored");
    } else if (kWildKeys.contains(key)) {
      value.fail("unknown key '" + key +
                 "' (known in the wild: --lenient takes it with a warning)");
    } else {
      YamlMap::refuse_key(key, value, known);
    }
  }

  void read_version(const YamlNode& root, const YamlMap& top) {
    package_.format = "legacy";
    if (const auto version = top.find("problem_format_version")) {
      const std::string name = version->text();
      if (name == "2025-09" || name == "2023-07" || name == "2023-07-draft") {
        is_new_ = true;
        package_.format = "2025-09";
      } else if (name != "legacy") {
        version->fail("unknown format version '" + clean_excerpt(name, 40) +
                      "' (known: legacy, 2025-09 and its drafts 2023-07, 2023-07-draft)");
      }
    }
    if (is_new_)
      for (const char* key : {"name", "uuid"})
        if (!top.find(key))
          root.fail(std::string("the key '") + key + "' is required in format 2025-09");
  }

  void read_name(const YamlNode&, const YamlMap& top) {
    package_.name = package_.id;
    const auto name = top.find("name");
    if (!name) return;
    if (name->is_scalar()) {
      package_.name = name->text();
    } else {
      const YamlMap languages = name->map();
      if (const auto english = languages.find("en")) {
        package_.name = english->text();
      } else {
        languages.check_keys(
            {}, [&](const std::string&, const YamlNode& text) { package_.name = text.text(); });
      }
    }
    package_.name = clean_excerpt(package_.name, 200);
  }

  void read_type(const YamlMap& top) {
    const auto type = top.find("type");
    if (!type) return;
    const std::vector<YamlNode> types =
        type->is_list() ? type->list() : std::vector<YamlNode>{*type};
    for (const auto& node : types)
      for (const auto& word : words_of(node.text())) {
        if (word == "scoring" || word == "interactive" || word == "multi-pass" ||
            word == "submit-answer")
          not_yet(node, "problem type '" + word + "'");
        if (word != "pass-fail")
          node.fail("unknown problem type '" + clean_excerpt(word, 40) + "'");
      }
  }

  void read_validation(const YamlMap& top) {
    if (const auto validation = top.find("validation")) {
      const auto words = words_of(validation->text());
      if (!words.empty() && words[0] == "custom")
        not_yet(*validation, "'validation: " + clean_excerpt(validation->text(), 60) +
                                 "' (a custom output validator)");
      if (words.size() != 1 || words[0] != "default")
        validation->fail("must be 'default' or begin with 'custom'");
    }
    if (const auto flags = top.find("validator_flags"))
      if (!flags->is_null()) validator_flags_ = checked_arguments(*flags, words_of(flags->text()));
    if (const auto grading = top.find("grading")) {
      const Keys known{"objective", "show_test_data_groups", "on_reject"};
      grading->map().check_keys(known, [&](const std::string& key, const YamlNode& value) {
        if (key == "custom_scoring") not_yet(value, "custom scoring");
        unknown_key(key, value, known);
      });
    }
    if (const auto languages = top.find("languages");
        languages && is_new_ && languages->is_list()) {
      const auto list = languages->list();
      if (std::none_of(list.begin(), list.end(),
                       [](const YamlNode& n) { return n.text() == "python3"; }))
        languages->fail("python3, the language that assize judges, is not among the languages");
    }
  }

  static std::vector<std::string> checked_arguments(const YamlNode& node,
                                                    std::vector<std::string> arguments) {
    try {
      parse_validator_arguments(arguments);
    } catch (const InputError& error) {
      node.fail(error.what());
    }
    return arguments;
  }

  void read_limits(const YamlMap& top) {
    const auto node = top.find("limits");
    if (!node || node->is_null()) return;
    const YamlMap limits = node->map();
    const Keys& known = is_new_ ? kNewLimits : kLegacyLimits;
    if (const auto time = limits.find("time_limit"))
      if (is_new_ || options_.lenient) {
        yaml_time_ = seconds_in(*time);
        if (!is_new_)
          warn(time->where() + ": the key 'time_limit' is not part of the format; used");
      }
    limits.check_keys(known, [&](const std::string& key, const YamlNode& value) {
      if (!(options_.lenient && key == "time_limit")) unknown_key(key, value, known);
    });
    const auto size = [&](const char* key, std::uint64_t most, auto set) {
      const auto value = limits.find(key);
      if (!value) return;
      const std::uint64_t number = value->whole_number();
      if (number == 0 || number > most) value->fail("must be from 1 to " + std::to_string(most));
      set(number);
    };
    size("memory", kMostMemory, [&](std::uint64_t n) { package_.limits.memory = mib(n); });
    size("output", 4096, [&](std::uint64_t n) { package_.limits.output = mib(n); });
    size("code", 65536, [&](std::uint64_t n) { package_.limits.code = kib(n); });
    for (const char* key : {"time_multiplier", "time_safety_margin", "time_resolution",
                            "compilation_time", "compilation_memory", "validation_time",
                            "validation_memory", "validation_output", "validation_passes"})
      if (const auto value = limits.find(key)) value->positive_number();
    if (const auto multipliers = limits.find("time_multipliers")) {
      const Keys inner{"ac_to_time_limit", "time_limit_to_tle"};
      const YamlMap map = multipliers->map();
      map.check_keys(inner, [&](const std::string& key, const YamlNode& value) {
        unknown_key(key, value, inner);
      });
      for (const auto& key : inner)
        if (const auto value = map.find(key)) value->positive_number();
    }
  }

  static nanoseconds seconds_in(const YamlNode& node) {
    const double seconds = node.positive_number();
    if (seconds > kLongestTime) node.fail("more than an hour");
    return nanoseconds{std::llround(seconds * 1e9)};
  }

  std::optional<nanoseconds> dot_timelimit() const {
    if (!files_.has(".timelimit")) return std::nullopt;
    const auto words = words_of(files_.read(".timelimit"));
    if (words.size() != 1)
      throw InputError(files_.place(".timelimit") + ":1:1: must hold one number, seconds");
    return parse_seconds(words[0], files_.place(".timelimit") + ":1:1");
  }

  std::optional<nanoseconds> domjudge_timelimit() const {
    constexpr const char* kFile = "domjudge-problem.ini";
    if (!files_.has(kFile)) return std::nullopt;
    std::istringstream lines(files_.read(kFile));
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
      ++number;
      std::erase_if(
          line, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '"' || c == '\''; });
      if (line.starts_with("timelimit="))
        return parse_seconds(line.substr(10),
                             files_.place(kFile) + ":" + std::to_string(number) + ":1");
    }
    return std::nullopt;
  }

  // The order: what the operator says, then what the format has, then the files of the tools.
  void read_time_limit() {
    std::optional<nanoseconds> time = options_.time_limit;
    if (!time) time = yaml_time_;
    if (!time) time = dot_timelimit();
    if (!time) time = domjudge_timelimit();
    if (!time)
      throw InputError(files_.place("problem.yaml") +
                       ": no time limit: put one, in seconds, into " + files_.place(".timelimit") +
                       (is_new_ ? " or into problem.yaml as limits.time_limit" : "") +
                       " (with `assize judge`: or give --time-limit)");
    package_.limits.time = *time;
  }

  bool has_directory(const std::string& name) const {
    const auto next = files_.files().lower_bound(name + "/");
    return next != files_.files().end() && next->first.starts_with(name + "/");
  }

  void refuse_directories() const {
    const auto refuse = [&](const char* name, const char* what) {
      if (has_directory(name))
        throw InputError(files_.place(name) + ": " + what + " is not supported yet");
    };
    if (is_new_) refuse("output_validator", "an output validator of the package's own");
    if (is_new_) refuse("static_validator", "a static validator");
    for (const char* language : {"include/python3", "include/default"})
      refuse(language, "files that are put next to a submission");
  }

  struct Found {
    bool input = false;
    bool answer = false;
  };

  // Every group file is read, also one that each test has a nearer one for: what it asks for must
  // not be ignored.
  void read_group_files() {
    const std::string name = is_new_ ? "/test_group.yaml" : "/testdata.yaml";
    for (const auto& [path, file] : files_.files()) {
      if (!path.starts_with("data/") || !path.ends_with(name)) continue;
      bool given = false;
      group_arguments_[path.substr(0, path.size() - name.size())] =
          is_new_ ? read_group(path, given) : read_testdata(path);
    }
  }

  void find_tests() {
    read_group_files();
    std::map<std::string, Found> found;
    for (const auto& [path, file] : files_.files()) {
      if (!path.starts_with("data/sample/") && !path.starts_with("data/secret/")) continue;
      const auto dot = path.rfind('.');
      const std::string stem = path.substr(0, dot);
      const std::string ending = dot == std::string::npos ? "" : path.substr(dot);
      if (ending == ".in") found[stem].input = true;
      if (ending == ".ans") found[stem].answer = true;
      if (ending == ".args" || path.find(".files/") != std::string::npos)
        throw InputError(files_.place(path) +
                         ": arguments or files for a test case are not supported yet");
    }
    for (const auto& [stem, both] : found) {
      if (!both.answer)
        throw InputError(files_.place(stem + ".in") + ": there is no " + stem + ".ans for it");
      if (!both.input)
        throw InputError(files_.place(stem + ".ans") + ": there is no " + stem + ".in for it");
      package_.tests.push_back(test_case(stem));
    }
    if (package_.tests.empty())
      throw InputError(files_.place("data") + ": no test cases (pairs of .in and .ans)");
    std::sort(
        package_.tests.begin(), package_.tests.end(),
        [](const TestCase& a, const TestCase& b) { return parts_of(a.name) < parts_of(b.name); });
  }

  // Sorted part by part: a group's tests come where the group's name sorts.
  static std::vector<std::string> parts_of(const std::string& name) {
    std::vector<std::string> parts;
    std::istringstream stream(name);
    for (std::string part; std::getline(stream, part, '/');) parts.push_back(part);
    return parts;
  }

  TestCase test_case(const std::string& stem) {
    TestCase test;
    test.name = stem.substr(std::string_view("data/").size());
    test.group_name = test.name.substr(0, test.name.rfind('/'));
    test.input = stem + ".in";
    test.answer = stem + ".ans";
    test.sample = test.name.starts_with("sample/");
    std::vector<std::string> arguments = validator_flags_;
    const std::string directory = stem.substr(0, stem.rfind('/'));
    const auto own = is_new_ ? new_arguments(stem, directory) : legacy_flags(directory);
    arguments.insert(arguments.end(), own.begin(), own.end());
    test.validator = parse_validator_arguments(arguments);
    return test;
  }

  // testdata.yaml of the nearest ancestor that has one.
  std::vector<std::string> legacy_flags(std::string directory) const {
    while (true) {
      const auto known = group_arguments_.find(directory);
      if (known != group_arguments_.end()) return known->second;
      const auto slash = directory.rfind('/');
      if (slash == std::string::npos) return {};
      directory.erase(slash);
    }
  }

  std::vector<std::string> read_testdata(const std::string& path) {
    const YamlNode root = parse_yaml(files_.read(path), files_.place(path));
    const YamlMap map = root.map();
    map.check_keys(kLegacyGroupKeys, [&](const std::string& key, const YamlNode& value) {
      unknown_key(key, value, kLegacyGroupKeys);
    });
    if (const auto grading = map.find("grading"); grading && grading->text() != "default")
      not_yet(*grading, "grading '" + clean_excerpt(grading->text(), 40) + "'");
    if (const auto flags = map.find("grader_flags"))
      if (!flags->is_null() && !words_of(flags->text()).empty())
        not_yet(*flags, "'grader_flags: " + clean_excerpt(flags->text(), 60) + "'");
    if (const auto flags = map.find("output_validator_flags"))
      if (!flags->is_null()) return checked_arguments(*flags, words_of(flags->text()));
    return {};
  }

  // The test's own .yaml, else its group's test_group.yaml; nothing is inherited.
  std::vector<std::string> new_arguments(const std::string& stem, const std::string& directory) {
    if (files_.has(stem + ".yaml")) {
      bool given = false;
      auto own = read_group(stem + ".yaml", given);
      if (given) return own;
    }
    const auto group = group_arguments_.find(directory);
    return group == group_arguments_.end() ? std::vector<std::string>{} : group->second;
  }

  std::vector<std::string> read_group(const std::string& path, bool& given) {
    const YamlNode root = parse_yaml(files_.read(path), files_.place(path));
    const YamlMap map = root.map();
    map.check_keys(kNewGroupKeys, [&](const std::string& key, const YamlNode& value) {
      unknown_key(key, value, kNewGroupKeys);
    });
    for (const char* key :
         {"max_score", "score_aggregation", "require_pass", "static_validation_score", "args"})
      if (const auto value = map.find(key)) not_yet(*value, std::string("the key '") + key + "'");
    const auto value = map.find("output_validator_args");
    given = value.has_value();
    if (!value || value->is_null()) return {};
    if (value->is_scalar()) return checked_arguments(*value, words_of(value->text()));
    std::vector<std::string> arguments;
    for (const auto& item : value->list()) arguments.push_back(item.text());
    return checked_arguments(*value, std::move(arguments));
  }

  const FileTree& files_;
  const LoadOptions& options_;
  Package& package_;
  bool is_new_ = false;
  std::optional<nanoseconds> yaml_time_;
  std::vector<std::string> validator_flags_;
  std::map<std::string, std::vector<std::string>> group_arguments_;
};

}  // namespace

void load_icpc(const FileTree& files, const LoadOptions& options, Package& package) {
  Loader(files, options, package).load();
}

}  // namespace assize
