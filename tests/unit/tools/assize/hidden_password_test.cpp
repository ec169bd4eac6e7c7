#include "tools/assize/hidden_password.h"

#include <string>

#include "tests/unit/support/catch2.h"

using namespace assize;

TEST_CASE("passwords in arguments are overwritten, and nothing else is") {
  const auto hidden = [](std::string argument) {
    char* arguments[] = {argument.data()};
    hide_passwords(1, arguments);
    return argument;
  };
  CHECK(hidden("postgresql://ada:secret@db/assize") == "postgresql://ada:xxxxxx@db/assize");
  CHECK(hidden("--store=postgres://ada:s:@h@db:1/a?sslmode=require") ==
        "--store=postgres://ada:xxxx@db:1/a?sslmode=require");
  CHECK(hidden("postgresql://db/a?password=secret&user=ada") ==
        "postgresql://db/a?password=xxxxxx&user=ada");
  CHECK(hidden("postgresql://db/a?user=ada&password=secret") ==
        "postgresql://db/a?user=ada&password=xxxxxx");
  for (const char* plain : {"", "run", "password=secret", "postgresql://ada@db:5432/a", "a:b@c",
                            "postgresql://db/a:b@c"})
    CHECK(hidden(plain) == plain);
}
