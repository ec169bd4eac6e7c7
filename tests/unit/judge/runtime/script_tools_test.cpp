#include "judge/runtime/script_tools.h"

#include "judge/runtime/runtime_view.h"
#include "tests/unit/support/catch2.h"

using namespace assize;

namespace {

FileView small_view() {
  FileView view;
  view.mounts = {{"/bin/true", "/usr/bin/dash", Mount::Kind::file},
                 {"/bin/true", "/usr/bin/env", Mount::Kind::file},
                 {"/etc", "/usr/lib/things", Mount::Kind::directory},
                 {"/dev/null", "/dev/null", Mount::Kind::device}};
  view.symlinks = {{"/bin", "usr/bin"}, {"/usr/bin/sh", "dash"}, {"/usr/bin/loop", "loop"}};
  return view;
}

std::string why(std::string_view program) {
  return why_not_started(program, small_view(),
                         {{"/box/program/tool", true}, {"/box/program/data", false}});
}

std::string elf(char bits, char machine) {
  std::string header = std::string("\177ELF") + bits + "\x01\x01";
  header.resize(18, '\0');
  header += machine;
  header.resize(64, '\0');
  return header;
}

}  // namespace

TEST_CASE("a script starts if its interpreter is in the jail") {
  for (const char* line :
       {"#!/bin/sh", "#!/usr/bin/dash\n", "#! /bin/sh -e\n", "#!\t/usr/bin/sh\nexit\n",
        "#!/usr/bin/env sh\n", "#!/usr/bin/env dash\n", "#!/bin/../bin/sh\n",
        "#!/usr/bin/env -S whatever\n", "#!/box/program/tool\n", "#!/usr/lib/things/passwd\n"}) {
    INFO(line);
    CHECK(why(line).empty());
  }
}

TEST_CASE("what the kernel wouldn't start is told by its first line") {
  struct Row {
    const char* program;
    const char* named;
  };
  for (const auto& [program, named] :
       std::vector<Row>{{"", "neither a script"},
                        {"exit 0\n", "neither a script"},
                        {" #!/bin/sh\n", "neither a script"},
                        {"\xEF\xBB\xBF#!/bin/sh\n", "neither a script"},
                        {"#!\n", "an empty '#!' line"},
                        {"#!  \n/bin/sh\n", "an empty '#!' line"},
                        {"#!sh\n", "'sh', which is no absolute path"},
                        {"#!/bin/bash\n", "'/bin/bash', which is not there"},
                        {"#!/bin/sh\r\n", "(its lines end with CR LF)"},
                        {"#!/usr/bin/env ruby\n", "'ruby', which is not there"},
                        {"#!/usr/bin/loop\n", "'/usr/bin/loop', which is not there"},
                        {"#!/usr/lib/things\n", "which is not there"},
                        {"#!/usr/lib/things/no such\n", "which is not there"},
                        {"#!/dev/null\n", "which is not there"},
                        {"#!/box/program/data\n", "which is not executable"},
                        {"#!/box/program/other\n", "which is not there"}}) {
    INFO(program);
    CHECK(why(program).find(named) != std::string::npos);
  }
}

TEST_CASE("a first line is read as far as the kernel reads it") {
  CHECK(why("#!" + std::string(240, ' ') + "/bin/sh\n").empty());
  CHECK_FALSE(why("#!" + std::string(250, ' ') + "/bin/sh\n").empty());
}

TEST_CASE("a program must be one for this machine") {
  CHECK(why(elf('\x02', '\x3e')).empty());
  CHECK(why(elf('\x01', '\x03')) == "is a program for another machine");
  CHECK(why(elf('\x02', '\xb7')) == "is a program for another machine");
  CHECK(why("\177ELF") == "is a program for another machine");
}

TEST_CASE("two views together show what either does, and the first one's where both do") {
  FileView one = small_view();
  FileView other;
  other.mounts = {{"/bin/false", "/usr/bin/dash", Mount::Kind::file},
                  {"/etc/passwd", "/usr/lib/things/passwd", Mount::Kind::file},
                  {"/usr/bin", "/opt/bin", Mount::Kind::directory},
                  {"/bin/true", "/usr/bin/loop", Mount::Kind::file}};
  other.symlinks = {{"/usr/bin/sh", "bash"}, {"/usr/bin/ksh", "dash"}};
  other.files = {{"/etc/group", "x"}};
  const FileView both = merged(one, other);
  CHECK(both.mounts.size() == 6);  // but not the file in the directory that shows it
  CHECK(both.mounts[0].source == "/bin/true");
  CHECK(both.symlinks == std::vector<Symlink>{{"/bin", "usr/bin"},
                                              {"/usr/bin/sh", "dash"},
                                              {"/usr/bin/ksh", "dash"}});
  CHECK(both.files == other.files);
}
