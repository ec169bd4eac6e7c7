#include "tools/assize/config.h"

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/temporary_directory.h"

using namespace assize;
using namespace assize::test;

namespace {
Config config_of(const std::string& text) {
  const TemporaryDirectory directory;
  return load_config(directory.write("c.yaml", text));
}
}  // namespace

TEST_CASE("without a configuration there is the system's Python") {
  const Config config = load_config("");
  REQUIRE(config.runtimes.size() == 1);
  CHECK(config.runtimes[0].name == "python3");
  CHECK(config.runtimes[0].path == "/usr/bin/python3");
  CHECK(config_of("").runtimes.size() == 1);
}

TEST_CASE("a runtime is a row in the configuration") {
  const Config config = config_of(
      "runtimes:\n  - name: pypy\n    path: /opt/pypy\n    environment: {A: 1, B: x=y}\n"
      "  - {name: python3, path: /usr/bin/python3}\n");
  REQUIRE(config.runtimes.size() == 2);
  CHECK(config.runtimes[0].environment == std::vector<std::string>{"A=1", "B=x=y"});
  CHECK(find_runtime(config, "").name == "pypy");  // the first
  CHECK(find_runtime(config, "python3").path == "/usr/bin/python3");
  const auto message = input_error_of([&] { find_runtime(config, "perl"); });
  CHECK(message.find("perl") != std::string::npos);
  CHECK(message.find("pypy, python3") != std::string::npos);
}

TEST_CASE("where contents are cached, and how much of them, is in the configuration") {
  const Config config = config_of("cache: {directory: /srv/cache, size_mib: 100}\n");
  CHECK(config.cache_directory == "/srv/cache");
  CHECK(config.cache_size_mib == 100U);
  CHECK(config.runtimes.size() == 1);
  CHECK(config_of("").cache_directory.empty());
  CHECK_FALSE(config_of("cache: {}\n").cache_size_mib);
  const auto error = [](const std::string& text) {
    return input_error_of([&] { config_of(text); });
  };
  CHECK(error("cache: {directory: here}\n").find(":1:") != std::string::npos);
  CHECK(error("cache: {size_mib: 1 GiB}\n").find("c.yaml:1:") != std::string::npos);
  CHECK(error("cache: {size_mib: 99999999999}\n").find("at most") != std::string::npos);
  CHECK(error("cache: {size_mb: 5}\n").find("size_mib") != std::string::npos);
}

TEST_CASE("a runtime starts as its row says, or as its interpreter can") {
  const Config config = config_of(
      "runtimes:\n  - {name: a, path: /p}\n  - {name: b, path: /p, kind: template}\n"
      "  - {name: c, path: /p, kind: template, modules: [re, math]}\n");
  CHECK_FALSE(config.runtimes[0].kind);
  CHECK(config.runtimes[1].kind == RuntimeKind::by_template);
  CHECK(config.runtimes[1].modules == RuntimeRow::common_modules());
  CHECK(config.runtimes[2].modules == std::vector<std::string>{"re", "math"});
}

TEST_CASE("a runtime can have files beside what its interpreter needs") {
  const Config config = config_of(
      "runtimes:\n  - name: a\n    path: /p\n    files:\n      - /opt/words/\n      - /srv//x\n");
  REQUIRE(config.runtimes.size() == 1);
  REQUIRE(config.runtimes[0].files.size() == 2);
  CHECK(config.runtimes[0].files[0].path == "/opt/words");
  CHECK(config.runtimes[0].files[1].path == "/srv/x");
  CHECK(config.runtimes[0].files[1].where.find("c.yaml:6:9") != std::string::npos);
  CHECK(config.runtimes[0].subject().find("c.yaml:2:5: runtime a") != std::string::npos);
}

TEST_CASE("what is wrong in a configuration is refused with its place") {
  for (const char* text : {"runtime: []\n",
                           "runtimes: []\n",
                           "runtimes:\n",
                           "runtimes: x\n",
                           "runtimes: [x]\n",
                           "runtimes: [{name: a}]\n",
                           "runtimes: [{path: /a}]\n",
                           "runtimes: [{name: a, path: relative}]\n",
                           "runtimes: [{name: a, path: /a, env: {}}]\n",
                           "runtimes: [{name: a, path: /a, environment: [A=1]}]\n",
                           "runtimes: [{name: a, path: /a, kind: fork}]\n",
                           "runtimes: [{name: a, path: /a, modules: re}]\n",
                           "runtimes: [{name: a, path: /a, modules: ['re,math']}]\n",
                           "runtimes: [{name: a, path: /a, files: /b}]\n",
                           "runtimes: [{name: a, path: /a, files: [b]}]\n",
                           "runtimes: [{name: a, path: /a, files: [/b/../c]}]\n",
                           "runtimes: [{name: a, path: /a, files: [/]}]\n",
                           "runtimes: [{name: a, path: /a, files: [/tmp/x]}]\n",
                           "runtimes: [{name: a, path: /a, files: [/proc//self]}]\n",
                           "runtimes: [{name: a, path: /a, environment: {A=B: 1}}]\n",
                           "runtimes: [{name: a, path: /a, environment: {'': 1}}]\n",
                           "runtimes: [{name: a, path: /a, environment: {A: [1]}}]\n",
                           "runtimes: [{name: a, path: /a}]\nruntimes: []\n",
                           "runtimes: ["}) {
    INFO(text);
    const auto message = input_error_of([&] { config_of(text); });
    INFO(message);
    CHECK(message.find("c.yaml:") != std::string::npos);
  }
  CHECK(input_error_of([] { load_config("/no/such/file"); }).find("/no/such/file") !=
        std::string::npos);
}
