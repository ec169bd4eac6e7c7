// Polygon: problem.xml, tests and a checker with testlib. What a full package for Linux has.
#include <algorithm>

#include "problems/formats/formats.h"
#include "problems/formats/loading.h"
#include "problems/formats/polygon/tests.h"
#include "problems/text/error_list.h"
#include "problems/text/xml.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

using Names = std::set<std::string, std::less<>>;

constexpr const char* kFile = "problem.xml";

// Elements and attributes that are known, of what decides how a problem is judged. Others may mean
// anything: each is warned of once.
struct Known {
  Names attributes;
  Names elements;
};
const std::map<std::string, Known, std::less<>> kKnown{
    {"judging",
     {{"cpu-name", "cpu-speed", "input-file", "output-file", "run-count",
       "treat-points-from-checker-as-percent"},
      {"testset"}}},
    {"testset",
     {{"name"},
      {"time-limit", "memory-limit", "test-count", "input-path-pattern", "output-path-pattern",
       "answer-path-pattern", "tests", "groups"}}},
    {"test",
     {{"method", "cmd", "sample", "group", "points", "from-file", "description", "verdict"}, {}}},
    {"group", {{"name", "points", "points-policy", "feedback-policy"}, {"dependencies"}}},
    {"assets",
     {{},
      {"checker", "interactor", "validators", "solutions", "scorer", "arbiter", "strategy",
       "programs"}}},
    {"checker", {{"name", "type"}, {"source", "binary", "copy", "testset"}}},
    {"interactor", {{}, {"source", "binary", "copy", "runs", "testset"}}},
    {"validator", {{}, {"source", "binary", "copy", "testset"}}}};

const std::map<std::string, ValidatorTest::Kind, std::less<>> kSaid{
    {"valid", ValidatorTest::Kind::valid_input},
    {"invalid", ValidatorTest::Kind::invalid_input},
    {"ok", ValidatorTest::Kind::valid_output},
    {"wrong-answer", ValidatorTest::Kind::invalid_output},
    {"presentation-error", ValidatorTest::Kind::invalid_output}};

class Loader {
 public:
  Loader(const FileTree& files, Package& package)
      : files_(files),
        package_(package),
        xml_(files.read_text(kFile), files.place(kFile)),
        root_(xml_.root("problem")) {}

  void load() {
    package_.format = "polygon";
    read_name();
    find_statements();
    attempt([&] { check_judging(); });
    refuse_what_we_lack();
    attempt([&] { read_checker(); });
    attempt([&] { read_interactor(); });
    read_validators();
    if (const pugi::xml_node testset = main_testset()) {
      read_limits(testset);
      warn_of_unknown(testset);
      attempt([&] { read_polygon_tests(files_, xml_, testset, package_); });
    }
    package_.validation.scores = package_.scoring;
    read_validator_tests(root_.child("assets").child("checker"));
    for (const auto& node : root_.child("assets").child("validators").children("validator"))
      read_validator_tests(node);
    errors_.raise();
  }

 private:
  template <typename Step>
  bool attempt(Step step) {
    return errors_.attempt(step);
  }

  void read_name() {
    package_.name = package_.id;
    const auto names = root_.child("names");
    auto name = names.find_child_by_attribute("name", "language", "english");
    if (!name) name = names.child("name");
    if (const std::string value = xml_.attribute(name, "value"); !value.empty())
      package_.name = clean_line(value, 200);
  }

  void find_statements() {
    for (const auto& node : root_.child("statements").children("statement")) {
      const std::string path = xml_.attribute(node, "path");
      std::string language = clean_line(xml_.attribute(node, "language"), 20);
      if (language == "english") language = "en";
      if (language == "russian") language = "ru";
      if (files_.has(path)) package_.statements.push_back({language, path});
    }
  }

  void check_judging() {
    const auto judging = root_.child("judging");
    if (!judging) xml_.fail(root_, "<judging> is missing");
    attempt([&] { package_.input_file = file_of_a_run(judging, "input-file"); });
    attempt([&] { package_.output_file = file_of_a_run(judging, "output-file"); });
    const std::string runs = xml_.attribute(judging, "run-count");
    if (!runs.empty() && runs != "1")
      attempt([&] { refuse(judging, "a 'run-count' other than 1"); });
    if (xml_.attribute(judging, "treat-points-from-checker-as-percent") == "true")
      refuse(judging, "'treat-points-from-checker-as-percent'");
  }

  std::string file_of_a_run(const pugi::xml_node& judging, const char* attribute) const {
    const std::string name = xml_.attribute(judging, attribute);
    const auto file = assize::file_of_a_run(name);
    if (!file)
      xml_.fail(judging, std::string("'") + attribute + "' " + kWhatFileOfARun + ", not '" +
                             clean_line(name, 40) + "'");
    return *file;
  }

  [[noreturn]] void refuse(const pugi::xml_node& node, const std::string& what) const {
    xml_.fail(node, what + " is not supported by assize");
  }

  // The one called "tests"; there may be others, as for pretests. Null if there is none, an error.
  pugi::xml_node main_testset() {
    const auto judging = root_.child("judging");
    auto testset = judging.find_child_by_attribute("testset", "name", "tests");
    if (!testset) testset = judging.child("testset");
    if (judging && !testset) errors_.add(xml_.where(judging) + ": <testset> is missing");
    for (const auto& other : judging.children("testset"))
      if (other != testset)
        package_.warnings.push_back(xml_.where(other) + ": the testset '" +
                                    clean_line(xml_.attribute(other, "name"), 40) +
                                    "' is not used");
    return testset;
  }

  void read_limits(const pugi::xml_node& testset) {
    attempt([&] { settle_time_limit(files_, time_limit_in(testset), package_); });
    attempt([&] {
      const std::string text = xml_.text_in(testset, "memory-limit");
      if (text.empty()) return;
      const auto bytes = xml_.whole_number(testset, "<memory-limit>", text);
      if (bytes < mib(1).count || bytes > mib(kMostMemory).count)
        xml_.fail(testset, "<memory-limit> must be bytes, from 1048576 to " +
                               std::to_string(mib(kMostMemory).count));
      package_.limits.memory = Bytes{bytes};
    });
  }

  std::optional<nanoseconds> time_limit_in(const pugi::xml_node& testset) const {
    const std::string text = xml_.text_in(testset, "time-limit");
    if (text.empty()) return std::nullopt;
    const auto milliseconds = xml_.whole_number(testset, "<time-limit>", text);
    if (milliseconds == 0 || milliseconds > 3'600'000)
      xml_.fail(testset, "<time-limit> must be milliseconds, from 1 to 3600000");
    return std::chrono::milliseconds{milliseconds};
  }

  void refuse_what_we_lack() {
    const auto assets = root_.child("assets");
    for (const char* name : {"scorer", "arbiter", "strategy"})
      if (const auto node = assets.child(name))
        attempt([&] { refuse(node, std::string("<") + name + ">"); });
    // What is put beside a submission, or linked with it.
    for (const auto& file : root_.child("files").child("resources").children("file")) {
      const std::string types = xml_.attribute(file, "for-types");
      if (types.find("python") == std::string::npos) continue;
      const std::string path = clean_line(xml_.attribute(file, "path"), 60);
      attempt([&] { refuse(file, "a resource for submissions (" + path + ")"); });
    }
  }

  // --- the checker, and the validators of the input

  void read_checker() {
    const auto assets = root_.child("assets");
    const auto node = assets.child("checker");
    if (!node) xml_.fail(assets ? assets : root_, "<checker> is missing");
    const std::string type = xml_.attribute(node, "type");
    if (!type.empty() && type != "testlib")
      attempt([&] { refuse(node, "a checker of type '" + clean_line(type, 40) + "'"); });
    package_.validation.protocol = ValidatorProtocol::testlib;
    package_.validation.programs = {required_program_in(node, "checker")};
  }

  // It is joined to the submission, and the checker judges the file that it writes.
  void read_interactor() {
    const auto node = root_.child("assets").child("interactor");
    if (!node) return;
    if (!package_.input_file.empty() || !package_.output_file.empty())
      attempt([&] {
        refuse(node,
               "an <interactor> for submissions that use files ('input-file', 'output-file')");
      });
    auto& programs = package_.validation.programs;
    programs.insert(programs.begin(), required_program_in(node, "interactor"));
    package_.validation.interactive = true;
  }

  PackageProgram required_program_in(const pugi::xml_node& node, const std::string& what) const {
    const auto source = source_in(node, what);
    const std::string path = xml_.required(source, "path");
    const auto language = language_of(source, path);
    if (!language)
      refuse(source, (what == "interactor" ? "an " : "a ") + what + " that is not C or C++ (" +
                         clean_line(path, 60) + ", type '" +
                         clean_line(xml_.attribute(source, "type"), 40) + "')");
    return program_of(source, path, *language, what);
  }

  // Nothing is judged by them: one that can't be run is no reason to refuse the package.
  void read_validators() {
    package_.input_protocol = ValidatorProtocol::testlib;
    for (const auto& node : root_.child("assets").child("validators").children("validator"))
      attempt([&] { read_validator(node); });
  }

  void read_validator(const pugi::xml_node& node) {
    const auto source = source_in(node, "validator");
    const std::string path = xml_.required(source, "path");
    if (const auto language = language_of(source, path)) {
      package_.input_validators.push_back(program_of(source, path, *language, "validator"));
    } else {
      ++package_.skipped_input_validators;
      package_.warnings.push_back(xml_.where(source) + ": skipped: this validator (" +
                                  clean_line(path, 60) + ") is not in C or C++");
    }
  }

  pugi::xml_node source_in(const pugi::xml_node& node, const std::string& what) const {
    const auto source = node.child("source");
    if (!source) xml_.fail(node, "<source> of the " + what + " is missing");
    return source;
  }

  PackageProgram program_of(const pugi::xml_node& source, const std::string& path,
                            PackageProgram::Language language, const std::string& what) const {
    if (!files_.has(path)) xml_.fail(source, "there is no " + files_.place(path));
    PackageProgram program;
    program.name = path;
    program.language = language;
    add_file(program, path);
    add_headers(source, program, what);
    return program;
  }

  std::optional<PackageProgram::Language> language_of(const pugi::xml_node& source,
                                                      const std::string& path) const {
    const std::string type = xml_.attribute(source, "type");
    const bool typed = !type.empty();
    if (typed ? type.starts_with("cpp") : path.ends_with(".cpp") || path.ends_with(".cc"))
      return PackageProgram::Language::cpp;
    if (typed ? type.starts_with("c.") : path.ends_with(".c")) return PackageProgram::Language::c;
    return std::nullopt;
  }

  static void add_file(PackageProgram& program, const std::string& path) {
    program.files.emplace(path.substr(path.rfind('/') + 1), path);  // the first of a name counts
  }

  // Those beside it, then those in files/ and at the top.
  void add_headers(const pugi::xml_node& source, PackageProgram& program,
                   const std::string& what) const {
    const auto slash = program.name.rfind('/');
    const std::string own = slash == std::string::npos ? "" : program.name.substr(0, slash + 1);
    for (const std::string& directory : {own, std::string("files/"), std::string()})
      for (const auto& [path, file] : files_.files()) {
        const bool here =
            path.starts_with(directory) && path.find('/', directory.size()) == std::string::npos;
        if (here && (path.ends_with(".h") || path.ends_with(".hpp"))) add_file(program, path);
      }
    const bool needs = files_.read(program.name).find("testlib.h") != std::string::npos;
    if (needs && !program.files.contains("testlib.h"))
      xml_.fail(source, "the " + what +
                            " needs testlib.h, which assize doesn't bring: put it into " +
                            files_.place("files/testlib.h"));
  }

  // Tests of the checker or of a validator: what it must say of files that the package brings.
  void read_validator_tests(const pugi::xml_node& node) {
    const auto testset = node.child("testset");
    const std::string kind = node.name();  // "checker" or "validator"
    const bool of_output = kind == "checker";
    if (of_output && package_.validation.interactive) {
      if (testset)
        package_.warnings.push_back(xml_.where(testset) +
                                    ": ignored: the tests of a checker behind an interactor");
      return;
    }
    const auto tests = testset.child("tests").children("test");
    const auto count = static_cast<std::size_t>(std::distance(tests.begin(), tests.end()));
    std::size_t number = 0;
    for (const auto& from : tests) {
      ++number;
      const auto said = kSaid.find(xml_.attribute(from, "verdict"));
      if (said == kSaid.end()) continue;
      ValidatorTest result;
      result.kind = said->second;
      result.test.name = kind + "-tests/" + padded(number, count);
      if (result.is_of_output() != of_output)
        errors_.add(xml_.where(from) + ": a " + kind + " doesn't say '" +
                    clean_line(said->first, 60) + "'");
      else
        add_validator_test(from, testset, number, std::move(result));
    }
  }

  void add_validator_test(const pugi::xml_node& from, const pugi::xml_node& testset,
                          std::size_t number, ValidatorTest result) {
    TestCase& test = result.test;
    const auto file = [&](const char* pattern, std::string& path) {
      attempt([&] {
        path = polygon_path(xml_, testset, pattern, number);
        if (!files_.has(path)) xml_.fail(from, "there is no " + files_.place(path));
      });
    };
    file("input-path-pattern", test.input);
    if (result.is_of_output()) {
      file("answer-path-pattern", test.answer);
      file("output-path-pattern", result.output);
    }
    test.validator_score = package_.scoring ? ValidatorScore::ignored : ValidatorScore::forbidden;
    package_.validator_tests.push_back(std::move(result));
  }

  // --- warnings

  void warn_of_unknown(const pugi::xml_node& testset) {
    warn_in(root_.child("judging"));
    warn_in(testset);
    for (const auto& test : testset.child("tests").children("test")) warn_in(test);
    for (const auto& group : testset.child("groups").children("group")) warn_in(group);
    warn_in(root_.child("assets"));
    warn_in(root_.child("assets").child("checker"));
    warn_in(root_.child("assets").child("interactor"));
    for (const auto& node : root_.child("assets").child("validators").children("validator"))
      warn_in(node);
  }

  void warn_in(const pugi::xml_node& node) {
    const auto known = kKnown.find(node.name());
    if (known == kKnown.end()) return;
    for (const auto& attribute : node.attributes())
      if (!known->second.attributes.contains(attribute.name()))
        warn_once(node, "the attribute '" + clean_line(attribute.name(), 40) + "'");
    for (const auto& child : node.children())
      if (child.type() == pugi::node_element && !known->second.elements.contains(child.name()))
        warn_once(child, "the element <" + clean_line(child.name(), 40) + ">");
  }

  void warn_once(const pugi::xml_node& node, const std::string& what) {
    if (warned_.size() < 100 && warned_.insert(what).second)
      package_.warnings.push_back(xml_.where(node) + ": " + what +
                                  " is not known to assize; ignored");
  }

  const FileTree& files_;
  Package& package_;
  XmlFile xml_;
  pugi::xml_node root_;
  ErrorList errors_;
  Names warned_;
};

}  // namespace

void load_polygon(const FileTree& files, const LoadOptions& /*options*/, Package& package) {
  Loader(files, package).load();
}

}  // namespace assize
