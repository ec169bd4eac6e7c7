#include "judge/jail/protocol/message.h"

#include <algorithm>

#include "judge/jail/protocol/message_coding.h"
#include "storage/base/relative_path.h"

namespace assize {

namespace {

template <typename Coder, typename L>
void code_limits(Coder& coder, L& limits) {
  coder.time(limits.time);
  coder.time(limits.kill_point);
  coder.time(limits.wall);
  coder.bytes(limits.memory);
  coder.bytes(limits.address_space);
  coder.bytes(limits.output);
  coder.bytes(limits.error_output);
  coder.bytes(limits.file_size);
  coder.bytes(limits.scratch);
  coder.number(limits.scratch_inodes);
  coder.number(limits.processes);
  coder.number(limits.open_files);
  coder.bytes(limits.stack);
}

template <typename Coder, typename C>
void code_cgroups(Coder& coder, C& layout) {
  coder.flag(layout.unified);
  coder.flag(layout.unified_memory);
  coder.flag(layout.v1_memory);
  coder.flag(layout.v1_pids);
  coder.flag(layout.v1_cpuacct);
}

template <typename Coder, typename V>
void code_view(Coder& coder, V& view) {
  coder.list(view.mounts, [&](auto& mount) {
    coder.text(mount.source);
    coder.text(mount.target);
    coder.kind(mount.kind);
  });
  coder.list(view.symlinks, [&](auto& link) {
    coder.text(link.path);
    coder.text(link.target);
  });
  coder.list(view.files, [&](auto& file) {
    coder.text(file.path);
    coder.text(file.content);
  });
}

void code_optional(MessageWriter& writer, const std::optional<int>& value) {
  writer.flag(value.has_value());
  writer.number(static_cast<std::int32_t>(value.value_or(0)));
}

void code_optional(MessageReader& reader, std::optional<int>& value) {
  bool has = false;
  std::int32_t number = 0;
  reader.flag(has);
  reader.number(number);
  if (!has && number != 0) reader.fail();  // there is one way to write a message
  value = has ? std::optional<int>{number} : std::nullopt;
}

template <typename Coder, typename R>
void code_record(Coder& coder, R& record) {
  code_optional(coder, record.end.exit_code);
  code_optional(coder, record.end.signal);
  code_optional(coder, record.fatal_call);
  coder.time(record.cpu);
  coder.time(record.wall);
  coder.bytes(record.memory_peak);
  coder.number(record.oom_kills);
  coder.number(record.memory_hits);
  coder.number(record.process_hits);
  coder.number(record.output_bytes);
  coder.number(record.error_bytes);
  coder.time(record.cpu_pressure);
  coder.time(record.run_delay);
  coder.flag(record.denied_calls_capped);
  coder.list(record.denied_calls, [&](auto& call) {
    coder.number(call.number);
    for (auto& argument : call.arguments) coder.number(argument);
    coder.number(call.count);
  });
  coder.text(record.error_tail);
}

template <typename Coder, typename R>
void code_rules(Coder& coder, R& rules) {
  coder.text(rules.filter);
  coder.list(rules.fatal_calls, [&](auto& call) { coder.number(call); });
  coder.list(rules.passed_calls, [&](auto& call) { coder.number(call); });
  coder.list(rules.silent_calls, [&](auto& call) { coder.number(call); });
  coder.flag(rules.whole_proc);
}

template <typename Coder, typename T>
void code_template(Coder& coder, T& interpreter) {
  coder.text(interpreter.executable);
  coder.list(interpreter.arguments, [&](auto& text) { coder.text(text); });
  coder.list(interpreter.environment, [&](auto& text) { coder.text(text); });
  coder.text(interpreter.modules);
  coder.bytes(interpreter.stack);
}

template <typename Coder, typename F>
void code_files(Coder& coder, F& files) {
  coder.list(files, [&](auto& file) {
    coder.text(file.path);
    coder.number(file.size);
    coder.flag(file.executable);
    coder.flag(file.link);
  });
}

bool are_safe(const std::vector<BoxFile>& files) {
  return std::all_of(files.begin(), files.end(),
                     [](const BoxFile& file) { return is_safe_relative_path(file.path); });
}

void code_check(MessageWriter& writer, const std::optional<RunRecord>& record) {
  writer.flag(record.has_value());
  if (record) code_record(writer, *record);
}

void code_check(MessageReader& reader, std::optional<RunRecord>& record) {
  bool has = false;
  reader.flag(has);
  if (has) code_record(reader, record.emplace());
}

bool is_possible(const RunRecord& record) {
  return record.error_tail.size() <= RunRecord::kErrorTail &&
         !(record.end.exit_code && record.end.signal);
}

// A stream comes in one way.
bool is_one(const std::string& text, bool in_file) {
  return text.size() <= kSmallOutput && (text.empty() || !in_file);
}

template <typename Coder, typename Y>
void code_yield(Coder& coder, Y& yield) {
  coder.text(yield.output);
  coder.text(yield.error_output);
  coder.flag(yield.has_output_file);
  coder.flag(yield.has_error_file);
  code_check(coder, yield.check);
  coder.text(yield.code);
  coder.flag(yield.has_code_file);
  code_files(coder, yield.collected);
  coder.text(yield.collect_problem);
  coder.flag(yield.has_content);
  coder.list(yield.marks, [&](auto& mark) {
    coder.time(mark.at);
    coder.number(mark.bytes);
  });
  coder.number(yield.forwarded);
  coder.time(yield.last_output);
  coder.flag(yield.is_unread);
  coder.flag(yield.has_pipe);
}

bool is_absolute(std::string_view path) {
  return path.starts_with('/') && is_safe_relative_path(path.substr(1));
}

}  // namespace

std::optional<MessageType> type_of(std::string_view message) {
  if (message.size() <= kMagic.size() || !message.starts_with(kMagic)) return std::nullopt;
  const auto type = static_cast<std::uint8_t>(message[kMagic.size()]);
  if (type < static_cast<std::uint8_t>(MessageType::setup) ||
      type > static_cast<std::uint8_t>(MessageType::pipe))
    return std::nullopt;
  return static_cast<MessageType>(type);
}

std::string encode_ready(const std::vector<std::string>& shared) {
  MessageWriter writer(MessageType::ready);
  writer.list(shared, [&](const std::string& path) { writer.text(path); });
  return writer.take();
}

std::optional<std::vector<std::string>> decode_ready(std::string_view message) {
  MessageReader reader(message, MessageType::ready);
  std::vector<std::string> shared;
  reader.list(shared, [&](std::string& path) { reader.text(path); });
  if (!reader.done()) return std::nullopt;
  return shared;
}

std::string encode_pipe_wanted() { return MessageWriter(MessageType::pipe_wanted).take(); }
std::string encode_pipe() { return MessageWriter(MessageType::pipe).take(); }

std::string encode(const SlotSetup& setup) {
  MessageWriter writer(MessageType::setup);
  writer.number(setup.slot);
  writer.number(setup.core);
  writer.number(setup.ids.keeper);
  writer.number(setup.ids.run);
  code_cgroups(writer, setup.cgroups);
  code_view(writer, setup.view);
  code_rules(writer, setup.rules);
  code_template(writer, setup.interpreter);
  writer.number(setup.landlock_abi);
  writer.bytes(setup.view_copies);
  writer.number(setup.without.bits);
  return writer.take();
}

std::optional<SlotSetup> decode_setup(std::string_view message) {
  MessageReader reader(message, MessageType::setup);
  SlotSetup setup;
  reader.number(setup.slot);
  reader.number(setup.core);
  reader.number(setup.ids.keeper);
  reader.number(setup.ids.run);
  code_cgroups(reader, setup.cgroups);
  code_view(reader, setup.view);
  code_rules(reader, setup.rules);
  code_template(reader, setup.interpreter);
  reader.number(setup.landlock_abi);
  reader.bytes(setup.view_copies);
  reader.number(setup.without.bits);
  if (!reader.done()) return std::nullopt;
  const auto& view = setup.view;
  const bool paths_good =
      std::all_of(view.mounts.begin(), view.mounts.end(),
                  [](const Mount& m) { return is_absolute(m.source) && is_absolute(m.target); }) &&
      std::all_of(view.symlinks.begin(), view.symlinks.end(),
                  [](const Symlink& s) { return is_absolute(s.path) && !s.target.empty(); }) &&
      std::all_of(view.files.begin(), view.files.end(),
                  [](const StaticFile& f) { return is_absolute(f.path); });
  const auto& interpreter = setup.interpreter;
  if (!paths_good || (interpreter.is_there() &&
                      (!is_absolute(interpreter.executable) || interpreter.arguments.empty())))
    return std::nullopt;
  return setup;
}

std::string encode(const JailSpec& spec) {
  MessageWriter writer(MessageType::run);
  writer.number(spec.run);
  writer.number(static_cast<std::uint8_t>(spec.start));
  code_limits(writer, spec.limits);
  writer.list(spec.arguments, [&](const std::string& text) { writer.text(text); });
  writer.text(spec.executable);
  writer.list(spec.environment, [&](const std::string& text) { writer.text(text); });
  code_files(writer, spec.files);
  writer.number(static_cast<std::uint8_t>(spec.check));
  writer.flag(spec.executable_box);
  writer.text(spec.fixed_folder);
  writer.text(spec.collected);
  writer.bytes(spec.collected_limit);
  for (const auto* names : {&spec.collected_excerpts, &spec.collected_only})
    writer.list(*names, [&](const std::string& text) { writer.text(text); });
  writer.flag(spec.collects_folder);
  writer.flag(spec.cuts_output);
  writer.text(spec.output_file);
  writer.flag(spec.forwards);
  writer.flag(spec.at_readers_pace);
  writer.flag(spec.holds_end);
  return writer.take();
}

std::optional<JailSpec> decode_spec(std::string_view message) {
  MessageReader reader(message, MessageType::run);
  JailSpec spec;
  std::uint8_t start = 0;
  std::uint8_t check = 0;
  reader.number(spec.run);
  reader.number(start);
  code_limits(reader, spec.limits);
  reader.list(spec.arguments, [&](std::string& text) { reader.text(text); });
  reader.text(spec.executable);
  reader.list(spec.environment, [&](std::string& text) { reader.text(text); });
  code_files(reader, spec.files);
  reader.number(check);
  reader.flag(spec.executable_box);
  reader.text(spec.fixed_folder);
  reader.text(spec.collected);
  reader.bytes(spec.collected_limit);
  for (auto* names : {&spec.collected_excerpts, &spec.collected_only})
    reader.list(*names, [&](std::string& text) { reader.text(text); });
  reader.flag(spec.collects_folder);
  reader.flag(spec.cuts_output);
  reader.text(spec.output_file);
  reader.flag(spec.forwards);
  reader.flag(spec.at_readers_pace);
  reader.flag(spec.holds_end);
  if (!are_safe(spec.files)) reader.fail();
  for (const std::string* path : {&spec.fixed_folder, &spec.collected, &spec.output_file})
    if (!path->empty() && !is_safe_relative_path(*path)) reader.fail();
  if (!reader.done() || start > static_cast<std::uint8_t>(Start::by_template) ||
      check > static_cast<std::uint8_t>(CompileCheck::first))
    return std::nullopt;
  spec.start = static_cast<Start>(start);
  spec.check = static_cast<CompileCheck>(check);
  if (spec.start == Start::exec && spec.check != CompileCheck::none) return std::nullopt;
  const bool has_command =
      !spec.arguments.empty() || !spec.executable.empty() || !spec.environment.empty();
  if (spec.start == Start::by_template && has_command) return std::nullopt;
  if (spec.start == Start::exec && (spec.arguments.empty() || !is_absolute(spec.executable)))
    return std::nullopt;
  return spec;
}

std::string encode(std::uint64_t run, const RunRecord& record, const RunYield& yield) {
  MessageWriter writer(MessageType::record);
  writer.number(run);
  code_record(writer, record);
  code_yield(writer, yield);
  return writer.take();
}

std::optional<AnsweredRecord> decode_record(std::string_view message) {
  MessageReader reader(message, MessageType::record);
  AnsweredRecord answer;
  reader.number(answer.run);
  code_record(reader, answer.record);
  const RunYield& yield = answer.yield;
  code_yield(reader, answer.yield);
  if (!reader.done() || !are_safe(yield.collected) ||
      !is_one(yield.output, yield.has_output_file) ||
      !is_one(yield.error_output, yield.has_error_file) ||
      !is_one(yield.code, yield.has_code_file) || !is_possible(answer.record) ||
      (yield.check && !is_possible(*yield.check)))
    return std::nullopt;
  return answer;
}

std::string encode(const LaunchFailure& failure) {
  MessageWriter writer(MessageType::failure);
  writer.number(failure.run);
  writer.text(failure.step());
  writer.number(failure.error);
  return writer.take();
}

std::optional<LaunchFailure> decode_failure(std::string_view message) {
  MessageReader reader(message, MessageType::failure);
  LaunchFailure failure;
  reader.number(failure.run);
  reader.text(failure.detail);
  reader.number(failure.error);
  if (!reader.done()) return std::nullopt;
  if (const auto stage = launch_stage(failure.detail)) {
    failure.stage = *stage;
    failure.detail.clear();
  }
  return failure;
}

std::string encode(const Collected& collected) {
  MessageWriter writer(MessageType::collected);
  code_files(writer, collected.files);
  writer.text(collected.problem);
  return writer.take();
}

std::optional<Collected> decode_collected(std::string_view message) {
  MessageReader reader(message, MessageType::collected);
  Collected collected;
  code_files(reader, collected.files);
  reader.text(collected.problem);
  if (!reader.done() || !are_safe(collected.files)) return std::nullopt;
  return collected;
}

}  // namespace assize
