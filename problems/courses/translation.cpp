#include "problems/courses/translation.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "problems/grading/score.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize::courses {

std::string_view word_of(Note::Kind kind) {
  switch (kind) {
    case Note::Kind::taken:
      return "taken";
    case Note::Kind::changed:
      return "changed";
    case Note::Kind::left_out:
      return "left out";
    case Note::Kind::refused:
      return "refused";
  }
  return {};
}

bool CoursePackage::has_refusals() const {
  return std::any_of(notes.begin(), notes.end(),
                     [](const Note& note) { return note.kind == Note::Kind::refused; });
}

std::string Translation::text(const std::string& path) const {
  if (course_.files().at(path).size > kMostText)
    throw InputError(course_.place(path) + ": larger than " + std::to_string(kMostText) +
                     " bytes, too much for a text");
  std::string text = course_.read_text(path);
  if (!is_utf8(text)) throw InputError(course_.place(path) + ": is not UTF-8");
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') plain += text[i];
  return plain;
}

void Translation::put(const std::string& path, std::string content) {
  package_.files[path] = std::move(content);
}

void Translation::copy(const std::string& from, const std::string& to) {
  put(to, course_.read(from));
}

void Translation::note(Note::Kind kind, const std::string& file, std::size_t line,
                       const std::string& what) {
  package_.notes.push_back({kind, file, line, what});
}

void Translation::taken(const std::string& file, const std::string& what, std::size_t line) {
  note(Note::Kind::taken, file, line, what);
}
void Translation::changed(const std::string& file, std::size_t line, const std::string& what) {
  note(Note::Kind::changed, file, line, what);
}
void Translation::left_out(const std::string& file, const std::string& what) {
  note(Note::Kind::left_out, file, 0, what);
}
void Translation::refuse(const std::string& file, std::size_t line, const std::string& what) {
  ++refusals_;
  note(Note::Kind::refused, file, line, what);
}

std::string title_of(std::string id) {
  std::replace(id.begin(), id.end(), '-', ' ');
  std::replace(id.begin(), id.end(), '_', ' ');
  if (!id.empty() && id[0] >= 'a' && id[0] <= 'z') id[0] = static_cast<char>(id[0] - 'a' + 'A');
  return id;
}

std::string name_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

std::string stem_of(std::string_view path) {
  const std::string name = name_of(path);
  return name.substr(0, name.rfind('.'));
}

bool is_below(std::string_view path, std::string_view folder) { return path.starts_with(folder); }

void take_statement(Translation& translation, const std::string& folder) {
  for (const char* name : {"README.md", "readme.md", "Readme.md"}) {
    const std::string path = folder + name;
    if (!translation.course().has(path)) continue;
    translation.copy(path, "statement/problem.en.md");
    translation.taken(path, "the statement, statement/problem.en.md");
    return;
  }
}

bool is_decimal(std::string_view text) {
  const auto score = Score::parse(text);
  return score && *score >= Score(0);
}

std::string yaml_text(std::string_view text) {
  using Json = nlohmann::json;
  return Json(clean_text(text)).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string to_yaml(const Assignment& assignment) {
  std::string yaml = "name: {en: " + yaml_text(assignment.name) + "}\n";
  if (!assignment.modules.empty()) {
    yaml += "modules: [";
    for (const auto& module : assignment.modules)
      yaml += (yaml.ends_with('[') ? "" : ", ") + module;
    yaml += "]\n";
  }
  if (!assignment.runner.empty()) yaml += "runner: " + assignment.runner + "\n";
  if (!assignment.time_limit.empty())
    yaml += "limits: {time_limit: " + assignment.time_limit + "}\n";
  for (const auto& [key, rows] : {std::pair{"points", &assignment.points},
                                  std::pair{"visibility", &assignment.visibilities}}) {
    if (rows->empty()) continue;
    yaml += std::string(key) + ":\n";
    for (const auto& [pattern, value] : *rows)
      yaml += "  " + yaml_text(pattern) + ": " + value + "\n";
  }
  return yaml;
}

std::vector<std::string> shared(std::string_view total, std::size_t count) {
  constexpr int kPlaces = 2;
  const Score whole = Score::parse(total).value_or(Score(0));
  const Score part = whole / Score(static_cast<std::int64_t>(count));
  std::vector<std::string> parts;
  if (Score::parse(part.text()).value_or(Score(-1)) == part) {
    parts.assign(count, part.text());
    return parts;
  }
  // Downwards, so that what is left for the last one is no less than the others.
  Score rounded = Score::parse(part.text(kPlaces)).value_or(Score(0));
  if (rounded > part) rounded += *Score::parse("-0.01");
  parts.assign(count, rounded.text());
  const Score others = rounded * Score(static_cast<std::int64_t>(count - 1));
  parts.back() = (whole + others * Score(-1)).text();
  return parts;
}

}  // namespace assize::courses
