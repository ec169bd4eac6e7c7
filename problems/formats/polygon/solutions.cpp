#include "problems/formats/polygon/solutions.h"

#include <algorithm>
#include <map>

#include "problems/formats/polygon/tests.h"
#include "problems/text/error_list.h"
#include "problems/text/xml.h"
#include "storage/base/text.h"

namespace assize {

namespace {

using Verdicts = std::set<Verdict>;

constexpr std::size_t kMostSolutions = 1000;

const Verdicts kRejections{Verdict::wrong_answer,          Verdict::partial,
                           Verdict::time_limit_exceeded,   Verdict::memory_limit_exceeded,
                           Verdict::output_limit_exceeded, Verdict::run_time_error,
                           Verdict::compile_error,         Verdict::security_violation};

// A presentation error is a wrong answer here.
const std::map<std::string, Verdicts, std::less<>> kTags{
    {"main", {Verdict::accepted}},
    {"accepted", {Verdict::accepted}},
    {"rejected", kRejections},
    {"failed", kRejections},
    {"wrong-answer", {Verdict::wrong_answer}},
    {"presentation-error", {Verdict::wrong_answer}},
    {"time-limit-exceeded", {Verdict::time_limit_exceeded}},
    {"time-limit-exceeded-or-accepted", {Verdict::time_limit_exceeded, Verdict::accepted}},
    {"time-limit-exceeded-or-memory-limit-exceeded",
     {Verdict::time_limit_exceeded, Verdict::memory_limit_exceeded}},
    {"memory-limit-exceeded", {Verdict::memory_limit_exceeded}}};

std::string ending_of(const std::string& path) {
  const auto dot = path.rfind('.');
  return dot == std::string::npos || path.find('/', dot) != std::string::npos ? ""
                                                                              : path.substr(dot);
}

// "cpp.g++17", "python.pypy3-64", "java11": the names of the languages, as submissions.h has them.
std::string language_of(const std::string& type, const std::string& path) {
  static const std::map<std::string, std::string, std::less<>> kEndings{
      {".py", "python3"}, {".cpp", "cpp"},   {".cc", "cpp"},     {".c", "c"},
      {".java", "java"},  {".kt", "kotlin"}, {".pas", "pascal"}, {".dpr", "pascal"},
      {".rs", "rust"},    {".go", "go"},     {".cs", "csharp"}};
  if (type.starts_with("python.2") || type.starts_with("python.pypy2")) return "python2";
  if (type.starts_with("python")) return "python3";
  if (type.starts_with("java")) return "java";
  if (type.starts_with("pas")) return "pascal";
  if (type.empty()) {
    const auto known = kEndings.find(ending_of(path));
    return known == kEndings.end() ? "" : known->second;
  }
  return clean_line(type.substr(0, type.find('.')), 20);
}

class Finder {
 public:
  Finder(const FileTree& files, const Package& package)
      : files_(files),
        package_(package),
        xml_(files.read_text("problem.xml"), files.place("problem.xml")) {}

  std::vector<PackageSubmission> run() {
    std::map<std::string, PackageSubmission> found;
    ErrorList errors;
    std::size_t count = 0;
    const auto solutions = xml_.root("problem").child("assets").child("solutions");
    for (const auto& node : solutions.children("solution")) {
      if (++count > kMostSolutions)
        xml_.fail(node, "more than " + std::to_string(kMostSolutions) + " solutions");
      errors.attempt([&] {
        PackageSubmission submission = read(node);
        const std::string path = submission.path;
        if (!found.emplace(path, std::move(submission)).second)
          xml_.fail(node, "the solution " + shown_name(path) + " is there twice");
      });
    }
    errors.raise();
    std::vector<PackageSubmission> all;
    for (auto& [path, submission] : found) all.push_back(std::move(submission));
    return all;
  }

 private:
  PackageSubmission read(const pugi::xml_node& node) const {
    PackageSubmission submission;
    ErrorList errors;
    errors.attempt([&] { find_source(node, submission); });
    errors.attempt([&] {
      const std::string tag = xml_.required(node, "tag");
      submission.expectations.push_back(expectation(node, tag, ""));
      submission.counts_for_time_limit = tag == "main" || tag == "accepted";
      submission.shall_be_too_slow = tag == "time-limit-exceeded";
    });
    for (const auto& extra : node.child("extra-tags").children("extra-tag")) {
      const std::string group = xml_.attribute(extra, "group");
      if (group.empty()) continue;
      errors.attempt([&] {
        submission.expectations.push_back(
            expectation(extra, xml_.required(extra, "tag"), scope_of(extra, group)));
      });
    }
    errors.raise();
    return submission;
  }

  void find_source(const pugi::xml_node& node, PackageSubmission& submission) const {
    const auto source = node.child("source");
    if (!source) xml_.fail(node, "<source> of the solution is missing");
    submission.path = xml_.required(source, "path");
    if (!files_.has(submission.path))
      xml_.fail(source, "there is no " + files_.place(submission.path));
    submission.language = language_of(xml_.attribute(source, "type"), submission.path);
    submission.main = submission.path.substr(submission.path.rfind('/') + 1);
    submission.files[submission.main] = submission.path;
  }

  std::string scope_of(const pugi::xml_node& node, const std::string& group) const {
    const std::string name = polygon_group_name(group);
    const bool known = std::any_of(package_.groups.begin(), package_.groups.end(),
                                   [&](const TestGroup& g) { return g.name == name; });
    if (!known) xml_.fail(node, "there is no group '" + clean_line(group, 60) + "'");
    return name;
  }

  // Where a problem scores, a submission that is rejected by some tests only is PA.
  Expectation expectation(const pugi::xml_node& node, const std::string& tag,
                          std::string scope) const {
    const auto known = kTags.find(tag);
    if (known == kTags.end()) xml_.fail(node, "unknown tag '" + clean_line(tag, 60) + "'");
    Expectation expected;
    expected.scope = std::move(scope);
    expected.permitted = known->second;
    const bool accepted = known->second == Verdicts{Verdict::accepted};
    if (package_.scoring && !accepted) expected.permitted.insert(Verdict::partial);
    expected.source = xml_.where(node);
    return expected;
  }

  const FileTree& files_;
  const Package& package_;
  XmlFile xml_;
};

}  // namespace

std::vector<PackageSubmission> find_polygon_solutions(const FileTree& files,
                                                      const Package& package) {
  return Finder(files, package).run();
}

}  // namespace assize
