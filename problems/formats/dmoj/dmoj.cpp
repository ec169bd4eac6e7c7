// DMOJ: init.yml and the data beside it, or in an archive. What the test cases are in our model is
// in entries.cpp.
#include <algorithm>

#include "problems/formats/dmoj/cases.h"
#include "problems/formats/dmoj/checkers.h"
#include "problems/formats/dmoj/entries.h"
#include "problems/formats/formats.h"
#include "problems/formats/loading.h"
#include "problems/package_contents.h"
#include "problems/text/error_list.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

using Keys = std::set<std::string, std::less<>>;

constexpr const char* kFile = "init.yml";
constexpr std::uint64_t kDefaultOutput = 24U << 20U;  // bytes
constexpr std::uint64_t kMostOutput = 4096ULL << 20U;

// Those that a case, a batch and the top may have alike.
const Keys kKeys{"archive",
                 "batched",
                 "binary_data",
                 "case_points",
                 "checker",
                 "custom_judge",
                 "dependencies",
                 "generator",
                 "generator_args",
                 "generator_in",
                 "grader",
                 "hints",
                 "in",
                 "input_format",
                 "interactive",
                 "memory_limit",
                 "meta",
                 "out",
                 "output_format",
                 "output_limit_length",
                 "output_prefix_length",
                 "points",
                 "pretest_test_cases",
                 "short_circuit",
                 "signature_grader",
                 "symlinks",
                 "test_cases",
                 "time_limit",
                 "unbuffered",
                 "validator",
                 "wall_time_factor"};

// Where a key is looked for: a map and those around it. A key without a value is none.
struct Scope {
  const YamlMap& map;
  const Scope* outer = nullptr;

  std::optional<YamlNode> find(const std::string& key) const {
    for (const Scope* scope = this; scope != nullptr; scope = scope->outer) {
      if (auto value = scope->map.find(key)) return value->is_null() ? std::nullopt : value;
      // DMOJ takes 'time-limit' for 'time_limit'.
      std::string hyphened = key;
      std::replace(hyphened.begin(), hyphened.end(), '_', '-');
      if (auto value = scope->map.find(hyphened)) return value->is_null() ? std::nullopt : value;
    }
    return std::nullopt;
  }
};

const Keys kAllKeys = [] {
  Keys all = kKeys;
  for (std::string key : kKeys) {
    std::replace(key.begin(), key.end(), '_', '-');
    all.insert(key);
  }
  return all;
}();

void refuse_what_we_lack(const YamlMap& map, ErrorList& errors) {
  const auto lacking = [&](const YamlNode& value, const std::string& what) {
    errors.attempt([&] { refuse(value, what); });
  };
  for (const auto& [key, value] : map.items())
    if (key.ends_with('+'))
      lacking(value, "a key that is Python code ('" + clean_line(key, 60) + "')");
  const Scope scope{map};
  for (const char* key : {"custom_judge", "signature_grader", "generator", "grader"})
    if (const auto value = scope.find(key)) lacking(*value, std::string("the key '") + key + "'");
  if (const auto links = scope.find("symlinks"))
    if (!links->is_map() || !links->map().items().empty()) lacking(*links, "the key 'symlinks'");
  if (const auto factor = scope.find("wall_time_factor"))
    errors.attempt([&] {
      if (factor->positive_number() != 3) refuse(*factor, "a 'wall_time_factor' other than 3");
    });
}

class Loader {
 public:
  Loader(const FileTree& files, const LoadOptions& options, Package& package)
      : files_(files), options_(options), package_(package), contents_(files) {}

  void load() {
    package_.format = "dmoj";
    package_.name = package_.id;
    package_.scoring = true;
    package_.limits.output = Bytes{0};
    const YamlNode root = parse_yaml(files_.read_text(kFile), files_.place(kFile));
    const YamlMap map = root.map();
    check_keys(map);
    const Scope top{map};
    read_limits(top);
    const auto interactive = top.find("interactive");
    interactive_ = interactive.has_value();
    has_archive_ = attempt([&] { read_archive(top); });
    attempt([&] { read_pretests(top); });
    attempt([&] { read_cases(root, top); });
    if (errors_.empty())
      attempt([&] {
        if (entries_.empty()) root.fail("no test cases");
        translate_dmoj(entries_, checkers_, files_.place(kFile), package_);
      });
    if (interactive) attempt([&] { join(*interactive); });
    if (archive_ != nullptr && !options_.contents_are_known) attempt([&] { archive_->verify(); });
    errors_.raise();
    check_line_points();
    errors_.raise();
  }

 private:
  template <typename Step>
  bool attempt(Step step) {
    return errors_.attempt(step);
  }

  void check_keys(const YamlMap& map) {
    refuse_what_we_lack(map, errors_);
    Keys known = kAllKeys;
    for (const auto& [key, value] : map.items())
      if (key.ends_with('+')) known.insert(key);  // refused already
    attempt([&] { check_known_keys(map, known, options_, package_); });
  }

  // Its word is the last: DMOJ doesn't call the checker then.
  void join(const YamlNode& node) {
    PackageProgram interactor = read_dmoj_interactor(files_, node, package_);
    package_.validation.programs = {std::move(interactor)};
    package_.validation.protocol = ValidatorProtocol::testlib;
    package_.validation.interactive = package_.validation.scores = true;
  }

  void read_limits(const Scope& top) {
    attempt([&] {
      std::optional<nanoseconds> time;
      if (const auto value = top.find("time_limit")) time = seconds_in(*value);
      settle_time_limit(files_, time, package_);
    });
    attempt([&] {
      const auto value = top.find("memory_limit");
      if (!value) return;
      const auto memory = value->whole_number();
      if (memory == 0 || memory > kMostMemory << 10U)
        value->fail("must be KiB, from 1 to " + std::to_string(kMostMemory << 10U));
      package_.limits.memory = kib(memory);
    });
  }

  void read_archive(const Scope& top) {
    const auto value = top.find("archive");
    if (!value || value->text().empty()) return;
    archive_path_ = path_in(*value);
    if (!files_.has(archive_path_)) value->fail("no such archive: " + files_.place(archive_path_));
    archive_ = &contents_.archive(archive_path_);
  }

  // DMOJ judges them first, for 0 points.
  void read_pretests(const Scope& top) {
    const auto pretests = top.find("pretest_test_cases");
    if (!pretests) return;
    const auto tests = top.find("test_cases");
    position_ = tests && tests->is_list() ? count_cases(*tests) : 0;
    for (const auto& item : pretests->list())
      attempt([&] {
        const YamlMap map = item.map();
        if (map.find("batched")) refuse(item, "a batch among 'pretest_test_cases'");
        add_entry(item, map, top);
        entries_.back().cases[0].points = Score(0);
      });
    position_ = 0;
  }

  void read_cases(const YamlNode& root, const Scope& top) {
    const auto tests = top.find("test_cases");
    if (!tests || tests->is_map()) {
      read_patterns(tests.value_or(root), tests.has_value(), top);
      return;
    }
    count_cases(*tests);
    for (const auto& item : tests->list()) attempt([&] { add_entry(item, item.map(), top); });
  }

  // Counted first: an alias makes a few bytes stand for many cases.
  static std::size_t count_cases(const YamlNode& tests) {
    std::size_t count = 0;
    for (const auto& item : tests.list()) {
      const auto batched = item.is_map() ? item.map().find("batched") : std::nullopt;
      count += batched && batched->is_list() ? batched->list().size() : 1;
      if (count > kMostTests) item.fail("more than " + std::to_string(kMostTests) + " test cases");
    }
    return count;
  }

  // Only the whole problem can have an interactor.
  void check_keys_of_case(const YamlMap& map) {
    check_keys(map);
    if (const auto value = map.find("interactive"))
      attempt([&] { refuse(*value, "'interactive' of single cases"); });
  }

  void add_entry(const YamlNode& item, const YamlMap& map, const Scope& top) {
    check_keys_of_case(map);
    const Scope scope{map, &top};
    DmojEntry entry;
    if (const auto batched = map.find("batched")) {
      entry.batched = true;
      ++batches_;
      const auto nodes = batched->list();
      for (const auto& node : nodes)
        attempt([&] {
          const YamlMap inner = node.map();
          if (inner.find("batched")) node.fail("a batch in a batch");
          check_keys_of_case(inner);
          entry.cases.push_back(read_case(node, {inner, &scope}));
        });
      if (nodes.empty()) item.fail("a batch without test cases");
      if (const auto numbers = scope.find("dependencies"))
        attempt([&] { read_dependencies(*numbers, entry); });
    } else {
      entry.cases.push_back(read_case(item, scope));
    }
    entries_.push_back(std::move(entry));
  }

  void read_dependencies(const YamlNode& numbers, DmojEntry& entry) const {
    for (const auto& number : numbers.list()) {
      if (number.whole_number() == 0 || number.whole_number() >= batches_)
        number.fail("must be the number of a batch before this one, from 1 to " +
                    std::to_string(batches_ - 1));
      entry.dependencies.push_back(number.whole_number());
    }
    if (entry.dependencies.size() > batches_) numbers.fail("a batch is there twice");
  }

  DmojCase read_case(const YamlNode& node, const Scope& scope) {
    DmojCase test = common_of(scope);
    if (const auto file = scope.find("in")) attempt([&] { test.input = data_file(*file); });
    if (const auto file = scope.find("out")) attempt([&] { test.answer = data_file(*file); });
    warn_without_answer(node, test);
    return test;
  }

  // All but the files.
  DmojCase common_of(const Scope& scope) {
    DmojCase test;
    test.position = position_++;
    if (const auto value = scope.find("points")) attempt([&] { test.points = score_in(*value); });
    if (const auto value = scope.find("checker"))
      attempt([&] { test.checker = checker_of(*value); });
    if (const auto value = scope.find("binary_data"))
      attempt([&] { test.binary = is_true_in_python(*value); });
    std::uint64_t output = kDefaultOutput;
    if (const auto value = scope.find("output_limit_length"))
      attempt([&] {
        output = value->whole_number();
        if (output == 0 || output > kMostOutput)
          value->fail("must be bytes, from 1 to " + std::to_string(kMostOutput));
      });
    package_.limits.output = std::max(package_.limits.output, Bytes{output});
    return test;
  }

  void warn_without_answer(const YamlNode& node, const DmojCase& test) {
    if (!interactive_ && test.answer.empty() && checkers_[test.checker].comparison)
      package_.warnings.push_back(node.where() +
                                  ": a test case without 'out': only an empty output is right");
  }

  // A checker that stands where all cases find it is read once.
  std::size_t checker_of(const YamlNode& node) {
    const auto known = checker_places_.find(node.where());
    if (known != checker_places_.end()) return known->second;
    checkers_.push_back(read_dmoj_checker(files_, node, package_));
    checker_places_[node.where()] = checkers_.size() - 1;
    return checkers_.size() - 1;
  }

  // As DMOJ looks for it: a file, else a member of the archive.
  std::string data_file(const YamlNode& node) {
    if (node.is_scalar() && node.text().empty()) return {};
    const std::string path = path_in(node);
    if (files_.has(path)) return path;
    if (!has_archive_) return path;  // what is wrong with the archive is an error already
    if (archive_ != nullptr && archive_->has(path)) return archive_path_ + "/" + path;
    node.fail("no such file: " + files_.place(path) +
              (archive_ == nullptr ? "" : ", nor in the archive " + shown_name(archive_path_)));
  }

  // `own`: `node` is the map test_cases. Else there is none, and the patterns are the usual ones.
  void read_patterns(const YamlNode& node, bool own, const Scope& top) {
    if (!has_archive_) return;
    if (archive_ == nullptr)
      node.fail("without a list of test cases there must be an 'archive' to find them in");
    const YamlMap map = own ? node.map() : YamlNode(YAML::Node(), "").map();
    check_known_keys(map, {"input_format", "output_format", "case_points"}, options_, package_);
    const Scope scope{map, &top};
    const auto pattern = [&](const char* key, const char* kind) {
      const auto value = own ? scope.find(key) : std::nullopt;
      return value && !value->text().empty() ? value->text() : default_case_pattern(kind);
    };
    const auto found = match_test_cases(archive_->names(), pattern("input_format", "in"),
                                        pattern("output_format", "out"), node.where());
    std::optional<std::vector<YamlNode>> points;
    if (const auto value = own ? scope.find("case_points") : std::nullopt) {
      points = value->list();
      if (points->size() < found.size())
        value->fail(std::to_string(points->size()) + " values for " + std::to_string(found.size()) +
                    " test cases and batches");
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
      DmojEntry entry;
      entry.batched = found[i].batched;
      for (const auto& files : found[i].cases) {
        DmojCase test = common_of(top);
        if (points) attempt([&] { test.points = score_in((*points)[i]); });
        if (!files.input.empty()) test.input = archive_path_ + "/" + files.input;
        if (!files.output.empty()) test.answer = archive_path_ + "/" + files.output;
        warn_without_answer(node, test);
        entry.cases.push_back(std::move(test));
      }
      entries_.push_back(std::move(entry));
    }
  }

  // linematches wants points for each line of each answer.
  void check_line_points() {
    for (const auto& entry : entries_)
      for (const auto& test : entry.cases) {
        const auto& comparison = checkers_[test.checker].comparison;
        if (!comparison || comparison->kind != LineComparison::Kind::line_matches) continue;
        const auto lines = count_lines(contents_.read(test.answer));
        if (lines != comparison->line_points.size())
          errors_.add(files_.place(kFile) + ": linematches has points for " +
                      std::to_string(comparison->line_points.size()) + " lines, but " +
                      files_.place(test.answer) + " has " + std::to_string(lines));
      }
  }

  const FileTree& files_;
  const LoadOptions& options_;
  Package& package_;
  PackageContents contents_;
  ErrorList errors_;
  bool interactive_ = false;
  bool has_archive_ = true;  // or needs none
  std::string archive_path_;
  Archive* archive_ = nullptr;
  std::vector<DmojEntry> entries_;
  std::vector<DmojChecker> checkers_{DmojChecker{}};
  std::map<std::string, std::size_t> checker_places_;
  std::size_t position_ = 0;  // of the next case, as DMOJ counts
  std::size_t batches_ = 0;
};

}  // namespace

void load_dmoj(const FileTree& files, const LoadOptions& options, Package& package) {
  Loader(files, options, package).load();
}

}  // namespace assize
