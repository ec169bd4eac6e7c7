// CMS, in the Italian format: task.yaml, input/inputN.txt, output/outputN.txt, gen/GEN, and a
// checker in check/ or cor/.
//
// A subtask becomes a group with the least score of its tests. A test that is in several subtasks
// becomes one test in each.
#include <algorithm>
#include <sstream>

#include "problems/formats/cms/subtasks.h"
#include "problems/formats/formats.h"
#include "problems/formats/loading.h"
#include "problems/text/error_list.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

constexpr const char* kFile = "task.yaml";

const std::set<std::string, std::less<>> kKeys{"feedback_level",
                                               "infile",
                                               "max_submission_number",
                                               "max_user_test_number",
                                               "memlimit",
                                               "memory_limit",
                                               "min_submission_interval",
                                               "min_user_test_interval",
                                               "n_input",
                                               "name",
                                               "nome",
                                               "nome_breve",
                                               "num_processes",
                                               "outfile",
                                               "output_only",
                                               "output_only_testcases",
                                               "output_optional_testcases",
                                               "primary_language",
                                               "public_testcases",
                                               "risultati",
                                               "score_mode",
                                               "score_precision",
                                               "score_type",
                                               "score_type_parameters",
                                               "time_limit",
                                               "timeout",
                                               "title",
                                               "token_gen_initial",
                                               "token_gen_interval",
                                               "token_gen_max",
                                               "token_gen_number",
                                               "token_gen_time",
                                               "token_initial",
                                               "token_max",
                                               "token_max_number",
                                               "token_min_interval",
                                               "token_mode",
                                               "token_total",
                                               "total_value",
                                               "user_io",
                                               "version"};

// What the files of statements are called, besides by two letters.
const std::map<std::string, std::string, std::less<>> kLanguages{
    {"arabic", "ar"},     {"chinese", "zh"},  {"croatian", "hr"},   {"czech", "cs"},
    {"dutch", "nl"},      {"english", "en"},  {"french", "fr"},     {"german", "de"},
    {"greek", "el"},      {"hebrew", "he"},   {"hungarian", "hu"},  {"italian", "it"},
    {"japanese", "ja"},   {"korean", "ko"},   {"lithuanian", "lt"}, {"polish", "pl"},
    {"portuguese", "pt"}, {"romanian", "ro"}, {"russian", "ru"},    {"spanish", "es"},
    {"swedish", "sv"},    {"turkish", "tr"},  {"ukrainian", "uk"}};

struct SourceEnding {
  const char* ending;
  PackageProgram::Language language;
};
constexpr SourceEnding kSources[] = {{".cpp", PackageProgram::Language::cpp},
                                     {".cc", PackageProgram::Language::cpp},
                                     {".c", PackageProgram::Language::c},
                                     {".py", PackageProgram::Language::python3}};

class Loader {
 public:
  Loader(const FileTree& files, const LoadOptions& options, Package& package)
      : files_(files),
        options_(options),
        package_(package),
        root_(parse_yaml(files.read_text(kFile), files.place(kFile))),
        map_(root_.map()) {}

  void load() {
    package_.format = "cms";
    package_.scoring = true;
    attempt([&] { check_known_keys(map_, kKeys, options_, package_); });
    attempt([&] {
      const auto title = find("title", "nome");
      package_.name = title ? clean_line(title->text(), 200) : package_.id;
    });
    refuse_other_task_types();
    attempt([&] { package_.input_file = file_of_a_run("infile", "input.txt"); });
    attempt([&] { package_.output_file = file_of_a_run("outfile", "output.txt"); });
    read_limits();
    attempt([&] { find_checker(); });
    attempt([&] { find_statements(); });
    attempt([&] { find_tests(); });
    errors_.raise();
    add_tests();
  }

 private:
  template <typename Step>
  bool attempt(Step step) {
    return errors_.attempt(step);
  }

  // By its name, or its old one. A key without a value is none.
  std::optional<YamlNode> find(const char* name, const char* old_name = "") const {
    for (const char* key : {name, old_name})
      if (const auto value = map_.find(key); value && !value->is_null()) return value;
    return std::nullopt;
  }

  // --- what it asks for

  void refuse_other_task_types() {
    attempt([&] {
      if (const auto value = find("output_only"); value && value->flag())
        refuse(*value, "a task with 'output_only'");
    });
    for (const char* key : {"output_only_testcases", "output_optional_testcases"})
      attempt([&] {
        if (const auto value = find(key); value && !value->text().empty())
          refuse(*value, std::string("the key '") + key + "'");
      });
    for (const auto& [path, file] : files_.files()) {
      if (path.starts_with("sol/grader."))
        errors_.add(files_.place(path) +
                    ": a grader that is linked with submissions is not supported by assize");
      if (path == "check/manager" || path == "cor/manager" || path.starts_with("check/manager.") ||
          path.starts_with("cor/manager."))
        errors_.add(files_.place(path) +
                    ": a manager (a communication task) is not supported by assize");
    }
  }

  // A key that is missing isn't one without a value.
  std::string file_of_a_run(const char* key, const char* where_missing) const {
    const auto value = map_.find(key);
    if (!value) return where_missing;
    const std::string name = value->is_null() ? "" : value->text();
    const auto file = assize::file_of_a_run(name);
    if (!file) value->fail(std::string(kWhatFileOfARun) + ", not '" + clean_line(name, 40) + "'");
    return *file;
  }

  void read_limits() {
    attempt([&] {
      std::optional<nanoseconds> time;
      if (const auto value = find("time_limit", "timeout")) time = seconds_in(*value);
      settle_time_limit(files_, time, package_);
    });
    attempt([&] {
      const auto value = find("memory_limit", "memlimit");
      if (!value) return;
      const auto memory = value->positive_number();
      if (memory < 1 || memory > static_cast<double>(kMostMemory))
        value->fail("must be MiB, from 1 to " + std::to_string(kMostMemory));
      package_.limits.memory = Bytes{static_cast<std::uint64_t>(memory * 1024 * 1024)};
    });
  }

  // --- the checker

  void find_checker() {
    for (const char* stem : {"check/checker", "cor/correttore"}) {
      for (const auto& [ending, language] : kSources) {
        const std::string path = stem + std::string(ending);
        if (files_.has(path)) {
          use_checker(path, language);
          return;
        }
      }
      if (files_.has(stem))
        throw InputError(files_.place(stem) +
                         ": a checker without its source is not supported by "
                         "assize: put " +
                         stem + ".cpp beside it");
    }
  }

  // With the other sources and headers beside it, that it may include.
  void use_checker(const std::string& path, PackageProgram::Language language) {
    PackageProgram program;
    program.name = path;
    program.language = language;
    const auto slash = path.find('/');
    const std::string directory = path.substr(0, slash + 1);
    const std::string name = path.substr(slash + 1);
    program.files[name] = path;
    const bool python = language == PackageProgram::Language::python3;
    if (python) program.main = name;
    for (const auto& [other, file] : files_.files()) {
      if (!other.starts_with(directory) || other.find('/', slash + 1) != std::string::npos)
        continue;
      for (const char* ending : {".h", ".hpp", ".hh"})
        if (!python && other.ends_with(ending)) program.files[other.substr(slash + 1)] = other;
    }
    package_.validation.protocol = ValidatorProtocol::cms;
    package_.validation.programs = {std::move(program)};
    package_.validation.scores = true;
  }

  // --- statements

  void find_statements() {
    const auto primary = find("primary_language");
    for (const char* directory : {"statement/", "testo/"})
      for (const auto& [path, file] : files_.files()) {
        if (!path.starts_with(directory) || !path.ends_with(".pdf")) continue;
        const auto start = path.rfind('/') + 1;
        const std::string stem = path.substr(start, path.size() - start - 4);
        std::string language;
        if (stem == "statement" || stem == "testo") language = primary ? primary->text() : "it";
        if (const auto known = kLanguages.find(stem); known != kLanguages.end())
          language = known->second;
        if (stem.size() == 2) language = stem;
        package_.statements.push_back({clean_line(language, 20), path});
      }
  }

  // --- tests

  void find_tests() {
    scoring_ = read_cms_scoring(files_, root_, !package_.validation.programs.empty(), package_);
    if (scoring_.tests == 0) root_.fail("no test cases");
    for (std::size_t i = 0; i < scoring_.tests; ++i)
      for (const auto& path : {input_of(i), answer_of(i)})
        if (!files_.has(path))
          errors_.add(files_.place(path) + ": no such file; there are " +
                      std::to_string(scoring_.tests) + " test cases");
    find_public_tests();
  }

  void add_tests() {
    package_.groups.assign(1, TestGroup{});
    package_.groups[0].stop_at_rejection = false;
    Score all;
    if (scoring_.subtasks.empty()) {
      for (std::size_t i = 0; i < scoring_.tests; ++i) {
        all += scoring_.each;
        add(i, padded(i, scoring_.tests), 0, scoring_.each);
      }
    }
    for (const auto& subtask : scoring_.subtasks) {
      all += subtask.points;
      add_subtask(subtask);
    }
    package_.groups[0].lowest = Score(0);
    package_.groups[0].highest = all;
    warn_of_unused_tests();
  }

  void add_subtask(const CmsSubtask& subtask) {
    TestGroup group;
    group.name = "subtask-" + padded(package_.groups.size(), scoring_.subtasks.size());
    group.parent = 0;
    group.score = ScoreMode::minimum;
    group.lowest = Score(0);
    group.highest = subtask.points;
    package_.groups.push_back(group);
    for (const std::size_t test : subtask.tests)
      add(test, group.name + "/" + padded(test, scoring_.tests), package_.groups.size() - 1,
          subtask.points);
  }

  void add(std::size_t number, const std::string& name, std::size_t group, const Score& points) {
    TestCase test;
    test.name = name;
    test.group = group;
    test.group_name = package_.groups[group].name;
    test.input = input_of(number);
    test.answer = answer_of(number);
    test.accepted_score = points;
    test.sample = public_.contains(number);
    test.validator.lines = LineComparison{};
    test.validator.lines->kind = LineComparison::Kind::white_diff;
    add_test(package_, std::move(test), files_.place(kFile));
    used_.insert(number);
  }

  static std::string input_of(std::size_t number) {
    return "input/input" + std::to_string(number) + ".txt";
  }
  static std::string answer_of(std::size_t number) {
    return "output/output" + std::to_string(number) + ".txt";
  }

  // "all", or numbers with commas between them.
  void find_public_tests() {
    const auto value = find("public_testcases", "risultati");
    if (!value || value->text().empty()) return;
    if (value->text() == "all") {
      for (std::size_t i = 0; i < scoring_.tests; ++i) public_.insert(i);
      return;
    }
    std::string text = value->text();
    std::erase(text, ' ');
    std::istringstream numbers(text);
    for (std::string number; std::getline(numbers, number, ',');) {
      const bool digits = !number.empty() && number.size() <= 9 &&
                          number.find_first_not_of("0123456789") == std::string::npos;
      if (digits && std::stoul(number) < scoring_.tests)
        public_.insert(std::stoul(number));
      else
        errors_.add(value->where() + ": must be 'all' or numbers of test cases, from 0 to " +
                    std::to_string(scoring_.tests - 1) + ", not '" + clean_line(number, 40) + "'");
    }
  }

  void warn_of_unused_tests() {
    const std::size_t unused = scoring_.tests - used_.size();
    if (unused != 0)
      package_.warnings.push_back(files_.place(kFile) + ": " + std::to_string(unused) +
                                  " test cases are in no subtask, and aren't judged");
  }

  const FileTree& files_;
  const LoadOptions& options_;
  Package& package_;
  YamlNode root_;
  YamlMap map_;
  ErrorList errors_;
  CmsScoring scoring_;
  std::set<std::size_t> public_;
  std::set<std::size_t> used_;
};

}  // namespace

void load_cms(const FileTree& files, const LoadOptions& options, Package& package) {
  Loader(files, options, package).load();
}

}  // namespace assize
