#include "judge/jail/protocol/message.h"

#include <limits>
#include <random>

#include "storage/base/relative_path.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/jail_messages.h"

using namespace assize;
using namespace assize::test;

namespace {

bool is_absolute_path(const std::string& path) {
  return path.starts_with('/') && is_safe_relative_path(std::string_view(path).substr(1));
}

void check_limits(const Limits& limits) {
  REQUIRE(limits.time.count() >= 0);
  REQUIRE(limits.kill_point.count() >= 0);
  REQUIRE(limits.wall.count() >= 0);
}

// Whatever decodes is within the bounds. Gives how many of the decoders took it.
int check_bounds(const std::string& message) {
  int taken = 0;
  if (const auto setup = decode_setup(message)) {
    ++taken;
    REQUIRE(setup->view.mounts.size() <= kMaxItems);
    REQUIRE(setup->view.symlinks.size() <= kMaxItems);
    REQUIRE(setup->view.files.size() <= kMaxItems);
    REQUIRE(setup->rules.filter.size() <= kMaxText);
    for (const auto& mount : setup->view.mounts) {
      REQUIRE(mount.kind <= Mount::Kind::device);
      REQUIRE(is_absolute_path(mount.source));
      REQUIRE(is_absolute_path(mount.target));
    }
    for (const auto& link : setup->view.symlinks) {
      REQUIRE(is_absolute_path(link.path));
      REQUIRE_FALSE(link.target.empty());
    }
    for (const auto& file : setup->view.files) REQUIRE(is_absolute_path(file.path));
    REQUIRE(encode(*setup) == message);  // there is one way to say it
  }
  if (const auto spec = decode_spec(message)) {
    ++taken;
    REQUIRE((spec->start == Start::exec || spec->start == Start::by_template));
    REQUIRE(spec->check <= CompileCheck::first);
    REQUIRE(spec->arguments.empty() == (spec->start == Start::by_template));
    REQUIRE(spec->arguments.size() <= kMaxItems);
    REQUIRE(spec->environment.size() <= kMaxItems);
    REQUIRE(spec->files.size() <= kMaxItems);
    REQUIRE(is_absolute_path(spec->executable) == (spec->start == Start::exec));
    for (const auto& file : spec->files) REQUIRE(is_safe_relative_path(file.path));
    check_limits(spec->limits);
    REQUIRE(encode(*spec) == message);
  }
  if (const auto answer = decode_record(message)) {
    ++taken;
    REQUIRE(answer->record.error_tail.size() <= RunRecord::kErrorTail);
    REQUIRE(answer->record.denied_calls.size() <= kMaxItems);
    REQUIRE(answer->record.cpu.count() >= 0);
    REQUIRE(answer->record.wall.count() >= 0);
    REQUIRE(answer->record.cpu_pressure.count() >= 0);
  }
  if (const auto failure = decode_failure(message)) {
    ++taken;
    REQUIRE(failure->step().size() <= kMaxText);
    REQUIRE(encode(*failure) == message);
  }
  REQUIRE(taken <= 1);
  return taken;
}

std::string number32(std::uint32_t value) {
  std::string bytes;
  for (unsigned i = 0; i < 4; ++i) bytes += static_cast<char>(value >> (8 * i));
  return bytes;
}

std::string magic() { return all_messages().front().second.substr(0, 4); }

}  // namespace

TEST_CASE("every message comes back as it was sent") {
  CHECK(decode_setup(encode(full_setup())) == full_setup());
  CHECK(decode_setup(encode(SlotSetup{})) == SlotSetup{});
  const std::vector<std::string> shared{"/opt/a", "/opt/b"};
  CHECK(decode_ready(encode_ready(shared)) == shared);
  CHECK(decode_ready(encode_ready({})) == std::vector<std::string>{});
  CHECK(decode_spec(encode(full_spec())) == full_spec());
  CHECK(decode_spec(encode(template_spec())) == template_spec());
  const auto with_all = decode_record(encode(5, full_record(), full_yield()));
  REQUIRE(with_all);
  CHECK(with_all->yield == full_yield());
  const auto record = decode_record(encode(kMost64, full_record()));
  REQUIRE(record);
  CHECK(record->run == kMost64);
  CHECK(record->record == full_record());
  const auto bare = decode_record(encode(0, RunRecord{}));
  REQUIRE(bare);
  CHECK(bare->record == RunRecord{});
  for (const int code : {0, 1, 255, -1, std::numeric_limits<int>::max()}) {
    RunRecord ended;
    ended.end.exit_code = code;
    const auto back = decode_record(encode(1, ended));
    REQUIRE(back);
    CHECK(back->record.end == MainEnd{code, std::nullopt});
  }
  const LaunchFailure failure{kMost64, LaunchStage::unexpected,
                              std::numeric_limits<std::int32_t>::min(), std::string("st\0age", 6)};
  CHECK(decode_failure(encode(failure)) == failure);
}

TEST_CASE("a message says what it is") {
  CHECK(type_of(encode_ready({"/usr/lib/python3"})) == MessageType::ready);
  CHECK(type_of(encode(SlotSetup{})) == MessageType::setup);
  CHECK(type_of(encode_pipe_wanted()) == MessageType::pipe_wanted);
  CHECK(type_of(encode_pipe()) == MessageType::pipe);
  CHECK(type_of(encode(full_spec())) == MessageType::run);
  CHECK(type_of(encode(1, RunRecord{})) == MessageType::record);
  CHECK(type_of(encode(LaunchFailure{})) == MessageType::failure);
  CHECK(type_of(encode(Collected{})) == MessageType::collected);
  for (const std::string& text :
       {std::string(), std::string("ASZ9"), std::string("ASZ9\0", 5), std::string("ASZ9\x09"),
        std::string("ASZ9\xff"), std::string("ASZ8\1"), std::string("asz1\1"), std::string("\1")})
    CHECK_FALSE(type_of(text));
}

TEST_CASE("a message is not taken for one of another type") {
  for (const auto& [name, message] : all_messages()) {
    INFO(name);
    CHECK(check_bounds(message) == (type_of(message) == MessageType::ready ? 0 : 1));
    for (char type = 0; type < 8; ++type) {
      std::string other = message;
      other[4] = type;
      if (other != message) check_bounds(other);
    }
  }
}

TEST_CASE("a message that is cut anywhere is refused") {
  for (const auto& [name, message] : all_messages())
    for (std::size_t length = 0; length < message.size(); ++length) {
      INFO(name << " cut to " << length << " of " << message.size());
      REQUIRE(check_bounds(message.substr(0, length)) == 0);
    }
}

TEST_CASE("a message with something after its end is refused") {
  for (const auto& [name, message] : all_messages())
    for (const std::string& more : {std::string(1, '\0'), std::string("x"), message}) {
      INFO(name);
      CHECK(check_bounds(message + more) == 0);
    }
}

TEST_CASE("a changed byte never leads to something that is out of bounds") {
  for (const auto& [name, message] : all_messages()) {
    INFO(name);
    const bool is_long = message.size() > 300;
    for (std::size_t i = 0; i < message.size(); ++i)
      for (unsigned flip = 1; flip < 256; flip = is_long ? flip * 2 : flip + 1) {
        std::string changed = message;
        changed[i] = static_cast<char>(static_cast<unsigned char>(changed[i]) ^ flip);
        check_bounds(changed);
      }
  }
}

TEST_CASE("random bytes never lead to something that is out of bounds") {
  std::mt19937 random(20);
  const auto messages = all_messages();
  for (int round = 0; round < 40'000; ++round) {
    std::string message = magic();
    message += static_cast<char>(1 + random() % 5);
    const std::size_t length = random() % 200;
    for (std::size_t i = 0; i < length; ++i)
      message += static_cast<char>(random() % 3 == 0 ? random() % 256 : random() % 3);
    check_bounds(message);
  }
  for (int round = 0; round < 40'000; ++round) {
    // Pieces of real ones, with some bytes changed.
    std::string message = messages[random() % (messages.size() - 1)].second;
    for (auto changes = 1 + random() % 6; changes > 0; --changes)
      message[random() % message.size()] = static_cast<char>(random() % 256);
    if (random() % 4 == 0) message.resize(random() % message.size());
    check_bounds(message);
  }
}

TEST_CASE("a run that both exited and was killed by a signal is refused") {
  RunRecord record;
  record.end = {1, 9};  // exactly one of the two, or none
  CHECK_FALSE(decode_record(encode(1, record)));
  RunYield yield;
  yield.check = record;
  CHECK_FALSE(decode_record(encode(1, RunRecord{}, yield)));
}

TEST_CASE("negative times are refused") {
  RunRecord record;
  SECTION("CPU") { record.cpu = nanoseconds{-1}; }
  SECTION("wall") { record.wall = nanoseconds{-1}; }
  SECTION("pressure") { record.cpu_pressure = nanoseconds::min(); }
  CHECK_FALSE(decode_record(encode(1, record)));
}

TEST_CASE("output comes in the answer or in a file, and only small output in the answer") {
  RunYield yield = full_yield();
  SECTION("both, output") { yield.has_output_file = true; }
  SECTION("both, error output") { yield.has_error_file = true; }
  SECTION("both, code object") { yield.has_code_file = true; }
  SECTION("large code object") { yield.code += 'x'; }
  SECTION("large output") { yield.output += 'x'; }
  SECTION("large error output") { yield.error_output.resize(kSmallOutput + 1); }
  CHECK_FALSE(decode_record(encode(1, full_record(), yield)));
}

TEST_CASE("negative time limits are refused") {
  JailSpec spec = full_spec();
  SECTION("time") { spec.limits.time = nanoseconds{-1}; }
  SECTION("kill point") { spec.limits.kill_point = nanoseconds{-1}; }
  SECTION("wall") { spec.limits.wall = nanoseconds::min(); }
  CHECK_FALSE(decode_spec(encode(spec)));
}

TEST_CASE("paths that lead out of the working directory are unsafe") {
  for (const char* path : {"a", "main.py", "a/b", "a/b/c.py", "...", "a..", "..a", ".a", "a b",
                           "a\\..\\b", "-", "~", "é"}) {
    INFO(path);
    CHECK(is_safe_relative_path(path));
  }
  for (const char* path : {"", "/", "/a", "//", "a/", "a//b", ".", "..", "./a", "../a", "a/.",
                           "a/..", "a/./b", "a/../b", "a/b/..", "../../etc/passwd"}) {
    INFO(path);
    CHECK_FALSE(is_safe_relative_path(path));
  }
  CHECK_FALSE(is_safe_relative_path(std::string_view("a\0b", 3)));
  CHECK_FALSE(is_safe_relative_path(std::string_view("\0", 1)));
}

TEST_CASE("a spec with an unsafe path is refused") {
  const std::string path = GENERATE(as<std::string>{}, "", "/a", "../a", "a/../b", "a//b", "a/");
  INFO(path);
  JailSpec spec = full_spec();
  SECTION("a file") { spec.files[1].path = path; }
  if (!path.empty()) {
    SECTION("the results") { spec.collected = path; }
    SECTION("the output") { spec.output_file = path; }
  }
  if (spec != full_spec()) CHECK_FALSE(decode_spec(encode(spec)));
}

TEST_CASE("a spec needs an absolute executable and a name to start it by") {
  JailSpec spec = full_spec();
  SECTION("relative") { spec.executable = "python3"; }
  SECTION("empty") { spec.executable = ""; }
  SECTION("dots") { spec.executable = "/usr/../bin/python3"; }
  SECTION("no argument") { spec.arguments.clear(); }
  SECTION("a start that doesn't exist") { spec.start = static_cast<Start>(2); }
  SECTION("a check in the run itself, by exec") { spec.check = CompileCheck::alone; }
  CHECK_FALSE(decode_spec(encode(spec)));
}

TEST_CASE("a template has been started: a spec for it says nothing of that") {
  JailSpec spec = template_spec();
  SECTION("executable") { spec.executable = "/usr/bin/python3"; }
  SECTION("arguments") { spec.arguments = {"python3"}; }
  SECTION("environment") { spec.environment = {"A=b"}; }
  SECTION("a check that doesn't exist") { spec.check = static_cast<CompileCheck>(3); }
  CHECK_FALSE(decode_spec(encode(spec)));
}

TEST_CASE("a setup with a path that isn't absolute is refused") {
  SlotSetup setup = full_setup();
  SECTION("source") { setup.view.mounts[0].source = "usr"; }
  SECTION("target") { setup.view.mounts[0].target = "/usr/../etc"; }
  SECTION("the root itself") { setup.view.mounts[0].target = "/"; }
  SECTION("symlink") { setup.view.symlinks[0].path = "lib"; }
  SECTION("symlink to nothing") { setup.view.symlinks[0].target = ""; }
  SECTION("file") { setup.view.files[0].path = "/etc//passwd"; }
  SECTION("template") { setup.interpreter.executable = "python3"; }
  CHECK_FALSE(decode_setup(encode(setup)));
}

TEST_CASE("lists that are too long are refused") {
  JailSpec spec = full_spec();
  SECTION("arguments") {
    spec.arguments.assign(kMaxItems, "");
    CHECK(decode_spec(encode(spec)));
    spec.arguments.emplace_back();
    CHECK_FALSE(decode_spec(encode(spec)));
  }
  SECTION("environment") {
    spec.environment.assign(kMaxItems + 1, "");
    CHECK_FALSE(decode_spec(encode(spec)));
  }
  SECTION("files") {
    spec.files.assign(kMaxItems + 1, {"a", 0});
    CHECK_FALSE(decode_spec(encode(spec)));
  }
  SECTION("mounts") {
    SlotSetup setup;
    setup.view.mounts.assign(kMaxItems + 1, {"/a", "/a", Mount::Kind::file});
    CHECK_FALSE(decode_setup(encode(setup)));
  }
  SECTION("denied calls") {
    RunRecord record;
    record.denied_calls.resize(kMaxItems + 1);
    CHECK_FALSE(decode_record(encode(1, record)));
  }
}

TEST_CASE("texts that are too long are refused") {
  LaunchFailure failure{1, LaunchStage::unexpected, 0, std::string(kMaxText, 'x')};
  CHECK(decode_failure(encode(failure)));
  failure.detail += 'x';
  CHECK_FALSE(decode_failure(encode(failure)));
  RunRecord record;
  record.error_tail.assign(RunRecord::kErrorTail + 1, 'x');
  CHECK_FALSE(decode_record(encode(1, record)));
}

TEST_CASE("a count that promises more than there is takes no memory") {
  std::string message = magic();
  message += static_cast<char>(MessageType::failure);
  message += std::string(8, '\0');
  for (const std::uint32_t length : {1U, 1U << 16U, (1U << 16U) + 1, 1U << 31U, kMost32}) {
    CHECK_FALSE(decode_failure(message + number32(length)));
    CHECK_FALSE(decode_failure(message + number32(length) + std::string(4, '\0')));
  }
}

TEST_CASE("a message that is larger than any message is refused") {
  JailSpec spec = full_spec();
  spec.arguments.assign(3, std::string(kMaxText, 'x'));
  CHECK(encode(spec).size() > kMaxMessage);
  CHECK_FALSE(decode_spec(encode(spec)));
}
