#include "storage/records/policy.h"

#include <functional>
#include <set>
#include <vector>

#include "storage/base/sha256.h"
#include "tests/unit/support/catch2.h"

using namespace assize;
using std::chrono::seconds;

TEST_CASE("a policy's canonical text has one line per value, in a fixed order") {
  CHECK(canonical_text(Policy{}) ==
        "assize policy 1\n"
        "time_ns -\nmemory -\noutput -\nwall_ns -\n"
        "error_output 1048576\nfile_size 67108864\nscratch 67108864\nscratch_inodes 4096\n"
        "processes 256\nopen_files 256\nstack 8388608\n");
}

TEST_CASE("a policy's hash is that of its canonical text, and its name isn't in it") {
  Policy policy;
  CHECK(hash_of(policy) == sha256_hex(canonical_text(policy)));
  Policy renamed;
  renamed.name = "strict";
  CHECK(hash_of(renamed) == hash_of(policy));
}

TEST_CASE("what a policy opens stands in its canonical text, in the order of names") {
  Policy policy;
  policy.grant(Unsafe::proc);
  policy.grant(Unsafe::fork);
  policy.denials = {{"socket", Denial::silent}, {"ptrace", Denial::kill}, {"bpf", Denial::report}};
  policy.imports = {"math", "json"};
  CHECK(canonical_text(policy) ==
        canonical_text(Policy{}) +
            "unsafe fork\nunsafe proc\n"
            "syscall bpf report\nsyscall ptrace kill\nsyscall socket silent\n"
            "imports allow\nimport json\nimport math\n");
}

TEST_CASE("every capability has a name and says what it opens") {
  std::set<std::string_view> names;
  for (const auto& row : unsafe_names()) {
    CHECK(names.insert(row.name).second);
    CHECK(row.opens.size() > 20);
  }
  CHECK(names == std::set<std::string_view>{"big-tmp", "exec", "fork", "proc", "unix-sockets"});
}

TEST_CASE("every value of a policy changes its hash") {
  const std::vector<std::function<void(Policy&)>> changes{
      [](Policy& p) { p.time = seconds{1}; },
      [](Policy& p) { p.memory = mib(1); },
      [](Policy& p) { p.output = mib(1); },
      [](Policy& p) { p.wall = seconds{1}; },
      [](Policy& p) { p.error_output = mib(2); },
      [](Policy& p) { p.file_size = mib(2); },
      [](Policy& p) { p.scratch = mib(2); },
      [](Policy& p) { p.scratch_inodes = 5; },
      [](Policy& p) { p.processes = 5; },
      [](Policy& p) { p.open_files = 5; },
      [](Policy& p) { p.stack = mib(2); },
      [](Policy& p) { p.time = seconds{0}; },
      [](Policy& p) { p.grant(Unsafe::fork); },
      [](Policy& p) { p.grant(Unsafe::exec); },
      [](Policy& p) { p.grant(Unsafe::proc); },
      [](Policy& p) { p.grant(Unsafe::big_tmp); },
      [](Policy& p) { p.grant(Unsafe::unix_sockets); },
      [](Policy& p) { p.denials["ptrace"] = Denial::kill; },
      [](Policy& p) { p.denials["ptrace"] = Denial::silent; },
      [](Policy& p) { p.denials["mount"] = Denial::silent; },
      [](Policy& p) { p.imports = {"math"}; },
      [](Policy& p) { p.imports.emplace(); },
  };
  std::set<std::string> hashes{hash_of(Policy{})};
  for (const auto& change : changes) {
    Policy policy;
    change(policy);
    CHECK(hashes.insert(hash_of(policy)).second);
  }
}

TEST_CASE("a package's limits hold where the policy is silent") {
  const PackageLimits package{seconds{3}, mib(512), mib(4), kib(64)};
  const Limits limits = effective_limits(package, Policy{});
  CHECK(limits.time == seconds{3});
  CHECK(limits.kill_point == kill_point_of(seconds{3}));
  CHECK(limits.wall == seconds{11});
  CHECK(limits.memory == mib(512));
  CHECK(limits.address_space == address_space_of(mib(512)));
  CHECK(limits.output == mib(4));
}

TEST_CASE("a policy lowers a package's limits, and what follows from them") {
  Policy policy;
  policy.time = seconds{1};
  policy.memory = mib(128);
  policy.output = mib(1);
  const Limits limits =
      effective_limits(PackageLimits{seconds{3}, mib(512), mib(4), kib(64)}, policy);
  CHECK(limits.time == seconds{1});
  CHECK(limits.kill_point == kill_point_of(seconds{1}));
  CHECK(limits.wall == seconds{5});
  CHECK(limits.memory == mib(128));
  CHECK(limits.address_space == address_space_of(mib(128)));
  CHECK(limits.output == mib(1));
}

TEST_CASE("a policy can't raise a package's limits") {
  Policy policy;
  policy.time = seconds{30};
  policy.memory = mib(4096);
  policy.output = mib(64);
  const Limits limits =
      effective_limits(PackageLimits{seconds{3}, mib(512), mib(4), kib(64)}, policy);
  CHECK(limits.time == seconds{3});
  CHECK(limits.memory == mib(512));
  CHECK(limits.output == mib(4));
}

TEST_CASE("what a package can't say is the policy's to say") {
  Policy policy;
  policy.wall = seconds{60};
  policy.error_output = kib(7);
  policy.file_size = mib(3);
  policy.scratch = mib(5);
  policy.scratch_inodes = 17;
  policy.processes = 3;
  policy.open_files = 19;
  policy.stack = mib(11);
  const Limits limits = effective_limits(PackageLimits{}, policy);
  CHECK(limits.wall == seconds{60});
  CHECK(limits.error_output == kib(7));
  CHECK(limits.file_size == mib(3));
  CHECK(limits.scratch == mib(5));
  CHECK(limits.scratch_inodes == 17);
  CHECK(limits.processes == 3);
  CHECK(limits.open_files == 19);
  CHECK(limits.stack == mib(11));
}

TEST_CASE("a policy is had again from its canonical text, but for its name") {
  CHECK(policy_from_canonical_text(canonical_text(Policy{})) == Policy{});
  Policy policy;
  policy.time = seconds{2};
  policy.memory = mib(100);
  policy.output = kib(1);
  policy.wall = seconds{60};
  policy.error_output = kib(7);
  policy.file_size = mib(3);
  policy.scratch = mib(5);
  policy.scratch_inodes = 17;
  policy.processes = 3;
  policy.open_files = 19;
  policy.stack = mib(11);
  policy.grant(Unsafe::fork);
  policy.grant(Unsafe::proc);
  policy.denials = {{"ptrace", Denial::kill}, {"mount", Denial::silent}, {"bpf", Denial::report}};
  CHECK(policy_from_canonical_text(canonical_text(policy)) == policy);
  policy.imports.emplace();
  CHECK(policy_from_canonical_text(canonical_text(policy)) == policy);
  policy.imports->insert({"sys", "math"});
  CHECK(policy_from_canonical_text(canonical_text(policy)) == policy);
}

TEST_CASE("what isn't the canonical text of a policy is none") {
  const std::string text = canonical_text(Policy{});
  for (const auto& wrong :
       {std::string(), std::string("nonsense"), text + "more 1\n", text + "unsafe everything\n",
        text + "import sys\n", text.substr(0, text.size() - 1), "x" + text})
    CHECK_FALSE(policy_from_canonical_text(wrong));
}
