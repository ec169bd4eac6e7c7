// Tests of OK and otter-grader: Python files that assign to `test` a dictionary of suites, whose
// cases are doctests over what a submission defines. Each suite becomes a docstring of a module of
// doctests.
// Sources: okpy.github.io (client, "OK tests"); otter-grader's "Test Files".
#include <algorithm>
#include <optional>
#include <set>

#include "problems/courses/checks.h"
#include "problems/courses/json_text.h"
#include "problems/courses/python_literal.h"
#include "problems/courses/translation.h"
#include "problems/grading/score.h"
#include "problems/text/error_list.h"
#include "storage/base/text.h"

namespace assize::courses {

namespace {

using Kind = PythonValue::Kind;

bool assigns_test(const FileTree& course, const std::string& path) {
  if (course.files().at(path).size > kMostLiteralText) return false;
  const std::string text = course.read_text(path);
  for (const char* start : {"test = {", "test={"})
    if (const auto at = text.find(start); at != std::string::npos &&
                                          (at == 0 || text[at - 1] == '\n') &&
                                          text.find("suites", at) != std::string::npos)
      return true;
  return false;
}

std::vector<std::string> files_of(const FileTree& course) {
  std::vector<std::string> paths;
  for (const auto& [path, file] : course.files()) {
    const std::string folder = "/" + path.substr(0, path.rfind('/') + 1);
    const bool place = folder.ends_with("/tests/") || folder.ends_with("/ok_tests/");
    if (place && path.ends_with(".py") && assigns_test(course, path)) paths.push_back(path);
  }
  return paths;
}

std::string text_of(const PythonValue& value, std::string_view key) {
  const PythonValue* found = value.find(key);
  return found != nullptr && found->is(Kind::text) ? found->text : "";
}

// Without blank lines around, and without the blanks that all lines begin with.
std::string dedented(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t least = std::string::npos;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    const std::size_t blanks = lines.back().find_first_not_of(" \t");
    if (blanks == std::string::npos)
      lines.back().clear();
    else
      least = std::min(least, blanks);
    at = end + 1;
  }
  std::string result;
  for (const auto& line : lines)
    result += (line.empty() ? line : line.substr(std::min(least, line.size()))) + "\n";
  const std::size_t begin = result.find_first_not_of('\n');
  if (begin == std::string::npos) return {};
  return result.substr(begin, result.find_last_not_of('\n') - begin + 1) + "\n";
}

// A docstring of these lines, indented by four.
std::string docstring(const std::string& body) {
  const bool raw = body.find("\"\"\"") == std::string::npos;
  std::string text = raw ? "    r\"\"\"\n" : "    \"\"\"\n";
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t end = std::min(body.find('\n', at), body.size());
    if (end > at) text += "    ";
    for (const char c : body.substr(at, end - at)) {
      if (!raw && (c == '\\' || c == '"')) text += '\\';
      text += c;
    }
    text += "\n";
    at = end + 1;
  }
  return text + "    \"\"\"\n";
}

bool is_fit_for_a_source(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t';
  });
}

class OkTests {
 public:
  explicit OkTests(Translation& translation)
      : translation_(translation), course_(translation.course()) {}

  void translate() {
    translation_.package().origin = "ok";
    find_module();
    for (const auto& path : files_of(course_)) read_file(path);
    take_others();
    take_statement(translation_, "");
    if (translation_.package().tests == 0) return;
    translation_.package().kind = "assignment";
    Assignment assignment;
    assignment.name = title_.empty() ? title_of(translation_.id()) : title_;
    assignment.modules = {module_};
    assignment.runner = "doctest";
    assignment.points = points_;
    assignment.visibilities = hidden_;
    translation_.put("assignment.yaml", to_yaml(assignment));
  }

 private:
  // What is handed in: as OK's own file says, else the one notebook or source at the top.
  void find_module() {
    for (const auto& [path, file] : course_.files()) {
      if (path.find('/') != std::string::npos) continue;
      if (path.ends_with(".ok")) {
        read_settings(path);
      } else if ((path.ends_with(".ipynb") || path.ends_with(".py")) && !path.starts_with("run_") &&
                 is_identifier(stem_of(path))) {
        candidates_.push_back(path);
      }
    }
    if (!module_.empty()) return;
    std::set<std::string> names;
    for (const auto& path : candidates_) names.insert(stem_of(path));
    module_ = names.size() == 1 ? *names.begin() : "submission";
    translation_.changed("", 0,
                         "nothing says what is handed in: the tests import it as " + module_);
  }

  void read_settings(const std::string& path) {
    is_ok_ = true;
    const std::string text = translation_.text(path);
    const auto json = parse_json(text, course_.place(path));
    title_ = text_at(json, "name");
    if (json.contains("src") && json["src"].is_array()) {
      for (const auto& source : json["src"]) {
        const std::string name = source.is_string() ? source.get<std::string>() : "";
        if (module_.empty() && is_identifier(stem_of(name)))
          module_ = stem_of(name);
        else
          translation_.refuse(path, line_in_json(text, {std::string("src")}),
                              "a second file that is handed in, " + shown_name(name));
      }
    }
    if (!json.contains("tests") || !json["tests"].is_object()) return;
    for (const auto& entry : json["tests"].items())
      if (entry.value() != "ok_test")
        translation_.refuse(
            path, line_in_json(text, {std::string("tests"), entry.key()}),
            "tests of the kind " +
                shown_name(entry.value().is_string() ? entry.value().get<std::string>()
                                                     : entry.value().dump()) +
                " (doctests in a submission are the submitter's to change)");
  }

  void read_file(const std::string& path) {
    std::vector<std::pair<std::string, PythonValue>> values;
    try {
      values = read_python_literals(translation_.text(path), "");
    } catch (const InputError& error) {  // ":line: what"
      const std::string what = error.what();
      const std::size_t colon = what.find(':', 1);
      const bool has_line = what.size() > 1 && what[0] == ':' && what[1] >= '0' && what[1] <= '9' &&
                            colon != std::string::npos;
      translation_.refuse(path, has_line ? std::stoul(what.substr(1, colon - 1)) : 0,
                          has_line ? what.substr(colon + 2) : what);
      return;
    }
    for (const auto& [name, value] : values)
      if (name == "test" && value.is(Kind::dict)) read_test(path, value);
  }

  void read_test(const std::string& path, const PythonValue& test) {
    const PythonValue* suites = test.find("suites");
    if (suites == nullptr || !suites->is(Kind::list))
      return translation_.refuse(path, test.line, "a test without a list of suites");
    const PythonValue* points = test.find("points");
    if (points != nullptr && points->is(Kind::list))
      return translation_.refuse(path, points->line, "points for each case, as a list");
    if (points != nullptr && !points->is(Kind::none) && !is_decimal(points->text))
      return translation_.refuse(path, points->line, "points that are no decimal number");
    const PythonValue* whole = test.find("all_or_nothing");
    const bool in_parts = whole != nullptr && whole->is(Kind::flag) && !whole->flag;
    parts_.clear();
    for (const auto& suite : suites->items) read_suite(path, suite, in_parts);
    if (parts_.empty()) return;
    write(path, test, points == nullptr || points->is(Kind::none) ? "1" : points->text);
  }

  // One docstring of the new module.
  struct Part {
    std::string body;
    std::size_t line = 0;
    bool hidden = false;
    bool scored = true;
    std::string points;  // its own, or empty
  };

  void read_suite(const std::string& path, const PythonValue& suite, bool in_parts) {
    const PythonValue* cases = suite.find("cases");
    if (!suite.is(Kind::dict) || cases == nullptr || !cases->is(Kind::list))
      return translation_.refuse(path, suite.line, "a suite without a list of cases");
    const std::string type = text_of(suite, "type");
    if (!type.empty() && type != "doctest")
      return translation_.refuse(path, suite.find("type")->line,
                                 "a suite of the type " + shown_name(type));
    const PythonValue* scored = suite.find("scored");
    const bool counts = scored == nullptr || scored->flag || !scored->is(Kind::flag) || !is_ok_;
    const std::string setup = dedented(text_of(suite, "setup"));
    const std::string teardown = dedented(text_of(suite, "teardown"));
    std::vector<Part> parts;
    for (const auto& one : cases->items)
      if (auto part = read_case(path, one)) parts.push_back(std::move(*part));
    if (parts.empty()) return;
    const bool apart = in_parts || std::any_of(parts.begin(), parts.end(), [](const Part& part) {
                         return !part.points.empty();
                       });
    if (!apart) join(path, parts);
    for (auto& part : parts) {
      part.scored = counts;
      part.body = setup + (setup.empty() ? "" : "\n") + part.body + (teardown.empty() ? "" : "\n") +
                  teardown;
      parts_.push_back(std::move(part));
    }
  }

  // All or nothing: what was several cases is one test.
  void join(const std::string& path, std::vector<Part>& parts) {
    if (parts.size() == 1) return;
    Part whole = std::move(parts.front());
    bool mixed = false;
    for (std::size_t i = 1; i < parts.size(); ++i) {
      mixed = mixed || parts[i].hidden != whole.hidden;
      whole.hidden = whole.hidden || parts[i].hidden;
      whole.body += "\n" + parts[i].body;
    }
    translation_.changed(
        path, whole.line,
        "its " + std::to_string(parts.size()) +
            " cases, which count all or nothing, are one test and share variables" +
            (mixed ? ", and hidden, since some of them are" : ""));
    parts.assign(1, std::move(whole));
  }

  std::optional<Part> read_case(const std::string& path, const PythonValue& one) {
    const std::string code = dedented(text_of(one, "code"));
    if (!one.is(Kind::dict) || code.find(">>>") == std::string::npos) {
      translation_.refuse(path, one.line, "a case without a doctest (>>>)");
      return std::nullopt;
    }
    if (!is_fit_for_a_source(code)) {
      translation_.refuse(path, one.line, "a case with a control character");
      return std::nullopt;
    }
    if (const auto* locked = one.find("locked"); locked != nullptr && locked->flag) {
      translation_.refuse(path, locked->line,
                          "a locked case: its answers are only hashes (unlock it)");
      return std::nullopt;
    }
    Part part{code, one.line, !is_ok_, true, ""};  // otter hides what doesn't say otherwise
    if (const auto* hidden = one.find("hidden"); hidden != nullptr) part.hidden = hidden->flag;
    if (const auto* points = one.find("points"); points != nullptr && points->is(Kind::number))
      part.points = points->text;
    if (!part.points.empty() && !is_decimal(part.points)) {
      translation_.refuse(path, one.line, "points that are no decimal number");
      return std::nullopt;
    }
    for (const char* key : {"success_message", "failure_message"})
      if (!text_of(one, key).empty())
        translation_.changed(path, one.find(key)->line, std::string(key) + " is not shown");
    return part;
  }

  void write(const std::string& path, const PythonValue& test, const std::string& points) {
    std::string stem;
    for (const char c : stem_of(path)) stem += is_identifier(std::string("_") + c) ? c : '_';
    if (!is_identifier(stem)) stem = "_" + stem;
    const std::string place = "tests/" + stem + ".py";
    std::string text = "# " + clean_line(text_of(test, "name"), 100) + ": translated from " +
                       clean_line(path, 200) + "\nfrom " + module_ + " import *\n";
    const auto scored =
        static_cast<std::size_t>(std::count_if(parts_.begin(), parts_.end(), [](const Part& part) {
          return part.scored && part.points.empty();
        }));
    const auto shares = scored == 0 ? std::vector<std::string>{} : shared(points, scored);
    std::size_t next = 0;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      const Part& part = parts_[i];
      const std::string function = parts_.size() == 1 ? "test" : "test_" + std::to_string(i + 1);
      text += "\n\ndef " + function + "():\n" + docstring(part.body);
      std::string own = part.points;
      if (own.empty()) own = part.scored ? shares.at(next++) : "0";
      points_.emplace_back(stem + "." + function, own);
      if (part.hidden) hidden_.emplace_back(stem + "." + function, "hidden");
      ++translation_.package().tests;
    }
    if (shares.size() > 1)
      translation_.changed(path, test.line,
                           "its points, " + points + ", are shared by its " +
                               std::to_string(shares.size()) + " tests");
    translation_.put(place, std::move(text));
    translation_.taken(path, std::to_string(parts_.size()) + " tests, " + place);
  }

  void take_others() {
    const auto files = files_of(course_);
    for (const auto& [path, file] : course_.files()) {
      const bool of_the_course = std::find(files.begin(), files.end(), path) != files.end();
      if (of_the_course || path.starts_with(".") || path.find("/.") != std::string::npos) continue;
      const bool in_tests = path.starts_with("tests/") || path.find("/tests/") != path.npos;
      if (in_tests && path.ends_with(".py")) {
        if (name_of(path) != "__init__.py")
          translation_.refuse(path, 0, "is no OK test: no 'test = {…}' with suites");
      } else if (path.ends_with(".py") || path.ends_with(".ipynb")) {
        translation_.left_out(path, "is the submitter's to write, or the client's own");
      } else if (is_data(path) && !path.ends_with(".json")) {
        const std::string name = path.starts_with("files/") ? path.substr(6) : path;
        translation_.copy(path, "include/" + name);
        translation_.taken(path, "is put beside a submission");
      }
    }
  }

  Translation& translation_;
  const FileTree& course_;
  bool is_ok_ = false;  // not otter-grader: its settings are here
  std::string title_;
  std::string module_;
  std::vector<std::string> candidates_;
  std::vector<Part> parts_;
  std::vector<std::pair<std::string, std::string>> points_;
  std::vector<std::pair<std::string, std::string>> hidden_;
};

}  // namespace

bool is_ok(const FileTree& course) { return !files_of(course).empty(); }

void translate_ok(Translation& translation) { OkTests(translation).translate(); }

}  // namespace assize::courses
