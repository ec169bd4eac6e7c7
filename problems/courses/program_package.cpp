#include "problems/courses/program_package.h"

#include <algorithm>

#include "problems/grading/score.h"
#include "storage/base/sha256.h"
#include "storage/base/text.h"

namespace assize::courses {

namespace {

constexpr const char* kCompare =
    R"~("""Compares the output of a submission with a test's answer as the course does that this problem is from.

The arguments are the test's input, its answer, a folder for feedback, and how: `exact` (the same but for white space around all of
it), `included` (the answer is somewhere in the output) or `any` (every output is right). Exit code 42 accepts, 43 rejects.
"""
import pathlib
import sys

# What String.prototype.trim of JavaScript takes away.
WHITE = "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"


def plain(data):
    return data.decode("utf-8", "replace").replace("\r\n", "\n").strip(WHITE)


answer = plain(pathlib.Path(sys.argv[2]).read_bytes())
output = plain(sys.stdin.buffer.read())
how = sys.argv[4]
if how == "exact":
    right, why = output == answer, "the output is another one"
elif how == "included":
    right, why = answer in output, "the answer is not in the output"
elif how == "any":
    right, why = True, ""
else:
    sys.exit(f"unknown comparison: {how}")
if not right:
    (pathlib.Path(sys.argv[3]) / "judgemessage.txt").write_text(why + "\n")
sys.exit(42 if right else 43)
)~";

std::string_view word_of(ProgramTest::Comparison comparison) {
  switch (comparison) {
    case ProgramTest::Comparison::exact:
      return "exact";
    case ProgramTest::Comparison::included:
      return "included";
    case ProgramTest::Comparison::any:
      return "any";
  }
  return {};
}

// A name of a folder made from a test's: letters, digits and '-'.
std::string folder_of(std::string_view name) {
  constexpr std::size_t kLongest = 40;
  std::string folder;
  for (const char c : name) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (kept)
      folder += c;
    else if (!folder.empty() && folder.back() != '-')
      folder += '-';
    if (folder.size() == kLongest) break;
  }
  while (folder.ends_with('-')) folder.pop_back();
  return folder;
}

std::string padded(std::size_t number, std::size_t highest) {
  std::string text = std::to_string(number);
  while (text.size() < std::to_string(highest).size()) text.insert(0, 1, '0');
  return text;
}

// Version 8 of RFC 9562, of a name: the same course gives the same package.
std::string uuid_of(const std::string& name) {
  std::string hash = sha256_hex("assize course 1 " + name).substr(0, 32);
  hash[12] = '8';
  hash[16] = '8';
  return hash.substr(0, 8) + "-" + hash.substr(8, 4) + "-" + hash.substr(12, 4) + "-" +
         hash.substr(16, 4) + "-" + hash.substr(20, 12);
}

// The least power of ten that makes all points whole.
unsigned scale_of(const std::vector<ProgramTest>& tests) {
  unsigned scale = 1;
  for (const auto& test : tests)
    while (scale < 1'000'000 &&
           (Score::parse(test.points).value_or(Score(0)) * Score(scale)).text().find('.') !=
               std::string::npos)
      scale *= 10;
  return scale;
}

}  // namespace

unsigned put_program_package(Translation& translation, const std::string& title,
                             const std::string& time_limit, const std::vector<ProgramTest>& tests) {
  const unsigned scale = scale_of(tests);
  Score total;
  for (const auto& test : tests)
    total += Score::parse(test.points).value_or(Score(0)) * Score(scale);
  const bool scoring = total > Score(0);
  std::string yaml = "problem_format_version: 2025-09\nname: " + yaml_text(title) +
                     "\nuuid: " + uuid_of(translation.id() + " " + translation.course().hash()) +
                     "\ntype: " + (scoring ? "scoring" : "pass-fail") + "\nlimits:\n";
  yaml += "  time_limit: " + time_limit + "\n  memory: 512\n";
  translation.put("problem.yaml", yaml);
  translation.put("output_validator/compare.py", kCompare);
  if (scoring)
    translation.put("data/secret/test_group.yaml",
                    "max_score: " + total.text() + "\nscore_aggregation: sum\n");
  for (std::size_t i = 0; i < tests.size(); ++i) {
    const ProgramTest& test = tests[i];
    const std::string slug = folder_of(test.name);
    const std::string folder =
        "data/secret/" + padded(i + 1, tests.size()) + (slug.empty() ? "" : "-" + slug) + "/";
    translation.put(folder + "1.in", test.input);
    translation.put(folder + "1.ans", test.answer);
    std::string group = "output_validator_args: [" + std::string(word_of(test.comparison)) + "]\n";
    if (scoring)
      group = "# " + clean_line(test.name, 200) + "\nmax_score: " +
              (Score::parse(test.points).value_or(Score(0)) * Score(scale)).text() +
              "\nscore_aggregation: pass-fail\n" + group;
    translation.put(folder + "test_group.yaml", group);
  }
  return scale;
}

}  // namespace assize::courses
