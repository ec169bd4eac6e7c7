// The programs that are run both ways, and where commands find them.
#pragma once

#include <string>

namespace assize::bench {

struct Program {
  std::string name;
  std::string source;
  std::string input;
  std::string output;
};

Program sum_of_two();
Program many_imports();  // eight modules of the standard library, then the same sum
Program computing();     // about a second of pure computing

// A directory of our own in $TMPDIR or /tmp, removed with all in it.
class TemporaryDirectory {
 public:
  TemporaryDirectory();  // throws std::runtime_error
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::string& path() const { return path_; }
  // Makes the directories on the way. Throws std::runtime_error.
  void write(const std::string& name, const std::string& content) const;

 private:
  std::string path_;
};

}  // namespace assize::bench
