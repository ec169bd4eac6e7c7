#include "queue/intake/left_out.h"

#include "tests/unit/support/catch2.h"

using namespace assize;

TEST_CASE("names that are no part of a submission") {
  for (const char* name :
       {"__pycache__", ".git", ".DS_Store", "__MACOSX", "._main.py", "Thumbs.db", "THUMBS.DB",
        "desktop.ini", "a.pyc", "node_modules", "~$essay.docx", ".main.py.swp"})
    CHECK(is_left_out_name(name));
  for (const char* name : {"main.py", "git", ".gitignore", "venv", "not__pycache__", "_", "a.swp",
                           "pyc", "DS_Store", "lib", "bin"})
    CHECK_FALSE(is_left_out_name(name));
}

TEST_CASE("a folder with pyvenv.cfg is a virtual environment") {
  std::set<std::string> left_out;
  CHECK(kept_names("hw/env/", {"bin", "lib", "pyvenv.cfg"}, left_out).empty());
  CHECK(left_out == std::set<std::string>{"hw/env"});
  left_out.clear();
  CHECK(kept_names("", {"bin", "lib", "main.py", "pyvenv.cfg"}, left_out) ==
        std::vector<std::string>{"main.py"});
  CHECK(left_out == std::set<std::string>{"bin", "lib", "pyvenv.cfg"});
  left_out.clear();
  CHECK(kept_names("", {"bin", "lib"}, left_out).size() == 2);
}

TEST_CASE("what is left out of an archive is told by whole paths") {
  const auto environments = environments_in({"a.py", "hw/env/pyvenv.cfg", "hw/env/lib/x.py"});
  CHECK(environments == std::set<std::string>{"hw/env/"});
  CHECK(left_out_part("hw/env/lib/x.py", environments) == "hw/env");
  CHECK(left_out_part("hw/env/mine.py", environments).empty());
  CHECK(left_out_part("hw/.git/config", environments) == "hw/.git");
  CHECK(left_out_part("hw/lib/x.py", environments).empty());
  CHECK(left_out_part("bin/x", {""}) == "bin");
}

TEST_CASE("the note counts what is there often") {
  CHECK(left_out_in_words({}).empty());
  CHECK(left_out_in_words({"a/.DS_Store", "b/.DS_Store", ".git"}) ==
        "left out: 2 × .DS_Store, .git");
  std::set<std::string> many;
  for (int i = 0; i < 12; ++i) many.insert("m" + std::to_string(i) + ".pyc");
  CHECK(left_out_in_words(many).ends_with(" and 2 more"));
}
