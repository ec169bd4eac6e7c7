#include "judge/rules/refused_calls.h"

#include "judge/jail/policy/syscalls.h"
#include "tests/unit/support/catch2.h"

using namespace assize;

namespace {

RunRecord refused(std::initializer_list<const char*> names) {
  RunRecord run;
  for (const char* name : names) {
    DeniedCall call;
    call.number = syscall_number(name).value();
    run.denied_calls.push_back(call);
  }
  return run;
}

}  // namespace

TEST_CASE("calls that mean the same to a program are named together") {
  CHECK(refused_in_words({}).empty());
  const std::string words = refused_in_words(refused({"vfork", "socket", "clone", "ptrace"}));
  CHECK(words.starts_with("vfork, clone: other processes can't be started here"));
  CHECK(words.find("; socket: there is no network here; ptrace: not available here") !=
        std::string::npos);
  const auto many = refused({"vfork", "socket", "ptrace", "kill", "mount"});
  CHECK(refused_in_words(many).ends_with("; and others"));
}

TEST_CASE("only a run that failed by itself or by the policy is told of refused calls") {
  RunRecord run = refused({"ptrace", "socket"});
  Opinion opinion{Verdict::run_time_error, "exit-code", "OSError"};
  name_refused_calls(opinion, run);
  CHECK(opinion.reason ==
        "OSError (refused: ptrace: not available here; socket: there is no network here)");
  opinion = {Verdict::time_limit_exceeded, "cpu", "late"};
  name_refused_calls(opinion, run);
  CHECK(opinion.reason == "late");
  run.fatal_call = syscall_number("socket");
  opinion = {Verdict::security_violation, "forbidden-call", "the end"};
  name_refused_calls(opinion, run);
  CHECK(opinion.reason == "the end – socket: there is no network here");
}
