#include "tools/assize/config_text.h"

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tools/assize/config.h"

using namespace assize;
using namespace assize::test;

namespace {

RuntimeRow row_of(const std::string& name, const std::string& path) {
  RuntimeRow row;
  row.name = name;
  row.path = path;
  return row;
}

const std::string kWritten =
    "# Of the course.\n"
    "cache: {size_mib: 10}\n"
    "\n"
    "runtimes:\n"
    "  # The default.\n"
    "  - name: python3\n"
    "    path: /usr/bin/python3   # Debian's\n"
    "\n"
    "  # For week 6.\n"
    "  - name: numpy\n"
    "    path: /opt/numpy/bin/python3\n"
    "    modules:\n"
    "      - numpy\n"
    "\n"
    "# Kept elsewhere.\n"
    "checkpoint: {key: /k, file: /f}\n";

}  // namespace

TEST_CASE("a runtime is written behind the others, and all else stays as it is") {
  const std::string text = with_runtime(kWritten, row_of("new", "/opt/new/bin/python3"));
  CHECK(text == std::string(kWritten).insert(kWritten.find("\n# Kept"),
                                             "  - name: new\n    path: /opt/new/bin/python3\n"));
  const Config config = read_config(text, "c");
  REQUIRE(config.runtimes.size() == 3);
  CHECK(config.runtimes[2].path == "/opt/new/bin/python3");
  CHECK(config.checkpoint.key == "/k");
}

TEST_CASE("rows may stand without spaces before them") {
  const std::string written =
      "runtimes:\n- name: a\n  path: /a\n- name: b\n  path: /b\ncache: {}\n";
  const std::string text = with_runtime(written, row_of("c", "/c"));
  CHECK(text ==
        "runtimes:\n- name: a\n  path: /a\n- name: b\n  path: /b\n- name: c\n  path: /c\ncache: "
        "{}\n");
  CHECK(without_runtime(text, 1) ==
        "runtimes:\n- name: a\n  path: /a\n- name: c\n  path: /c\ncache: {}\n");
}

TEST_CASE("where there is no list the built-in runtime stays the default") {
  for (const std::string before : {"", "cache: {size_mib: 10}\n", "# nothing yet", "---\n"}) {
    const Config config = read_config(with_runtime(before, row_of("new", "/new")), "c");
    REQUIRE(config.runtimes.size() == 2);
    CHECK(config.runtimes[0].name == "python3");
    CHECK(config.runtimes[0].path == "/usr/bin/python3");
    CHECK(config.runtimes[1].name == "new");
  }
}

TEST_CASE("names and paths are read as they were meant") {
  for (const std::string name :
       {"yes", "null", "3.12", "a: b", "a #b", "- x", "\"q\"", "a\\b", "é", ""}) {
    CAPTURE(name);
    RuntimeRow row = row_of(name, "/opt/" + name + "/python3");
    row.kind = RuntimeKind::by_template;
    row.modules = {"numpy", "os.path"};
    const Config config = read_config(with_runtime(kWritten, row), "c");
    REQUIRE(config.runtimes.size() == 3);
    CHECK(config.runtimes[2].name == name);
    CHECK(config.runtimes[2].path == row.path);
    CHECK(config.runtimes[2].modules == row.modules);
    CHECK(config.runtimes[2].kind == RuntimeKind::by_template);
  }
}

TEST_CASE("a row is taken out with its lines, and comments of others stay") {
  CHECK(
      without_runtime(kWritten, 1) ==
      "# Of the course.\ncache: {size_mib: 10}\n\nruntimes:\n  # The default.\n  - name: python3\n"
      "    path: /usr/bin/python3   # Debian's\n\n  # For week 6.\n\n# Kept elsewhere.\n"
      "checkpoint: {key: /k, file: /f}\n");
  const std::string text = without_runtime(kWritten, 0);
  CHECK_THAT(text, Contains("# For week 6.\n  - name: numpy\n"));
  CHECK(text.find("python3   #") == std::string::npos);
  CHECK(input_error_of([] { without_runtime(kWritten, 2); }) != "");
}

TEST_CASE("a list in one line is left to people") {
  for (const char* written :
       {"runtimes: [{name: a, path: /a}]\n", "runtimes:\n  [{name: a, path: /a}]\n",
        "runtimes: &all\n  - name: a\n    path: /a\n"})
    CHECK_THAT(input_error_of([&] { with_runtime(written, row_of("b", "/b")); }),
               Contains("rows of their own"));
}

TEST_CASE("the folder of templates is written before what the file says") {
  CHECK(with_templates(kWritten, "/srv/t") ==
        std::string(kWritten).insert(kWritten.find("cache"), "templates: /srv/t\n"));
  CHECK(read_config(with_templates("", "/a b"), "c").templates == "/a b");
  CHECK(read_config(with_templates(kWritten, "/srv/t"), "c").runtimes[1].templates == "/srv/t");
}
