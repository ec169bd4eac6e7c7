
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/packages.h"

using namespace assize;
using namespace assize::test;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_CASE("limits of the wrong kind are refused with their place") {
  const std::string line =
      GENERATE(as<std::string>{}, "memory: 0", "memory: -1", "memory: 1.5", "memory: lots",
               "memory: [1]", "memory: 99999999999", "output: 0", "output: 4097", "code: 0",
               "code: 65537", "time_multiplier: 0", "time_multiplier: x", "validation_time: -3");
  INFO(line);
  const PackageDirectory directory;
  directory.write("problem.yaml", "limits:\n  " + line + "\n");
  const auto message = refused(directory);
  INFO(message);
  CHECK(mentions(message, "problem.yaml:2:"));
}

TEST_CASE("limits must be a map, and may be empty") {
  const PackageDirectory directory;
  directory.write("problem.yaml", "limits:\n");
  CHECK(directory.load().limits.memory == mib(2048));
  directory.write("problem.yaml", "limits: 5\n");
  CHECK(mentions(refused(directory), "problem.yaml:1:9"));
}

TEST_CASE("the time limit comes from the option, else the package, else the tools' files") {
  const PackageDirectory directory;
  directory.make_new("limits: {time_limit: 3}\n");
  directory.write(".timelimit", "4\n");
  directory.write("domjudge-problem.ini", "timelimit=5\n");
  LoadOptions options;
  options.time_limit = seconds{2};
  CHECK(directory.load(options).limits.time == seconds{2});
  CHECK(directory.load().limits.time == seconds{3});
  directory.make_new();
  CHECK(directory.load().limits.time == seconds{4});
  directory.remove(".timelimit");
  CHECK(directory.load().limits.time == seconds{5});
  directory.remove("domjudge-problem.ini");
  const auto message = refused(directory);
  INFO(message);
  CHECK(mentions(message, ".timelimit"));
  CHECK(mentions(message, "--time-limit"));
}

TEST_CASE("a .timelimit is one number of seconds") {
  const PackageDirectory directory;
  for (const auto& [text, time] :
       std::vector<std::pair<const char*, nanoseconds>>{{"1", seconds{1}},
                                                        {" 0.5 \n", milliseconds{500}},
                                                        {"1.25\r\n", milliseconds{1250}},
                                                        {"0.001", milliseconds{1}},
                                                        {"3600", seconds{3600}},
                                                        {"1e0", seconds{1}}}) {
    INFO(text);
    directory.write(".timelimit", text);
    CHECK(directory.load().limits.time == time);
  }
  for (const char* text : {"", "\n", "x", "1 2", "1s", "0", "-1", "0.0001", "3601", "inf", "nan",
                           "0x1", "1,5", "1e9"}) {
    INFO(text);
    directory.write(".timelimit", text);
    CHECK(mentions(refused(directory), ".timelimit"));
  }
}

TEST_CASE("domjudge-problem.ini is read for its time limit") {
  const PackageDirectory directory;
  directory.remove(".timelimit");
  for (const char* text :
       {"timelimit=2.5", "timelimit = '2.5'\r\n", "short-name=\"x\"\ntimelimit=\"2.5\"\n"}) {
    directory.write("domjudge-problem.ini", text);
    CHECK(directory.load().limits.time == milliseconds{2500});
  }
  directory.write("domjudge-problem.ini", "color=red\n\ntimelimit=fast\n");
  CHECK(mentions(refused(directory), "domjudge-problem.ini:3:1"));
}

TEST_CASE("a package without a limit says by which rules one is computed") {
  const PackageDirectory directory;
  directory.remove(".timelimit");
  LoadOptions options;
  options.without_time_limit = true;
  Package package = directory.load(options);
  CHECK_FALSE(package.has_time_limit);
  CHECK(package.time_rules.multiplier == 5);
  CHECK(package.time_rules.safety_margin == 2);
  CHECK(package.time_rules.resolution == seconds{1});
  directory.write("problem.yaml", "limits: {time_multiplier: 1.5, time_safety_margin: 4}\n");
  package = directory.load(options);
  CHECK(package.time_rules.multiplier == 1.5);
  CHECK(package.time_rules.safety_margin == 4);
  directory.make_new();
  package = directory.load(options);
  CHECK(package.time_rules.multiplier == 2);
  CHECK(package.time_rules.safety_margin == 1.5);
  directory.make_new(
      "limits: {time_resolution: 0.1,\n"
      "  time_multipliers: {ac_to_time_limit: 3, time_limit_to_tle: 1}}\n");
  package = directory.load(options);
  CHECK(package.time_rules.multiplier == 3);
  CHECK(package.time_rules.safety_margin == 1);
  CHECK(package.time_rules.resolution == milliseconds{100});
}

TEST_CASE("the limit that a package was imported with comes before its own, and is in its hash") {
  const PackageDirectory directory;
  LoadOptions options;
  options.imported_time_limit = seconds{3};
  const Package package = directory.load(options);
  CHECK(package.limits.time == seconds{3});
  CHECK(package.hash != directory.load().hash);
  // One that was computed has the same hash, whichever way it is loaded.
  directory.remove(".timelimit");
  LoadOptions computed;
  computed.computed_time_limit = seconds{3};
  CHECK(directory.load(computed).hash == directory.load(options).hash);
}

TEST_CASE("a computed time limit is used where there is none, and becomes part of the hash") {
  const PackageDirectory directory;
  LoadOptions options;
  options.computed_time_limit = seconds{3};
  CHECK(directory.load(options).limits.time == seconds{1});  // the package's own
  CHECK(directory.load(options).hash == directory.load().hash);
  directory.remove(".timelimit");
  const Package package = directory.load(options);
  CHECK(package.has_time_limit);
  CHECK(package.limits.time == seconds{3});
  const std::string hash = DirectoryTree(directory.root()).hash();
  CHECK(package.hash != hash);
  options.computed_time_limit = seconds{4};
  CHECK(directory.load(options).hash != package.hash);
  options.time_limit = seconds{2};  // what the operator says comes before it
  CHECK(directory.load(options).limits.time == seconds{2});
  CHECK(directory.load(options).hash == hash);
}

TEST_CASE("multipliers are numbers that make sense") {
  const PackageDirectory directory;
  for (const char* line :
       {"time_multiplier: 1001", "time_multiplier: -1", "time_safety_margin: x"}) {
    INFO(line);
    directory.write("problem.yaml", "limits:\n  " + std::string(line) + "\n");
    CHECK(mentions(refused(directory), "problem.yaml:2:"));
  }
  for (const char* line :
       {"time_multipliers: {ac_to_time_limit: 0.9}", "time_multipliers: {tle: 2}",
        "time_multipliers: 2", "time_resolution: 0", "time_limit: 0.0001", "time_limit: 4000"}) {
    INFO(line);
    directory.make_new("limits:\n  " + std::string(line) + "\n");
    CHECK(mentions(refused(directory), "problem.yaml:5:"));
  }
}

TEST_CASE("a time limit that is no multiple of the resolution gets a warning") {
  const PackageDirectory directory;
  directory.make_new("limits: {time_limit: 2.5}\n");
  const Package package = directory.load();
  CHECK(package.limits.time == milliseconds{2500});
  REQUIRE(package.warnings.size() == 1);
  CHECK(mentions(package.warnings[0], "time_resolution"));
}

TEST_CASE("the validator's limits and the number of passes") {
  const PackageDirectory directory;
  directory.write("output_validators/check.py", "");
  CHECK(directory.load().validation.limits == ValidationLimits{});
  directory.write("problem.yaml",
                  "validation: custom multi-pass\nlimits: {validation_time: 5,\n"
                  "  validation_memory: 100, validation_output: 3, validation_passes: 26}\n");
  const Validation validation = directory.load().validation;
  CHECK(validation.limits == ValidationLimits{seconds{5}, mib(100), mib(3)});
  CHECK(validation.passes == 26);
  directory.write("problem.yaml", "limits:\n  validation_passes: 3\n");  // not multi-pass
  CHECK(directory.load().warnings.size() == 2);
  CHECK(directory.load().validation.passes == 1);
  directory.write("problem.yaml", "limits:\n  validation_passes: 1\n");
  CHECK(mentions(refused(directory), "problem.yaml:2:"));
}

TEST_CASE("programs of a DOMjudge server are refused by name") {
  const PackageDirectory directory;
  directory.write("domjudge-problem.ini", "timelimit=2\nspecial_compare='float'\n");
  CHECK(mentions(refused(directory), "domjudge-problem.ini:2:1: 'special_compare=float'"));
  directory.write("domjudge-problem.ini", "special_compare=''\n");
  directory.load();
}
