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

std::optional<SourceLine> place_in(const std::string& text) {
  return own_line(text, [](const SourceLine& line) {
    return (line.file == "main.py" && line.number <= 9) || line.file == "shapes/circle.py";
  });
}

TEST_CASE("an error's own line is the innermost one of the submission's files") {
  const std::string text =
      "Traceback (most recent call last):\n"
      "  File \"/box/main.py\", line 3, in <module>\n"
      "    f()\n"
      "  File \"/box/shapes/circle.py\", line 70, in f\n"
      "    json.loads('')\n"
      "  File \"/usr/lib/python3.11/json/__init__.py\", line 346, in loads\n"
      "    return _default_decoder.decode(s)\n";
  CHECK(place_in(text + "ValueError: x\n") == SourceLine{"shapes/circle.py", 70});
  CHECK(place_in("debug\n" + text + "ValueError: x\nbye\n") == SourceLine{"shapes/circle.py", 70});
  CHECK(place_in("  File \"main.py\", line 2\n    x = = 1\nSyntaxError: x\n") ==
        SourceLine{"main.py", 2});
}

TEST_CASE("a line that the submission doesn't have is not its own") {
  for (const char* frame :
       {"  File \"/box/main.py\", line 10, in f\n", "  File \"/box/main.py\"\n",
        "  File \"/box/main.py\", line x\n", "  File \"/box/other.py\", line 1\n",
        "  File \"/box/main.py\", line 99999999999999999999999\n"})
    CHECK_FALSE(
        place_in("Traceback (most recent call last):\n" + std::string(frame) + "KeyError: 1\n"));
  CHECK_FALSE(place_in(""));
  CHECK_FALSE(place_in("KeyError: 1\n"));
}

TEST_CASE("of several tracebacks the place is that of the last one") {
  const std::string first = std::string(kTraceback) + "KeyError: 1\n\n";
  CHECK(place_in(first + "During handling of the above exception, another exception occurred:\n\n" +
                 "Traceback (most recent call last):\n  File \"/box/main.py\", line 5, in g\n" +
                 "ValueError: 2\n") == SourceLine{"main.py", 5});
  CHECK_FALSE(place_in(first + "Traceback (most recent call last):\n  File \"/x.py\", line 5\n" +
                       "ValueError: 2\n"));
}

TEST_CASE("exceptions of builtins are known by name, and no others") {
  for (const char* name : {"ArithmeticError", "KeyError", "ZeroDivisionError", "SystemExit"})
    CHECK(is_builtin_exception(name));
  for (const char* name : {"", " ", "Key", "KeyError ", "KeyError ValueError", "keyerror", "Leak42",
                           "json.decoder.JSONDecodeError"})
    CHECK_FALSE(is_builtin_exception(name));
  CHECK(exception_name("KeyError: 'x'") == "KeyError");
  CHECK(exception_name("KeyError") == "KeyError");
  CHECK(exception_name("exit code 3").empty());
}

}  // namespace
