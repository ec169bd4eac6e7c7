#include <spdlog/spdlog.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "problems/courses/course.h"
#include "problems/courses/course_source.h"
#include "problems/package.h"
#include "problems/package_source.h"
#include "problems/text/error_list.h"
#include "problems/write_package.h"
#include "storage/base/text.h"
#include "tools/assize/command.h"
#include "tools/report/print.h"

namespace assize {

namespace {

using courses::CoursePackage;
using courses::Note;
using Json = nlohmann::ordered_json;

struct ImportArguments {
  std::string from;
  std::string to;
  bool partial = false;
  bool json = false;
};

// The name of the new package where none is given: that of what is imported.
std::string name_after(const std::string& from) {
  std::error_code error;
  const auto real = std::filesystem::canonical(from, error);
  if (error) throw InputError(shown_name(from) + ": no such folder or zip file");
  std::string name = real.filename();
  if (name.size() > 4 && (name.ends_with(".zip") || name.ends_with(".ZIP")))
    name.resize(name.size() - 4);
  if (is_problem_id(name)) return name;
  const auto id = id_made_from(name);
  if (!id)
    throw InputError(shown_name(from) + ": no problem's id can be made from '" +
                     clean_line(name, 60) + "': say where the package shall be (TO)");
  return *id;
}

// Where a note is of, as the operator knows it.
std::string place_of(const FileTree& course, const std::string& from, const Note& note) {
  std::string place = note.file.empty() ? shown_name(from) : course.place(note.file);
  if (note.line > 0) place += ":" + std::to_string(note.line);
  return place;
}

Json to_json(const CoursePackage& package, const std::string& made) {
  Json json{{"origin", package.origin},
            {"kind", package.kind.empty() ? Json(nullptr) : Json(package.kind)},
            {"package", made.empty() ? Json(nullptr) : Json(made)},
            {"tests", package.tests}};
  for (const char* key : {"taken", "changed", "left_out", "refused"}) json[key] = Json::array();
  for (const auto& note : package.notes) {
    std::string key(word_of(note.kind));
    if (key == "left out") key = "left_out";
    json[key].push_back({{"file", note.file.empty() ? Json(nullptr) : Json(note.file)},
                         {"line", note.line == 0 ? Json(nullptr) : Json(note.line)},
                         {"what", note.what}});
  }
  json["files"] = Json::array();
  if (!made.empty())
    for (const auto& [path, content] : package.files) json["files"].push_back(path);
  return json;
}

void print_report(const CoursePackage& package, const FileTree& course, const std::string& from,
                  const std::string& made) {
  const std::string shown = shown_name(made);
  print("{}: made of an assignment of {}, {}\n", shown, package.origin,
        package.kind == "stdin" ? "for programs that read and print" : "with unit tests");
  for (const auto kind :
       {Note::Kind::taken, Note::Kind::changed, Note::Kind::left_out, Note::Kind::refused})
    for (const auto& note : package.notes)
      if (note.kind == kind)
        print("  {:<8}  {}: {}\n", word_of(kind), place_of(course, from, note),
              hanging(note.what, "            "));
  print(
      "Look at what was changed, add what must be accepted to {}/submissions/accepted, then\n"
      "  assize problem check {}\n",
      shown, shown);
}

// All of them at once; nothing is written.
void raise_refusals(const CoursePackage& package, const FileTree& course, const std::string& from) {
  ErrorList errors;
  for (const auto& note : package.notes)
    if (note.kind == Note::Kind::refused)
      errors.add(place_of(course, from, note) + ": refused: " + note.what);
  errors.raise();
}

void import_course(const ImportArguments& arguments, Globals& globals) {
  const std::string to = arguments.to.empty() ? name_after(arguments.from) : arguments.to;
  const std::string id = check_new_package(to);
  const courses::CourseTree course(arguments.from);
  CoursePackage package;
  try {
    package = courses::translate_course(course, id);
  } catch (const InputError& error) {
    const std::string what = error.what();
    const std::string from = shown_name(arguments.from);
    throw InputError(what.starts_with(from) ? what : from + ": " + what);
  }
  for (const auto& warning : course.warnings()) spdlog::warn("{}", warning);
  const bool has_something = !package.kind.empty();
  const bool writes = has_something && (arguments.partial || !package.has_refusals());
  if (writes) write_package(to, package.files);
  if (arguments.json)
    print("{}\n", clean_json(to_json(package, writes ? to : "")
                                 .dump(-1, ' ', false, Json::error_handler_t::replace)));
  else if (writes)
    print_report(package, course, arguments.from, to);
  if (writes) return;
  globals.exit_code = kBadInput;
  if (arguments.json) return;
  raise_refusals(package, course, arguments.from);
  throw InputError(shown_name(arguments.from) + ": has no test that can be taken");
}

}  // namespace

void add_problem_import(CLI::App& problem, Globals& globals) {
  auto arguments = std::make_shared<ImportArguments>();
  CLI::App* command =
      problem.add_subcommand("import", "Translate an assignment of another system into a package");
  command
      ->add_option("from", arguments->from,
                   "Its folder or zip file: of Gradescope, GitHub Classroom or Classroom 50, OK or "
                   "otter-grader, nbgrader, PrairieLearn")
      ->required()
      ->type_name("FROM");
  command
      ->add_option("to", arguments->to,
                   "The package's folder, which must not be there; without it FROM's name, here")
      ->type_name("TO");
  command->add_flag("--partial", arguments->partial,
                    "Make the package of what can be translated, and list the rest");
  command->add_flag("--json", arguments->json, "The report as one JSON object");
  command->footer(
      "Example:\n  assize problem import autograder.zip week3/stack\n\n"
      "What can't be translated is refused by name, with its file and line, all at once, and\n"
      "nothing is written. FROM is never changed.");
  command->callback([arguments, &globals] { import_course(*arguments, globals); });
}

}  // namespace assize
