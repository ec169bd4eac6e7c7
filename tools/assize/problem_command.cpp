#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "judge/package_check.h"
#include "judge/unit_tests/find_tests.h"
#include "problems/package_source.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/store/rejudges.h"
#include "tools/assize/command.h"
#include "tools/assize/config.h"
#include "tools/report/format.h"
#include "tools/report/order.h"
#include "tools/report/print.h"

namespace assize {

namespace {

struct ProblemArguments {
  std::vector<std::string> packages;
  std::string id;
  std::string time_limit;
  bool lenient = false;
};

struct Import {
  std::string path;
  std::shared_ptr<const LoadedPackage> loaded;
  std::optional<nanoseconds> computed_time_limit = {};
  std::optional<nanoseconds> given_time_limit = {};
  const Package& package() const { return loaded->package(); }
};

// Programs that were built for packages which aren't imported yet; those of an earlier import are
// taken from the store, if there is one.
class ImportCache final : public ProgramCache {
 public:
  explicit ImportCache(const std::string& store) {
    if (store_exists(store)) store_.emplace(store);
  }
  std::optional<std::string> find(const std::string& key) override {
    if (const auto found = built_.find(key); found != built_.end()) return found->second;
    return store_ ? store_->program(key) : std::nullopt;
  }
  void put(const std::string& key, const std::string& program) override { built_[key] = program; }
  void keep_in(Store& store) const {
    for (const auto& [key, program] : built_) store.put_program(key, program);
  }

 private:
  std::optional<Store> store_;
  std::map<std::string, std::string> built_;
};

// What importing does beyond reading: a jail is needed for it, and is put up only then.
class Builder {
 public:
  explicit Builder(const Globals& globals) : globals_(globals) {}

  void build(Import& import, const LoadOptions& options, ProgramCache& cache) {
    const Package& package = import.package();
    if (package.validation.programs.empty() && package.has_time_limit) return;
    Problem problem = make_problem(judge_host(), import.loaded, &cache);
    if (package.has_time_limit) return;
    Slot slot(judge_host());
    import.computed_time_limit = compute_time_limit(
        slot, judge_host(), problem, find_submissions(import.loaded->files(), package, options));
  }

  std::unique_ptr<FileTree> find_tests(std::unique_ptr<FileTree> files,
                                       const LoadOptions& options) {
    return with_tests(std::move(files), options,
                      [this]() -> ProgramHost& { return *judge_host().programs; });
  }

 private:
  const JudgeHost& judge_host() {
    if (!judge_host_)
      judge_host_ = make_judge_host(find_runtime(load_config(globals_.config), ""), {}, warn);
    return *judge_host_;
  }

  const Globals& globals_;
  std::optional<JudgeHost> judge_host_;
};

PackageRow row_of(const Import& import, bool lenient) {
  const Package& package = import.package();
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
  row.computed_time_limit =
      import.given_time_limit ? import.given_time_limit : import.computed_time_limit;
  for (const auto& statement : package.statements)
    row.statements.push_back({statement.path, statement.language});
  return row;
}

Import load_import(const std::string& path, const std::string& id, const LoadOptions& options,
                   Builder& builder) {
  PackageSource source = open_package(path, options.lenient, id);
  if (!source.named.empty())
    spdlog::warn("{}: the problem's id is {}, made from the name '{}' (--id gives it another one)",
                 shown_name(path), source.id, clean_line(source.named, 60));
  return {path, std::make_shared<const LoadedPackage>(
                    builder.find_tests(std::move(source.files), options), source.id, options)};
}

Import read_import(const std::string& path, const ProblemArguments& arguments, Builder& builder,
                   ProgramCache& cache) {
  LoadOptions options;
  options.lenient = arguments.lenient;
  options.without_time_limit = true;
  Import import = load_import(path, arguments.id, options, builder);
  const std::string id = import.package().id;
  if (!arguments.time_limit.empty()) {
    const nanoseconds given = parse_seconds(arguments.time_limit, "--time-limit");
    const Package& package = import.package();
    if (!package.has_time_limit || package.limits.time != given) {
      options.imported_time_limit = given;
      import = load_import(path, id, options, builder);
      import.given_time_limit = given;
    }
  }
  builder.build(import, options, cache);
  if (!import.computed_time_limit) return import;
  options.computed_time_limit = import.computed_time_limit;
  Import computed = load_import(path, id, options, builder);
  computed.computed_time_limit = options.computed_time_limit;
  return computed;
}

// What a new version of a package means for what is there already.
void say_what_it_means(Store& store, const Package& package) {
  const auto count = Rejudges(store.database()).count_with_other_package(package.id, package.hash);
  if (count > 0)
    spdlog::info(
        "{}: {} submission{} judged with another version: assize rejudge --problem {} judges "
        "again, and says what would change",
        package.id, count, count == 1 ? " was" : "s were", package.id);
}

// All packages are read and found good before the first is imported, all in one transaction.
void add_packages(const ProblemArguments& arguments, const Globals& globals) {
  ImportCache cache(globals.store_url());
  Builder builder(globals);
  std::vector<Import> imports;
  if (!arguments.id.empty() && arguments.packages.size() > 1)
    throw InputError("--id: is for a single package; there are " +
                     std::to_string(arguments.packages.size()));
  for (const auto& path : arguments.packages) {
    Import import = read_import(path, arguments, builder, cache);
    for (const auto& warning : import.package().warnings) spdlog::warn("{}", warning);
    for (const auto& earlier : imports)
      if (earlier.package().id == import.package().id)
        throw InputError(shown_name(path) + ": there is another package with the id " +
                         import.package().id + " on this command line");
    imports.push_back(std::move(import));
  }
  Store store(globals.store_url());
  std::vector<bool> changed;
  Transaction transaction(store.database());
  for (const auto& import : imports) {
    std::vector<StoredFile> files;
    const FileTree& tree = import.loaded->files();
    for (const auto& [path, file] : tree.files()) files.push_back({path, file.hash, file.size});
    changed.push_back(store.put_package(row_of(import, arguments.lenient), files,
                                        [&](const std::string& path) { return tree.read(path); }));
  }
  cache.keep_in(store);
  transaction.commit();
  for (std::size_t i = 0; i < imports.size(); ++i) {
    const Package& package = imports[i].package();
    print("{}  {}  {} tests  {}{}\n", package.id, package.hash.substr(0, 12), package.tests.size(),
          changed[i] ? "imported" : "unchanged",
          imports[i].computed_time_limit
              ? "  (time limit computed: " + in_seconds(package.limits.time) + ")"
              : "");
    if (changed[i]) say_what_it_means(store, package);
  }
}

void list_problems(const Globals& globals) {
  Store store(globals.store_url(), Database::Mode::read);
  std::vector<std::vector<std::string>> rows{
      {"PROBLEM", "PACKAGE", "TESTS", "TIME", "MEMORY", "FORMAT", "NAME"}};
  auto packages = store.problems();
  std::sort(packages.begin(), packages.end(), [](const PackageRow& a, const PackageRow& b) {
    return NaturalOrder()(a.problem, b.problem);
  });
  for (const auto& package : packages)
    rows.push_back({package.problem, package.hash.substr(0, 12), std::to_string(package.tests),
                    in_seconds(package.time_limit), in_mebibytes(package.memory_limit),
                    package.format, package.name});
  print("{}", in_columns(rows, {2, 3, 4}));
}

}  // namespace

void add_problem(CLI::App& app, Globals& globals) {
  CLI::App* command =
      app.add_subcommand("problem", "Make, import, check and list problem packages");
  command->require_subcommand(1);
  command->footer("Example:\n  assize problem add problems/examples/*/");

  auto arguments = std::make_shared<ProblemArguments>();
  CLI::App* add = command->add_subcommand("add", "Import packages under the hash of their content");
  add->add_option("packages", arguments->packages,
                  "Package directories or zip files of them; the folder's name is the problem's id")
      ->required()
      ->type_name("DIR|ZIP");
  add->add_option("--id", arguments->id, "The problem's id, instead of the folder's name")
      ->type_name("NAME");
  add->add_option("--time-limit", arguments->time_limit,
                  "CPU time limit in seconds, for the packages' own; kept with the package")
      ->type_name("S");
  add->add_flag("--lenient", arguments->lenient,
                "Take keys that real packages have beside the format");
  add->footer(
      "Example:\n  assize problem add sum-of-two\n"
      "  assize problem add --time-limit 2 --id sum 'Sum of two.zip'\n\n"
      "An older version of the problem stays in the store; what was judged with it keeps it.\n"
      "If one package is wrong, none is imported.");
  add->callback([arguments, &globals] { add_packages(*arguments, globals); });

  add_problem_new(*command);
  add_problem_import(*command, globals);
  add_problem_check(*command, globals);

  CLI::App* list = command->add_subcommand("list", "List the problems and their current packages");
  list->footer("Example:\n  assize problem list");
  list->callback([&globals] { list_problems(globals); });
}

}  // namespace assize
