#include "judge/runtime/runtime_view.h"

#include "tests/unit/support/catch2.h"

using namespace assize;

TEST_CASE("a path can be shown unless the jail has something of its own there") {
  for (const char* path : {"/opt", "/usr/share/dict/words", "/tmpfiles", "/process", "/home/tmp"})
    CHECK(why_not_shown(path).empty());
  for (const char* path :
       {"/", "/tmp", "/tmp/x", "/box/main.py", "/proc", "/proc/1", "/dev/sda", "/sys/kernel"}) {
    INFO(path);
    CHECK_FALSE(why_not_shown(path).empty());
  }
}
