#include "storage/engine/named_parameters.h"

#include "tests/unit/support/catch2.h"

using namespace assize;

TEST_CASE("named parameters are numbered by their first appearance") {
  const auto numbered = number_parameters("SELECT :b, :a, :b || ':c', ':d' FROM t WHERE x=:a_1");
  CHECK(numbered.sql == "SELECT $1, $2, $1 || ':c', ':d' FROM t WHERE x=$3");
  CHECK(numbered.names == std::vector<std::string_view>{":b", ":a", ":a_1"});
}

TEST_CASE("text without parameters stays as it is") {
  for (const char* sql : {"", "SELECT 1", "SELECT ':a'", "SELECT ''':a'", "a : b"}) {
    CHECK(number_parameters(sql).sql == sql);
    CHECK(number_parameters(sql).names.empty());
  }
}
