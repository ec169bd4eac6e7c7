#include "tools/report/format.h"

#include "tests/unit/support/catch2.h"

using namespace assize;
using std::chrono::milliseconds;

TEST_CASE("numbers are shown as people read them") {
  CHECK(in_seconds(milliseconds{123}) == "0.123 s");
  CHECK(in_seconds(nanoseconds{0}) == "0 ms");
  CHECK(in_seconds(nanoseconds{412'345}) == "0.4 ms");
  CHECK(in_seconds(milliseconds{8}) == "8 ms");
  CHECK(in_seconds(nanoseconds{99'940'000}) == "99.9 ms");
  CHECK(in_seconds(milliseconds{100}) == "0.100 s");
  CHECK(in_seconds(milliseconds{61'500}) == "61.500 s");
  CHECK(in_mebibytes(mib(12)) == "12.0 MiB");
  CHECK(in_mebibytes(kib(1331)) == "1.3 MiB");
  CHECK(utc_time(0) == "1970-01-01 00:00:00");
  CHECK(utc_time(1'700'000'000'999) == "2023-11-14 22:13:20");
}

TEST_CASE("columns are aligned by characters, not bytes") {
  CHECK(in_columns({{"A", "BB", "C"}, {"é", "b", "10"}, {"xyz", "", "1"}}, {2}) ==
        "A    BB   C\n"
        "é    b   10\n"
        "xyz       1\n");
  CHECK(in_columns({}).empty());
  CHECK(in_columns({{"a"}, {"b", "c"}}) == "a\nb  c\n");
}

TEST_CASE("a last cell of several lines hangs below its row") {
  const std::vector<std::vector<std::string>> rows{
      {"T", "V", ""}, {"a", "WA", "wrong\nline 2\x1b\n"}, {"b", "AC", "fine\n"}};
  CHECK(in_columns(rows, {}, LastCell::lines) ==
        "T  V\n"
        "a  WA\n"
        "      wrong\n"
        "      line 2\\x1b\n"
        "b  AC  fine\n");
  CHECK(in_columns(rows).find("wrong\\x0aline 2") != std::string::npos);
}

TEST_CASE("a score is shown with the highest where that is known") {
  CHECK(score_in_words("40", "100") == "40 of 100");
  CHECK(score_in_words("40", "") == "40");
  CHECK(score_in_words("0", "0") == "0");
  CHECK(score_in_words("", "100").empty());
}

TEST_CASE("a score in a table is short") {
  CHECK(short_score("33.333333333") == "33.33");
  CHECK(short_score("40") == "40");
  CHECK(short_score("-2.5") == "-2.5");
  CHECK(short_score("").empty());
}
