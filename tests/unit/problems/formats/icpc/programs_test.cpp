#include "problems/programs.h"

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/memory_tree.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/packages.h"

using namespace assize;
using namespace assize::test;
using Language = PackageProgram::Language;

namespace {

struct CustomPackage : PackageDirectory {
  CustomPackage() { write("problem.yaml", "validation: custom\n"); }
};

void writes_script(const PackageDirectory& directory, const std::string& path) {
  directory.write(path, "#!/bin/sh\n");
  std::filesystem::permissions(directory.root() + "/" + path, std::filesystem::perms::owner_exec,
                               std::filesystem::perm_options::add);
}

}  // namespace

TEST_CASE("legacy: all output validators are found, files and directories") {
  const PackageDirectory directory;
  directory.write("problem.yaml", "validation: custom\nvalidator_flags: limit=5 x\n");
  const std::string name = GENERATE(as<std::string>{}, "output_validators", "validators");
  directory.write(name + "/a.py", "").write(name + "/b/check.cpp", "");
  directory.write(name + "/b/lib/testlib.h", "").write(name + "/c/x.c", "");
  directory.write(name + "/testlib.h", "").write(name + "/README.md", "");
  const Package package = directory.load();
  CHECK(package.warnings.empty());
  CHECK(package.validation.protocol == ValidatorProtocol::icpc);
  CHECK(package.validation.programs ==
        std::vector<PackageProgram>{
            {name + "/a.py", Language::python3, {{"a.py", name + "/a.py"}}, "a.py"},
            {name + "/b",
             Language::cpp,
             {{"check.cpp", name + "/b/check.cpp"}, {"lib/testlib.h", name + "/b/lib/testlib.h"}},
             ""},
            {name + "/c", Language::c, {{"x.c", name + "/c/x.c"}}, ""}});
  CHECK(package.tests[0].arguments == std::vector<std::string>{"limit=5", "x"});
  CHECK(package.tests[0].validator == ValidatorOptions{});
}

TEST_CASE("legacy: validators are used only if problem.yaml asks for them, and must be there") {
  PackageDirectory directory;
  directory.write("output_validators/check.py", "");
  Package package = directory.load();
  CHECK(package.validation.programs.empty());
  REQUIRE(package.warnings.size() == 1);
  CHECK(mentions(package.warnings[0], "output_validators"));
  directory.remove("output_validators");
  directory.write("problem.yaml", "validation: custom\n");
  CHECK(mentions(refused(directory), "output_validators"));
  directory.write("output_validators/README", "");
  CHECK(mentions(refused(directory), "no program"));
  directory.remove("output_validators");
  directory.write("output_validator/check.py", "");  // as in DOMjudge's examples
  package = directory.load();
  CHECK(package.validation.programs.size() == 1);
  CHECK(package.warnings.size() == 1);
}

TEST_CASE("2025-09: the directory output_validator is the program") {
  const PackageDirectory directory;
  directory.make_new();
  SECTION("one file") {
    directory.write("output_validator/validate.py", "");
    const auto program = directory.load().validation.programs.at(0);
    CHECK(program.name == "output_validator");
    CHECK(program.main == "validate.py");
  }
  SECTION("a module") {
    for (const char* file : {"__init__.py", "__main__.py", "a.py", "sub/b.py"})
      directory.write("output_validator/" + std::string(file), "");
    const auto program = directory.load().validation.programs.at(0);
    CHECK(program.main == "__main__.py");
    CHECK(program.files.size() == 4);
  }
  SECTION("several files of C and C++") {
    for (const char* file : {"a.c", "b.cc", "b.h"})
      directory.write("output_validator/" + std::string(file), "");
    CHECK(directory.load().validation.programs.at(0).language == Language::cpp);
  }
  SECTION("a directory in it, as in the drafts") {
    directory.write("output_validator/guess/validate.cc", "");
    const auto program = directory.load().validation.programs.at(0);
    CHECK(program.name == "output_validator/guess");
    CHECK(program.files.contains("validate.cc"));
  }
  SECTION("the legacy name is refused") {
    directory.write("output_validators/validate.py", "");
    CHECK(mentions(refused(directory), "output_validator/"));
  }
}

TEST_CASE("output validators that can't be run are refused by name") {
  struct Row {
    std::vector<const char*> files;
    const char* named;
  };
  for (const auto& row : std::vector<Row>{{{"check.java"}, "'java'"},
                                          {{"v/a.py", "v/b.cpp"}, "several languages"},
                                          {{"v/readme.txt"}, "no file of a language"}}) {
    const CustomPackage directory;
    for (const char* file : row.files)
      directory.write("output_validators/" + std::string(file), "");
    const auto message = refused(directory);
    INFO(message);
    CHECK(mentions(message, "/output_validators/"));
    CHECK(mentions(message, row.named));
  }
}

TEST_CASE("a directory with a build or run script is a program, whatever else is in it") {
  SECTION("legacy") {
    const CustomPackage directory;
    writes_script(directory, "output_validators/a/build");
    writes_script(directory, "output_validators/b/run");
    directory.write("output_validators/a/x.java", "").write("output_validators/b/src/x.py", "");
    const auto programs = directory.load().validation.programs;
    REQUIRE(programs.size() == 2);
    for (const auto& program : programs) CHECK(program.language == Language::scripts);
    CHECK(programs[0].files.size() == 2);
    CHECK(programs[1].files.contains("src/x.py"));
  }
  SECTION("2025-09, where a directory beside the script is not the program") {
    const PackageDirectory directory;
    directory.make_new();
    writes_script(directory, "output_validator/build");
    directory.write("output_validator/src/x.cpp", "");
    const auto program = directory.load().validation.programs.at(0);
    CHECK(program.name == "output_validator");
    CHECK(program.language == Language::scripts);
  }
  SECTION("2025-09, in the directory of the drafts") {
    const PackageDirectory directory;
    directory.make_new();
    writes_script(directory, "output_validator/check/run");
    const auto program = directory.load().validation.programs.at(0);
    CHECK(program.name == "output_validator/check");
    CHECK(program.language == Language::scripts);
  }
  SECTION("a file of that name beside programs is none") {
    const CustomPackage directory;
    writes_script(directory, "output_validators/build");
    CHECK(mentions(refused(directory), "no program in it"));
  }
}

TEST_CASE("scripts must be executable where that is known") {
  const CustomPackage directory;
  directory.write("output_validators/v/run", "#!/bin/sh\n");
  CHECK(mentions(refused(directory), "output_validators/v/run: is not executable (chmod +x"));
  const Package lenient = directory.load(kLenient);
  CHECK(lenient.validation.programs.at(0).language == Language::scripts);
  CHECK(mentions(lenient.warnings.at(0), "used as if it were"));
  const Package stored =
      load_package(MemoryTree({{"problem.yaml", "name: Test\nvalidation: custom\n"},
                               {".timelimit", "1\n"},
                               {"data/secret/1.in", ""},
                               {"data/secret/1.ans", ""},
                               {"output_validators/v/run", "#!/bin/sh\n"}}),
                   "test", {});
  CHECK(stored.warnings.empty());
}

TEST_CASE("a static validator is refused by name") {
  const PackageDirectory directory;
  directory.make_new();
  directory.write("static_validator/check.py", "");
  CHECK(mentions(refused(directory), "static validator is not supported"));
}

TEST_CASE("legacy: an interactive problem has one validator") {
  const PackageDirectory directory;
  directory.write("problem.yaml", "name: Test\nvalidation: custom interactive\n");
  directory.write("output_validators/a.py", "");
  CHECK(directory.load().validation.interactive);
  directory.write("output_validators/b.py", "");
  CHECK(mentions(refused(directory), "output_validators/b.py: several output validators"));
}

TEST_CASE("interactive and multi-pass problems need a validator") {
  const PackageDirectory directory;
  directory.make_new("type: interactive\n");
  CHECK(mentions(refused(directory), "an interactive problem needs an output validator"));
  directory.make_new("type: multi-pass\n");
  CHECK(mentions(refused(directory), "a multi-pass problem needs an output validator"));
}

TEST_CASE("input validators that can be run are found; the others are named") {
  const PackageDirectory directory;
  const std::string name =
      GENERATE(as<std::string>{}, "input_validators", "input_format_validators");
  for (const char* file : {"a.py", "b/v.cpp", "c.ctd", "d.viva", "e.java", "f/x.java", "README"})
    directory.write(name + "/" + std::string(file), "");
  writes_script(directory, name + "/f/build");
  const Package package = directory.load();
  REQUIRE(package.input_validators.size() == 3);
  CHECK(package.input_validators[0].name == name + "/a.py");
  CHECK(package.input_validators[1].name == name + "/b");
  CHECK(package.input_validators[2].name == name + "/f");
  CHECK(package.input_validators[2].language == Language::scripts);
  REQUIRE(package.warnings.size() == 3);
  CHECK(package.skipped_input_validators == 3);
  for (const auto& warning : package.warnings) CHECK(mentions(warning, "skipped"));
}

TEST_CASE("scripts of all input validators must be executable where that is known") {
  const PackageDirectory directory;
  directory.write("input_validators/a/build", "#!/bin/sh\n");
  directory.write("input_validators/b/run", "#!/bin/sh\n");
  const auto message = refused(directory);
  CHECK(mentions(message, "input_validators/a/build: is not executable (chmod +x"));
  CHECK(mentions(message, "input_validators/b/run: is not executable (chmod +x"));
  const Package lenient = directory.load(kLenient);
  CHECK(lenient.input_validators.size() == 2);
  CHECK(lenient.warnings.size() == 2);
}

TEST_CASE("included files are put next to a submission, those of the language over the others") {
  const PackageDirectory directory;
  directory.make_new();
  directory.write("include/default/data.txt", "").write("include/default/lib/a.py", "");
  directory.write("include/python3/data.txt", "").write("include/cpp/b.h", "");
  CHECK(directory.load().included ==
        std::map<std::string, std::string>{{"data.txt", "include/python3/data.txt"},
                                           {"lib/a.py", "include/default/lib/a.py"}});
}

TEST_CASE("an included main.py imports the submission by the name that the package's own have") {
  const PackageDirectory directory;
  directory.write("include/python3/main.py", "");
  CHECK(mentions(refused(directory), "(there are: none)"));
  directory.write("submissions/accepted/walk.py", "").write("submissions/wrong_answer/walk.py", "");
  directory.write("submissions/accepted/a/main.py", "").write("submissions/accepted/fast.cpp", "");
  CHECK(directory.load().submission_name == "walk.py");
  CHECK(directory.load().included.count("main.py") == 1);
  directory.write("submissions/accepted/other.py", "");
  CHECK(mentions(refused(directory), "(there are: other.py, walk.py)"));
}

TEST_CASE("an included __main__.py is refused") {
  const PackageDirectory directory;
  directory.make_new();
  directory.write("include/default/__main__.py", "");
  CHECK(mentions(refused(directory), "not supported"));
}

TEST_CASE("legacy: files for all languages are refused") {
  const PackageDirectory directory;
  directory.write("include/default/data.txt", "");
  CHECK(mentions(refused(directory), "include/python3"));
}

TEST_CASE("languages are known by the endings of files") {
  CHECK(language_of("a.py") == "python3");
  CHECK(language_of("a.C") == "cpp");
  CHECK(language_of("a.c") == "c");
  CHECK(language_of("dir.py/a.rs") == "rust");
  CHECK(language_of("a.h").empty());
  CHECK(language_of("py").empty());
  const auto of = [](const std::vector<std::string>& names) {
    std::map<std::string, std::string> files;
    for (const auto& name : names) files[name] = name;
    return language_of(files);
  };
  CHECK(of({"a.c", "b.h"}) == "c");
  CHECK(of({"a.c", "b.cpp"}) == "cpp");
  CHECK(of({"a.py", "b.txt"}) == "python3");
  CHECK(of({"a.py", "b.java"}).empty());
  CHECK(of({}).empty());
}

TEST_CASE("a Python program is started at __main__.py, main.py or its first file") {
  const auto main = [](const std::vector<std::string>& names) {
    std::map<std::string, std::string> files;
    for (const auto& name : names) files[name] = name;
    return python_main(files);
  };
  CHECK(main({"a.py", "main.py", "__main__.py"}) == "__main__.py");
  CHECK(main({"a.py", "main.py"}) == "main.py");
  CHECK(main({"b.py", "a/a.py", "c.py"}) == "b.py");
  CHECK(main({"a/b.py", "x.txt"}) == "a/b.py");
  CHECK(main({"x.txt"}).empty());
}
