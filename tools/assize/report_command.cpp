#include <spdlog/spdlog.h>

#include <iostream>
#include <map>

#include "judge/runtime/template_choice.h"
#include "problems/files/file_tree.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/store/status.h"
#include "tools/assize/command.h"
#include "tools/assize/output_file.h"
#include "tools/assize/output_folder.h"
#include "tools/assize/roster.h"
#include "tools/report/csv.h"
#include "tools/report/per_submitter.h"
#include "tools/report/report.h"

namespace assize {

namespace {

// Runs of a CPython that the template doesn't know take several times as long: staff should know.
void tell_of_slow_runtimes(Store& store, const ReportOptions& options) {
  if (options.audience != Audience::staff) return;
  for (const auto& seen : runtimes_seen(store.database(), options.batch))
    if (seen.version.starts_with("CPython ") && !template_knows(seen.version))
      spdlog::warn(
          "runtime {}: {} was judged by exec, which takes several times as long as by template: "
          "the template knows {} (docs/runtimes.md)",
          shown_name(seen.name), clean_line(seen.version), template_versions());
}

struct ReportArguments {
  std::string batch;
  std::string format;  // empty: table, or, of one for each submitter, html and json
  std::string out;
  std::string audience;  // empty: staff, or, of a submitter's own report, submitter
  bool all_versions = false;
  std::string roster;
  std::optional<std::string> submitter;
  std::optional<std::string> per_submitter;  // a folder
  bool is_personal() const { return submitter || per_submitter; }
};

struct Form {
  void (*render)(Store&, const ReportOptions&, std::ostream&);
  const char* ending;  // of a file's name
};

const Form& form_of(const std::string& format) {
  static const std::map<std::string, Form> kForms{
      {"table", {report_table, ".txt"}}, {"json", {report_json, ".json"}},
      {"csv", {report_csv, ".csv"}},     {"html", {report_html, ".html"}},
      {"junit", {report_junit, ".xml"}}, {"gradescope", {report_gradescope, ".json"}}};
  const auto found = kForms.find(format);
  if (found == kForms.end())
    throw InputError("--format: table, html, csv, json, junit or gradescope, not '" +
                     clean_line(format, 40) + "'");
  return found->second;
}

// What a submitter gets is for a submitter, unless staff is asked for.
Audience audience_of(const ReportArguments& arguments) {
  if (arguments.audience.empty())
    return arguments.is_personal() ? Audience::submitter : Audience::staff;
  const auto audience = audience_from(arguments.audience);
  if (!audience)
    throw InputError("--audience: staff, submitter or public, not '" +
                     clean_line(arguments.audience, 40) + "'");
  if (*audience == Audience::everyone && arguments.is_personal())
    throw InputError(
        "--audience public: a report for the public names no submitters; leave it out, or leave "
        "out --submitter and --per-submitter");
  return *audience;
}

Names read_roster(const ReportArguments& arguments) {
  if (arguments.is_personal())
    throw InputError("--roster: is about all submitters; leave it out for the report of one");
  if (arguments.format != "html" && arguments.format != "table" && !arguments.format.empty())
    throw InputError("--roster: is for the formats table and html");
  const Roster roster =
      parse_roster(read_whole_file(arguments.roster, kMaxRoster), shown_name(arguments.roster));
  if (!roster.note.empty()) spdlog::warn("{}", roster.note);
  return {roster.names.begin(), roster.names.end()};
}

void choose_submitter(Store& store, const std::string& name, ReportOptions& options) {
  const BySubmitter all = submissions_by_submitter(store, options);
  const auto found = all.find(name);
  if (found == all.end())
    throw InputError("there is no submission by " + shown_name(name) +
                     (options.batch ? " in this batch" : " in the store") +
                     "; names are as they were handed in: assize report lists them");
  options.submitter = name;
  options.submissions = found->second;
}

// The files of each submitter, and, for staff, which are whose.
void write_per_submitter(Store& store, const std::map<std::string, const Form*>& forms,
                         ReportOptions options, const std::string& folder) {
  const BySubmitter all = submissions_by_submitter(store, options);
  std::vector<std::string> names;
  for (const auto& [name, submissions] : all) names.push_back(name);
  const auto stems = file_stems(names);
  std::vector<std::string> heads{"submitter", "submissions"};
  for (const auto& [format, form] : forms) heads.push_back(format);
  std::string index = csv_line(heads);
  for (const auto& [name, submissions] : all) {
    options.submitter = name;
    options.submissions = submissions;
    std::vector<std::string> row{name, std::to_string(submissions.size())};
    for (const auto& [format, form] : forms) {
      row.push_back(stems.at(name) + form->ending);
      write_output_file(folder + "/" + row.back(), [&, one = form](std::ostream& stream) {
        one->render(store, options, stream);
      });
    }
    index += csv_line(row, {1});
  }
  write_output_file(folder + "/index.csv", [&](std::ostream& stream) { stream << index; });
}

void run_report(const ReportArguments& arguments, const Globals& globals) {
  if (arguments.submitter && arguments.per_submitter)
    throw InputError("--submitter and --per-submitter: one or the other");
  if (arguments.per_submitter && !arguments.out.empty())
    throw InputError("--per-submitter: names the folder by itself; leave out --out");
  std::map<std::string, const Form*> forms;
  if (!arguments.format.empty() || !arguments.per_submitter) {
    const std::string format = arguments.format.empty() ? "table" : arguments.format;
    forms[format] = &form_of(format);
  } else {
    for (const char* format : {"html", "json"}) forms[format] = &form_of(format);
  }
  ReportOptions options;
  options.audience = audience_of(arguments);
  if (arguments.all_versions) options.versions = Store::Versions::all;
  if (!arguments.roster.empty()) options.roster = read_roster(arguments);
  Store store(globals.store_url(), Database::Mode::read);
  if (!arguments.batch.empty()) {
    options.batch = store.find_batch(arguments.batch);
    if (!options.batch)
      throw InputError("there is no batch '" + clean_line(arguments.batch, 200) + "' in the store");
  }
  if (arguments.submitter) choose_submitter(store, *arguments.submitter, options);
  tell_of_slow_runtimes(store, options);
  if (arguments.per_submitter)
    return write_output_folder(*arguments.per_submitter, [&](const std::string& folder) {
      write_per_submitter(store, forms, options, folder);
    });
  const Form& form = *forms.begin()->second;
  if (!arguments.out.empty() && arguments.out != "-")
    return write_output_file(arguments.out,
                             [&](std::ostream& stream) { form.render(store, options, stream); });
  form.render(store, options, std::cout);
  std::cout.flush();
}

}  // namespace

void add_report(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<ReportArguments>();
  CLI::App* command = app.add_subcommand("report", "Report on all submissions, or on a batch");
  command->add_option("--batch", arguments->batch, "Only this batch (its id or name)")
      ->type_name("ID");
  command->add_flag("--all-versions", arguments->all_versions,
                    "Of a batch also what something newer was handed in for");
  command
      ->add_option("--format", arguments->format,
                   "table, html, csv, json, junit or gradescope (default table; with "
                   "--per-submitter html and json)")
      ->type_name("FORMAT");
  command->add_option("--out", arguments->out, "Write it to a file (default: standard output)")
      ->type_name("PATH");
  command
      ->add_option(
          "--audience", arguments->audience,
          "staff, submitter or public (default staff; of one submitter's report submitter)")
      ->type_name("WHO");
  command
      ->add_option("--roster", arguments->roster,
                   "Who should hand something in: a list of names, or a CSV file with a column "
                   "submitter (formats table and html)")
      ->type_name("FILE");
  command
      ->add_option("--submitter", arguments->submitter,
                   "Only what this one has handed in, as that submitter may see it")
      ->type_name("NAME");
  command
      ->add_option("--per-submitter", arguments->per_submitter,
                   "A report for each submitter into a new or empty folder, and index.csv, which "
                   "says whose is whose")
      ->type_name("DIR");
  command->footer(
      "Examples:\n  assize report\n"
      "  assize report --batch week3 --per-submitter feedback/\n"
      "  assize report --submitter ada --format html --out ada.html\n"
      "  assize report --format html --roster class.txt --out report.html\n\n"
      "The public sees verdicts, scores and figures of numbered submissions, and no names.\n"
      "Figures of secret tests are exact for staff only.");
  command->callback([arguments, &globals] { run_report(*arguments, globals); });
}

}  // namespace assize
