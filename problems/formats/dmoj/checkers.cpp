#include "problems/formats/dmoj/checkers.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "problems/formats/loading.h"
#include "problems/text/error_list.h"
#include "problems/text/nearest.h"
#include "storage/base/text.h"

namespace assize {

namespace {

using Kind = LineComparison::Kind;
using Tolerance = LineComparison::Tolerance;
using Names = std::set<std::string, std::less<>>;

constexpr double kMostPrecision = 300;
constexpr std::size_t kDeepestArguments = 8;
constexpr std::size_t kMostArguments = 10'000;

const std::map<std::string, Kind, std::less<>> kComparisons{{"standard", Kind::standard},
                                                            {"easy", Kind::easy},
                                                            {"floats", Kind::floats},
                                                            {"floatsabs", Kind::floats},
                                                            {"floatsrel", Kind::floats},
                                                            {"identical", Kind::identical},
                                                            {"linecount", Kind::line_count},
                                                            {"linematches", Kind::line_matches},
                                                            {"rstripped", Kind::right_stripped},
                                                            {"sorted", Kind::sorted_lines},
                                                            {"unordered", Kind::sorted_tokens}};

bool is_one_of(const std::string& text, const Names& names) { return names.contains(text); }

// A scalar as Python's yaml takes it, written as JSON.
nlohmann::json scalar_in_json(const YamlNode& node) {
  const std::string text = node.text();
  if (node.is_quoted()) return text;
  if (is_one_of(text, {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"})) return true;
  if (is_one_of(text, {"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"}))
    return false;
  if (is_one_of(text, {"", "~", "null", "Null", "NULL"})) return nullptr;
  const bool number = !text.empty() && text.find_first_not_of("0123456789+-.eE_") == text.npos;
  if (!number) return text;
  // What JSON takes for a number, Python's yaml does too (but "1e5", which is a text there).
  auto value = nlohmann::json::parse(text, nullptr, false);
  if (value.is_number_integer() || (value.is_number() && text.find('.') != text.npos)) return value;
  return text;
}

nlohmann::json in_json(const YamlNode& node, std::size_t depth, std::size_t& left) {
  if (depth == 0 || left == 0) node.fail("too many or too deep arguments for a checker");
  --left;
  if (node.is_map()) {
    auto object = nlohmann::json::object();
    const YamlMap map = node.map();
    for (const auto& [key, value] : map.items()) object[key] = in_json(value, depth - 1, left);
    return object;
  }
  if (node.is_list()) {
    auto list = nlohmann::json::array();
    for (const auto& item : node.list()) list.push_back(in_json(item, depth - 1, left));
    return list;
  }
  return node.is_null() ? nlohmann::json(nullptr) : scalar_in_json(node);
}

// The arguments of one of DMOJ's own checkers.
class Arguments {
 public:
  Arguments(const YamlMap& map, std::string checker, Package& package)
      : map_(map), checker_(std::move(checker)), package_(package) {}

  LineComparison read(Kind kind) {
    LineComparison comparison;
    comparison.kind = kind;
    if (checker_ == "floatsabs") comparison.tolerance = Tolerance::absolute;
    if (checker_ == "floatsrel") comparison.tolerance = Tolerance::relative;
    if (kind == Kind::floats) read_floats(comparison);
    if (checker_ == "sorted") read_sorted(comparison);
    if (kind == Kind::line_matches) read_points(comparison);
    if (kind == Kind::right_stripped) {
      const auto value = take("filter_new_line");
      comparison.skip_empty_lines = value && is_true_in_python(*value);
    }
    // What only changes the feedback.
    if (kind == Kind::identical) take("pe_allowed");
    if (kind == Kind::line_count) take("feedback");
    warn_of_the_rest();
    return comparison;
  }

 private:
  std::optional<YamlNode> take(const std::string& name) {
    used_.insert(name);
    return map_.find(name);
  }

  void read_floats(LineComparison& comparison) {
    if (const auto value = take("precision")) {
      const auto precision = Score::parse(value->text());
      if (!precision || *precision < Score(-static_cast<int>(kMostPrecision)) ||
          *precision > Score(static_cast<int>(kMostPrecision)))
        value->fail("must be a number of digits, not '" + clean_line(value->text(), 40) + "'");
      comparison.epsilon = std::pow(10.0, -std::trunc(std::stod(precision->text())));
    }
    if (checker_ != "floats") return;
    const auto value = take("error_mode");
    const std::string mode = value ? value->text() : "default";
    if (mode == "absolute") {
      comparison.tolerance = Tolerance::absolute;
    } else if (mode == "relative") {
      comparison.tolerance = Tolerance::relative;
    } else if (mode != "default") {
      value->fail("must be default, absolute or relative");
    }
  }

  void read_sorted(LineComparison& comparison) {
    const auto value = take("split_on");
    if (!value || value->text() == "lines") return;
    if (value->text() != "whitespace") value->fail("must be lines or whitespace");
    comparison.kind = Kind::sorted_tokens;
  }

  void read_points(LineComparison& comparison) {
    comparison.line_points = {1};
    if (const auto value = take("point_distribution")) {
      comparison.line_points.clear();
      std::uint64_t sum = 0;
      for (const auto& points : value->list()) {
        if (points.whole_number() > 1'000'000'000) points.fail("more than 1000000000 points");
        comparison.line_points.push_back(points.whole_number());
        sum += points.whole_number();
      }
      if (sum == 0) value->fail("at least one line must have points");
    }
    if (const auto value = take("filler_lines_required"))
      comparison.all_lines_required = is_true_in_python(*value);
  }

  void warn_of_the_rest() {
    map_.check_keys(used_, [&](const std::string& key, const YamlNode& value) {
      package_.warnings.push_back(value.where_key() + ": the checker " + checker_ +
                                  " has no argument '" + clean_line(key, 60) + "'; ignored" +
                                  did_you_mean(key, used_));
    });
  }

  const YamlMap& map_;
  std::string checker_;
  Package& package_;
  Names used_;
};

// A checker that DMOJ compiles: with its kinds `testlib` and `default`, the arguments are those of
// testlib, and so is the meaning of the exit codes 0 and 1, the only ones that `default` has.
class Bridged {
 public:
  Bridged(const FileTree& files, const YamlNode& node, const YamlMap& arguments,
          std::string what = "a bridged checker")
      : files_(files), node_(node), arguments_(arguments), what_(std::move(what)) {}

  DmojChecker read() {
    DmojChecker checker;
    checker.comparison.reset();
    refuse_what_we_lack();
    errors_.attempt([&] { checker.bridged = read_program(); });
    if (const auto time = arguments_.find("time_limit"))
      errors_.attempt([&] { checker.limits.time = seconds_in(*time); });
    if (const auto memory = arguments_.find("memory_limit"))
      errors_.attempt([&] {
        if (memory->whole_number() == 0 || memory->whole_number() > kMostMemory << 10U)
          memory->fail("must be KiB, from 1 to " + std::to_string(kMostMemory << 10U));
        checker.limits.memory = kib(memory->whole_number());
      });
    errors_.raise();
    checker.name = checker.bridged->name;
    return checker;
  }

 private:
  PackageProgram read_program() {
    PackageProgram program;
    program.language = PackageProgram::Language::c;
    const auto files = arguments_.find("files");
    if (!files) node_.fail(what_ + " needs 'files'");
    const auto list = files->is_list() ? files->list() : std::vector<YamlNode>{*files};
    ErrorList errors;
    for (const auto& file : list) errors.attempt([&] { add(file, program); });
    errors.raise();
    if (program.name.empty()) files->fail("there must be a .c or .cpp file");
    return program;
  }

  void refuse_what_we_lack() {
    if (const auto type = arguments_.find("type"))
      errors_.attempt([&] {
        if (type->text() != "testlib" && type->text() != "default")
          refuse(*type, what_ + " of type '" + clean_line(type->text(), 40) + "'");
      });
    if (const auto format = arguments_.find("args_format_string"))
      errors_.attempt([&] { refuse(*format, "'args_format_string' of " + what_); });
    if (const auto flags = arguments_.find("flags"))
      if (flags->is_scalar() || (flags->is_list() && !flags->list().empty()))
        errors_.attempt([&] { refuse(*flags, "'flags' of " + what_); });
    if (const auto language = arguments_.find("lang"))
      errors_.attempt([&] {
        if (!language->text().starts_with("C") || language->text().starts_with("CO"))
          refuse(*language, what_ + " in " + clean_line(language->text(), 40));
      });
  }

  void add(const YamlNode& file, PackageProgram& program) {
    const std::string path = path_in(file);
    if (!files_.has(path)) file.fail("no such file: " + files_.place(path));
    const std::string name = path.substr(path.rfind('/') + 1);
    if (!program.files.emplace(name, path).second) file.fail("two files with this name");
    const std::string ending = name.substr(std::min(name.rfind('.'), name.size()));
    const bool cpp = is_one_of(ending, {".cpp", ".cc", ".cxx"});
    if (cpp) program.language = PackageProgram::Language::cpp;
    if ((cpp || ending == ".c") && program.name.empty()) program.name = path;
    if (!is_one_of(ending, {".cpp", ".cc", ".cxx", ".c", ".h", ".hpp"}))
      refuse(file, what_ + " that is not C or C++");
  }

  const FileTree& files_;
  const YamlNode& node_;
  const YamlMap& arguments_;
  std::string what_;
  ErrorList errors_;
};

}  // namespace

// With `default`, the other kind that is C or C++, the interactor gets other arguments.
PackageProgram read_dmoj_interactor(const FileTree& files, const YamlNode& node, Package& package) {
  const YamlMap map = node.map();
  check_known_keys(
      map,
      {"files", "type", "lang", "flags", "args_format_string", "memory_limit", "feedback",
       "preprocessing_time", "compiler_time_limit", "unbuffered", "cached"},
      {}, package);
  const auto type = map.find("type");
  if (!type || type->text() != "testlib")
    refuse(type.value_or(node), "an interactor of another type than testlib");
  DmojChecker read = Bridged(files, node, map, "an interactor").read();
  package.validation.limits = read.limits;
  return std::move(*read.bridged);
}

bool is_true_in_python(const YamlNode& node) {
  if (node.is_null()) return false;
  const auto value = scalar_in_json(node);
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_number()) return value.get<double>() != 0;
  return value.is_string() && !value.get<std::string>().empty();
}

DmojChecker read_dmoj_checker(const FileTree& files, const YamlNode& node, Package& package) {
  std::optional<YamlNode> arguments;
  std::string name;
  if (node.is_map()) {
    const YamlMap map = node.map();
    check_known_keys(map, {"name", "args"}, {}, package);
    if (!map.find("name")) node.fail("the checker's 'name' is missing");
    name = map.find("name")->text();
    arguments = map.find("args");
  } else {
    name = node.text();
  }
  const YamlMap map = arguments ? arguments->map() : YamlNode(YAML::Node(), "").map();
  if (name == "bridged") return Bridged(files, node, map).read();
  DmojChecker checker;
  checker.name = name;
  std::size_t left = kMostArguments;
  if (arguments && arguments->is_map())
    checker.arguments = in_json(*arguments, kDeepestArguments, left).dump();
  const auto own = kComparisons.find(name);
  if (own != kComparisons.end()) {
    checker.comparison = Arguments(map, name, package).read(own->second);
    return checker;
  }
  if (name.find('.') == std::string::npos)
    node.fail("unknown checker '" + clean_line(name, 60) + "'");
  checker.comparison.reset();
  if (!files.has(name)) node.fail("no such checker: " + files.place(name));
  if (!name.ends_with(".py")) refuse(node, "a checker that is not Python");
  return checker;
}

}  // namespace assize
