// Unit-test problems: assignment.yaml, tests/, include/. The model is that of an interactive
// problem that scores: the tester is the validator, and the submission is imported by an included
// main program, which answers the tester's calls (docs/unit-tests.md).
#include <algorithm>

#include "problems/formats/assignment/assignment_file.h"
#include "problems/formats/assignment/found_tests.h"
#include "problems/formats/formats.h"
#include "problems/formats/loading.h"
#include "problems/text/error_list.h"
#include "problems/unit_tests/programs.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

constexpr const char* kInclude = "include/";
// CPU time of a test itself. A submission may leave it with much to do, and every test does that.
constexpr nanoseconds kTestTime = std::chrono::seconds{10};

class Loader {
 public:
  Loader(const FileTree& files, const LoadOptions& options, Package& package)
      : files_(files), options_(options), package_(package) {}

  void load() {
    if (!files_.has(kFoundTests))
      throw InputError(files_.place(kAssignmentFile) +
                       ": the tests of this package have not been looked for yet: "
                       "`assize problem add` does that");
    errors_.attempt([&] { file_ = read_assignment_file(files_, options_, package_); });
    errors_.attempt([&] { found_ = read_found_tests(files_.read(kFoundTests), files_); });
    errors_.raise();
    package_.format = "assignment";
    package_.name = file_.name.empty() ? package_.id : file_.name;
    package_.limits = file_.limits;
    package_.scoring = true;
    for (const auto& warning : found_.warnings) package_.warnings.push_back(warning);
    set_programs();
    set_included();
    find_statements();
    check_patterns();
    errors_.raise();
    add_tests();
  }

 private:
  void set_programs() {
    PackageProgram tester;
    tester.name = kTester;
    tester.files = tester_files(files_);
    tester.files["tests.json"] = kFoundTests;
    tester.main = "main.py";
    Validation& validation = package_.validation;
    validation.programs = {std::move(tester)};
    validation.protocol = ValidatorProtocol::unit_test;
    validation.interactive = true;
    validation.scores = true;
    validation.limits.time = kTestTime;
  }

  void set_included() {
    for (auto file = files_.files().lower_bound(kInclude);
         file != files_.files().end() && file->first.starts_with(kInclude); ++file) {
      const std::string name = file->first.substr(std::string_view(kInclude).size());
      if (name == "main.py")
        errors_.add(files_.place(file->first) +
                    ": main.py is the program that imports the submission; give this file another "
                    "name");
      package_.included[name] = file->first;
    }
    package_.included["main.py"] = kSubmissionServer;
    const std::string& module = found_.modules.at(0);
    package_.submission_name = module == "main" ? kOwnMain : module + ".py";
    if (package_.included.contains(package_.submission_name))
      errors_.add(
          files_.place(kInclude + package_.submission_name) +
          ": is the module that a submission is; rename it, or say in assignment.yaml which "
          "other module that is");
  }

  void find_statements() {
    for (const auto& [path, file] : files_.files()) {
      if (!path.starts_with("statement/problem.")) continue;
      const std::string name = path.substr(path.find('.') + 1);
      const std::size_t dot = name.find('.');
      package_.statements.push_back({dot == std::string::npos ? "en" : name.substr(0, dot), path});
    }
  }

  bool fits_any(const std::string& pattern) const {
    return std::any_of(found_.tests.begin(), found_.tests.end(),
                       [&](const FoundTest& test) { return fits_test(pattern, test.name); });
  }

  template <typename Value>
  void check_rows(const OfTests<Value>& values) {
    for (const auto& row : values.rows)
      if (!fits_any(row.pattern))
        errors_.add(row.where + ": there is no test '" + clean_line(row.pattern, 80) + "'");
  }

  void check_patterns() {
    check_rows(file_.points);
    check_rows(file_.visibility);
    check_rows(file_.trust);
  }

  // Those of assignment.yaml, shared among the tests of a pattern; those of the file itself; and as
  // soon as any test has some, 0, else 1.
  Score points_of(const FoundTest& test) const {
    if (const auto* row = row_for(file_.points, test.name)) {
      const auto sharing = std::count_if(
          found_.tests.begin(), found_.tests.end(),
          [&](const FoundTest& other) { return row_for(file_.points, other.name) == row; });
      return row->value / Score(sharing);
    }
    if (test.points) return *test.points;
    const bool any = !file_.points.rows.empty() ||
                     std::any_of(found_.tests.begin(), found_.tests.end(),
                                 [](const FoundTest& other) { return other.points.has_value(); });
    return any ? Score(0) : Score(1);
  }

  Visibility visibility_of(const FoundTest& test) const {
    if (const auto* row = row_for(file_.visibility, test.name)) return row->value;
    return test.visibility.value_or(Visibility::visible);
  }

  void add_tests() {
    TestGroup root;
    root.stop_at_rejection = false;
    root.lowest = Score(0);
    root.highest = Score(0);
    package_.groups.assign(1, root);
    Score all;
    for (const auto& found : found_.tests) {
      TestCase test;
      test.name = found.name;
      test.accepted_score = points_of(found);
      test.sample = visibility_of(found) == Visibility::visible;
      test.validator_score = found.partial ? ValidatorScore::allowed : ValidatorScore::forbidden;
      test.arguments = {found.name, test.sample ? "visible" : "hidden"};
      if (const auto* row = row_for(file_.trust, found.name))
        test.arguments.insert(test.arguments.end(), row->value.begin(), row->value.end());
      all += test.accepted_score;
      add_test(package_, std::move(test), files_.place(kAssignmentFile));
    }
    package_.groups[0].highest = all;
  }

  const FileTree& files_;
  const LoadOptions& options_;
  Package& package_;
  ErrorList errors_;
  AssignmentFile file_;
  FoundTests found_;
};

}  // namespace

void load_assignment(const FileTree& files, const LoadOptions& options, Package& package) {
  Loader(files, options, package).load();
}

}  // namespace assize
