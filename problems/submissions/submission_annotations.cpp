// What authors write into their sources: @EXPECTED_RESULTS@ and @EXPECTED_SCORE@ (DOMjudge) and
// @EXPECTED_GRADES@ (of the groups in `secret`, one after the other; the Swedish olympiads' tools).
#include <algorithm>

#include "problems/formats/icpc/constants.h"
#include "problems/submissions/submission_rules.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

constexpr std::uint64_t kMostScanned = 1U << 20U;  // of a file: annotations are for people

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

std::string in_upper_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), upper);
  return text;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\v\f";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) + 1 - first);
}

// An annotation: its place, and what stands behind it on its line.
struct Found {
  std::string where;
  std::string value;
};

// Every one of a name in a text. `needs_colon`: a name without one is only talked about.
std::vector<Found> find_tags(const std::string& text, const std::string& name, bool needs_colon,
                             const std::string& place) {
  const std::string tag = "@" + name + "@";
  std::vector<Found> found;
  std::size_t line = 1;
  for (std::size_t start = 0; start < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string_view content(text.data() + start, end - start);
    const auto at = std::search(content.begin(), content.end(), tag.begin(), tag.end(),
                                [](char a, char b) { return upper(a) == b; });
    start = end + 1;
    if (at == content.end()) continue;
    const auto column = static_cast<std::size_t>(at - content.begin());
    std::string_view rest = content.substr(column + tag.size());
    const bool colon = rest.starts_with(':');
    if (colon) rest.remove_prefix(1);
    if (needs_colon && !colon) continue;
    found.push_back({place + ":" + std::to_string(line) + ":" + std::to_string(column + 1),
                     std::string(trimmed(rest))});
  }
  return found;
}

// One result of DOMjudge. An empty set: nothing is expected.
std::optional<std::set<Verdict>> verdicts_of_result(std::string name) {
  std::replace(name.begin(), name.end(), '_', '-');
  if (name == "CORRECT" || name == "ACCEPTED") return verdicts_of_letters("AC");
  if (name == "WRONG-ANSWER" || name == "NO-OUTPUT") return verdicts_of_letters("WA");
  if (name == "TIMELIMIT" || name == "TIME-LIMIT-EXCEEDED") return verdicts_of_letters("TLE");
  if (name == "RUN-ERROR" || name == "RUN-TIME-ERROR" || name == "RUNTIME-ERROR")
    return verdicts_of_letters("RTE");
  if (name == "COMPILER-ERROR") return std::set{Verdict::compile_error};
  if (name == "OUTPUT-LIMIT") return std::set{Verdict::output_limit_exceeded};
  if (name == "MEMORY-LIMIT") return std::set{Verdict::memory_limit_exceeded};
  if (name == "CHECK-MANUALLY" || name.starts_with("NONE-")) return std::set<Verdict>{};
  if (const auto verdicts = verdicts_of_letters(name)) return verdicts;
  // The letters that the formats don't have are those of assize.
  if (const auto verdict = verdict_from_letters(name); verdict && *verdict != Verdict::judge_error)
    return std::set{*verdict};
  return std::nullopt;
}

Expectation results_from(const Found& found, bool scoring) {
  Expectation expectation;
  expectation.source = found.where;
  bool anything = false;
  std::size_t from = 0;
  while (from <= found.value.size()) {
    const std::size_t comma = std::min(found.value.find(',', from), found.value.size());
    const std::string name =
        in_upper_case(std::string(trimmed(found.value.substr(from, comma - from))));
    from = comma + 1;
    const auto verdicts = verdicts_of_result(name);
    if (!verdicts)
      throw InputError(
          found.where + ": unknown result '" + clean_line(name, 40) +
          "' (known: CORRECT, WRONG-ANSWER, TIMELIMIT, RUN-ERROR, COMPILER-ERROR, "
          "NO-OUTPUT, OUTPUT-LIMIT, MEMORY-LIMIT, or AC, WA, TLE, MLE, OLE, RTE, CE, SV, PA)");
    anything = anything || verdicts->empty();
    expectation.permitted.insert(verdicts->begin(), verdicts->end());
  }
  if (anything) expectation.permitted.clear();
  const bool only_accepted = expectation.permitted == verdicts_of_letters("AC");
  if (scoring && !only_accepted && !anything) expectation.permitted.insert(Verdict::partial);
  return expectation;
}

class Annotator {
 public:
  Annotator(const Package& package, const LoadOptions& options)
      : package_(package), options_(options) {}

  void read(const std::string& text, const std::string& place) {
    for (const char* name : {"EXPECTED_RESULTS", "EXPECTED_SCORE"})
      for (const auto& found : find_tags(text, name, true, place))
        understand([&] { add_result(found, name); });
    for (const auto& found : find_tags(text, "EXPECTED_GRADES", false, place))
      understand([&] { add_grades(found); });
  }

  Annotations take() { return std::move(result_); }

 private:
  template <typename Act>
  void understand(Act act) const {
    try {
      act();
    } catch (const InputError&) {
      if (!options_.lenient) throw;
    }
  }

  // A score that is a number is a score; else the tag is an older name of the other.
  void add_result(const Found& found, std::string_view name) {
    const auto score = Score::parse(found.value);
    if (name == "EXPECTED_SCORE" && score) {
      Expectation expectation;
      expectation.source = found.where;
      expectation.lowest = expectation.highest = score;
      result_.others.push_back(expectation);
      return;
    }
    if (result_.results)
      throw InputError(found.where + ": the submission has expected results already, at " +
                       result_.results->source);
    result_.results = results_from(found, package_.scoring);
  }

  void add_grades(const Found& found) {
    std::vector<std::string> groups;
    for (const auto& group : package_.groups)
      if (group.parent && package_.groups[*group.parent].name == "secret")
        groups.push_back(group.name);
    std::size_t next = 0;
    for (std::size_t from = 0; from < found.value.size();) {
      const std::size_t end = std::min(found.value.find_first_of(" \t", from), found.value.size());
      const std::string letters = found.value.substr(from, end - from);
      from = std::min(found.value.find_first_not_of(" \t", end), found.value.size());
      const auto verdicts = verdicts_of_letters(letters);
      if (!verdicts) {
        if (next > 0) break;  // the rest of a comment
        throw InputError(found.where + ": unknown grade '" + clean_line(letters, 40) +
                         "' (known: AC, WA, TLE, RTE)");
      }
      if (next == groups.size())
        throw InputError(found.where + ": more grades than there are groups in data/secret, " +
                         std::to_string(groups.size()));
      Expectation expectation;
      expectation.scope = groups[next++];
      expectation.permitted = *verdicts;
      expectation.source = found.where;
      result_.others.push_back(expectation);
    }
  }

  const Package& package_;
  const LoadOptions& options_;
  Annotations result_;
};

}  // namespace

Annotations annotations_of(const FileTree& files, const Package& package,
                           const PackageSubmission& submission, const LoadOptions& options) {
  Annotator annotator(package, options);
  for (const auto& [name, path] : submission.files) {
    if (files.files().at(path).size > kMostScanned) continue;
    annotator.read(read_with_constants(files, package, path), files.place(path));
  }
  return annotator.take();
}

}  // namespace assize
