#include "judge/validation/script_folder.h"

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"

using namespace assize;
using test::input_error_of;

namespace {

ScriptFolder folder_with(const std::vector<std::pair<BoxFile, std::string>>& items) {
  ScriptFolder folder;
  for (auto [file, content] : items) {
    file.size = content.size();
    folder.files.push_back(file);
    folder.content += content;
  }
  return folder;
}

BoxFile executable(const std::string& path) { return {path, 0, true}; }
BoxFile link(const std::string& path) { return {path, 0, false, true}; }

std::string refusal(const ScriptFolder& folder) {
  FileView view;
  view.mounts = {{"/bin/sh", "/bin/sh", Mount::Kind::file}};
  std::string message;
  try {
    must_be_startable(folder, "run", "/box/program", view, "v");
  } catch (const InputError& error) {
    message = error.what();
  }
  return message;
}

}  // namespace

TEST_CASE("a folder comes back from what is kept as it was") {
  const ScriptFolder folder = folder_with({{{"a b/c\n", 0}, std::string("\0:\n", 3)},
                                           {executable("run"), "#!/bin/sh\n"},
                                           {{"empty", 0}, ""},
                                           {link("x"), "run"}});
  const auto back = folder_in(kept_form(folder));
  REQUIRE(back);
  CHECK(back->files == folder.files);
  CHECK(back->content == folder.content);
  CHECK(back->has("empty"));
  CHECK_FALSE(back->has("a b"));
  CHECK(folder_in(kept_form({}))->files.empty());
}

TEST_CASE("what is no folder any more is told from one") {
  const std::string kept = kept_form(folder_with({{executable("run"), "#!/bin/sh\n"}}));
  REQUIRE(folder_in(kept));
  for (std::size_t length = 0; length < kept.size(); ++length) {
    INFO(length);
    CHECK((!folder_in(kept.substr(0, length)) || folder_in(kept.substr(0, length))->files.empty()));
  }
  CHECK_FALSE(folder_in(kept + "x"));
  CHECK_FALSE(folder_in("\177ELF"));
  for (const char* path : {"../run", "/run", "a/../b", "a//b", ""}) {
    INFO(path);
    CHECK_FALSE(folder_in(kept_form(folder_with({{executable(path), "x"}}))));
  }
  CHECK_FALSE(folder_in("assize folder 1\n3:run\n6:device\n0:\n"));
  CHECK_FALSE(folder_in("assize folder 1\n99999999999999999999:run\n"));
  CHECK_FALSE(folder_in("assize folder 1\n-3:run\n"));
  CHECK_FALSE(folder_in("assize folder 1\n18446744073709551615:run\n"));
}

TEST_CASE("a script that can't be started refuses the package, and says why") {
  const std::string script = "#!/bin/sh\n";
  CHECK(refusal(folder_with({{executable("run"), script}})).empty());
  CHECK(refusal(folder_with({{{"run", 0}, script}})) == "v: its 'run' is not executable");
  CHECK(refusal(folder_with({{executable("run"), "x"}})).find("v: its 'run' is neither") == 0);
  const std::string own = "#!/box/program/tool\n";
  CHECK(refusal(folder_with({{executable("run"), own}, {executable("tool"), script}})).empty());
  CHECK(refusal(folder_with({{executable("run"), own}, {{"tool", 0}, script}})).find("not exec") !=
        std::string::npos);
}

TEST_CASE("a script may be a link to one, in whatever directory") {
  const std::string script = "#!/bin/sh\n";
  CHECK(
      refusal(folder_with({{link("run"), "b/x"}, {executable("b/y"), script}, {link("b/x"), "y"}}))
          .empty());
  CHECK(refusal(folder_with({{link("run"), "b/../y"}, {executable("y"), script}})).empty());
  CHECK(refusal(folder_with({{link("run"), "gone"}})).find("link to nothing") != std::string::npos);
  CHECK(refusal(folder_with({{link("run"), "run"}})).find("link to nothing") != std::string::npos);
  CHECK(refusal(folder_with({{link("run"), "x"}, {{"x", 0}, script}})).find("not executable") !=
        std::string::npos);
}

TEST_CASE("what a build leaves that can't be kept is told, with its name made harmless") {
  FinishedRun build;
  build.collect_problem = "'a\033[2Jb' is neither a file nor a directory nor a link";
  const std::string message = input_error_of([&] { folder_left_by(build, "v"); });
  CHECK(message.find("v: what 'build' leaves in its folder can't be kept: 'a") == 0);
  CHECK(message.find('\033') == std::string::npos);
}
