#include "queue/intake/arrangement.h"

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"

using namespace assize;
using test::input_error_of;

namespace {

using Files = std::map<std::string, std::string>;

Files files_of(const std::vector<std::string>& paths) {
  Files files;
  for (const auto& path : paths) files[path] = "# " + path;
  return files;
}

// Where the files are then, and which of those that were handed in each is.
Files arranged(const std::vector<std::string>& paths, const std::string& expected = "") {
  Files files = arrange(files_of(paths), expected).source.files;
  for (auto& [path, content] : files) content.erase(0, 2);
  return files;
}

std::string refused(const std::vector<std::string>& paths, const std::string& expected = "") {
  return input_error_of([&] { arrange(files_of(paths), expected); });
}

}  // namespace

TEST_CASE("folders around everything are taken away") {
  CHECK(arranged({"main.py", "a/b.py"}) == Files{{"main.py", "main.py"}, {"a/b.py", "a/b.py"}});
  CHECK(arranged({"hw/main.py", "hw/a/b.py"}) ==
        Files{{"main.py", "hw/main.py"}, {"a/b.py", "hw/a/b.py"}});
  CHECK(arranged({"x/y/main.py", "x/y/z.txt"}) ==
        Files{{"main.py", "x/y/main.py"}, {"z.txt", "x/y/z.txt"}});
}

TEST_CASE("the folder of all Python files is the program's") {
  CHECK(arranged({"readme.txt", "src/main.py", "src/a.py"}) ==
        Files{{"readme.txt", "readme.txt"}, {"main.py", "src/main.py"}, {"a.py", "src/a.py"}});
  CHECK(arranged({"tests/a.py", "src/main.py"}) ==
        Files{{"tests/a.py", "tests/a.py"}, {"main.py", "src/main.py"}});
  // What is beside the program is nearer to it.
  CHECK(arranged({"x.txt", "src/x.txt", "src/main.py"}) ==
        Files{{"x.txt", "src/x.txt"}, {"main.py", "src/main.py"}});
}

TEST_CASE("the only Python file is the program") {
  CHECK(arranged({"a.py"}) == Files{{"main.py", "a.py"}});
  CHECK(arranged({"A.PY", "b.txt"}) == Files{{"main.py", "A.PY"}, {"b.txt", "b.txt"}});
  CHECK(arranged({"Main.py", "b.py"}) == Files{{"main.py", "Main.py"}, {"b.py", "b.py"}});
}

TEST_CASE("the file that the problem asks for is the program") {
  CHECK(arranged({"median.py", "b.py"}, "median.py") ==
        Files{{"main.py", "median.py"}, {"b.py", "b.py"}});
  CHECK(arranged({"hw/Median.py", "hw/b.py"}, "median.py") ==
        Files{{"main.py", "hw/Median.py"}, {"b.py", "hw/b.py"}});
  CHECK(arranged({"median.py", "main.py"}, "median.py") == Files{{"main.py", "median.py"}});
  CHECK(arranged({"main.py", "b.py"}, "median.py") ==
        Files{{"main.py", "main.py"}, {"b.py", "b.py"}});
  CHECK(arranged({"a.py"}, "median.py") == Files{{"main.py", "a.py"}});
  CHECK(refused({"a.py", "b.py"}, "median.py").find("'median.py'") != std::string::npos);
}

TEST_CASE("what can't be arranged is refused by its names") {
  CHECK(refused({}).find("main.py") != std::string::npos);
  CHECK(refused({"a.py", "b.py"}).find("'a.py', 'b.py'") != std::string::npos);
  CHECK(refused({"a/main.py", "b/main.py"}).find("'a/main.py'") != std::string::npos);
  CHECK(refused({"main.py/x.py"}).find("is a folder") != std::string::npos);
  CHECK(refused({"a", "a/b", "main.py"}).find("a file and a directory") != std::string::npos);
  CHECK(refused({"main.py", "Ä.txt", "ä.txt"}).find("'Ä.txt' and 'ä.txt'") != std::string::npos);
  CHECK(refused({"a.java"}).find("Java") != std::string::npos);
  CHECK(refused({"a.txt", "b.txt"}).find("'a.txt', 'b.txt'") != std::string::npos);
}
