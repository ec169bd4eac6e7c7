// problem.yaml: the limits, and where the time limit comes from.
#include <cmath>
#include <sstream>

#include "problems/formats/icpc/icpc.h"
#include "problems/text/error_list.h"
#include "problems/text/nearest.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize::icpc {

namespace {

constexpr std::uint64_t kMostOutput = 4096;  // MiB
constexpr std::uint64_t kMostCode = 65536;   // KiB
constexpr std::uint64_t kMostPasses = 1000;
constexpr double kMostMultiplier = 1000;

const Keys kLegacyLimits{"time_multiplier",
                         "time_safety_margin",
                         "memory",
                         "output",
                         "code",
                         "compilation_time",
                         "compilation_memory",
                         "validation_time",
                         "validation_memory",
                         "validation_output",
                         "validation_passes"};  // of DOMjudge's `custom multi-pass`
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
const Keys kWildLimits{"time_multipliers", "time_resolution", "timeout", "time_limit_ms"};

nanoseconds seconds_of(const YamlNode& node) {
  const double seconds = node.positive_number();
  if (seconds > kLongestTime) node.fail("more than an hour");
  if (seconds < 0.001) node.fail("less than a millisecond");
  return nanoseconds{std::llround(seconds * 1e9)};
}

std::optional<std::uint64_t> count_of(const YamlMap& limits, const char* key, std::uint64_t most) {
  const auto value = limits.find(key);
  if (!value) return std::nullopt;
  const std::uint64_t number = value->whole_number();
  if (number == 0 || number > most) value->fail("must be from 1 to " + std::to_string(most));
  return number;
}

void read_multiplier(const YamlMap& map, const char* key, double least, double& into) {
  const auto value = map.find(key);
  if (!value) return;
  into = value->positive_number();
  if (into < least) value->fail("must not be less than 1");
  if (into > kMostMultiplier) value->fail("must not be more than 1000");
}

void read_time_rules(const Loading& loading, const YamlMap& limits) {
  TimeLimitRules& rules = loading.package.time_rules;
  if (!loading.is_new) {
    read_multiplier(limits, "time_multiplier", 0, rules.multiplier);
    read_multiplier(limits, "time_safety_margin", 0, rules.safety_margin);
    return;
  }
  if (const auto resolution = limits.find("time_resolution"))
    rules.resolution = seconds_of(*resolution);
  const auto node = limits.find("time_multipliers");
  if (!node || node->is_null()) return;
  const YamlMap map = node->map();
  check_keys(loading, map, {"ac_to_time_limit", "time_limit_to_tle"});
  read_multiplier(map, "ac_to_time_limit", 1, rules.multiplier);
  read_multiplier(map, "time_limit_to_tle", 1, rules.safety_margin);
}

void read_validation_limits(const Loading& loading, const YamlMap& limits) {
  Validation& validation = loading.package.validation;
  if (const auto time = limits.find("validation_time")) validation.limits.time = seconds_of(*time);
  if (const auto n = count_of(limits, "validation_memory", kMostMemory))
    validation.limits.memory = mib(*n);
  if (const auto n = count_of(limits, "validation_output", kMostOutput))
    validation.limits.output = mib(*n);
  const auto passes = count_of(limits, "validation_passes", kMostPasses);
  if (!passes) return;
  const YamlNode node = *limits.find("validation_passes");
  if (*passes < 2) node.fail("a multi-pass problem has at least 2 passes");
  if (validation.passes == 1) {
    loading.warn(node.where() +
                 ": 'validation_passes' means nothing here: the problem is not "
                 "multi-pass");
  } else {
    validation.passes = static_cast<std::uint32_t>(*passes);
  }
}

// Nothing but the number, in seconds.
std::optional<nanoseconds> dot_timelimit(const FileTree& files) {
  if (!files.has(".timelimit")) return std::nullopt;
  const auto words = words_of(files.read_text(".timelimit"));
  if (words.size() != 1)
    throw InputError(files.place(".timelimit") + ":1:1: must hold one number, seconds");
  return parse_seconds(words[0], files.place(".timelimit") + ":1:1");
}

// DOMjudge's file may have keys that don't matter here: one that is nearly one that does isn't one
// of these.
void warn_of_misspelt_key(const Loading& loading, const std::string& line,
                          const std::string& place) {
  static const Keys kKnown{
      "timelimit",   "name",   "externalid",   "short-name",  "color",  "special_compare",
      "special_run", "probid", "allow_submit", "allow_judge", "points", "lazy_eval_results"};
  const std::string key = line.substr(0, line.find('='));
  if (key.size() == line.size() || key.starts_with('#') || key.starts_with(';')) return;
  if (const std::string hint = did_you_mean(key, kKnown); !kKnown.contains(key) && !hint.empty())
    loading.warn(place + ": unknown key '" + clean_line(key, 60) + "', ignored" + hint);
}

// DOMjudge's own file: of its keys, these change how a problem is judged.
std::optional<nanoseconds> domjudge_timelimit(const Loading& loading) {
  const FileTree& files = loading.files;
  constexpr const char* kFile = "domjudge-problem.ini";
  if (!files.has(kFile)) return std::nullopt;
  std::optional<nanoseconds> time;
  std::istringstream lines(files.read_text(kFile));
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    const std::string place = files.place(kFile) + ":" + std::to_string(++number) + ":1";
    std::erase_if(
        line, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '"' || c == '\''; });
    if (line.starts_with("timelimit=") && !time) time = parse_seconds(line.substr(10), place);
    warn_of_misspelt_key(loading, line, place);
    for (const char* key : {"special_compare=", "special_run="})
      if (line.starts_with(key) && line != key)
        throw InputError(place + ": '" + line +
                         "' names a program of a DOMjudge server, which is "
                         "not in the package; put a validator into output_validators/ instead");
  }
  return time;
}

void read_counts(const YamlMap& limits, PackageLimits& into) {
  ErrorList errors;
  const auto read = [&](const char* key, std::uint64_t most, auto use) {
    errors.attempt([&] {
      if (const auto n = count_of(limits, key, most)) use(*n);
    });
  };
  read("memory", kMostMemory, [&](std::uint64_t n) { into.memory = mib(n); });
  read("output", kMostOutput, [&](std::uint64_t n) { into.output = mib(n); });
  read("code", kMostCode, [&](std::uint64_t n) { into.code = kib(n); });
  // Guarantees for compiling, which is done under the limits of a run (docs/packages.md).
  read("compilation_memory", kMostMemory, [](std::uint64_t) {});
  errors.attempt([&] {
    if (const auto value = limits.find("compilation_time")) (void)seconds_of(*value);
  });
  errors.raise();
}

// `limits.time_limit`: in legacy a key from the wild that is worth more than a warning.
std::optional<nanoseconds> yaml_time_limit(const Loading& loading, const YamlMap& limits) {
  const auto node = limits.find("time_limit");
  if (!node) return std::nullopt;
  const nanoseconds time = seconds_of(*node);
  if (loading.is_new) {
    if (time % loading.package.time_rules.resolution != nanoseconds{})
      loading.warn(node->where() + ": is not a multiple of time_resolution; used as it is");
    return time;
  }
  if (!loading.options.lenient)
    node->fail("unknown key 'time_limit' (known in the wild: --lenient takes it with a warning)");
  loading.warn(node->where() + ": the key 'time_limit' is not part of the format; used");
  return time;
}

}  // namespace

void read_limits(const Loading& loading, const YamlMap& top) {
  Package& package = loading.package;
  if (loading.is_new) package.time_rules = {2.0, 1.5, std::chrono::seconds{1}};
  std::optional<nanoseconds> time;
  ErrorList errors;
  if (const auto node = top.find("limits"); node && !node->is_null()) {
    const YamlMap limits = node->map();
    Keys known = loading.is_new ? kNewLimits : kLegacyLimits;
    known.insert("time_limit");
    errors.attempt([&] { check_keys(loading, limits, known, kWildLimits); });
    errors.attempt([&] { read_time_rules(loading, limits); });
    errors.attempt([&] { time = yaml_time_limit(loading, limits); });
    errors.attempt([&] { read_counts(limits, package.limits); });
    errors.attempt([&] { read_validation_limits(loading, limits); });
  }
  // The order: what the format has, then the files of the tools.
  std::optional<nanoseconds> domjudge;
  errors.attempt([&] { domjudge = domjudge_timelimit(loading); });
  errors.attempt([&] {
    if (!time) time = dot_timelimit(loading.files);
  });
  errors.raise();
  if (!time) time = domjudge;
  package.has_time_limit = time.has_value();
  if (time) package.limits.time = *time;
}

}  // namespace assize::icpc
