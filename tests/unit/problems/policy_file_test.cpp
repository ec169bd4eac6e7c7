#include "problems/policy_file.h"

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/temporary_directory.h"

using namespace assize;
using std::chrono::milliseconds;
using std::chrono::seconds;
using test::input_error_of;

TEST_CASE("a policy without limits is the default one") {
  CHECK(parse_policy("version: 1\n", "p.yaml") == Policy{});
  CHECK(parse_policy("version: 1\nlimits:\ncapabilities:\n", "p.yaml") == Policy{});
  CHECK(parse_policy("version: 1\nlimits: {}\ncapabilities: []\n", "p.yaml") == Policy{});
}

TEST_CASE("every limit of a policy is read") {
  const Policy policy = parse_policy(
      "version: 1\nname: strict\nlimits:\n  time_s: 1.5\n  wall_s: 10\n  memory_mib: 256\n"
      "  output_kib: 100\n  error_output_kib: 10\n  file_size_mib: 5\n  scratch_mib: 6\n"
      "  scratch_inodes: 100\n  processes: 3\n  open_files: 32\n  stack_mib: 4\n",
      "p.yaml");
  CHECK(policy.name == "strict");
  CHECK(policy.time == milliseconds{1500});
  CHECK(policy.wall == seconds{10});
  CHECK(policy.memory == mib(256));
  CHECK(policy.output == kib(100));
  CHECK(policy.error_output == kib(10));
  CHECK(policy.file_size == mib(5));
  CHECK(policy.scratch == mib(6));
  CHECK(policy.scratch_inodes == 100);
  CHECK(policy.processes == 3);
  CHECK(policy.open_files == 32);
  CHECK(policy.stack == mib(4));
}

TEST_CASE("a policy's capabilities, denials and imports are read") {
  const Policy policy = parse_policy(
      "version: 1\ncapabilities: [fork, unix-sockets]\n"
      "syscalls: {ptrace: kill, mount: silent, socket: report}\n"
      "imports:\n  allow: [math, collections]\n",
      "p.yaml");
  CHECK(policy.granted == std::set{Unsafe::fork, Unsafe::unix_sockets});
  CHECK(policy.denials == decltype(policy.denials){{"mount", Denial::silent},
                                                   {"ptrace", Denial::kill},
                                                   {"socket", Denial::report}});
  REQUIRE(policy.imports);
  CHECK(*policy.imports == std::set<std::string>{"collections", "math"});
  CHECK(parse_policy("version: 1\nimports: {allow: []}\n", "p.yaml").imports->empty());
}

TEST_CASE("the capability big-tmp gives a gibibyte, or what the limits then say") {
  CHECK(parse_policy("version: 1\ncapabilities: [big-tmp]\n", "p.yaml").scratch == mib(1024));
  CHECK(parse_policy("version: 1\ncapabilities: [big-tmp]\nlimits: {scratch_mib: 2000}\n", "p.yaml")
            .scratch == mib(2000));
  CHECK(parse_policy("version: 1\nlimits: {scratch_mib: 256}\n", "p.yaml").scratch == mib(256));
}

TEST_CASE("what is wrong in a policy is refused with its place") {
  struct Wrong {
    const char* text;
    const char* message;
  };
  for (const auto& wrong : {
           Wrong{"", "version"},
           Wrong{"name: x\n", "version"},
           Wrong{"version: 2\n", "p.yaml:1:10"},
           Wrong{"version: 1\nlimit: {}\n", "did you mean 'limits'?"},
           Wrong{"version: 1\nlimits:\n  memory: 5\n", "unknown key 'memory'"},
           Wrong{"version: 1\nlimits:\n  memory_mb: 5\n", "did you mean 'memory_mib'?"},
           Wrong{"version: 1\nversion: 1\n", "twice"},
           Wrong{"version: 1\nlimits: [a]\n", "p.yaml:2:9"},
           Wrong{"version: 1\nlimits:\n  time_s: 0\n", "p.yaml:3:11"},
           Wrong{"version: 1\nlimits:\n  time_s: 3601\n", "p.yaml:3:11"},
           Wrong{"version: 1\nlimits:\n  wall_s: soon\n", "p.yaml:3:11"},
           Wrong{"version: 1\nlimits:\n  memory_mib: 15\n", "p.yaml:3:15"},
           Wrong{"version: 1\nlimits:\n  memory_mib: 1048577\n", "p.yaml:3:15"},
           Wrong{"version: 1\nlimits:\n  output_kib: 0\n", "p.yaml:3:15"},
           Wrong{"version: 1\nlimits:\n  processes: 0\n", "p.yaml:3:14"},
           Wrong{"version: 1\nlimits:\n  processes: 4097\n", "p.yaml:3:14"},
           Wrong{"version: 1\nlimits:\n  open_files: 15\n", "p.yaml:3:15"},
           Wrong{"version: 1\nlimits:\n  scratch_inodes: 4294967312\n", "p.yaml:3:19"},
           Wrong{"version: 1\ncapabilities: [network]\n", "there is no capability 'network'"},
           Wrong{"version: 1\ncapabilities: [fork, fork]\n", "p.yaml:2:22"},
           Wrong{"version: 1\nlimits: {scratch_mib: 257}\n", "'big-tmp'"},
           Wrong{"version: 1\nlimits: {scratch_inodes: 16385}\n", "'big-tmp'"},
           Wrong{"version: 1\nsyscalls: [ptrace]\n", "p.yaml:2:11"},
           Wrong{"version: 1\nsyscalls: {ptrace: allow}\n", "must be silent, report or kill"},
           Wrong{"version: 1\nsyscalls: {'pt race': kill}\n", "no system call's name"},
           Wrong{"version: 1\nsyscalls: {ptrace: kill, ptrace: kill}\n", "twice"},
           Wrong{"version: 1\nimports: [math]\n", "p.yaml:2:10"},
           Wrong{"version: 1\nimports: {}\n", "needs 'allow'"},
           Wrong{"version: 1\nimports: {deny: [math]}\n", "unknown key 'deny'"},
           Wrong{"version: 1\nimports: {allow: [os.path]}\n", "top-level module"},
           Wrong{"version: 1\nimports: {allow: [\"x'), __import__('os\"]}\n", "top-level module"},
           Wrong{"version: 1\nimports: {allow: [math, math]}\n", "p.yaml:2:25"},
           Wrong{"version: 1\ncapabilities: network\n", "p.yaml:2:15"},
       }) {
    INFO(wrong.text);
    const auto message = input_error_of([&] { parse_policy(wrong.text, "p.yaml"); });
    INFO(message);
    CHECK(message.starts_with("p.yaml"));
    CHECK(message.find(wrong.message) != std::string::npos);
  }
}

TEST_CASE("a policy file must be there") {
  const test::TemporaryDirectory directory;
  CHECK(input_error_of([&] { load_policy(directory.path("gone.yaml")); }).find("gone.yaml") !=
        std::string::npos);
  CHECK(load_policy(directory.write("p.yaml", "version: 1\n")) == Policy{});
}
