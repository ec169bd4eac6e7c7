#include "judge/candidate.h"

#include <catch2/catch.hpp>

#include "tests/unit/support/packages.h"

namespace {

using namespace assize;
using namespace assize::test;

constexpr const char* kAnswers = "print(2)\n";

Candidate candidate_of(const PackageDirectory& package, std::map<std::string, std::string> files) {
  files["main.py"] = kAnswers;
  const LoadedPackage loaded(std::make_unique<DirectoryTree>(package.root()), "test", {});
  return make_candidate(loaded, Source{std::move(files)}, Limits{});
}

void include_main(const PackageDirectory& package) {
  package.write("include/python3/main.py", "import solution\n");
  package.write("submissions/accepted/solution.py", kAnswers);
}

TEST_CASE("a submission by itself has no conflict") {
  const PackageDirectory package;
  const Candidate candidate = candidate_of(package, {{"lib/a.py", "a"}, {"lib/a.py.txt", "b"}});
  CHECK(candidate.conflict.empty());
  CHECK(contents_of(candidate) == std::string("ab") + kAnswers);
}

TEST_CASE("the package's file takes the place of the submission's of the same name") {
  const PackageDirectory package;
  package.write("include/python3/helper.py", "theirs");
  const Candidate candidate = candidate_of(package, {{"helper.py", "mine"}});
  CHECK(candidate.conflict.empty());
  CHECK(candidate.files.at("helper.py") == "theirs");
}

TEST_CASE("a folder where the package has a file is a conflict, and the other way round") {
  const PackageDirectory package;
  package.write("include/python3/helper.py", "theirs");
  package.write("include/python3/lib/x.py", "theirs");
  for (const char* path : {"helper.py/x", "helper.py/a/b/c.py", "lib"}) {
    const Candidate candidate = candidate_of(package, {{path, ""}});
    const std::string name = std::string(path).substr(0, std::string(path).find('/'));
    CHECK(mentions(candidate.conflict, "'" + name + "'"));
  }
  for (const char* path : {"helper.pyc/x", "helper/x", "lib/y.py", "lib.py", "lib.x"})
    CHECK(candidate_of(package, {{path, ""}}).conflict.empty());
}

TEST_CASE("the file as which the package keeps the submission must be free") {
  const PackageDirectory package;
  include_main(package);
  CHECK(mentions(candidate_of(package, {{"solution.py", ""}}).conflict, "'solution.py'"));
  CHECK(mentions(candidate_of(package, {{"solution.py/a", ""}}).conflict, "'solution.py'"));
  Candidate candidate = candidate_of(package, {{"solution.txt", ""}});
  CHECK(candidate.conflict.empty());
  put_behind_included_main(package.load(), candidate);
  CHECK(candidate.files.at("solution.py") == kAnswers);
  CHECK(candidate.files.at("main.py") == "import solution\n");
}

TEST_CASE("what the package's main.py imports may be handed in by its own name") {
  const PackageDirectory package;
  include_main(package);
  const LoadedPackage loaded(std::make_unique<DirectoryTree>(package.root()), "test", {});
  Candidate candidate = make_candidate(loaded, Source{{{"solution.py", kAnswers}}}, Limits{});
  CHECK(candidate.conflict.empty());
  CHECK(candidate.files.at("main.py") == kAnswers);
  CHECK(candidate.included == "main.py");
  put_behind_included_main(loaded.package(), candidate);
  CHECK(candidate.files.size() == 2);
  CHECK(candidate.files.at("solution.py") == kAnswers);
  const Candidate both = candidate_of(package, {{"solution.py", "mine"}});
  CHECK(mentions(both.conflict, "'main.py'"));
  const Candidate none = make_candidate(loaded, Source{{{"other.py", kAnswers}}}, Limits{});
  CHECK(mentions(none.conflict, "'solution.py'"));
}

TEST_CASE("a candidate fits by pages and inodes, the directories' included") {
  Candidate candidate;
  candidate.limits.scratch = Bytes{8192};
  candidate.limits.scratch_inodes = 4;
  candidate.files["a/b.py"] = std::string(4096, 'x');
  CHECK(fits(candidate));
  candidate.files["a/b.py"] += 'x';
  CHECK_FALSE(fits(candidate));
  candidate.files.clear();
  candidate.files["a/b/c.py"] = "";
  CHECK_FALSE(fits(candidate));
}

}  // namespace
