// An assignment of nbgrader: notebooks whose cells say which of them are graded. Those that test by
// themselves are taken, in the package's own copy of the notebook; those that a person grades are
// refused.
// Source: nbgrader.readthedocs.io (cell metadata, schema version 3).
#include <algorithm>
#include <set>

#include "problems/courses/checks.h"
#include "problems/courses/json_text.h"
#include "problems/courses/translation.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize::courses {

namespace {

using Json = nlohmann::json;

bool is_notebook_of_nbgrader(const FileTree& course, const std::string& path) {
  return path.ends_with(".ipynb") && course.files().at(path).size <= kMostText &&
         course.read(path).find("\"nbgrader\"") != std::string::npos;
}

// The folders that notebooks are in: of a whole course those of its source/, else those at the top.
std::set<std::string> folders_of(const FileTree& course) {
  std::set<std::string> sources;
  std::set<std::string> others;
  for (const auto& [path, file] : course.files()) {
    if (!is_notebook_of_nbgrader(course, path)) continue;
    const std::string folder = path.substr(0, path.rfind('/') + 1);
    if (folder.starts_with("source/")) sources.insert(folder);
    if (folder.empty()) others.insert(folder);
  }
  return sources.empty() ? others : sources;
}

// A cell's or an output's text: one string, or a list of lines.
std::string source_of(const Json& cell) {
  const auto found = cell.find("source");
  if (found == cell.end()) return {};
  if (found->is_string()) return found->get<std::string>();
  std::string text;
  if (found->is_array())
    for (const auto& line : *found)
      if (line.is_string()) text += line.get<std::string>();
  return text;
}

bool flag_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

class Notebooks {
 public:
  Notebooks(Translation& translation, std::string folder)
      : translation_(translation), course_(translation.course()), folder_(std::move(folder)) {}

  void translate() {
    translation_.package().origin = "nbgrader";
    for (const auto& [path, file] : course_.files())
      if (is_below(path, folder_) && path.find('/', folder_.size()) == std::string::npos)
        take(path);
      else if (is_below(path, folder_))
        take_data(path);
      else
        translation_.left_out(path, "is outside of the assignment's folder " + shown_name(folder_));
    take_statement(translation_, folder_);
    if (translation_.package().tests == 0) return;
    translation_.package().kind = "assignment";
    Assignment assignment;
    assignment.name = title_of(translation_.id());
    assignment.modules = modules_;
    assignment.points = points_;
    assignment.visibilities = hidden_;
    translation_.put("assignment.yaml", to_yaml(assignment));
  }

 private:
  void take(const std::string& path) {
    if (!is_notebook_of_nbgrader(course_, path)) return take_data(path);
    const std::string text = translation_.text(path);
    const Json notebook = parse_json(text, course_.place(path));
    if (!notebook.is_object() || !notebook.contains("cells") || !notebook["cells"].is_array())
      return translation_.refuse(path, 0, "is no notebook of nbformat 4: it has no list of cells");
    const Json::json_pointer language("/metadata/kernelspec/language");
    if (notebook.contains(language) && notebook[language] != "python")
      return translation_.refuse(
          path,
          line_in_json(
              text, {std::string("metadata"), std::string("kernelspec"), std::string("language")}),
          "a notebook in another language than Python");
    if (!is_identifier(stem_of(path)))
      return translation_.refuse(path, 0, "a notebook whose name can't be that of a module");
    const std::size_t before = points_.size();
    const Json& cells = notebook["cells"];
    for (std::size_t i = 0; i < cells.size(); ++i)
      if (cells[i].is_object()) {
        const std::size_t line =
            line_in_json(text, {std::string("cells"), i, std::string("source")});
        take_cell(path, cells[i], line);
      }
    if (points_.size() == before)
      return translation_.left_out(path, "has no cell that tests by itself");
    modules_.push_back(stem_of(path));
    translation_.copy(path, "tests/" + name_of(path));
    translation_.copy(path, "submissions/accepted/" + name_of(path));
    translation_.taken(path, std::to_string(points_.size() - before) +
                                 " cells that test, unchanged in tests/" + name_of(path) +
                                 "; with its solutions a submission that must be accepted");
  }

  void take_cell(const std::string& path, const Json& cell, std::size_t line) {
    const auto metadata = cell.find("metadata");
    if (metadata == cell.end() || !metadata->is_object() || !metadata->contains("nbgrader")) return;
    const Json& marks = (*metadata)["nbgrader"];
    if (!marks.is_object()) return;
    const std::string id = text_at(marks, "grade_id");
    const std::string shown = "the cell '" + clean_line(id, 60) + "'";
    if (flag_at(marks, "task"))
      return translation_.refuse(path, line, shown + " is a task that a person grades");
    if (!flag_at(marks, "grade")) return;
    if (flag_at(marks, "solution"))
      return translation_.refuse(path, line, shown + " is an answer that a person grades");
    if (text_at(cell, "cell_type") != "code")
      return translation_.refuse(path, line, shown + " is graded, and is no code");
    const std::string points = text_at(marks, "points").empty() ? "0" : text_at(marks, "points");
    if (!is_decimal(points))
      return translation_.refuse(path, line, shown + " has points that are no decimal number");
    if (id.empty() || !ids_.insert(id).second)
      return translation_.refuse(path, line, shown + " has no grade_id of its own");
    const std::string source = source_of(cell);
    if (const std::string magic = magic_in(source); !magic.empty())
      return translation_.refuse(
          path, line,
          shown + " has a magic or a command for a shell: '" + clean_line(magic, 60) + "'");
    points_.emplace_back(id, points);
    ++translation_.package().tests;
    if (source.find("BEGIN HIDDEN TESTS") == std::string::npos) return;
    hidden_.emplace_back(id, "hidden");
    translation_.changed(path, line, shown + " has hidden tests: all of it is hidden");
  }

  static std::string magic_in(const std::string& source) {
    for (std::size_t at = 0; at < source.size();) {
      const std::size_t end = std::min(source.find('\n', at), source.size());
      const std::size_t begin = source.find_first_not_of(" \t", at);
      if (begin < end && (source[begin] == '%' || source[begin] == '!'))
        return source.substr(begin, end - begin);
      at = end + 1;
    }
    return {};
  }

  void take_data(const std::string& path) {
    const std::string name = path.substr(folder_.size());
    const bool is_hidden = name.starts_with(".") || name.find("/.") != std::string::npos;
    if (is_hidden || name == "README.md") return;
    if (path.ends_with(".py") || is_data(path)) {
      translation_.copy(path, "include/" + name);
      translation_.taken(path, "is put beside a submission");
    } else {
      translation_.left_out(path, "is neither a notebook with tests nor data");
    }
  }

  Translation& translation_;
  const FileTree& course_;
  std::string folder_;
  std::vector<std::string> modules_;
  std::set<std::string> ids_;
  std::vector<std::pair<std::string, std::string>> points_;
  std::vector<std::pair<std::string, std::string>> hidden_;
};

}  // namespace

bool is_nbgrader(const FileTree& course) { return !folders_of(course).empty(); }

void translate_nbgrader(Translation& translation) {
  const auto folders = folders_of(translation.course());
  if (folders.size() > 1) {
    std::string all;
    for (const auto& folder : folders) all += (all.empty() ? "" : ", ") + shown_name(folder);
    throw InputError("several assignments: " + all + ": import one of these folders");
  }
  Notebooks(translation, *folders.begin()).translate();
}

}  // namespace assize::courses
