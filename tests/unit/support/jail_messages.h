// Messages between worker and keeper with all that can be in them.
#pragma once

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "judge/jail/protocol/message.h"

namespace assize::test {

constexpr auto kMost64 = std::numeric_limits<std::uint64_t>::max();
constexpr auto kMost32 = std::numeric_limits<std::uint32_t>::max();
constexpr auto kLongest = nanoseconds::max();

inline SlotSetup full_setup() {
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

inline JailSpec full_spec() {
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

inline JailSpec template_spec() {
  JailSpec spec;
  spec.start = Start::by_template;
  spec.check = CompileCheck::first;
  spec.files = {{"main.py", 1}};
  return spec;
}

inline RunRecord full_record() {
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

inline RunYield full_yield() {
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

inline std::vector<std::pair<const char*, std::string>> all_messages() {
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

}  // namespace assize::test
