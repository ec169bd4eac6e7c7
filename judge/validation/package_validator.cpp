#include "judge/validation/package_validator.h"

#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

constexpr const char* kFeedback = "feedback";
// Room beside what a validator is given, for its feedback first of all: which may quote the output,
// each byte of it written as several, and more than once. What bounds it in the end is the memory
// limit, as all of it is memory.
constexpr Bytes kRoom = mib(64);
constexpr std::uint64_t kRoomForEachByte = 64;
constexpr std::uint64_t kKeptForEachByte = 16;  // … for what is given to the next pass
constexpr std::uint32_t kMostFiles = 64 * 1024;
// An output not much longer than the answer is what every validator has to manage.
constexpr std::size_t kShortOutput = 4096;
// Whether one that computes for ever is ended by its CPU time or by the clock makes no verdict, but
// its author wants to know.
constexpr auto kPatience = std::chrono::seconds{8};

// The files of a call count as its memory, which they may not take away from it. `output`: how much
// of a submission's it may have to quote.
Limits limits_of(const ValidationLimits& asked, Bytes given, Bytes output = {}) {
  Limits limits;
  set_time_limit(limits, asked.time);
  limits.wall += kPatience;
  set_memory_limit(limits, Bytes{asked.memory.count + given.count});
  limits.output = asked.output;
  limits.scratch = Bytes{given.count + kRoom.count + kRoomForEachByte * output.count};
  limits.file_size = limits.scratch;
  limits.scratch_inodes = kMostFiles;
  // Validators recurse deeper than submissions are expected to.
  limits.stack = Bytes{asked.memory.count / 2};
  return limits;
}

struct Box {
  std::vector<BoxFile> files;
  std::string content;
  void put(const std::string& path, std::string_view text) {
    files.push_back({path, text.size()});
    content += text;
  }
};

std::vector<std::string> arguments_of(ValidatorProtocol protocol, const TestCase& test,
                                      bool joined) {
  const std::string feedback = std::string("/box/") + kFeedback + "/";
  switch (protocol) {
    case ValidatorProtocol::testlib:
      return {"/box/input", joined ? feedback + kInteractorOutput : "/box/output", "/box/answer"};
    case ValidatorProtocol::cms:
      return {"/box/input", "/box/answer", "/box/output"};
    case ValidatorProtocol::icpc:
    case ValidatorProtocol::dmoj:
    case ValidatorProtocol::unit_test:
      break;
  }
  std::vector<std::string> arguments{"/box/input", "/box/answer", feedback};
  arguments.insert(arguments.end(), test.arguments.begin(), test.arguments.end());
  return arguments;
}

// One behind the other: the tester's arguments, which a run by template can't be given otherwise.
std::string lines_of(const std::vector<std::string>& arguments) {
  std::string lines;
  for (const auto& argument : arguments) lines += argument + "\n";
  return lines;
}

// `arguments`: behind those of the program itself.
JailSpec describe_call(const BuiltProgram& program, const std::vector<std::string>& arguments,
                       const std::vector<std::string>& environment, const Limits& limits,
                       std::vector<BoxFile> files) {
  if (program.runtime != nullptr) {
    JailSpec spec =
        describe_run(*program.runtime, run_arguments(*program.runtime), limits, std::move(files));
    spec.start =
        program.runtime->kind == RuntimeKind::by_template ? Start::by_template : Start::exec;
    return spec;
  }
  Command command{program.executable, program.arguments,
                  program.has_scripts() ? program.environment : environment};
  command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
  JailSpec spec = describe_run(std::move(command), limits, std::move(files));
  spec.executable_box = program.executable_box;
  spec.fixed_folder = program.folder;
  return spec;
}

bool reads_files(ValidatorProtocol protocol) {
  return protocol == ValidatorProtocol::testlib || protocol == ValidatorProtocol::cms;
}

}  // namespace

ValidatorCall prepare_call(const BuiltProgram& program, const Package& package,
                           const TestCase& test, const ValidatorInput& given,
                           const std::vector<std::string>& environment) {
  const Validation& validation = package.validation;
  const bool by_file = reads_files(validation.protocol) && !given.joined;
  Box box{program.files, program.content};
  box.put("input", given.input);
  box.put("answer", given.answer);
  if (by_file) box.put("output", given.output);
  if (validation.protocol == ValidatorProtocol::dmoj) box.put("submission_source", given.source);
  if (validation.protocol == ValidatorProtocol::unit_test)
    box.put("call", lines_of(test.arguments));
  for (const auto& [name, content] : given.feedback)
    box.put(std::string(kFeedback) + "/" + name, content);

  const Limits limits =
      limits_of(validation.limits, Bytes{box.content.size()},
                given.joined ? package.limits.output : Bytes{given.output.size()});
  ValidatorCall call;
  call.spec = describe_call(program, arguments_of(validation.protocol, test, given.joined),
                            environment, limits, std::move(box.files));
  JailSpec& spec = call.spec;
  spec.collected = kFeedback;
  spec.collected_limit = Bytes{kRoom.count + kKeptForEachByte * given.output.size()};
  spec.collected_excerpts = {"judgemessage.txt", "teammessage.txt", "judgeerror.txt"};
  if (validation.protocol == ValidatorProtocol::unit_test)
    spec.collected_excerpts.insert(spec.collected_excerpts.end(), {"verdict.txt", "printed.txt"});
  // Between the passes the validator keeps whatever it likes to.
  if (validation.passes == 1)
    spec.collected_only = {"score.txt", "score_multiplier.txt", "nextpass.in", kInteractorOutput};
  spec.cuts_output = !given.joined;
  call.payload = sealed_file(box.content);
  if (!given.joined) call.input = sealed_file(by_file ? "" : given.output);
  return call;
}

ValidatorCall prepare_input_call(const BuiltProgram& program, const Package& package,
                                 const std::vector<std::string>& arguments, std::string_view input,
                                 const std::vector<std::string>& environment) {
  ValidatorCall call;
  call.spec = describe_call(program, arguments, environment,
                            limits_of(package.validation.limits, Bytes{program.content.size()}),
                            program.files);
  call.payload = sealed_file(program.content);
  call.input = sealed_file(input);
  return call;
}

Finding interpret_call(const FinishedRun& run, const ValidatorCall& call,
                       const BuiltProgram& program, const Package& package, const TestCase& test) {
  return interpret({run.record, call.spec.limits, run.output.text(), run.error_output.text(),
                    run.collected, run.collect_problem},
                   package.validation, test, program.name);
}

namespace {

bool is_long(const ValidatorInput& given) {
  return given.output.size() > kShortOutput + 2 * given.answer.size();
}

// Whether the validator does its work on the beginning of an output. Then it is the output's length
// that it didn't manage, and that is the submission's.
bool manages_the_beginning(const KeeperOf& keeper_of, const BuiltProgram& program,
                           const Package& package, const TestCase& test, ValidatorInput given,
                           const std::vector<std::string>& environment) {
  given.output = given.output.substr(0, kShortOutput + 2 * given.answer.size());
  const ValidatorCall call = prepare_call(program, package, test, given, environment);
  const FinishedRun run = keeper_of(program).run(call.spec, {call.input.get(), call.payload.get()});
  try {
    interpret_call(run, call, program, package, test);
    return true;
  } catch (const PackageError&) {
    return false;
  }
}

// Of an output that is longer than the validator manages within its limits.
Finding too_long(const ValidatorEnded& ended) {
  Finding finding;
  finding.verdict = Verdict::wrong_answer;
  finding.feedback = clean_excerpt(
      std::string("the output is longer than the validator manages within its limits: ") +
          ended.what() + " (it manages the beginning of the output)",
      kFeedbackBytes);
  return finding;
}

}  // namespace

Validated validate(const KeeperOf& keeper_of, std::span<const BuiltProgram> programs,
                   const Package& package, const TestCase& test, const ValidatorInput& given,
                   const std::vector<std::string>& environment) {
  Validated result;
  for (const auto& program : programs) {
    const ValidatorCall call = prepare_call(program, package, test, given, environment);
    FinishedRun run = keeper_of(program).run(call.spec, {call.input.get(), call.payload.get()});
    Finding finding;
    try {
      finding = interpret_call(run, call, program, package, test);
    } catch (const ValidatorEnded& ended) {
      if (!is_long(given) ||
          !manages_the_beginning(keeper_of, program, package, test, given, environment))
        throw;
      finding = too_long(ended);
    }
    if (!finding.score) finding.score = result.finding.score;
    result.finding = std::move(finding);
    result.record = std::move(run.record);
    result.feedback = std::move(run.collected);
    if (rejects(result.finding)) break;
  }
  return result;
}

}  // namespace assize
