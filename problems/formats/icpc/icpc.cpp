#include "problems/formats/icpc/icpc.h"

#include <algorithm>
#include <sstream>

#include "problems/formats/formats.h"
#include "problems/formats/icpc/constants.h"
#include "problems/text/error_list.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace icpc {

void Loading::refuse_or_warn(const YamlNode& node, const std::string& what) const {
  if (!options.lenient) node.fail(what + " (--lenient takes it with a warning)");
  warn(node.where() + ": " + what);
}

void check_keys(const Loading& loading, const YamlMap& map, const Keys& known, const Keys& wild) {
  map.check_keys(known, [&](const std::string& key, const YamlNode& value) {
    if (!wild.contains(key)) YamlMap::refuse_key(key, value, known);
    if (!loading.options.lenient)
      value.fail("unknown key '" + clean_line(key, 60) +
                 "' (known in the wild: --lenient takes it with a warning)");
    loading.warn(value.where() + ": the key '" + clean_line(key, 60) +
                 "' is not part of the format; ignored");
  });
}

void not_supported(const YamlNode& node, const std::string& what) {
  node.fail(what + " is not supported");
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

bool switch_of(const YamlNode& node) {
  std::string word = node.text();
  std::transform(word.begin(), word.end(), word.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  for (const char* yes : {"true", "yes", "on", "y"})
    if (word == yes) return true;
  for (const char* no : {"false", "no", "off", "n"})
    if (word == no) return false;
  node.fail("must be true or false, not '" + clean_line(word, 40) + "'");
}

YamlMap read_yaml(const Loading& loading, const std::string& path) {
  const std::string text = read_with_constants(loading.files, loading.package, path);
  return parse_yaml(std::string(without_byte_order_mark(text)), loading.files.place(path),
                    loading.options.lenient ? &loading.package.warnings : nullptr)
      .map();
}

namespace {

// Legacy doesn't say what several tolerances mean: the last one counts, as in the reference tool.
ToleranceRules rules_of(const Loading& loading) {
  return loading.is_new ? ToleranceRules::once : ToleranceRules::last_counts;
}

}  // namespace

std::vector<std::string> checked_arguments(const Loading& loading, const YamlNode& node,
                                           std::vector<std::string> arguments) {
  if (!loading.package.validation.programs.empty()) return arguments;
  try {
    parse_validator_arguments(arguments, rules_of(loading));
  } catch (const InputError& error) {
    node.fail(error.what());
  }
  return arguments;
}

void set_arguments(const Loading& loading, TestCase& test, std::vector<std::string> arguments,
                   const InputArguments& input) {
  test.input_arguments = input.all;
  test.named_input_arguments = input.named;
  if (loading.package.validation.programs.empty()) {
    try {
      test.validator = parse_validator_arguments(arguments, rules_of(loading));
    } catch (const InputError& error) {
      // Each part was checked where it stands: only together they are wrong.
      throw InputError(loading.files.place(test.input) +
                       ": the validator's arguments for this test: " + error.what());
    }
  }
  test.arguments = std::move(arguments);
}

}  // namespace icpc

void load_icpc(const FileTree& files, const LoadOptions& options, Package& package) {
  using namespace icpc;
  constexpr const char* kFile = "problem.yaml";
  if (!files.has(kFile))
    throw InputError(files.place(kFile) + ": no such file; every problem package has one");
  const YamlNode root = parse_yaml(files.read_text(kFile), files.place(kFile),
                                   options.lenient ? &package.warnings : nullptr);
  const YamlMap top = root.map();
  Loading loading{files, options, package};
  read_version(loading, top);  // what everything else means depends on it
  ErrorList errors;
  // What groups say is about tests, and depends on the kind of the problem.
  bool can_read_groups = errors.attempt([&] { read_type(loading, top); });
  errors.attempt([&] { read_metadata(loading, root, top); });
  can_read_groups = can_read_groups && errors.attempt([&] { read_validation(loading, top); });
  errors.attempt([&] { read_limits(loading, top); });
  for (const auto find : {find_statements, find_input_validators, find_included_files})
    errors.attempt([&] { find(loading); });
  can_read_groups = errors.attempt([&] { read_constants(loading, top); }) && can_read_groups;
  for (const auto find : {find_output_validators, find_tests, find_validator_tests})
    can_read_groups = errors.attempt([&] { find(loading); }) && can_read_groups;
  if (can_read_groups)
    errors.attempt([&] {
      if (loading.has_testdata_files) {
        read_testdata_groups(loading);
      } else {
        read_test_groups(loading);
      }
    });
  errors.raise();
}

}  // namespace assize
