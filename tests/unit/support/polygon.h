// Packages of Polygon, made of parts.
#pragma once

#include <string>
#include <vector>

#include "problems/formats/polygon/solutions.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/packages.h"

namespace assize::test::polygon_parts {

inline const std::string kChecker =
    "<checker name=\"std::wcmp.cpp\" type=\"testlib\"><source path=\"files/check.cpp\" "
    "type=\"cpp.g++17\"/></checker>";

struct Parts {
  std::string tests = "<test method=\"manual\" sample=\"true\"/><test/><test/>";
  std::string groups;
  std::string judging;  // attributes
  std::string assets = kChecker;
  std::string more;
};

inline std::string xml_of(const Parts& parts) {
  return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<problem short-name=\"sum\">\n<names><name "
         "language=\"russian\" value=\"Summa\"/><name language=\"english\" value=\"The "
         "sum\"/></names>\n<judging " +
         parts.judging +
         ">\n<testset name=\"tests\"><time-limit>1500</time-limit>"
         "<memory-limit>268435456</memory-limit>"
         "<input-path-pattern>tests/%02d</input-path-pattern>"
         "<answer-path-pattern>tests/%02d.a</answer-path-pattern>\n<tests>" +
         parts.tests + "</tests>\n" + parts.groups + "</testset></judging>\n<assets>" +
         parts.assets + "</assets>" + parts.more + "</problem>\n";
}

// A Polygon package with up to five tests.
inline FormatDirectory polygon(const std::string& xml) {
  FormatDirectory directory;
  directory.write("problem.xml", xml);
  directory.write("files/check.cpp", "#include \"testlib.h\"\n").write("files/testlib.h", "");
  for (const char* number : {"01", "02", "03", "04", "05"}) {
    directory.write("tests/" + std::string(number), number);
    directory.write("tests/" + std::string(number) + ".a", number);
  }
  return directory;
}

inline std::string refused(const std::string& xml) {
  return input_error_of([&] { polygon(xml).load(); });
}

inline std::string refused(const Parts& parts) { return refused(xml_of(parts)); }

inline Parts with_tests(const std::string& tests, const std::string& groups = "") {
  Parts parts;
  parts.tests = tests;
  if (!groups.empty()) parts.groups = "<groups>" + groups + "</groups>";
  return parts;
}

inline Parts with_assets(const std::string& assets) {
  Parts parts;
  parts.assets = assets;
  return parts;
}

inline std::vector<PackageSubmission> solutions_of(const std::string& solutions, Parts parts = {}) {
  parts.assets += "<solutions>" + solutions + "</solutions>";
  const auto directory = polygon(xml_of(parts));
  for (const char* name : {"a.py", "b.cpp", "c.py"})
    directory.write("solutions/" + std::string(name), "");
  return find_polygon_solutions(DirectoryTree(directory.root()), directory.load());
}

inline std::string solution(const std::string& tag, const std::string& path = "a.py",
                            const std::string& type = "python.3") {
  return "<solution tag=\"" + tag + "\"><source path=\"solutions/" + path + "\" type=\"" + type +
         "\"/></solution>";
}

}  // namespace assize::test::polygon_parts
