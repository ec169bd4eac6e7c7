// Batches become groups with the least score of their cases, judged up to the first rejection.
// A case of 0 points that fails ends the judging in DMOJ: cases of 0 points that follow each other
// become a group, and every group after it requires that one.
#include "problems/formats/dmoj/entries.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "problems/formats/loading.h"
#include "problems/package_contents.h"
#include "problems/text/error_list.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

class Translation {
 public:
  Translation(const std::vector<DmojEntry>& entries, const std::vector<DmojChecker>& checkers,
              std::string place, Package& package)
      : entries_(entries), checkers_(checkers), place_(std::move(place)), package_(package) {}

  void run() {
    package_.groups.assign(1, TestGroup{});
    package_.groups[0].stop_at_rejection = false;
    for (const auto& entry : entries_) cases_ += entry.cases.size();
    errors_.attempt([&] { choose_validation(); });
    for (const auto& entry : entries_) {
      if (entry.batched) {
        add_batch(entry);
      } else {
        add_single(entry.cases.at(0));
      }
    }
    errors_.raise();
    sum_up();
  }

 private:
  // A checker that isn't a comparison makes all tests be judged by a program.
  void choose_validation() {
    std::set<std::size_t> used;
    for (const auto& entry : entries_)
      for (const auto& test : entry.cases) used.insert(test.checker);
    const auto has = [&](auto property) {
      return std::any_of(used.begin(), used.end(),
                         [&](std::size_t i) { return property(checkers_[i]); });
    };
    if (has([](const DmojChecker& c) { return c.bridged.has_value(); })) {
      if (used.size() > 1)
        throw InputError(place_ +
                         ": a bridged checker together with other checkers is not "
                         "supported by assize");
      const DmojChecker& checker = checkers_[*used.begin()];
      package_.validation.protocol = ValidatorProtocol::testlib;
      package_.validation.programs = {*checker.bridged};
      package_.validation.limits = checker.limits;
      package_.validation.scores = true;
    } else if (has([](const DmojChecker& c) { return !c.comparison; })) {
      PackageProgram program;
      for (const std::size_t i : used)
        if (!checkers_[i].comparison) program.files[checkers_[i].name] = checkers_[i].name;
      program.name = program.main = program.files.begin()->first;
      package_.validation.protocol = ValidatorProtocol::dmoj;
      package_.validation.programs = {program};
      package_.validation.scores = true;
    }
  }

  std::size_t add_group(const std::string& name) {
    TestGroup group;
    group.name = name;
    group.parent = 0;
    group.stop_at_rejection = false;
    if (!gate_.empty()) group.required.push_back(gate_);
    package_.groups.push_back(std::move(group));
    return package_.groups.size() - 1;
  }

  void add_batch(const DmojEntry& entry) {
    end_run();
    const std::string name = "batch-" + padded(++batches_, entries_.size());
    const std::size_t group = add_group(name);
    TestGroup& batch = package_.groups[group];
    batch.score = ScoreMode::minimum;
    batch.stop_at_rejection = true;
    for (const std::size_t number : entry.dependencies)
      batch.required.push_back("batch-" + padded(number, entries_.size()));
    std::size_t number = 0;
    std::size_t gates = 0;
    for (const auto& test : entry.cases) {
      ++position_;
      gates += test.points == Score(0) ? 1 : 0;
      add_case(test, name + "/" + padded(++number, entry.cases.size()), group, entry.cases.size());
    }
    if (gates != 0 && gates != entry.cases.size())
      errors_.add(place_ + ": " + name +
                  ": a batch that has both cases of 0 points and others is not supported by "
                  "assize");
    if (gates != 0) gate_ = name;
  }

  // Cases outside of batches stand in the root, as long as there is no gate before them.
  void add_single(const DmojCase& test) {
    const Run run = test.points == Score(0) ? Run::gates : Run::cases;
    if (run != run_) {
      end_run();
      run_ = run;
      const std::string number = padded(position_ + 1, cases_);
      run_group_ = 0;
      if (run == Run::gates) run_group_ = add_group("gate-" + number);
      if (run == Run::cases && !gate_.empty()) run_group_ = add_group("cases-" + number);
      if (run == Run::gates) package_.groups[run_group_].stop_at_rejection = true;
    }
    add_case(test, "case-" + padded(++position_, cases_), run_group_, 0);
  }

  // What comes after a group of gates requires it.
  void end_run() {
    if (run_ == Run::gates) gate_ = package_.groups[run_group_].name;
    run_ = Run::none;
  }

  void add_case(const DmojCase& from, const std::string& name, std::size_t group,
                std::size_t batched) {
    TestCase test;
    test.name = name;
    test.group = group;
    test.group_name = package_.groups[group].name;
    test.input = from.input;
    test.answer = from.answer;
    test.accepted_score = from.points;
    const DmojChecker& checker = checkers_[from.checker];
    if (checker.comparison) test.validator.lines = *checker.comparison;
    if (package_.validation.protocol == ValidatorProtocol::dmoj)
      test.arguments = {checker.name, call_of(from, checker, batched != 0 ? batches_ : 0)};
    for (const auto* path : {&test.input, &test.answer}) use_lines(*path, from.binary);
    add_test(package_, std::move(test), place_);
  }

  static std::string call_of(const DmojCase& test, const DmojChecker& checker, std::size_t batch) {
    return R"({"point_value": )" + test.points.text() + R"(, "case_position": )" +
           std::to_string(test.position) + R"(, "batch": )" + std::to_string(batch) +
           R"(, "binary_data": )" + (test.binary ? "true" : "false") + R"(, "args": )" +
           checker.arguments + "}";
  }

  // Data that isn't binary is given with plain line ends.
  void use_lines(const std::string& path, bool binary) {
    if (path.empty()) return;
    const auto [known, is_new] = binary_.emplace(path, binary);
    if (!is_new && known->second != binary)
      errors_.add(place_ + ": " + shown_name(path) +
                  " is both binary data and not: this is not supported by assize");
    if (!binary) package_.plain_lines.insert(path);
  }

  void sum_up() {
    std::vector<std::optional<Score>> highest(package_.groups.size());
    for (const auto& test : package_.tests) {
      auto& most = highest[test.group];
      const bool least = package_.groups[test.group].score == ScoreMode::minimum;
      most = !most   ? test.accepted_score
             : least ? std::min(*most, test.accepted_score)
                     : *most + test.accepted_score;
    }
    Score all = highest[0].value_or(Score(0));
    for (std::size_t i = 1; i < highest.size(); ++i) all += highest[i].value_or(Score(0));
    highest[0] = all;
    for (std::size_t i = 0; i < highest.size(); ++i) {
      package_.groups[i].lowest = Score(0);
      package_.groups[i].highest = highest[i];
    }
  }

  const std::vector<DmojEntry>& entries_;
  const std::vector<DmojChecker>& checkers_;
  std::string place_;
  Package& package_;
  std::size_t cases_ = 0;
  std::size_t position_ = 0;  // of the last case, from 1
  std::size_t batches_ = 0;
  enum class Run : std::uint8_t { none, cases, gates };
  Run run_ = Run::none;  // of cases outside of batches that follow each other, of one kind
  std::size_t run_group_ = 0;
  std::string gate_;  // what new groups require
  std::map<std::string, bool> binary_;
  ErrorList errors_;
};

}  // namespace

void translate_dmoj(const std::vector<DmojEntry>& entries, const std::vector<DmojChecker>& checkers,
                    const std::string& place, Package& package) {
  Translation(entries, checkers, place, package).run();
}

}  // namespace assize
