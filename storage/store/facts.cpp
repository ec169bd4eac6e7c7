#include "storage/store/facts.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/records/verdict_names.h"

namespace assize {

namespace {

using nlohmann::json;

json or_null(const std::optional<int>& number) { return number ? json(*number) : json(); }

json to_object(const RunRecord& run) {
  json calls = json::array();
  for (const auto& call : run.denied_calls)
    calls.push_back(
        {{"number", call.number}, {"arguments", call.arguments}, {"count", call.count}});
  json object;  // key by key: a list of pairs would first be made an array of arrays
  object["cpu_ns"] = run.cpu.count();
  object["wall_ns"] = run.wall.count();
  object["memory"] = run.memory_peak.count;
  object["oom_kills"] = run.oom_kills;
  object["memory_hits"] = run.memory_hits;
  object["process_hits"] = run.process_hits;
  object["output_bytes"] = run.output_bytes;
  object["error_bytes"] = run.error_bytes;
  object["cpu_pressure_ns"] = run.cpu_pressure.count();
  object["run_delay_ns"] = run.run_delay.count();
  object["denied_calls_capped"] = run.denied_calls_capped;
  object["denied_calls"] = std::move(calls);
  object["fatal_call"] = or_null(run.fatal_call);
  object["error_line"] = clean_excerpt(last_line(run.error_tail), 400);
  object["exit_code"] = or_null(run.end.exit_code);
  object["signal"] = or_null(run.end.signal);
  return object;
}

RunRecord from_object(const json& object) {
  RunRecord run;
  run.cpu = nanoseconds{object.at("cpu_ns").get<std::int64_t>()};
  run.wall = nanoseconds{object.at("wall_ns").get<std::int64_t>()};
  run.memory_peak = Bytes{object.at("memory").get<std::uint64_t>()};
  run.oom_kills = object.at("oom_kills").get<std::uint64_t>();
  run.memory_hits = object.at("memory_hits").get<std::uint64_t>();
  run.process_hits = object.at("process_hits").get<std::uint64_t>();
  run.output_bytes = object.at("output_bytes").get<std::uint64_t>();
  run.error_bytes = object.at("error_bytes").get<std::uint64_t>();
  run.cpu_pressure = nanoseconds{object.at("cpu_pressure_ns").get<std::int64_t>()};
  run.run_delay = nanoseconds{object.value("run_delay_ns", std::int64_t{0})};
  run.denied_calls_capped = object.at("denied_calls_capped").get<bool>();
  for (const auto& item : object.at("denied_calls"))
    run.denied_calls.push_back({item.at("number").get<std::int32_t>(),
                                item.at("arguments").get<std::array<std::uint64_t, 6>>(),
                                item.at("count").get<std::uint32_t>()});
  // Records of version 0.1 don't have it.
  if (const auto call = object.find("fatal_call"); call != object.end() && !call->is_null())
    run.fatal_call = call->get<std::int32_t>();
  run.error_tail = object.at("error_line").get<std::string>();
  if (!object.at("exit_code").is_null()) run.end.exit_code = object.at("exit_code").get<int>();
  if (!object.at("signal").is_null()) run.end.signal = object.at("signal").get<int>();
  return run;
}

}  // namespace

std::string to_json(const Attempts& attempts) {
  json runs = json::array();
  for (const auto& run : attempts.runs) runs.push_back(to_object(run));
  json object;
  object["chosen"] = attempts.chosen;
  object["attempts"] = std::move(runs);
  return object.dump();
}

// {"pruned":[attempts, CPU time, wall time (ns), memory]}
std::string pruned_facts(const Attempts& attempts) {
  nanoseconds cpu{};
  for (const auto& run : attempts.runs) cpu = std::max(cpu, run.cpu);
  const RunRecord& chosen = attempts.runs.at(attempts.chosen);
  json object;
  object["pruned"] = json::array(
      {attempts.runs.size(), cpu.count(), chosen.wall.count(), chosen.memory_peak.count});
  return object.dump();
}

std::string run_to_json(const std::optional<RunRecord>& run) {
  return run ? to_json(Attempts{{*run}, 0}) : std::string();
}

std::optional<RunRecord> run_from_json(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return attempts_from_json(text).runs.front();
}

Attempts attempts_from_json(const std::string& text) {
  try {
    const json object = json::parse(text);
    Attempts attempts;
    if (const auto rest = object.find("pruned"); rest != object.end()) {
      RunRecord run;
      run.cpu = nanoseconds{rest->at(1).get<std::int64_t>()};
      run.wall = nanoseconds{rest->at(2).get<std::int64_t>()};
      run.memory_peak = Bytes{rest->at(3).get<std::uint64_t>()};
      attempts.runs.assign(rest->at(0).get<std::uint32_t>(), run);
      attempts.pruned = true;
      if (attempts.runs.empty()) throw DamagedItem("store: a run has no chosen attempt");
      return attempts;
    }
    attempts.chosen = object.at("chosen").get<std::size_t>();
    for (const auto& run : object.at("attempts")) attempts.runs.push_back(from_object(run));
    if (attempts.chosen >= attempts.runs.size())
      throw DamagedItem("store: a run has no chosen attempt");
    return attempts;
  } catch (const json::exception& error) {
    throw DamagedItem(std::string("store: the facts of a run can't be read: ") + error.what());
  }
}

}  // namespace assize
