#include "judge/jail/protocol/message.h"

#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cerrno>
#include <cstring>
#include <limits>
#include <random>

#include "storage/base/relative_path.h"

using namespace assize;

namespace {

constexpr auto kMost64 = std::numeric_limits<std::uint64_t>::max();
constexpr auto kMost32 = std::numeric_limits<std::uint32_t>::max();
constexpr auto kLongest = nanoseconds::max();

SlotSetup full_setup() {
  SlotSetup setup;
  setup.slot = kMost32;
  setup.core = 7;
  setup.ids = {kMost32, 1};
  setup.cgroups = {true, false, true, false, true};
  setup.view.mounts = {{"/usr/lib/python3", "/usr/lib/python3", Mount::Kind::directory},
                       {"/dev/null", "/dev/null", Mount::Kind::device},
                       {"/usr/bin/python3", "/usr/bin/python3", Mount::Kind::file}};
  setup.view.symlinks = {{"/lib", "usr/lib"}, {"/a/b", "../c"}};
  setup.view.files = {{"/etc/passwd", std::string("root\0x", 6)}, {"/etc/empty", ""}};
  setup.rules.filter = std::string("\x01\0\xff", 3);
  setup.rules.fatal_calls = {101, std::numeric_limits<std::int32_t>::min()};
  setup.rules.passed_calls = {59, 322};
  setup.rules.whole_proc = true;
  setup.landlock_abi = 7;
  setup.view_copies = Bytes{kMost64};
  setup.interpreter = {"/usr/bin/python3", {"python3", "main.py"}, {"A=b"}, "math,re", mib(8)};
  setup.without.bits = kMost32;
  return setup;
}

JailSpec full_spec() {
  JailSpec spec;
  spec.run = kMost64;
  spec.limits.time = kLongest;
  spec.limits.kill_point = kLongest;
  spec.limits.wall = nanoseconds{0};
  for (Bytes* bytes : {&spec.limits.memory, &spec.limits.address_space, &spec.limits.output,
                       &spec.limits.error_output, &spec.limits.file_size, &spec.limits.scratch,
                       &spec.limits.stack})
    *bytes = Bytes{kMost64};
  spec.limits.scratch_inodes = spec.limits.processes = spec.limits.open_files = kMost32;
  spec.arguments = {"python3", "main.py", ""};
  spec.executable = "/usr/bin/python3.11";
  spec.environment = {"PATH=/usr/bin", "TZ=UTC"};
  spec.files = {{"main.py", kMost64}, {"lib/a.py", 0}, {"lib/run", 4, false, true}};
  spec.fixed_folder = "lib";
  spec.collects_folder = true;
  spec.collected = "results";
  spec.collected_limit = Bytes{kMost64};
  spec.collected_excerpts = {"judgemessage.txt", ""};
  spec.collected_only = {"score.txt"};
  spec.output_file = "output.txt";
  spec.cuts_output = spec.forwards = spec.at_readers_pace = spec.holds_end = true;
  return spec;
}

JailSpec template_spec() {
  JailSpec spec;
  spec.start = Start::by_template;
  spec.check = CompileCheck::first;
  spec.files = {{"main.py", 1}};
  return spec;
}

RunRecord full_record() {
  RunRecord record;
  record.end.signal = 9;
  record.cpu = record.wall = record.cpu_pressure = record.run_delay = kLongest;
  record.memory_peak = Bytes{kMost64};
  record.oom_kills = record.memory_hits = record.process_hits = kMost64;
  record.output_bytes = record.error_bytes = kMost64;
  record.denied_calls_capped = true;
  record.denied_calls = {{101, {1, 2, 3, kMost64, 5, 6}, kMost32},
                         {std::numeric_limits<std::int32_t>::min(), {}, 0}};
  record.fatal_call = 101;
  record.error_tail = std::string(RunRecord::kErrorTail, '\xff');
  return record;
}

RunYield full_yield() {
  RunYield yield;
  yield.output = std::string(kSmallOutput, '\0');
  yield.error_output = "error";
  yield.check = full_record();
  yield.code = std::string(kSmallOutput, '\xff');
  yield.has_content = yield.has_pipe = yield.is_unread = true;
  yield.collected = {{"a.txt", kMost64, true}, {"b", 5, false, true}};
  yield.collect_problem = "none";
  yield.marks = {{kLongest, kMost64}};
  yield.forwarded = kMost64;
  yield.last_output = kLongest;
  return yield;
}

std::vector<std::pair<const char*, std::string>> all_messages() {
  JailSpec bare;
  bare.arguments = {""};
  bare.executable = "/x";
  return {{"setup", encode(full_setup())},
          {"a bare setup", encode(SlotSetup{})},
          {"spec", encode(full_spec())},
          {"a bare spec", encode(bare)},
          {"a spec by template", encode(template_spec())},
          {"record", encode(5, full_record())},
          {"a record with all that may come beside it", encode(5, full_record(), full_yield())},
          {"a bare record", encode(0, RunRecord{})},
          {"failure", encode(LaunchFailure{kMost64, LaunchStage::mount_proc, -1})},
          {"a bare failure", encode(LaunchFailure{})},
          {"ready", encode_ready({"/usr/lib/python3"})}};
}

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

namespace {
struct SocketPair {
  SocketPair() {
    int fds[2] = {-1, -1};
    REQUIRE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) == 0);
    near = UniqueFd(fds[0]);
    far = UniqueFd(fds[1]);
  }
  UniqueFd near;
  UniqueFd far;
};
}  // namespace

TEST_CASE("a datagram arrives with its descriptors") {
  SocketPair sockets;
  int fds[2] = {-1, -1};
  REQUIRE(::pipe(fds) == 0);
  const UniqueFd read_end(fds[0]);
  const UniqueFd write_end(fds[1]);
  REQUIRE(send_message(sockets.near.get(), "hello", fds));
  const auto received = receive_message(sockets.far.get());
  REQUIRE(received);
  CHECK(received->message == "hello");
  REQUIRE(received->descriptors.size() == 2);
  REQUIRE(::write(received->descriptors[1].get(), "x", 1) == 1);
  char byte = 0;
  CHECK(::read(read_end.get(), &byte, 1) == 1);
}

TEST_CASE("datagrams keep their bounds, and an end is an empty message") {
  SocketPair sockets;
  REQUIRE(send_message(sockets.near.get(), "one"));
  REQUIRE(send_message(sockets.near.get(), "two"));
  CHECK(receive_message(sockets.far.get())->message == "one");
  CHECK(receive_message(sockets.far.get())->message == "two");
  sockets.near = UniqueFd();
  const auto end = receive_message(sockets.far.get());
  REQUIRE(end);
  CHECK(end->message.empty());
  errno = 0;
  CHECK_FALSE(send_message(sockets.far.get(), "three"));
  CHECK(errno == EPIPE);
}

TEST_CASE("what is too large isn't sent") {
  SocketPair sockets;
  errno = 0;
  CHECK_FALSE(send_message(sockets.near.get(), std::string(kMaxMessage + 1, 'x')));
  CHECK(errno == EMSGSIZE);
  const std::vector<int> many(kMaxDescriptors + 1, 0);
  errno = 0;
  CHECK_FALSE(send_message(sockets.near.get(), "x", many));
  CHECK(errno == EMSGSIZE);
}

TEST_CASE("a datagram that doesn't fit is refused whole, and its descriptors are closed") {
  SocketPair sockets;
  const int size = 1 << 20;
  ::setsockopt(sockets.near.get(), SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  const std::string large(kMaxMessage + 1, 'x');
  const ssize_t sent = ::send(sockets.near.get(), large.data(), large.size(), MSG_DONTWAIT);
  if (sent < 0) return;  // this host has smaller socket buffers
  errno = 0;
  CHECK_FALSE(receive_message(sockets.far.get()));
  CHECK(errno == EMSGSIZE);
  REQUIRE(send_message(sockets.near.get(), "next"));
  CHECK(receive_message(sockets.far.get())->message == "next");
}
