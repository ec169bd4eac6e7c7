#include "tools/report/json.h"

#include <charconv>
#include <cmath>
#include <map>

#include "judge/jail/policy/syscalls.h"
#include "storage/base/text.h"

namespace assize {

using Json = nlohmann::ordered_json;

namespace {

double milliseconds_of(nanoseconds time) {
  return std::round(static_cast<double>(time.count()) / 1e3) / 1e3;
}

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

// A JSON number, whatever its size: one type for all scores. Exact up to fifteen digits.
Json validation_to_json(const RunRecord& run) {
  return {{"cpu_ms", milliseconds_of(run.cpu)},
          {"wall_ms", milliseconds_of(run.wall)},
          {"memory_kib", run.memory_peak.count >> 10U},
          {"exit_code", or_null(run.end.exit_code)},
          {"signal", or_null(run.end.signal)}};
}

Json groups_to_json(const JudgingRecord& judging) {
  Json groups = Json::array();
  for (const auto& group : judging.groups)
    groups.push_back({{"name", group.name},
                      {"verdict", letters(group.verdict)},
                      {"score", score_to_json(group.score)},
                      {"highest", score_to_json(group.highest)}});
  return groups;
}

// Of a sample that failed: what it was given and what was expected, beside what it wrote.
void add_sample(Json& json, const FailedSample& sample) {
  json["input"] = sample.input;
  json["answer"] = sample.answer;
  json["difference"] = nullptr;
  if (const auto& difference = sample.difference)
    json["difference"] = {{"what", difference->what},
                          {"line", difference->line},
                          {"column", difference->column},
                          {"expected", difference->expected},
                          {"got", difference->got}};
}

Json test_to_json(const TestRecord& test, const Reader& reader) {
  const Audience audience = reader.audience;
  const RunRecord& run = test.run();
  const Figures figures = figures_for(test, audience);
  Json json{{"name", test.name},
            {"group", test.group},
            {"verdict", letters(test.opinion.verdict)},
            {"reason", reason_for(test, reader)},
            {"cpu_ms", milliseconds_of(figures.cpu)},
            {"wall_ms", milliseconds_of(figures.wall)},
            {"memory_kib", figures.memory.count >> 10U}};
  if (sees_figures(test, audience)) {
    json["output_bytes"] = test.pruned ? Json(nullptr) : Json(run.output_bytes);
    json["exit_code"] = or_null(run.end.exit_code);
    json["signal"] = or_null(run.end.signal);
  }
  json["attempts"] = test.attempts.size();
  if (test.pruned) json["pruned"] = true;
  json["score"] = score_to_json(test.score);
  json["message"] = test.message;
  json["passes"] = test.passes;
  json["counted"] = test.counts;
  if (sees_figures(test, audience)) {
    json["stdout"] = test.output_excerpt;
    json["stderr"] = test.error_excerpt;
  }
  if (const FailedSample* sample = sample_for(test, reader)) add_sample(json, *sample);
  if (audience == Audience::staff) {
    json["feedback"] = test.feedback;
    if (!test.transcript.empty()) json["transcript"] = test.transcript;
    if (test.validation) json["validation"] = validation_to_json(*test.validation);
    Json attempts = Json::array();
    for (const auto& attempt : test.attempts)
      attempts.push_back(
          {{"cpu_ms", milliseconds_of(attempt.cpu)}, {"wall_ms", milliseconds_of(attempt.wall)}});
    if (test.attempts.size() > 1) {
      json["attempt_times"] = std::move(attempts);
      json["chosen_attempt"] = test.chosen + 1;
    }
  }
  return json;
}

void add_incidents(Json& list, const std::string& test, const RunRecord& run) {
  for (const auto& call : run.denied_calls)
    list.push_back({{"test", test},
                    {"syscall", syscall_name(call.number)},
                    {"action", run.fatal_call == call.number ? "killed" : "denied"},
                    {"count", call.count},
                    {"arguments", call.arguments}});
}

}  // namespace

Json score_to_json(const std::string& text) {
  constexpr std::size_t kExactDigits = 15;
  if (text.empty()) return nullptr;
  if (text.find('.') == std::string::npos && text.size() <= kExactDigits) return std::stoll(text);
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

Json judging_to_json(const Subject& subject, const JudgingRecord& judging, const Reader& reader) {
  const Audience audience = reader.audience;
  Json json{{"submission", subject.submission},
            {"problem", subject.problem},
            {"language", subject.language},
            {"verdict", letters(judging.final.verdict)},
            {"score", score_to_json(judging.score)},
            {"highest_score", score_to_json(judging.highest_score)}};
  if (audience != Audience::everyone) json["reason"] = reason_for(judging, reader);
  json["digest"] = judging.digest;
  const Figures figures = figures_for(judging, audience);
  json["cpu_ms"] = milliseconds_of(figures.cpu);
  json["wall_ms"] = milliseconds_of(figures.wall);
  json["memory_kib"] = figures.memory.count >> 10U;
  if (audience == Audience::everyone) return json;

  if (is_pruned(judging)) json["pruned"] = true;
  json["groups"] = groups_to_json(judging);
  Json tests = Json::array();
  for (const auto& test : judging.tests) tests.push_back(test_to_json(test, reader));
  json["tests"] = std::move(tests);
  if (judging.final.verdict == Verdict::compile_error)
    json["compile_message"] = judging.compile_message;
  if (audience != Audience::staff) return json;

  Json incidents = Json::array();
  if (judging.compile) add_incidents(incidents, "compile", *judging.compile);
  for (const auto& test : judging.tests) add_incidents(incidents, test.name, test.run());
  json["incidents"] = std::move(incidents);
  const Identities& ids = judging.identities;
  json["source_hash"] = ids.source_hash;
  json["package_hash"] = ids.package_hash;
  json["policy_hash"] = ids.policy_hash;
  json["runtime_hash"] = ids.runtime_hash;
  json["runtime"] = ids.runtime_version;
  json["judge"] = ids.judge_version;
  json["host"] = ids.host;
  return json;
}

namespace {

// All fields that a judging has, for what has none.
Json without_judging(const Subject& subject, const Json& verdict, const std::string& reason,
                     Audience audience) {
  Json json{{"submission", subject.submission},
            {"problem", subject.problem},
            {"language", subject.language},
            {"verdict", verdict},
            {"score", nullptr},
            {"highest_score", nullptr}};
  if (audience != Audience::everyone) json["reason"] = reason;
  json["digest"] = "";
  for (const char* figure : {"cpu_ms", "wall_ms", "memory_kib"}) json[figure] = 0;
  if (audience != Audience::everyone) {
    json["groups"] = Json::array();
    json["tests"] = Json::array();
  }
  if (audience == Audience::staff) json["incidents"] = Json::array();
  return json;
}

}  // namespace

Json failure_to_json(const Subject& subject, const std::string& cause, Audience audience) {
  Json json = without_judging(subject, letters(Verdict::judge_error), "judge error", audience);
  if (audience == Audience::staff) json["cause"] = cause;
  return json;
}

Json refusal_to_json(const Subject& subject, const std::string& reason, Audience audience) {
  Json json = without_judging(subject, nullptr, reason, audience);
  json["state"] = "not_taken";
  return json;
}

std::string incidents_in_words(const JudgingRecord& judging) {
  std::map<std::string, std::uint64_t> counts;
  const auto count = [&](const RunRecord& run) {
    for (const auto& call : run.denied_calls) counts[syscall_name(call.number)] += call.count;
  };
  if (judging.compile) count(*judging.compile);
  for (const auto& test : judging.tests) count(test.run());
  std::string words;
  for (const auto& [name, times] : counts)
    words += (words.empty() ? "" : ", ") + name + (times > 1 ? " ×" + std::to_string(times) : "");
  return words;
}

std::string dump(const Json& value) {
  return clean_json(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace assize
