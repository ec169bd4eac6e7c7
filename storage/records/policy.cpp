#include "storage/records/policy.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

#include "storage/base/sha256.h"

namespace assize {

namespace {

constexpr std::array kUnsafeNames{
    UnsafeName{Unsafe::fork, "fork",
               "it may start processes: fork, multiprocessing, os.kill within the run. The process "
               "limit holds, and all of them end with the run"},
    UnsafeName{Unsafe::exec, "exec",
               "it may replace a process by another program. The jail holds no other program than "
               "the interpreter; with fork, subprocess works for that one"},
    UnsafeName{Unsafe::unix_sockets, "unix-sockets",
               "it may make Unix sockets with addresses, control messages and options (a pair of "
               "its own, as asyncio needs it, is allowed anyway). They reach nobody outside the "
               "run, but open the kernel's socket code to it"},
    UnsafeName{Unsafe::big_tmp, "big-tmp",
               "/tmp and the working directory may be larger than 256 MiB (1 GiB where the limits "
               "don't say). What is in them counts as its memory"},
    UnsafeName{Unsafe::proc, "proc",
               "it sees the whole /proc of its own processes: the host's kernel version, load, "
               "memory and CPU model can be read"},
};

constexpr std::string_view word_for(Denial denial) {
  return denial == Denial::silent ? "silent" : denial == Denial::report ? "report" : "kill";
}

}  // namespace

std::span<const UnsafeName> unsafe_names() { return kUnsafeNames; }

std::string canonical_text(const Policy& policy) {
  std::string text = "assize policy 1\n";
  const auto line = [&](const char* key, const std::string& value) {
    text += std::string(key) + " " + value + "\n";
  };
  const auto number = [&](const char* key, std::uint64_t value) {
    line(key, std::to_string(value));
  };
  const auto time = [](const std::optional<nanoseconds>& value) {
    return value ? std::to_string(value->count()) : std::string("-");
  };
  const auto size = [](const std::optional<Bytes>& value) {
    return value ? std::to_string(value->count) : std::string("-");
  };
  line("time_ns", time(policy.time));
  line("memory", size(policy.memory));
  line("output", size(policy.output));
  line("wall_ns", time(policy.wall));
  number("error_output", policy.error_output.count);
  number("file_size", policy.file_size.count);
  number("scratch", policy.scratch.count);
  number("scratch_inodes", policy.scratch_inodes);
  number("processes", policy.processes);
  number("open_files", policy.open_files);
  number("stack", policy.stack.count);
  for (const auto& name : unsafe_names())
    if (policy.grants(name.capability)) line("unsafe", std::string(name.name));
  for (const auto& [call, denial] : policy.denials)
    line("syscall", call + " " + std::string(word_for(denial)));
  if (policy.imports) {
    line("imports", "allow");
    for (const auto& module : *policy.imports) line("import", module);
  }
  return text;
}

namespace {

std::optional<std::uint64_t> number_from(const std::string& text) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
  return value;
}

// What isn't a number stays as it was: the text is compared as a whole afterwards.
void read_number(Policy& policy, const std::string& key, const std::string& value) {
  const auto number = number_from(value);
  if (!number) return;
  const nanoseconds time{static_cast<std::int64_t>(*number)};
  const auto count = static_cast<std::uint32_t>(*number);
  if (key == "time_ns") policy.time = time;
  if (key == "memory") policy.memory = Bytes{*number};
  if (key == "output") policy.output = Bytes{*number};
  if (key == "wall_ns") policy.wall = time;
  if (key == "error_output") policy.error_output = Bytes{*number};
  if (key == "file_size") policy.file_size = Bytes{*number};
  if (key == "scratch") policy.scratch = Bytes{*number};
  if (key == "scratch_inodes") policy.scratch_inodes = count;
  if (key == "processes") policy.processes = count;
  if (key == "open_files") policy.open_files = count;
  if (key == "stack") policy.stack = Bytes{*number};
}

void read_rule(Policy& policy, const std::string& key, const std::string& value) {
  if (key == "unsafe")
    for (const auto& name : unsafe_names())
      if (name.name == value) policy.grant(name.capability);
  if (key == "syscall") {
    const auto blank = value.find(' ');
    if (blank == std::string::npos) return;
    for (const auto denial : {Denial::silent, Denial::report, Denial::kill})
      if (word_for(denial) == value.substr(blank + 1))
        policy.denials[value.substr(0, blank)] = denial;
  }
  if (key == "imports") policy.imports.emplace();
  if (key == "import" && policy.imports) policy.imports->insert(value);
}

}  // namespace

std::optional<Policy> policy_from_canonical_text(const std::string& text) {
  Policy policy;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto blank = line.find(' ');
    if (blank == std::string::npos) return std::nullopt;
    read_number(policy, line.substr(0, blank), line.substr(blank + 1));
    read_rule(policy, line.substr(0, blank), line.substr(blank + 1));
  }
  if (canonical_text(policy) != text) return std::nullopt;
  return policy;
}

std::string hash_of(const Policy& policy) { return sha256_hex(canonical_text(policy)); }

Limits effective_limits(const PackageLimits& package, const Policy& policy) {
  Limits limits;
  set_time_limit(limits, std::min(package.time, policy.time.value_or(package.time)));
  set_memory_limit(limits, std::min(package.memory, policy.memory.value_or(package.memory)));
  limits.output = std::min(package.output, policy.output.value_or(package.output));
  if (policy.wall) limits.wall = *policy.wall;
  limits.error_output = policy.error_output;
  limits.file_size = policy.file_size;
  limits.scratch = policy.scratch;
  limits.scratch_inodes = policy.scratch_inodes;
  limits.processes = policy.processes;
  limits.open_files = policy.open_files;
  limits.stack = policy.stack;
  return limits;
}

}  // namespace assize
