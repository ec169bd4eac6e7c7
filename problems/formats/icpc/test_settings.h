// What a test_group.yaml, or a test's own file, of format 2025-09 says of single tests.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "problems/formats/icpc/icpc.h"

namespace assize::icpc {

// A test's own, or a group's.
struct TestSettings {
  std::optional<std::vector<std::string>> output;
  std::optional<InputArguments> input;
  // What isn't said here is as it is said there.
  void inherit(const TestSettings& above);
};

void read_test_settings(const Loading& loading, const YamlMap& map, TestSettings& settings);

// Packages in the wild have a test_group.yaml where the specification allows none, too: in data/,
// or below a group. With --lenient these say what holds for the tests below them, as the tool of
// their authors takes it: of the files around a test, the nearest one that has a key counts.
class WildSettings {
 public:
  using GroupAt = std::function<const TestSettings*(const std::string&)>;

  // Of a path at which there may be none. Throws InputError if the package isn't taken leniently.
  void take(const Loading& loading, const std::string& path);
  bool has(const std::string& path) const;
  // What holds for a test: what its group says or, if there are any of these files, what the
  // nearest around it says. `group_at` gives what the group with a name says, or null.
  TestSettings around(const TestCase& test, const GroupAt& group_at) const;
  // Of the file in a directory; nothing, if there is none.
  TestSettings of(const std::string& directory) const;

 private:
  std::map<std::string, TestSettings> by_directory_;
};

}  // namespace assize::icpc
