// Reports that other programs read: JUnit XML, as CI systems do, and the results of an autograder
// as Gradescope does. Neither has a specification of its own for either form; what is written is
// what their readers have in common.
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>
#include <pugixml.hpp>

#include "storage/base/text.h"
#include "tools/report/report.h"
#include "tools/report/stored_backgrounds.h"

namespace assize {

namespace {

using Json = nlohmann::ordered_json;

// XML 1.0 has no way to write these two at all; other characters that it hasn't are escaped before.
std::string in_xml(const std::string& text) {
  std::string clean = clean_line(text);
  for (const std::string_view none : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"})
    for (auto at = clean.find(none); at != std::string::npos; at = clean.find(none, at))
      clean.replace(at, none.size(), "\xEF\xBF\xBD");
  return clean;
}

std::string in_seconds_only(nanoseconds time) {
  return fmt::format("{:.3f}", static_cast<double>(time.count()) / 1e9);
}

std::string name_of(const SubmissionRow& submission, Audience audience) {
  const std::string number = "submission " + std::to_string(submission.id);
  return audience == Audience::everyone || submission.submitter.empty()
             ? number
             : number + " of " + submission.submitter;
}

void add_outcome(pugi::xml_node& test, const Opinion& opinion, const std::string& reason) {
  if (opinion.verdict == Verdict::accepted) return;
  // An error is the judge's, a failure the program's.
  auto outcome = test.append_child(opinion.verdict == Verdict::judge_error ? "error" : "failure");
  outcome.append_attribute("type") = std::string(letters(opinion.verdict)).c_str();
  outcome.append_attribute("message") = in_xml(reason).c_str();
}

pugi::xml_node add_test(pugi::xml_node& suite, const std::string& problem, const std::string& name,
                        nanoseconds time) {
  auto test = suite.append_child("testcase");
  test.append_attribute("classname") = in_xml(problem).c_str();
  test.append_attribute("name") = in_xml(name).c_str();
  test.append_attribute("time") = in_seconds_only(time).c_str();
  return test;
}

void add_tests(pugi::xml_node& suite, const SubmissionRow& submission, const JudgingRow& judging,
               const Reader& reader) {
  const Audience audience = reader.audience;
  for (const auto& test : judging.record.tests) {
    auto node = add_test(suite, submission.problem, test.name, figures_for(test, audience).cpu);
    add_outcome(node, test.opinion, reason_for(test, reader));
    if (audience == Audience::staff && !test.feedback.empty())
      node.append_child("system-out").text().set(in_xml(test.feedback).c_str());
  }
}

// A submission of which there are no tests to show is one itself.
void add_whole(pugi::xml_node& suite, const SubmissionRow& submission, const JudgingRow& judging,
               const Reader& reader) {
  const Audience audience = reader.audience;
  auto test =
      add_test(suite, submission.problem, "judging", figures_for(judging.record, audience).cpu);
  const bool says_why = audience != Audience::everyone;
  if (!is_judged(judging)) {
    auto skipped = test.append_child("skipped");
    const std::string why = judging.state == JobState::not_taken
                                ? (says_why ? "not taken: " + submission.refusal : "not taken")
                                : "not judged yet";
    skipped.append_attribute("message") = in_xml(why).c_str();
    return;
  }
  add_outcome(test, judging.record.final, says_why ? reason_for(judging.record, reader) : "");
}

std::size_t count(const pugi::xml_node& suite, const char* outcome) {
  std::size_t found = 0;
  for (const auto& test : suite.children("testcase"))
    if (test.child(outcome)) ++found;
  return found;
}

Json test_for_gradescope(const TestRecord& test, const Reader& reader) {
  const bool is_accepted = test.opinion.verdict == Verdict::accepted;
  Json json{
      {"name", clean_line(test.name)},
      {"status", is_accepted ? "passed" : "failed"},
      {"output_format", "text"},
      {"output", std::string(letters(test.opinion.verdict)) +
                     (is_accepted ? "" : ": " + clean_line(reason_for(test, reader)))},
      {"visibility", test.sample || reader.audience != Audience::staff ? "visible" : "hidden"}};
  if (!test.score.empty()) json["score"] = score_to_json(test.score);
  if (!test.group.empty()) json["tags"] = Json::array({test.group});
  return json;
}

std::string output_for_gradescope(const SubmissionRow& submission, const JudgingRow& judging,
                                  const Reader& reader) {
  const Audience audience = reader.audience;
  if (judging.state == JobState::not_taken)
    return "not taken" +
           (audience == Audience::everyone ? "" : ": " + clean_line(submission.refusal));
  if (!is_judged(judging)) return "not judged yet";
  std::string text(letters(judging.record.final.verdict));
  if (audience != Audience::everyone && judging.record.final.verdict != Verdict::accepted)
    text += ": " + clean_line(reason_for(judging.record, reader));
  if (audience != Audience::everyone && !judging.record.compile_message.empty())
    text += "\n" + judging.record.compile_message;
  return text;
}

}  // namespace

void report_junit(Store& store, const ReportOptions& options, std::ostream& out) {
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"assize\">\n";
  StoredBackgrounds backgrounds(store);
  each_for_report(store, options, [&](const SubmissionRow& submission, const JudgingRow& judging) {
    pugi::xml_document document;
    auto suite = document.append_child("testsuite");
    suite.append_attribute("name") = in_xml(name_of(submission, options.audience)).c_str();
    const Reader reader = backgrounds.reader_of_reasons(options.audience, submission, judging);
    const bool has_tests = options.audience != Audience::everyone && is_judged(judging) &&
                           !judging.record.tests.empty();
    if (has_tests)
      add_tests(suite, submission, judging, reader);
    else
      add_whole(suite, submission, judging, reader);
    const auto all = suite.children("testcase");
    suite.append_attribute("tests") = std::distance(all.begin(), all.end());
    for (const auto& [name, outcome] :
         {std::pair("failures", "failure"), std::pair("errors", "error"),
          std::pair("skipped", "skipped")})
      suite.append_attribute(name) = static_cast<unsigned long long>(count(suite, outcome));
    suite.print(out, "  ", pugi::format_indent, pugi::encoding_utf8, 1);
  });
  out << "</testsuites>\n";
}

void report_gradescope(Store& store, const ReportOptions& options, std::ostream& out) {
  StoredBackgrounds backgrounds(store);
  each_for_report(store, options, [&](const SubmissionRow& submission, const JudgingRow& judging) {
    const Reader reader = backgrounds.reader_of_reasons(options.audience, submission, judging);
    const JudgingRecord& record = judging.record;
    const bool is_done = is_judged(judging);
    Json json;
    // A judge error is no grade: without a score Gradescope shows that there is none.
    if (is_done && record.final.verdict != Verdict::judge_error)
      json["score"] = record.score.empty() ? Json(record.final.verdict == Verdict::accepted ? 1 : 0)
                                           : score_to_json(record.score);
    json["output"] = output_for_gradescope(submission, judging, reader);
    json["output_format"] = "text";
    json["stdout_visibility"] = "hidden";
    if (is_done)
      json["execution_time"] =
          static_cast<double>(figures_for(record, options.audience).cpu.count()) / 1e9;
    if (options.audience != Audience::everyone) {
      json["tests"] = Json::array();
      for (const auto& test : record.tests)
        json["tests"].push_back(test_for_gradescope(test, reader));
    }
    Json& more = json["extra_data"];
    more = Json{{"submission", submission.id}, {"problem", submission.problem}};
    if (is_done) more["verdict"] = letters(record.final.verdict);
    if (options.audience != Audience::everyone) more["submitter"] = submission.submitter;
    if (is_done && !record.digest.empty()) more["digest"] = record.digest;
    if (!record.highest_score.empty()) more["max_score"] = score_to_json(record.highest_score);
    out << dump(json) << '\n';
  });
}

}  // namespace assize
