#include "problems/formats/dmoj/cases.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>

#include "problems/text/python_pattern.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

// A number of a case or batch, or the text that isn't one; texts come first.
struct Key {
  bool is_number = false;
  std::uint64_t number = 0;
  std::string text;
  auto operator<=>(const Key&) const = default;
  std::string shown() const { return is_number ? std::to_string(number) : clean_line(text, 60); }
};

Key key_of(const std::string& text) {
  Key key;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), key.number);
  key.is_number = error == std::errc() && end == text.data() + text.size();
  if (!key.is_number) {
    key.number = 0;
    key.text = text;
  }
  return key;
}

class CasePattern {
 public:
  CasePattern(const std::string& pattern, const std::string& place)
      : pattern_(pattern, place, true) {
    if (!pattern_.has_group("case"))
      pattern_.fail("must have a group (?P<case>…), the number of the test case");
  }

  struct Position {
    std::optional<Key> batch;
    Key number;
  };
  std::optional<Position> find(const std::string& name) const {
    const auto match = pattern_.match(name);
    if (!match) return std::nullopt;
    const auto number = match->group("case");
    if (!number) pattern_.fail("gives no number of a test case for " + clean_line(name, 100));
    Position position{std::nullopt, key_of(*number)};
    if (const auto batch = match->group("batch")) position.batch = key_of(*batch);
    return position;
  }

 private:
  PythonPattern pattern_;
};

class Matcher {
 public:
  explicit Matcher(std::string place) : place_(std::move(place)) {}

  void find(const std::vector<std::string>& names, const CasePattern& pattern,
            std::string CaseFiles::*file) {
    for (const auto& name : names) {
      const auto position = pattern.find(name);
      if (!position) continue;
      // Without a batch the case's number stands where the batch's would.
      const Key batch = position->batch.value_or(position->number);
      if (position->batch) batches_.insert(batch);
      std::string& found = groups_[batch][position->number].*file;
      if (!found.empty())
        throw InputError(place_ + ": two files for test case " + position->number.shown() + ": " +
                         clean_line(found, 100) + " and " + clean_line(name, 100));
      found = name;
    }
  }

  std::vector<CaseEntry> entries() const {
    std::vector<CaseEntry> entries;
    for (const auto& [key, cases] : groups_) {
      CaseEntry entry;
      entry.batched = batches_.contains(key);
      if (!entry.batched && cases.size() > 1)
        throw InputError(place_ + ": several test cases " + key.shown());
      for (const auto& [number, files] : cases) {
        if (entry.batched && number.is_number != cases.begin()->first.is_number)
          throw InputError(place_ + ": batch " + key.shown() +
                           " has both numbers and other names for test cases");
        entry.cases.push_back(files);
      }
      entries.push_back(std::move(entry));
    }
    return entries;
  }

 private:
  std::string place_;
  std::map<Key, std::map<Key, CaseFiles>> groups_;
  std::set<Key> batches_;
};

}  // namespace

std::string default_case_pattern(const std::string& kind) {
  // ".in" somewhere, or "in" at the start. Then the last number in the name is the case's, and a
  // number before it, with something but digits and white space in between, the batch's.
  return "^(?:(?=" + kind + ")|(?=.*\\." + kind + "))" +
         R"(.*?(?:(?:^|\W)(?P<batch>\d+)[^\d\s]+)?(?P<case>\d+)[^\d\s]*$)";
}

std::vector<CaseEntry> match_test_cases(const std::vector<std::string>& names,
                                        const std::string& input_pattern,
                                        const std::string& output_pattern,
                                        const std::string& place) {
  Matcher matcher(place);
  matcher.find(names, CasePattern(input_pattern, place), &CaseFiles::input);
  matcher.find(names, CasePattern(output_pattern, place), &CaseFiles::output);
  return matcher.entries();
}

}  // namespace assize
