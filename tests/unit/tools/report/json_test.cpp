#include "tools/report/json.h"

#include <algorithm>
#include <set>

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/records.h"

using namespace assize;
using namespace assize::test;
using Json = nlohmann::ordered_json;

namespace {
std::set<std::string> keys_of(const Json& object) {
  std::set<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.insert(key);
  return keys;
}
Json of(const JudgingRecord& judging, Audience audience) {
  return judging_to_json({7, "sum", "python3"}, judging, audience);
}
}  // namespace

TEST_CASE("a judging's JSON has the fields of the contract") {
  JudgingRecord judging = wrong_judging();
  judging.tests[1].attempts[0].cpu = nanoseconds{12'345'678};
  judging.tests[1].attempts[0].wall = milliseconds{15};
  judging.tests[1].attempts[0].memory_peak = kib(7340);
  judging.tests[1].attempts[0].output_bytes = 99;
  judging.tests[1].attempts[0].denied_calls = {{101, {}, 3}};
  const Json json = of(judging, Audience::staff);
  CHECK(json.at("submission") == 7);
  CHECK(json.at("problem") == "sum");
  CHECK(json.at("language") == "python3");
  CHECK(json.at("verdict") == "WA");
  CHECK(json.at("score").is_null());
  CHECK(json.at("reason") == "secret/01: wrong answer");
  CHECK(json.at("digest") == std::string(64, 'd'));
  CHECK(json.at("cpu_ms") == 100.0);  // the maxima over the tests
  CHECK(json.at("wall_ms") == 120.0);
  CHECK(json.at("memory_kib") == 10240);
  REQUIRE(json.at("tests").size() == 2);
  const Json& test = json.at("tests").at(1);
  CHECK(test.at("name") == "secret/01");
  CHECK(test.at("group") == "secret");
  CHECK(test.at("verdict") == "WA");
  CHECK(test.at("reason") == "wrong answer");
  CHECK(test.at("cpu_ms") == 12.346);
  CHECK(test.at("wall_ms") == 15.0);
  CHECK(test.at("memory_kib") == 7340);
  CHECK(test.at("output_bytes") == 99);
  CHECK(test.at("exit_code") == 0);
  CHECK(test.at("signal").is_null());
  CHECK(test.at("attempts") == 1);
  CHECK(test.at("stdout") == "output of secret/01");
  CHECK(test.at("stderr") == "errors of secret/01");
  REQUIRE(json.at("incidents").size() == 1);
  const Json& incident = json.at("incidents").at(0);
  CHECK(incident.at("test") == "secret/01");
  CHECK(incident.at("syscall") == "ptrace");
  CHECK(incident.at("action") == "denied");
  CHECK(incident.at("count") == 3);
}

TEST_CASE("a run that a signal ended has no exit code") {
  JudgingRecord judging = wrong_judging();
  judging.tests[0].attempts[0].end = {std::nullopt, 11};
  const Json test = of(judging, Audience::staff).at("tests").at(0);
  CHECK(test.at("signal") == 11);
  CHECK(test.at("exit_code").is_null());
}

TEST_CASE("the most CPU time of all attempts is shown, everything else is of the one that counts") {
  JudgingRecord judging = wrong_judging();
  judging.tests[0].attempts = {run_of(milliseconds{1050}), run_of(milliseconds{990})};
  judging.tests[0].chosen = 1;
  const Json json = of(judging, Audience::staff);
  CHECK(json.at("cpu_ms") == 1050.0);
  CHECK(json.at("tests").at(0).at("cpu_ms") == 1050.0);
  CHECK(json.at("tests").at(0).at("attempts") == 2);
}

TEST_CASE("a submitter doesn't see what secret tests hold") {
  const JudgingRecord judging = wrong_judging();
  const Json json = of(judging, Audience::submitter);
  CHECK(json.contains("reason"));
  REQUIRE(json.at("tests").size() == 2);
  CHECK(json.at("tests").at(0).at("stdout") == "output of sample/1");
  CHECK(json.at("tests").at(0).at("stderr") == "errors of sample/1");
  CHECK_FALSE(json.at("tests").at(1).contains("stdout"));
  CHECK_FALSE(json.at("tests").at(1).contains("stderr"));
  for (const auto& test : json.at("tests")) CHECK_FALSE(test.contains("feedback"));
  for (const char* key : {"incidents", "host", "policy_hash", "runtime_hash", "package_hash"})
    CHECK_FALSE(json.contains(key));
  CHECK(json.dump().find("secret/01 ") == std::string::npos);
}

TEST_CASE("figures of secret tests say nothing that a program could have chosen") {
  JudgingRecord judging = wrong_judging();
  for (auto& test : judging.tests) {
    RunRecord& run = test.attempts[0];
    run.output_bytes = 4711;
    run.end = {37, std::nullopt};
    run.cpu = std::chrono::microseconds{123'456};
    run.wall = std::chrono::microseconds{234'567};
    run.memory_peak = kib(12'345);
  }
  for (const Audience audience : {Audience::staff, Audience::submitter}) {
    const bool staff = audience == Audience::staff;
    const Json json = of(judging, audience);
    const Json& sample = json.at("tests").at(0);
    const Json& secret = json.at("tests").at(1);
    CHECK(sample.at("output_bytes") == 4711);
    CHECK(sample.at("cpu_ms") == 123.456);
    for (const char* key : {"output_bytes", "exit_code", "signal"})
      CHECK(secret.contains(key) == staff);
    for (const Json& figures : {secret, json}) {
      CHECK(figures.at("cpu_ms") == (staff ? 123.456 : 130.0));
      CHECK(figures.at("wall_ms") == (staff ? 234.567 : 240.0));
      CHECK(figures.at("memory_kib") == (staff ? 12'345 : 13 * 1024));
    }
  }
  CHECK(of(judging, Audience::everyone).at("cpu_ms") == 130.0);
}

TEST_CASE("steps round up, and what is on a step stays there") {
  CHECK(in_steps(nanoseconds{0}) == nanoseconds{0});
  CHECK(in_steps(nanoseconds{1}) == milliseconds{10});
  CHECK(in_steps(milliseconds{10}) == milliseconds{10});
  CHECK(in_steps(milliseconds{1001}) == milliseconds{1010});
  CHECK(in_steps(mib(3)) == mib(3));
  CHECK(in_steps(Bytes{1}) == mib(1));
}

TEST_CASE("the public sees verdicts and no more") {
  CHECK(keys_of(of(wrong_judging(), Audience::everyone)) ==
        std::set<std::string>{"submission", "problem", "language", "verdict", "score",
                              "highest_score", "digest", "cpu_ms", "wall_ms", "memory_kib"});
}

TEST_CASE("a judging of a problem that doesn't score has no score, and no groups") {
  const Json json = of(wrong_judging(), Audience::staff);
  CHECK(json.at("score").is_null());
  CHECK(json.at("highest_score").is_null());
  CHECK(json.at("groups") == Json::array());
  const Json& test = json.at("tests").at(1);
  CHECK(test.at("score").is_null());
  CHECK(test.at("message").get<std::string>().empty());
  CHECK(test.at("passes") == 1);
  CHECK(test.at("counted") == true);
  CHECK_FALSE(test.contains("transcript"));
  CHECK_FALSE(test.contains("validation"));
}

TEST_CASE("scores, groups, passes and messages of a judging") {
  const Json json = of(scored_judging(), Audience::staff);
  CHECK(json.at("verdict") == "PA");
  CHECK(json.at("score") == 40);
  CHECK(json.at("highest_score") == 100);
  CHECK(json.at("groups").dump() ==
        R"([{"name":"sample","verdict":"AC","score":0,"highest":0},)"
        R"({"name":"secret/1","verdict":"AC","score":40,"highest":40},)"
        R"({"name":"secret/2","verdict":"WA","score":0,"highest":60}])");
  const Json& test = json.at("tests").at(1);
  CHECK(test.at("score").dump() == "33.333333333");
  CHECK(test.at("message") == "the tour is too long");
  CHECK(test.at("transcript") == "> guess 1\n< higher\n");
  CHECK(test.at("passes") == 2);
  CHECK(test.at("validation").at("cpu_ms") == 70.0);
  CHECK(json.at("tests").at(2).at("counted") == false);
}

TEST_CASE("a score is a JSON number, exact up to fifteen digits") {
  struct Row {
    const char* score;
    const char* json;
  };
  const auto row = GENERATE(values<Row>({{"", "null"},
                                         {"0", "0"},
                                         {"-3", "-3"},
                                         {"12.5", "12.5"},
                                         {"-0.000000001", "-1e-09"},
                                         {"33.333333333", "33.333333333"},
                                         {"123456789012345", "123456789012345"},
                                         {"100000000000000000000", "1e+20"}}));
  JudgingRecord judging = scored_judging();
  judging.score = row.score;
  CHECK(of(judging, Audience::staff).at("score").dump() == row.json);
}

TEST_CASE("a submitter sees scores and messages, but neither feedback nor transcript") {
  const Json json = of(scored_judging(), Audience::submitter);
  CHECK(json.at("score") == 40);
  CHECK(json.at("groups").size() == 3);
  CHECK(json.at("tests").at(1).at("message") == "the tour is too long");
  CHECK(json.at("reason") == "40 of 100 points");
  for (const auto& test : json.at("tests"))
    for (const char* hidden : {"feedback", "transcript", "validation"})
      CHECK_FALSE(test.contains(hidden));
  for (std::size_t secret = 1; secret < 3; ++secret) {
    CHECK_FALSE(json.at("tests").at(secret).contains("stdout"));
    CHECK_FALSE(json.at("tests").at(secret).contains("stderr"));
  }
}

TEST_CASE("the reason that a submitter reads is that of the deciding test") {
  JudgingRecord judging = wrong_judging();
  RunRecord crash = good_run();
  crash.end.exit_code = 1;
  TestRecord& beside = judging.tests[0];  // a rejection that doesn't count comes first
  beside.sample = false;
  beside.counts = false;
  beside.opinion = {Verdict::run_time_error, "exit-code", "KeyError: 'beside'"};
  TestRecord& deciding = judging.tests[1];
  deciding.opinion = {Verdict::run_time_error, "exit-code", "KeyError: 'of a secret test'"};
  deciding.attempts = {crash};
  judging.final = deciding.opinion;
  judging.final.reason = "secret/01: KeyError: 'of a secret test'";
  CHECK(reason_for(judging, Audience::submitter) == "secret/01: KeyError");
  CHECK(reason_for(judging, Audience::staff) == judging.final.reason);
  CHECK(reason_for(judging, Audience::everyone).empty());

  deciding.opinion = judging.final = {Verdict::run_time_error, "signal", "killed by SIGUSR1"};
  CHECK(reason_for(judging, Audience::submitter) == "secret/01: killed by a signal");

  judging.final = {Verdict::judge_error, "host-memory", "the validator said: secret input"};
  CHECK(reason_for(judging, Audience::submitter) == "judge error");
}

TEST_CASE("each audience sees no more fields than the one before, also of a judge error") {
  JudgingRecord compile_error = wrong_judging();
  compile_error.final = {Verdict::compile_error, "compile", "SyntaxError"};
  compile_error.compile_message = "line 1";
  compile_error.tests.clear();
  const Subject subject{7, "sum", "python3"};
  const auto check = [&](const auto& json_for) {
    const auto staff = keys_of(json_for(Audience::staff));
    const auto submitter = keys_of(json_for(Audience::submitter));
    const auto everyone = keys_of(json_for(Audience::everyone));
    CHECK(std::includes(staff.begin(), staff.end(), submitter.begin(), submitter.end()));
    CHECK(std::includes(submitter.begin(), submitter.end(), everyone.begin(), everyone.end()));
  };
  check([&](Audience a) { return of(wrong_judging(), a); });
  check([&](Audience a) { return of(compile_error, a); });
  check([&](Audience a) { return failure_to_json(subject, "cause", a); });
}

TEST_CASE("a judge error tells its cause to staff only") {
  const Subject subject{7, "sum", "python3"};
  const Json staff = failure_to_json(subject, "mount failed", Audience::staff);
  CHECK(staff.at("verdict") == "JE");
  CHECK(staff.at("cause") == "mount failed");
  for (const Audience audience : {Audience::submitter, Audience::everyone})
    CHECK(dump(failure_to_json(subject, "mount failed", audience)).find("mount") ==
          std::string::npos);
}

TEST_CASE("fields that a judging leaves out for an audience a judge error leaves out too") {
  const Subject subject{7, "sum", "python3"};
  // Left out, never blanked.
  for (const Audience audience : {Audience::submitter, Audience::everyone}) {
    const auto usual = keys_of(of(wrong_judging(), audience));
    for (const auto& key : keys_of(failure_to_json(subject, "cause", audience))) {
      INFO(key);
      CHECK(usual.contains(key));
    }
  }
}

TEST_CASE("audiences have names") {
  CHECK(audience_from("staff") == Audience::staff);
  CHECK(audience_from("submitter") == Audience::submitter);
  CHECK(audience_from("public") == Audience::everyone);
  for (const char* name : {"", "Staff", "everyone", "students"}) CHECK_FALSE(audience_from(name));
}

TEST_CASE("incidents are counted over all tests and the compiler") {
  JudgingRecord judging = wrong_judging();
  CHECK(incidents_in_words(judging).empty());
  judging.compile->denied_calls = {{41, {}, 1}};
  judging.tests[0].attempts[0].denied_calls = {{41, {}, 2}, {101, {}, 1}};
  CHECK(incidents_in_words(judging) == "ptrace, socket ×3");
  const Json incidents = of(judging, Audience::staff).at("incidents");
  REQUIRE(incidents.size() == 3);
  CHECK(incidents.at(0).at("test") == "compile");
}

TEST_CASE("a dump is one line, whatever it holds") {
  const std::string line = dump(Json{{"a", "x\ny\xff\x1b\""}});
  CHECK(line.find('\n') == std::string::npos);
  CHECK(Json::parse(line).is_object());
}

TEST_CASE("a dump is ASCII where a terminal would be moved, and means what it held") {
  const std::string name = "\u009b31m\u202e\u200b\ufeff\U000e0041\x7f é";
  const std::string line = dump(Json{{"a", name}});
  for (const char* raw : {"\u009b", "\u202e", "\u200b", "\ufeff", "\U000e0041", "\x7f"})
    CHECK(line.find(raw) == std::string::npos);
  CHECK(line.find("é") != std::string::npos);
  CHECK(Json::parse(line).at("a") == name);
}
