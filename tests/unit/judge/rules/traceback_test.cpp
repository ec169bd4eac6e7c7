#include "judge/rules/traceback.h"

#include "tests/unit/support/catch2.h"

namespace {

using namespace assize;

constexpr const char* kTraceback =
    "Traceback (most recent call last):\n"
    "  File \"/box/main.py\", line 3, in <module>\n"
    "    f()\n";

std::string line_of(const std::string& text) { return std::string(uncaught_error(text).line); }

TEST_CASE("the error is the line that ends the traceback, whatever is printed after it") {
  const std::string error = std::string(kTraceback) + "PermissionError: [Errno 1] not permitted\n";
  CHECK(line_of(error) == "PermissionError: [Errno 1] not permitted");
  CHECK(line_of("debug: 1\n" + error + "sys:1: RuntimeWarning: coroutine was never awaited\n") ==
        "PermissionError: [Errno 1] not permitted");
  CHECK(line_of(error + "bye\n\n") == "PermissionError: [Errno 1] not permitted");
  CHECK(line_of(error + "Exception ignored in: <function A.__del__>\n" + kTraceback +
                "ValueError: another\n") == "PermissionError: [Errno 1] not permitted");
}

TEST_CASE("of several tracebacks the last one counts") {
  const std::string both =
      std::string(kTraceback) + "KeyError: 1\n\n" +
      "During handling of the above exception, another exception occurred:\n\n" + kTraceback +
      "ValueError: 2\n";
  CHECK(line_of(both) == "ValueError: 2");
}

TEST_CASE("an error of the syntax has its marker before it") {
  CHECK(line_of("  File \"/box/main.py\", line 1\n    x = = 1\n        ^\nSyntaxError: invalid "
                "syntax\n") == "SyntaxError: invalid syntax");
}

TEST_CASE("without a traceback it is the last line") {
  CHECK(line_of("a\nb: c\n") == "b: c");
  CHECK(line_of("") == "");
  CHECK(line_of("  indented\nnot a name: x\nlast") == "last");
}

TEST_CASE("memory errors are those of its subclasses and of what was raised handling one") {
  const auto of_memory = [](const std::string& text) { return uncaught_error(text).of_memory; };
  const std::string traceback = kTraceback;
  CHECK(of_memory("MemoryError\n"));
  CHECK(of_memory(traceback + "MemoryError\n"));
  CHECK(of_memory(traceback + "MemoryError\nsys:1: ResourceWarning: unclosed file\n"));
  CHECK(of_memory(traceback +
                  "numpy.core._exceptions._ArrayMemoryError: Unable to allocate 18.6 GiB\n"));
  CHECK(of_memory(
      traceback +
      "MemoryError\n\nDuring handling of the above exception, another exception occurred:\n\n" +
      traceback + "NameError: name 'x' is not defined\n"));
  CHECK_FALSE(of_memory(traceback + "ValueError: MemoryError\n"));
  CHECK_FALSE(of_memory(traceback + "MemoryError\n" + traceback + "ValueError: 1\n"));
  CHECK_FALSE(of_memory("no MemoryError\n"));
  CHECK_FALSE(of_memory(traceback + "ValueError: 1\nException ignored in: f\n" + traceback +
                        "MemoryError\n"));
}

}  // namespace
