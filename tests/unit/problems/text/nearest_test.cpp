#include "problems/text/nearest.h"

#include "tests/unit/support/catch2.h"

using namespace assize;

TEST_CASE("the nearest of the known words is the one that was meant") {
  const std::set<std::string, std::less<>> known{"memory", "time_limit", "output", "validation",
                                                 "name",   "uuid",       "in",     "out"};
  struct Row {
    const char* word;
    const char* meant;  // empty: nothing is near
  };
  const auto row = GENERATE(values<Row>({{"memroy", "memory"},
                                         {"Memory", "memory"},
                                         {"time-limit", "time_limit"},
                                         {"timelimit", "time_limit"},
                                         {"ouput", "output"},
                                         {"validatoin", "validation"},
                                         {"nam", "name"},
                                         {"on", "in"},
                                         {"x", ""},
                                         {"q", ""},
                                         {"zzz", ""},
                                         {"", ""},
                                         {"something_else", ""}}));
  INFO(row.word);
  CHECK(nearest_word(row.word, known).value_or("") == row.meant);
  CHECK(did_you_mean(row.word, known) ==
        (*row.meant == '\0' ? "" : "; did you mean '" + std::string(row.meant) + "'?"));
}
