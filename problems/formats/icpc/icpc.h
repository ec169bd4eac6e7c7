// The loader of the ICPC problem package format, part by part. icpc.cpp is its spine; each part has
// a file of its own. Source: the specifications `legacy` and `2025-09` and, where they are silent,
// what the reference tool (Kattis problemtools) does; docs/packages.md says what was decided.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "problems/formats/loading.h"
#include "problems/package.h"
#include "problems/text/yaml.h"

namespace assize::icpc {

using Keys = std::set<std::string, std::less<>>;

// What the parts of the loader share.
struct Loading {
  const FileTree& files;
  const LoadOptions& options;
  Package& package;
  bool is_new = false;  // 2025-09
  // The groups are described by testdata.yaml: always in legacy, and in the drafts of 2025-09 where
  // there are such files.
  bool has_testdata_files = true;
  bool custom_validator = false;               // asked for by legacy's `validation: custom`
  std::vector<std::string> validator_flags{};  // legacy: of the whole problem
  std::optional<YamlNode> validator_flags_node{};
  std::optional<YamlNode> old_grading{};  // keys of `grading` from before there was legacy

  void warn(const std::string& text) const { package.warnings.push_back(text); }
  // What --lenient lets through with a warning.
  void refuse_or_warn(const YamlNode& node, const std::string& what) const;
};

// Every key must be among `known`. One of `wild` is known from real packages without being part of
// the format: --lenient ignores it with a warning.
void check_keys(const Loading& loading, const YamlMap& map, const Keys& known,
                const Keys& wild = {});
[[noreturn]] void not_supported(const YamlNode& node, const std::string& what);

// A file's YAML; with --lenient, keys may be there twice.
YamlMap read_yaml(const Loading& loading, const std::string& path);
std::vector<std::string> words_of(const std::string& text);
// YAML 1.1's words for true and false: true, yes, on, …
bool switch_of(const YamlNode& node);
void read_version(Loading& loading, const YamlMap& top);
void read_type(const Loading& loading, const YamlMap& top);
void read_metadata(Loading& loading, const YamlNode& root, const YamlMap& top);
void read_validation(Loading& loading, const YamlMap& top);
void read_limits(const Loading& loading, const YamlMap& top);
void read_constants(const Loading& loading, const YamlMap& top);

void find_statements(const Loading& loading);
void find_output_validators(const Loading& loading);
void find_input_validators(const Loading& loading);
void find_included_files(const Loading& loading);

// Pairs of .in and .ans; without their groups.
void find_tests(const Loading& loading);
// What is in data/invalid_input, data/invalid_output and data/valid_output; without arguments.
void find_validator_tests(const Loading& loading);
// What the tests of validators say in whose directory a file is; nothing: it isn't in one of these.
std::optional<ValidatorTest::Kind> validator_tests_around(std::string_view path);
// The groups, and what they say about their tests. The tests are there.
void read_testdata_groups(const Loading& loading);
void read_test_groups(const Loading& loading);

// Arguments of validators as a group gives them.
struct InputArguments {
  std::vector<std::string> all;
  std::optional<std::map<std::string, std::vector<std::string>>> named;
};
// Checked where they stand if they are the default validator's.
std::vector<std::string> checked_arguments(const Loading& loading, const YamlNode& node,
                                           std::vector<std::string> arguments);
// What has been collected for a test.
void set_arguments(const Loading& loading, TestCase& test, std::vector<std::string> arguments,
                   const InputArguments& input);

}  // namespace assize::icpc
