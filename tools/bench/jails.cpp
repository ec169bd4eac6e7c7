#include "tools/bench/jails.h"

#include "storage/base/errors.h"

namespace assize::bench {

Way find_way(const std::string& name) {
  Way way;
  way.name = name;
  way.row.kind = name == "template" ? RuntimeKind::by_template : RuntimeKind::exec;
  if (name == "template") way.start = Start::by_template;
  way.host = make_judge_host(way.row, {});
  if (way.start == Start::by_template && way.host.runtime.kind == RuntimeKind::exec)
    throw HostError("there is nothing to measure by template: " + way.host.runtime.why_exec);
  return way;
}

JailSpec Jail::specify(const std::string& source) const {
  Limits limits;
  set_time_limit(limits, std::chrono::seconds{20});
  set_memory_limit(limits, mib(256));
  JailSpec spec = describe_run(way_.host.runtime, run_arguments(way_.host.runtime), limits,
                               {{kMainFile, source.size()}});
  spec.start = way_.start;
  return spec;
}

UniqueFd Jail::compile(const std::string& source) {
  if (way_.start == Start::exec) return {};
  JailSpec spec = specify(source);
  spec.check = CompileCheck::alone;
  return sealed_file(run(spec, source, "").code.text());
}

FinishedRun Jail::run(const JailSpec& spec, const std::string& source, const std::string& input,
                      int code) {
  const UniqueFd stdin_file = sealed_file(input);
  const UniqueFd payload = sealed_file(source);
  return keeper_.run(spec, {stdin_file.get(), payload.get(), code});
}

std::vector<std::unique_ptr<Jail>> jails_for(const std::vector<Way>& ways) {
  std::vector<std::unique_ptr<Jail>> jails;
  jails.reserve(ways.size());
  for (const auto& way : ways) jails.push_back(std::make_unique<Jail>(way));
  return jails;
}

}  // namespace assize::bench
