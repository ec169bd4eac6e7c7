#include "queue/intake/kinds.h"

#include "tests/unit/support/catch2.h"

using namespace assize;
using namespace std::string_literals;

TEST_CASE("what a file is shows in its first bytes, whatever it is called") {
  struct Kind {
    std::string content;
    std::string says;
  };
  for (const auto& kind : {
           Kind{"%PDF-1.7", "a PDF document"},
           Kind{"{\n \"cells\": [], \"nbformat\": 4}", "export it as .py"},
           Kind{"\x1f\x8b\x08", "gzip"},
           Kind{"MZ\x90\0\3"s, "Windows"},
           Kind{"BM\0\0"s, "BMP"},
           Kind{"\xff\xfep\0"s, "save it as UTF-8"},
           Kind{"p\0a\0s\0s\0"s, "UTF-16"},
           Kind{"\0p\0a\0s\0s"s, "UTF-16"},
           Kind{"\xa7\x0d\r\n"s + std::string(12, '\0'), "compiled Python"},
           Kind{" \n<HTML>", "HTML"},
           Kind{"#!/usr/bin/env node\n", "a script for node"},
           Kind{"#!/bin/sh\n", "a script for sh"},
           Kind{"", "is empty"},
           Kind{" \t\r\n", "is empty"},
           Kind{"\xEF\xBB\xBF\n", "is empty"},
       }) {
    INFO(kind.says);
    CHECK(why_not_python("main.py", kind.content).find(kind.says) != std::string::npos);
    CHECK(why_not_python("", kind.content).find(kind.says) != std::string::npos);
  }
}

TEST_CASE("what begins like something else can be Python") {
  for (const char* content :
       {"MZ = 1\n", "BM\n", "GIF89a = 2\n", "BZh = 3\n", "{}\n", "{'nbformat': 1, 'cells': 2}\n",
        "{\"nbformat\": 4, \"cells\": []}\nprint()\n", "#!/usr/bin/python3\n",
        "#!/usr/bin/env pypy3\n", "# <html>\n", "#", "RIFF"})
    CHECK(why_not_python("main.py", content).empty());
  CHECK(why_not_python("main.py", "x = 1\0"s).empty());
}

TEST_CASE("a name's ending counts where the bytes say nothing") {
  CHECK(why_not_python("a/A.Java", "class A {}").find("a Java program (.java)") !=
        std::string::npos);
  CHECK(why_not_python("a.ipynb", "x").find("notebook") != std::string::npos);
  for (const char* name : {"a.py", "a.PY", "a", "a.txt", "java", ".java", "a.java.py", "week.1"})
    CHECK(why_not_python(name, "x").empty());
}

TEST_CASE("a document in the form of a zip file shows by its members") {
  CHECK(why_not_source_archive({"[Content_Types].xml", "word/document.xml"}).find("Word") !=
        std::string::npos);
  CHECK(why_not_source_archive({"META-INF/MANIFEST.MF", "A.class"}).find("Java") !=
        std::string::npos);
  CHECK(why_not_source_archive({"main.py", "word/x", "mimetype"}).empty());
}

TEST_CASE("a zip file is told by its bytes, or else by its name") {
  CHECK(is_zip("x.py", "PK\3\4"));
  CHECK(is_zip("x", "PK\5\6"));
  CHECK(is_zip("a/X.ZIP", "print()"));
  CHECK_FALSE(is_zip("x.py", "PK = 1"));
  CHECK(ending_of("a.b/c") == "");
  CHECK(ending_of("a/b.tar.GZ/") == "gz");
}
