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
#include "tools/assize/roster.h"
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
  std::string format = "table";
  std::string out;
  std::string audience = "staff";
  bool all_versions = false;
  std::string roster;
};

using Renderer = void (*)(Store&, const ReportOptions&, std::ostream&);

Renderer renderer_of(const std::string& format) {
  static const std::map<std::string, Renderer> kRenderers{
      {"table", report_table}, {"json", report_json},   {"csv", report_csv},
      {"html", report_html},   {"junit", report_junit}, {"gradescope", report_gradescope}};
  const auto found = kRenderers.find(format);
  if (found == kRenderers.end())
    throw InputError("--format: table, html, csv, json, junit or gradescope, not '" +
                     clean_line(format, 40) + "'");
  return found->second;
}

void run_report(const ReportArguments& arguments, const Globals& globals) {
  const Renderer render = renderer_of(arguments.format);
  ReportOptions options;
  const auto audience = audience_from(arguments.audience);
  if (!audience)
    throw InputError("--audience: staff, submitter or public, not '" +
                     clean_line(arguments.audience, 40) + "'");
  options.audience = *audience;
  if (arguments.all_versions) options.versions = Store::Versions::all;
  if (!arguments.roster.empty()) {
    if (arguments.format != "table" && arguments.format != "html")
      throw InputError("--roster: is for the formats table and html");
    const Roster roster =
        parse_roster(read_whole_file(arguments.roster, kMaxRoster), shown_name(arguments.roster));
    if (!roster.note.empty()) spdlog::warn("{}", roster.note);
    options.roster.emplace(roster.names.begin(), roster.names.end());
  }
  Store store(globals.store_url(), Database::Mode::read);
  if (!arguments.batch.empty()) {
    options.batch = store.find_batch(arguments.batch);
    if (!options.batch)
      throw InputError("there is no batch '" + clean_line(arguments.batch, 200) + "' in the store");
  }
  tell_of_slow_runtimes(store, options);
  if (!arguments.out.empty() && arguments.out != "-")
    return write_output_file(arguments.out,
                             [&](std::ostream& stream) { render(store, options, stream); });
  render(store, options, std::cout);
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
                   "table, html, csv, json, junit or gradescope (default table)")
      ->type_name("FORMAT");
  command->add_option("--out", arguments->out, "Write it to a file (default: standard output)")
      ->type_name("PATH");
  command
      ->add_option("--audience", arguments->audience, "staff, submitter or public (default staff)")
      ->type_name("WHO");
  command
      ->add_option("--roster", arguments->roster,
                   "Who should hand something in: a list of names, or a CSV file with a column "
                   "submitter (formats table and html)")
      ->type_name("FILE");
  command->footer(
      "Examples:\n  assize report\n"
      "  assize report --format html --roster class.txt --out report.html\n\n"
      "The public sees verdicts, scores and figures of numbered submissions, and no names.\n"
      "Figures of secret tests are exact for staff only.");
  command->callback([arguments, &globals] { run_report(*arguments, globals); });
}

}  // namespace assize
