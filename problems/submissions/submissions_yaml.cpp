// submissions/submissions.yaml: patterns of submissions, and what is expected of each.
// Source: format 2025-09, section "Example submissions".
#include <algorithm>

#include "problems/formats/icpc/constants.h"
#include "problems/submissions/submission_rules.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

using Keys = std::set<std::string, std::less<>>;
using Verdicts = std::set<Verdict>;

const Keys kDemandKeys{"permitted", "required", "score", "message", "use_for_time_limit"};
const Keys kKeys{"language", "entrypoint", "authors", "model_solution",    "permitted",
                 "required", "score",      "message", "use_for_time_limit"};

Verdicts verdicts_in(const YamlNode& node) {
  Verdicts all;
  for (const auto& item : node.is_list() ? node.list() : std::vector<YamlNode>{node}) {
    const auto verdicts = verdicts_of_letters(item.text());
    if (!verdicts)
      item.fail("must be AC, WA, TLE or RTE, not '" + clean_line(item.text(), 40) + "'");
    all.insert(verdicts->begin(), verdicts->end());
  }
  if (all.empty()) node.fail("must have at least one of AC, WA, TLE, RTE");
  return all;
}

Score score_in(const YamlNode& node) {
  if (const auto score = Score::parse(node.text())) return *score;
  node.fail("must be a decimal number, not '" + clean_line(node.text(), 40) + "'");
}

Glob glob_of(const std::string& pattern, const YamlNode& value) {
  try {
    return Glob(pattern);
  } catch (const InputError& error) {
    throw InputError(value.where_key() + ": '" + clean_line(pattern, 60) + "': " + error.what());
  }
}

// A person, or several: names, or maps with the name among others.
void check_authors(const YamlNode& node) {
  if (node.is_null()) return;
  for (const auto& person : node.is_list() ? node.list() : std::vector<YamlNode>{node})
    if (!person.is_map()) (void)person.text();
}

// false, true, lower or upper.
void read_time_limit_use(const YamlNode& node, SubmissionRule& rule) {
  const std::string word = node.text();
  if (word == "lower") {
    if (!rule.permitted)
      rule.permitted = Verdicts{Verdict::accepted,
                                Verdict::wrong_answer,
                                Verdict::run_time_error,
                                Verdict::memory_limit_exceeded,
                                Verdict::output_limit_exceeded,
                                Verdict::security_violation};
    rule.for_time_limit = true;
  } else if (word == "upper") {
    if (!rule.required) rule.required = Verdicts{Verdict::time_limit_exceeded};
    rule.too_slow = true;
  } else if (!node.flag()) {
    rule.for_time_limit = rule.too_slow = false;
  }
}

}  // namespace

bool SubmissionsFile::Demand::says_anything() const {
  return rule.permitted || rule.required || lowest || message;
}

SubmissionsFile::SubmissionsFile(const FileTree& files, const Package& package,
                                 const LoadOptions& options)
    : files_(files), package_(package), options_(options) {
  for (const char* name : {"submissions/submissions.yaml", "submissions/submissions.yml"}) {
    if (!files.has(name)) continue;
    const YamlMap map =
        parse_yaml(read_with_constants(files, package, name), files.place(name)).map();
    for (const auto& [pattern, value] : map.items()) read_entry(pattern, value);
  }
}

void SubmissionsFile::read_entry(const std::string& pattern, const YamlNode& value) {
  Entry entry{{}, pattern, glob_of(pattern, value), {}, {}, {}};
  entry.where = value.where_key();
  const YamlMap map = value.map();
  map.check_keys(kKeys, [&](const std::string& key, const YamlNode& part) {
    // A key that isn't one of these is a pattern of tests and groups.
    const bool is_pattern =
        key.find_first_of("/*{") != std::string::npos || key == "sample" || key == "secret";
    if (!is_pattern) YamlMap::refuse_key(key, part, kKeys);
    read_part(entry, key, part);
  });
  read_demand(map, entry);
  if (const auto authors = map.find("authors")) check_authors(*authors);
  if (const auto model = map.find("model_solution")) (void)model->flag();
  entry.language = map.find("language");
  entry.entrypoint = map.find("entrypoint");
  for (const auto& text : {entry.language, entry.entrypoint})
    if (text) (void)text->text();
  entries_.push_back(std::move(entry));
}

void SubmissionsFile::read_part(Entry& entry, const std::string& pattern,
                                const YamlNode& value) const {
  TestDemand part;
  part.where = value.where_key();
  part.scope = pattern;
  const Glob glob = glob_of(pattern, value);
  for (const auto& group : package_.groups)
    if (!group.name.empty() && glob.matches(group.name)) part.groups.push_back(group.name);
  for (const auto& test : package_.tests)
    if (glob.matches_part_of(test.name)) part.tests.push_back(test.name);
  if (part.tests.empty())
    throw InputError(part.where + ": '" + clean_line(pattern, 60) +
                     "' is no key that is known, and no test or group matches it");
  const YamlMap map = value.map();
  map.check_keys(kDemandKeys, [&](const std::string& key, const YamlNode& other) {
    YamlMap::refuse_key(key, other, kDemandKeys);
  });
  read_demand(map, part);
  if (part.lowest && part.groups.empty())
    map.find("score")->fail("a score is of a group, and this is none");
  entry.parts.push_back(std::move(part));
}

void SubmissionsFile::read_demand(const YamlMap& map, Demand& demand) const {
  if (const auto permitted = map.find("permitted")) demand.rule.permitted = verdicts_in(*permitted);
  if (const auto required = map.find("required")) demand.rule.required = verdicts_in(*required);
  if (const auto message = map.find("message"))
    if (!message->text().empty()) demand.message = message->text();
  if (const auto use = map.find("use_for_time_limit")) read_time_limit_use(*use, demand.rule);
  const auto score = map.find("score");
  if (!score) return;
  if (!package_.scoring) score->fail("this problem has no scores");
  if (score->is_list()) {
    const auto bounds = score->list();
    if (bounds.size() != 2) score->fail("must be a number, or a list of two: lowest and highest");
    demand.lowest = score_in(bounds[0]);
    demand.highest = score_in(bounds[1]);
    if (*demand.lowest > *demand.highest) score->fail("the lowest score is above the highest");
  } else {
    demand.lowest = demand.highest = score_in(*score);
  }
}

void SubmissionsFile::change_folder(const std::string& folder, SubmissionRule& rule) const {
  for (const auto& entry : entries_) {
    if (entry.pattern != folder) continue;
    if (entry.rule.permitted || entry.rule.required) {
      rule.whole.reset();
      rule.for_time_limit.reset();
    }
    if (entry.rule.permitted) rule.permitted = entry.rule.permitted;
    if (entry.rule.required) rule.required = entry.rule.required;
    if (entry.rule.for_time_limit) rule.for_time_limit = entry.rule.for_time_limit;
    if (entry.rule.too_slow) rule.too_slow = entry.rule.too_slow;
  }
}

void SubmissionsFile::apply_to(PackageSubmission& submission) const {
  const std::string path = submission.path.substr(std::string_view("submissions/").size());
  const std::string folder = path.substr(0, path.find('/'));
  for (const auto& entry : entries_) {
    if (!entry.glob.matches_part_of(path)) continue;
    set_program(entry, submission);
    for (const auto& part : entry.parts) apply_part(part, submission);
    Demand demand = entry;
    // What a folder's own key says of verdicts has changed the folder's rule.
    if (entry.pattern == folder && rule_of_folder(folder, package_.format == "2025-09"))
      demand.rule = {};
    if (counts_for_time_limit(demand.rule)) submission.counts_for_time_limit = true;
    if (demands_too_slow(demand.rule)) submission.shall_be_too_slow = true;
    if (!demand.says_anything()) continue;
    Expectation expectation = expectation_of(demand.rule, package_.scoring, demand.where);
    expectation.lowest = demand.lowest;
    expectation.highest = demand.highest;
    expectation.message = demand.message;
    submission.expectations.push_back(std::move(expectation));
  }
}

// Verdicts and the message are of the tests, the score is of each group.
void SubmissionsFile::apply_part(const TestDemand& part, PackageSubmission& submission) {
  if (demands_too_slow(part.rule)) submission.shall_be_too_slow = true;
  if (part.rule.permitted || part.rule.required || part.message) {
    Expectation expectation;
    expectation.scope = part.scope;
    expectation.tests = part.tests;
    expectation.each = part.rule.permitted.value_or(Verdicts{});
    expectation.required = part.rule.required.value_or(Verdicts{});
    expectation.message = part.message;
    expectation.source = part.where;
    submission.expectations.push_back(std::move(expectation));
  }
  if (!part.lowest) return;
  for (const auto& group : part.groups) {
    Expectation expectation;
    expectation.scope = group;
    expectation.lowest = part.lowest;
    expectation.highest = part.highest;
    expectation.source = part.where;
    submission.expectations.push_back(std::move(expectation));
  }
}

void SubmissionsFile::set_program(const Entry& entry, PackageSubmission& submission) const {
  if (entry.language) submission.language = entry.language->text();
  if (!entry.entrypoint) return;
  submission.main = entry.entrypoint->text();
  // Only a Python program's is the name of a file for certain.
  if (submission.language == "python3" && !submission.files.contains(submission.main))
    entry.entrypoint->fail(files_.place(submission.path) + " has no file '" +
                           clean_line(submission.main, 60) + "'");
}

void SubmissionsFile::check_used(const std::vector<PackageSubmission>& submissions) const {
  if (options_.lenient) return;
  for (const auto& entry : entries_) {
    const bool says_anything = entry.says_anything() || !entry.parts.empty();
    const bool used = std::any_of(
        submissions.begin(), submissions.end(), [&](const PackageSubmission& submission) {
          return entry.glob.matches_part_of(
              submission.path.substr(std::string_view("submissions/").size()));
        });
    if (says_anything && !used && !rule_of_folder(entry.pattern, true))
      throw InputError(entry.where + ": '" + clean_line(entry.pattern, 60) +
                       "' matches no submission");
  }
}

}  // namespace assize
