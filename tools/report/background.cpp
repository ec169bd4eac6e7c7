#include "tools/report/background.h"

#include <algorithm>

#include "judge/runtime/runtime.h"
#include "storage/base/text.h"

namespace assize {

namespace {

// The end of a line as on Windows is one: of a raw text, or of an excerpt.
std::string with_plain_ends(std::string text, std::string_view carriage_return) {
  const std::string end = std::string(carriage_return) + "\n";
  for (auto at = text.find(end); at != std::string::npos; at = text.find(end, at))
    text.erase(at, carriage_return.size());
  return text;
}

std::uint64_t lines_of(std::string_view text) {
  return 1 + static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

// By the excerpt of the output: what comes after it isn't known.
std::optional<Difference> difference_of(const TestRecord& test, const std::string& answer,
                                        const ValidatorOptions& options) {
  constexpr std::size_t kMostCompared = 1U << 20U;
  constexpr std::size_t kLongestEscape = 16;
  const bool is_wrong =
      test.opinion.verdict == Verdict::wrong_answer || test.opinion.verdict == Verdict::partial;
  if (!is_wrong || answer.size() > kMostCompared) return std::nullopt;
  if (options.lines && !options.lines->line_points.empty()) return std::nullopt;
  const std::string output = with_plain_ends(test.output_excerpt, "\\x0d");
  const Compared compared = compare(output, clean_text(answer), options);
  if (compared.accepted) return std::nullopt;
  const bool is_cut = test.output_excerpt.size() + kLongestEscape > kExcerptBytes;
  if (is_cut && compared.difference.line >= lines_of(output)) return std::nullopt;
  return compared.difference;
}

std::optional<FailedSample> failed_sample(const TestRecord& test, const LoadedPackage& loaded) {
  const Package& package = loaded.package();
  if (!test.sample || test.pruned || test.opinion.verdict == Verdict::accepted) return std::nullopt;
  const auto found =
      std::find_if(package.tests.begin(), package.tests.end(),
                   [&](const TestCase& known) { return known.sample && known.name == test.name; });
  if (found == package.tests.end()) return std::nullopt;
  const std::string answer = with_plain_ends(*loaded.content(found->answer), "\r");
  FailedSample sample;
  sample.input = clean_excerpt(
      with_plain_ends(loaded.content(found->input)->substr(0, 2 * kExcerptBytes), "\r"));
  sample.answer = clean_excerpt(std::string_view(answer).substr(0, 2 * kExcerptBytes));
  sample.is_compared = package.validation.programs.empty();
  if (sample.is_compared) sample.difference = difference_of(test, answer, found->validator);
  return sample;
}

// By the names that they have when they are run: what the package puts beside them isn't theirs.
std::map<std::string, std::uint64_t> own_lines(const Package& package, const Source& source) {
  std::map<std::string, std::uint64_t> lines;
  for (const auto& [path, content] : source.files) lines[path] = lines_of(content);
  const bool is_imported = package.included.contains(kMainFile);
  auto main = is_imported ? lines.extract(kMainFile) : decltype(lines)::node_type();
  for (const auto& [name, path] : package.included) lines.erase(name);
  if (main) lines[package.submission_name] = main.mapped();
  return lines;
}

}  // namespace

Background background_of(const JudgingRecord& judging, const LoadedPackage& loaded,
                         const std::optional<Limits>& limits, const Source* source) {
  const Package& package = loaded.package();
  Background background;
  background.limits = limits;
  if (source != nullptr) background.own_lines = own_lines(package, *source);
  if (package.validation.interactive || package.validation.passes > 1) return background;
  for (const auto& test : judging.tests)
    if (auto sample = failed_sample(test, loaded))
      background.samples.emplace(test.name, std::move(*sample));
  return background;
}

}  // namespace assize
