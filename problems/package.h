// A problem package as the judge needs it, whatever format it is in. The formats are in
// docs/packages.md.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "problems/files/file_tree.h"
#include "problems/grading/test_groups.h"
#include "problems/grading/token_validator.h"
#include "storage/records/policy.h"

namespace assize {

// A program that a package brings: a validator, or a grader.
struct PackageProgram {
  // scripts: a directory with a `build` that makes the program, and a `run` that is it; the latter
  // is there from the beginning, or made by the former.
  enum class Language : std::uint8_t { python3, c, cpp, scripts };
  std::string name;  // path in the package: of its file, or of its directory
  Language language = Language::python3;
  // Where it finds its files to the paths of these in the package.
  std::map<std::string, std::string> files;
  std::string main;  // of Python: which of them is started
  bool operator==(const PackageProgram&) const = default;
};

// How a package's own output validator is called, and what its end means (docs/packages.md).
enum class ValidatorProtocol : std::uint8_t {
  icpc,      // input answer feedback_dir [arguments] < output; 42, 43
  testlib,   // input output answer; 0, 1, 2, 3, 7, 50 + points; an interactor writes the output
  dmoj,      // a Python file with a function check()
  cms,       // input answer output; the score on stdout
  unit_test  // as icpc; where it rejects, verdict.txt says WA, RTE or OLE (docs/unit-tests.md)
};

// Whether the package's own validator may give a test a score (where Validation::scores says that
// it gives any). What is forbidden or missing is a judge error.
enum class ValidatorScore : std::uint8_t { forbidden, ignored, allowed, required };

struct TestCase : GradedTest {
  std::string group_name;      // "secret/02-large"
  std::string input;           // paths in the package, as problems/package_contents.h has them
  std::string answer;          // empty: there is none, and it reads as empty
  ValidatorOptions validator;  // of the default validator
  std::vector<std::string> arguments;        // of the package's own
  std::vector<std::string> input_arguments;  // of its input validators (input_arguments_of())
  // Where arguments are given to single input validators, by name: the others get none.
  std::optional<std::map<std::string, std::vector<std::string>>> named_input_arguments;
  ValidatorScore validator_score = ValidatorScore::allowed;
  bool sample = false;
};

// What a package says of its own validators; `problem check` finds out whether it is so.
struct ValidatorTest {
  // What is said of the input, which the input validators judge, or of the output.
  enum class Kind : std::uint8_t { valid_input, invalid_input, valid_output, invalid_output };
  Kind kind = Kind::valid_input;
  TestCase test;       // its name, files and arguments; of an input alone there is no answer
  std::string output;  // path in the package
  bool is_of_output() const { return kind >= Kind::valid_output; }
};

struct ValidationLimits {
  nanoseconds time = std::chrono::seconds{60};  // CPU time
  Bytes memory = mib(2048);
  Bytes output = mib(8);  // of the validator, feedback included
  bool operator==(const ValidationLimits&) const = default;
};

// How the output of a run is judged.
struct Validation {
  // None: the default validator, with the options of each test.
  std::vector<PackageProgram> programs;  // all must accept
  ValidatorProtocol protocol = ValidatorProtocol::icpc;
  ValidationLimits limits;
  // The first program is joined to the run by two pipes instead of being called after it. If there
  // are more (testlib), they judge the file that it wrote.
  bool interactive = false;
  std::uint32_t passes = 1;  // more: multi-pass
  bool scores = false;       // the validator may give scores
  // A score beside a rejection is a judge error; else it is passed over.
  bool rejects_without_score = false;
  bool operator==(const Validation&) const = default;
};

// A statement, for the report and the web: which file, in which language.
struct PackageStatement {
  std::string language;  // "en", or empty
  std::string path;
  bool operator==(const PackageStatement&) const = default;
};

// Rules for computing a time limit where the package gives none.
struct TimeLimitRules {
  double multiplier = 5;  // of the slowest accepted submission
  double safety_margin =
      2;  // a submission that shall be too slow must need so many times the limit
  nanoseconds resolution = std::chrono::seconds{1};  // the limit is a multiple of it
};

struct Package {
  std::string id;
  std::string name;
  std::string format;  // "legacy", "2025-09", "polygon", "dmoj", "cms" or "assignment"
  std::string hash;
  PackageLimits limits;
  bool has_time_limit = true;  // false: it must be computed before anything is judged
  TimeLimitRules time_rules;
  bool scoring = false;
  Validation validation;
  std::vector<PackageProgram> input_validators;
  ValidatorProtocol input_protocol = ValidatorProtocol::icpc;  // that, or testlib
  std::size_t skipped_input_validators = 0;                    // that assize can't run
  // Files that are put next to a submission: their names there, and their paths in the package.
  std::map<std::string, std::string> included;
  // If a main.py is among them, that is what is started, and it imports the submission: whose own
  // main.py gets this name.
  std::string submission_name;
  // Files of the working directory that a submission reads its input from and writes its output to;
  // empty: the standard streams.
  std::string input_file;
  std::string output_file;
  TestGroups groups;
  std::vector<TestCase> tests;  // in the order of judging
  std::vector<ValidatorTest> validator_tests;
  // Those of the inputs and answers that are given with plain line ends (package_contents.h).
  std::set<std::string> plain_lines;
  std::vector<PackageStatement> statements;
  // Format 2025-09: what stands for {{name}} and {{name.variant}} in some of the package's files
  // (problems/formats/icpc/constants.h).
  std::map<std::string, std::string> constants;
  std::vector<std::string> warnings;
};

// The arguments of an input validator for a test.
const std::vector<std::string>& input_arguments_of(const TestCase& test,
                                                   const PackageProgram& validator);

struct LoadOptions {
  bool lenient = false;                   // keys that are known in the wild become warnings
  std::optional<nanoseconds> time_limit;  // used instead of the package's own
  // The limit that was computed for a package without one. It becomes part of the package's hash.
  std::optional<nanoseconds> computed_time_limit;
  // The limit that the package was imported with: the computed one, or one that the operator gave.
  // It comes before the package's own, and is part of its hash.
  std::optional<nanoseconds> imported_time_limit;
  // A package without a limit is taken (has_time_limit is false) instead of being refused.
  bool without_time_limit = false;
  // The package has been loaded before: its archives aren't unpacked once more to see that they can
  // be.
  bool contents_are_known = false;
};

// Recognises the format by the files that are there: problem.yaml (ICPC), problem.xml (Polygon),
// init.yml (DMOJ), task.yaml (CMS), assignment.yaml (unit tests).
// Throws InputError with file, line and column. What the package asks for and assize doesn't do is
// refused by name.
Package load_package(const FileTree& files, const std::string& id, const LoadOptions& options);

// Whether a problem may be called so (package_source.h makes an id from a name).
bool is_problem_id(std::string_view text);

// Seconds as a person writes them ("1", "0.5"). Throws InputError naming `what`.
nanoseconds parse_seconds(const std::string& text, const std::string& what);

}  // namespace assize
