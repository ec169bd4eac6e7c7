#include "storage/base/errors.h"

#include <cerrno>

#include "tests/unit/support/catch2.h"

using namespace assize;

TEST_CASE("a judge error says what failed, at which stage and why") {
  const JudgeError error("mount", ENOENT, "can't start the run");
  CHECK(std::string(error.what()) ==
        "can't start the run (stage mount): No such file or directory");
  CHECK(error.stage() == "mount");
  CHECK(error.error() == ENOENT);
  CHECK(std::string(JudgeError("x").what()) == "x");
}

TEST_CASE("what the operator did wrong, the host and the judge are three things") {
  STATIC_REQUIRE_FALSE(std::is_base_of_v<InputError, JudgeError>);
  STATIC_REQUIRE_FALSE(std::is_base_of_v<HostError, JudgeError>);
  STATIC_REQUIRE_FALSE(std::is_base_of_v<JudgeError, InputError>);
  STATIC_REQUIRE_FALSE(std::is_base_of_v<JudgeError, HostError>);
}
