#include "storage/records/verdict_names.h"

#include <set>
#include <vector>

#include "tests/unit/support/catch2.h"

using namespace assize;

TEST_CASE("every verdict has its letters and its words") {
  struct Name {
    Verdict verdict;
    const char* letters;
    const char* words;
  };
  const std::vector<Name> names{
      {Verdict::accepted, "AC", "accepted"},
      {Verdict::wrong_answer, "WA", "wrong answer"},
      {Verdict::time_limit_exceeded, "TLE", "time limit exceeded"},
      {Verdict::memory_limit_exceeded, "MLE", "memory limit exceeded"},
      {Verdict::output_limit_exceeded, "OLE", "output limit exceeded"},
      {Verdict::run_time_error, "RTE", "run-time error"},
      {Verdict::compile_error, "CE", "compile error"},
      {Verdict::security_violation, "SV", "security violation"},
      {Verdict::judge_error, "JE", "judge error"},
  };
  for (const auto& name : names) {
    INFO(name.letters);
    CHECK(letters(name.verdict) == name.letters);
    CHECK(words(name.verdict) == name.words);
    CHECK(verdict_from_letters(name.letters) == name.verdict);
  }
}

TEST_CASE("letters are read exactly") {
  for (const char* text : {"", "ac", "Ac", "AC ", " AC", "A", "ACC", "accepted", "XX"}) {
    INFO(text);
    CHECK_FALSE(verdict_from_letters(text));
  }
}
