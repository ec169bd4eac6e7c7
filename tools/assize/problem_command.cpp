#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "judge/core/errors.h"
#include "problems/package.h"
#include "tools/assize/command.h"
#include "tools/report/format.h"

namespace assize {

namespace {

struct ProblemArguments {
  std::vector<std::string> directories;
  bool lenient = false;
  bool json = false;
};

struct Import {
  std::unique_ptr<DirectoryTree> files;
  Package package;
};

PackageRow row_of(const Package& package, bool lenient) {
  PackageRow row;
  row.hash = package.hash;
  row.problem = package.id;
  row.name = package.name;
  row.format = package.format;
  row.tests = static_cast<std::int64_t>(package.tests.size());
  row.time_limit = package.limits.time;
  row.memory_limit = package.limits.memory;
  row.lenient = lenient;
  for (const auto& warning : package.warnings) row.warnings += warning + "\n";
  row.imported_at = now_ms();
  row.scoring = package.scoring;
  for (const auto& statement : package.statements)
    row.statements.push_back({statement.path, statement.language});
  return row;
}

// All packages are read and found good before the first is imported, all in one transaction.
void add_packages(const ProblemArguments& arguments, const Globals& globals) {
  std::vector<Import> imports;
  for (const auto& directory : arguments.directories) {
    auto files = std::make_unique<DirectoryTree>(directory);
    LoadOptions options;
    options.lenient = arguments.lenient;
    Package package = load_package(*files, problem_id_of(directory), options);
    for (const auto& warning : package.warnings) spdlog::warn("{}", warning);
    for (const auto& earlier : imports)
      if (earlier.package.id == package.id)
        throw InputError(directory + ": there is another package with the id " + package.id +
                         " on this command line");
    imports.push_back({std::move(files), std::move(package)});
  }
  Store store(globals.path_of_store());
  std::vector<bool> changed;
  Transaction transaction(store.database());
  for (const auto& import : imports) {
    std::vector<StoredFile> files;
    for (const auto& [path, file] : import.files->files())
      files.push_back({path, file.hash, file.size});
    changed.push_back(
        store.put_package(row_of(import.package, arguments.lenient), files,
                          [&](const std::string& path) { return import.files->read(path); }));
  }
  transaction.commit();
  for (std::size_t i = 0; i < imports.size(); ++i)
    fmt::print("{}  {}  {} tests  {}\n", imports[i].package.id,
               imports[i].package.hash.substr(0, 12), imports[i].package.tests.size(),
               changed[i] ? "imported" : "unchanged");
}

void list_problems(const Globals& globals) {
  Store store(globals.path_of_store());
  std::vector<std::vector<std::string>> rows{
      {"PROBLEM", "PACKAGE", "TESTS", "TIME", "MEMORY", "FORMAT", "NAME"}};
  for (const auto& package : store.problems())
    rows.push_back({package.problem, package.hash.substr(0, 12), std::to_string(package.tests),
                    in_seconds(package.time_limit), in_mebibytes(package.memory_limit),
                    package.format, package.name});
  fmt::print("{}", in_columns(rows, {2, 3, 4}));
}

}  // namespace

void add_problem(CLI::App& app, Globals& globals) {
  CLI::App* command = app.add_subcommand("problem", "Import and list problem packages");
  command->require_subcommand(1);
  command->footer("Example:\n  assize problem add problems/examples/*/");

  auto arguments = std::make_shared<ProblemArguments>();
  CLI::App* add = command->add_subcommand("add", "Import packages under the hash of their content");
  add->add_option("directories", arguments->directories,
                  "Package directories; the folder's name is the problem's id")
      ->required()
      ->type_name("DIR");
  add->add_flag("--lenient", arguments->lenient,
                "Take keys that real packages have beside the format");
  add->footer(
      "Example:\n  assize problem add sum-of-two\n\n"
      "An older version of the problem stays in the store; what was judged with it keeps it.\n"
      "If one package is wrong, none is imported.");
  add->callback([arguments, &globals] { add_packages(*arguments, globals); });

  CLI::App* list = command->add_subcommand("list", "List the problems and their current packages");
  list->footer("Example:\n  assize problem list");
  list->callback([&globals] { list_problems(globals); });
}

}  // namespace assize
