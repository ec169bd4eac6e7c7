#include "judge/prepared_submission.h"

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/packages.h"

namespace {

using namespace assize;
using namespace assize::test;

constexpr const char* kAnswers = "print(2)\n";

PreparedSubmission candidate_of(const PackageDirectory& package,
                                std::map<std::string, std::string> files) {
  files["main.py"] = kAnswers;
  const LoadedPackage loaded(std::make_unique<DirectoryTree>(package.root()), "test", {});
  return prepare_submission(loaded, Source{std::move(files)}, Limits{});
}

void include_main(const PackageDirectory& package) {
  package.write("include/python3/main.py", "import solution\n");
  package.write("submissions/accepted/solution.py", kAnswers);
}

TEST_CASE("a submission by itself has no conflict") {
  const PackageDirectory package;
  const PreparedSubmission prepared =
      candidate_of(package, {{"lib/a.py", "a"}, {"lib/a.py.txt", "b"}});
  CHECK(prepared.conflict.empty());
  CHECK(contents_of(prepared) == std::string("ab") + kAnswers);
}

TEST_CASE("the package's file takes the place of the submission's of the same name") {
  const PackageDirectory package;
  package.write("include/python3/helper.py", "theirs");
  const PreparedSubmission prepared = candidate_of(package, {{"helper.py", "mine"}});
  CHECK(prepared.conflict.empty());
  CHECK(prepared.files.at("helper.py") == "theirs");
}

TEST_CASE("a folder where the package has a file is a conflict, and the other way round") {
  const PackageDirectory package;
  package.write("include/python3/helper.py", "theirs");
  package.write("include/python3/lib/x.py", "theirs");
  for (const char* path : {"helper.py/x", "helper.py/a/b/c.py", "lib"}) {
    const PreparedSubmission prepared = candidate_of(package, {{path, ""}});
    const std::string name = std::string(path).substr(0, std::string(path).find('/'));
    CHECK(mentions(prepared.conflict, "'" + name + "'"));
  }
  for (const char* path : {"helper.pyc/x", "helper/x", "lib/y.py", "lib.py", "lib.x"})
    CHECK(candidate_of(package, {{path, ""}}).conflict.empty());
}

TEST_CASE("the file as which the package keeps the submission must be free") {
  const PackageDirectory package;
  include_main(package);
  CHECK(mentions(candidate_of(package, {{"solution.py", ""}}).conflict, "'solution.py'"));
  CHECK(mentions(candidate_of(package, {{"solution.py/a", ""}}).conflict, "'solution.py'"));
  PreparedSubmission prepared = candidate_of(package, {{"solution.txt", ""}});
  CHECK(prepared.conflict.empty());
  put_behind_included_main(package.load(), prepared);
  CHECK(prepared.files.at("solution.py") == kAnswers);
  CHECK(prepared.files.at("main.py") == "import solution\n");
}

TEST_CASE("what the package's main.py imports may be handed in by its own name") {
  const PackageDirectory package;
  include_main(package);
  const LoadedPackage loaded(std::make_unique<DirectoryTree>(package.root()), "test", {});
  PreparedSubmission prepared =
      prepare_submission(loaded, Source{{{"solution.py", kAnswers}}}, Limits{});
  CHECK(prepared.conflict.empty());
  CHECK(prepared.files.at("main.py") == kAnswers);
  CHECK(prepared.included == "main.py");
  put_behind_included_main(loaded.package(), prepared);
  CHECK(prepared.files.size() == 2);
  CHECK(prepared.files.at("solution.py") == kAnswers);
  const PreparedSubmission both = candidate_of(package, {{"solution.py", "mine"}});
  CHECK(mentions(both.conflict, "'main.py'"));
  const PreparedSubmission none =
      prepare_submission(loaded, Source{{{"other.py", kAnswers}}}, Limits{});
  CHECK(mentions(none.conflict, "'solution.py'"));
}

TEST_CASE("a prepared fits by pages and inodes, the directories' included") {
  PreparedSubmission prepared;
  prepared.limits.scratch = Bytes{8192};
  prepared.limits.scratch_inodes = 4;
  prepared.files["a/b.py"] = std::string(4096, 'x');
  CHECK(fits(prepared));
  prepared.files["a/b.py"] += 'x';
  CHECK_FALSE(fits(prepared));
  prepared.files.clear();
  prepared.files["a/b/c.py"] = "";
  CHECK_FALSE(fits(prepared));
}

}  // namespace
