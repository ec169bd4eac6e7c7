// What a validator is called with, for each protocol: its arguments, its files, its limits.
#include "judge/validation/package_validator.h"

#include <unistd.h>

#include <map>

#include "storage/base/errors.h"
#include "tests/unit/support/catch2.h"

using namespace assize;

namespace {

std::string content_of(const UniqueFd& file) {
  std::string text(4096, '\0');
  const ssize_t length = ::pread(file.get(), text.data(), text.size(), 0);
  text.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
  return text;
}

// The files of a call by name, as the payload has them.
std::map<std::string, std::string> box_of(const ValidatorCall& call) {
  std::map<std::string, std::string> box;
  const std::string payload = content_of(call.payload);
  std::size_t at = 0;
  for (const auto& file : call.spec.files) {
    box[file.path] = payload.substr(at, file.size);
    at += file.size;
  }
  CHECK(at == payload.size());
  return box;
}

BuiltProgram program() {
  BuiltProgram built;
  built.name = "check";
  built.files = {{"program", 3, true}};
  built.content = "ELF";
  built.executable = "/box/program";
  built.arguments = {"/box/program"};
  built.executable_box = true;
  return built;
}

using Strings = std::vector<std::string>;

struct Called {
  Package package;
  TestCase test;
  ValidatorInput given{"in", "ans", "out"};
  ValidatorCall call() const {
    return prepare_call(program(), package, test, given, {"LANG=C.UTF-8"});
  }
  Called with(ValidatorProtocol protocol) && {
    package.validation.protocol = protocol;
    return std::move(*this);
  }
};

}  // namespace

TEST_CASE("by the ICPC's protocol the output is standard input, and there are arguments") {
  Called called;
  called.test.arguments = {"float_tolerance", "1e-6"};
  const ValidatorCall call = called.call();
  CHECK(call.spec.arguments == Strings{"/box/program", "/box/input", "/box/answer",
                                       "/box/feedback/", "float_tolerance", "1e-6"});
  CHECK(box_of(call) ==
        std::map<std::string, std::string>{{"program", "ELF"}, {"input", "in"}, {"answer", "ans"}});
  CHECK(content_of(call.input) == "out");
  CHECK(call.spec.environment == Strings{"LANG=C.UTF-8"});
  CHECK(call.spec.executable_box);
  CHECK(call.spec.collected == "feedback");
  CHECK(call.spec.cuts_output);
}

TEST_CASE("testlib and CMS have the output as a file, each in its own order") {
  const ValidatorCall testlib = Called().with(ValidatorProtocol::testlib).call();
  CHECK(testlib.spec.arguments ==
        Strings{"/box/program", "/box/input", "/box/output", "/box/answer"});
  CHECK(box_of(testlib).at("output") == "out");
  CHECK(content_of(testlib.input).empty());
  const ValidatorCall cms = Called().with(ValidatorProtocol::cms).call();
  CHECK(cms.spec.arguments == Strings{"/box/program", "/box/input", "/box/answer", "/box/output"});
}

TEST_CASE("only a checker of DMOJ sees the submission's source") {
  Called called;
  called.given.source = "print(1)";
  CHECK_FALSE(box_of(called.call()).contains("submission_source"));
  const ValidatorCall dmoj = std::move(called).with(ValidatorProtocol::dmoj).call();
  CHECK(box_of(dmoj).at("submission_source") == "print(1)");
}

TEST_CASE("a validator that is joined to the submission has no output yet, and no file of it") {
  Called called;
  called.given.joined = true;
  called.given.output = {};
  const ValidatorCall icpc = called.call();
  CHECK_FALSE(icpc.input);
  CHECK_FALSE(icpc.spec.cuts_output);
  const ValidatorCall testlib = std::move(called).with(ValidatorProtocol::testlib).call();
  CHECK(testlib.spec.arguments ==
        Strings{"/box/program", "/box/input", "/box/feedback/output", "/box/answer"});
  CHECK_FALSE(box_of(testlib).contains("output"));
}

TEST_CASE("what a pass left is there for the next one, and all of it is kept only then") {
  Called called;
  CHECK(called.call().spec.collected_only ==
        Strings{"score.txt", "score_multiplier.txt", "nextpass.in", "output"});
  called.package.validation.passes = 2;
  called.given.feedback = {{"state", "7"}};
  const ValidatorCall call = called.call();
  CHECK(box_of(call).at("feedback/state") == "7");
  CHECK(call.spec.collected_only.empty());
}

TEST_CASE("the files of a call don't take its memory away, and long outputs get more room") {
  Called called;
  const ValidatorCall small = called.call();
  const std::string much(1 << 20, 'x');
  called.given.output = much;
  const ValidatorCall large = called.call();
  const Bytes asked = called.package.validation.limits.memory;
  CHECK(small.spec.limits.memory.count == asked.count + std::string("ELFinans").size());
  CHECK(large.spec.limits.scratch.count > small.spec.limits.scratch.count + much.size());
  CHECK(large.spec.collected_limit.count > small.spec.collected_limit.count + much.size());
  CHECK(small.spec.limits.time == called.package.validation.limits.time);
}

TEST_CASE("an input validator has its own arguments behind those of the program") {
  const Package package;
  const ValidatorCall call =
      prepare_input_call(program(), package, {"--max", "9"}, "the input", {"A=1"});
  CHECK(call.spec.arguments == Strings{"/box/program", "--max", "9"});
  CHECK(content_of(call.input) == "the input");
  CHECK(content_of(call.payload) == "ELF");
  CHECK(call.spec.collected.empty());
}

TEST_CASE("the end of a call is read by the package's protocol") {
  FinishedRun run;
  run.record.end.exit_code = 43;
  const Called icpc;
  const ValidatorCall call = icpc.call();
  CHECK(interpret_call(run, call, program(), icpc.package, icpc.test).verdict ==
        Verdict::wrong_answer);
  const Called testlib = Called().with(ValidatorProtocol::testlib);
  CHECK_THROWS_AS(interpret_call(run, call, program(), testlib.package, testlib.test),
                  PackageError);
  run.record.end.exit_code = 0;
  CHECK(interpret_call(run, call, program(), testlib.package, testlib.test).verdict ==
        Verdict::accepted);
}
