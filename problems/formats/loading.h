// What the loaders of the package formats share.
#pragma once

#include <optional>
#include <string>

#include "problems/package.h"
#include "problems/text/yaml.h"

namespace assize {

constexpr std::size_t kMostTests = 20'000;
constexpr double kLongestTime = 3600;             // seconds
constexpr std::uint64_t kMostMemory = 1U << 20U;  // MiB

// The time limit that the package gives: `own` (that of the format's own file), then .timelimit.
void settle_time_limit(const FileTree& files, std::optional<nanoseconds> own, Package& package);

// Seconds as a value of a map: above 0, at most an hour.
nanoseconds seconds_in(const YamlNode& node);
// A score as a value: a decimal number, 0 or more.
Score score_in(const YamlNode& node);

// Of a key that the format has and assize doesn't act on: InputError that names it.
[[noreturn]] void refuse(const YamlNode& node, const std::string& what);

// Every key must be known: others are errors, or with --lenient warnings.
void check_known_keys(const YamlMap& map, const std::set<std::string, std::less<>>& known,
                      const LoadOptions& options, Package& package);

// True if there is a file below `directory`.
bool has_directory(const FileTree& files, const std::string& directory);

// A path as a package's own file writes it: relative, without ".." and empty parts; "./" in front
// is taken off. Throws InputError.
std::string path_in(const YamlNode& node);

// The name of a file that submissions read or write: empty for "", "stdin" and "stdout"; nothing,
// if it can't be such a name.
std::optional<std::string> file_of_a_run(const std::string& name);
constexpr const char* kWhatFileOfARun =
    "must be empty, or the plain name of a file that submissions read or write";

// Adds a test to the package and to its group. Throws InputError past kMostTests.
void add_test(Package& package, TestCase test, const std::string& place);

// "007": as many digits as the highest number needs, so that names sort as numbers do.
std::string padded(std::size_t number, std::size_t highest);

}  // namespace assize
