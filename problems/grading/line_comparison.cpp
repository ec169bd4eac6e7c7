#include "problems/grading/line_comparison.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "problems/grading/python_float.h"
#include "storage/base/errors.h"

namespace assize {

namespace {

constexpr bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool is_line_end(char c) { return c == '\n' || c == '\r'; }
constexpr bool is_line_feed(char c) { return c == '\n'; }

// The pieces between separators, one at a time: outputs are large.
class Pieces {
 public:
  using Separator = bool (*)(char);
  Pieces(std::string_view text, Separator separates, bool skip_empty)
      : rest_(text), separates_(separates), skip_empty_(skip_empty) {}

  std::optional<std::string_view> next() {
    while (!done_) {
      const auto end = std::find_if(rest_.begin(), rest_.end(), separates_);
      const auto length = static_cast<std::size_t>(end - rest_.begin());
      const std::string_view piece = rest_.substr(0, length);
      done_ = end == rest_.end();
      rest_.remove_prefix(done_ ? length : length + 1);
      if (!skip_empty_ || !piece.empty()) return piece;
    }
    return std::nullopt;
  }

 private:
  std::string_view rest_;
  Separator separates_;
  bool skip_empty_;
  bool done_ = false;
};

// A line is what stands between line feeds or carriage returns; empty ones don't count.
Pieces lines_of(std::string_view text) { return {text, is_line_end, true}; }
Pieces tokens_of(std::string_view text) { return {text, is_space, true}; }

std::size_t count(Pieces pieces) {
  std::size_t number = 0;
  while (pieces.next()) ++number;
  return number;
}

std::string_view right_stripped(std::string_view text) {
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view stripped(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  return right_stripped(text);
}

class Comparer {
 public:
  Comparer(std::string_view output, std::string_view answer, const LineComparison& options)
      : output_(output), answer_(answer), options_(options) {}

  Compared run() const {
    switch (options_.kind) {
      case LineComparison::Kind::standard:
        return standard();
      case LineComparison::Kind::easy:
        return easy();
      case LineComparison::Kind::floats:
        return by_lines(lines_of(output_), lines_of(answer_), &Comparer::differ_in_numbers);
      case LineComparison::Kind::identical:
        return identical();
      case LineComparison::Kind::line_count:
        return line_count();
      case LineComparison::Kind::line_matches:
        return line_matches();
      case LineComparison::Kind::right_stripped:
        return by_lines({output_, is_line_end, options_.skip_empty_lines},
                        {answer_, is_line_end, options_.skip_empty_lines},
                        &Comparer::differ_at_right);
      case LineComparison::Kind::sorted_lines:
        return sorted(is_line_end);
      case LineComparison::Kind::sorted_tokens:
        return sorted(is_space);
      case LineComparison::Kind::white_diff:
        return white_diff();
    }
    throw JudgeError("unknown kind of comparison");
  }

 private:
  // `got` is a part of the output.
  Compared wrong(const char* what, std::string_view got, std::string_view expected) const {
    return wrong_at(static_cast<std::size_t>(got.data() - output_.data()), what, got, expected);
  }
  Compared wrong_at(std::size_t offset, const char* what, std::string_view got,
                    std::string_view expected) const {
    return {false, std::nullopt, difference_at(output_, offset, what, got, expected)};
  }
  Compared too_short(std::string_view expected) const {
    return wrong_at(output_.size(), "the output ends early", {}, expected);
  }

  using DifferInLine = std::optional<Compared> (Comparer::*)(std::string_view got,
                                                             std::string_view expected) const;

  Compared by_lines(Pieces output, Pieces answer, DifferInLine differ) const {
    while (true) {
      const auto got = output.next();
      const auto expected = answer.next();
      if (!got && !expected) return {};
      if (!got) return too_short(*expected);
      if (!expected) return wrong("more lines than expected", *got, {});
      if (auto difference = (this->*differ)(*got, *expected)) return *difference;
    }
  }

  std::optional<Compared> differ_at_right(std::string_view got, std::string_view expected) const {
    if (right_stripped(got) == right_stripped(expected)) return std::nullopt;
    return wrong("wrong line", got, expected);
  }

  std::optional<Compared> differ_in_tokens(std::string_view got, std::string_view expected) const {
    Pieces output = tokens_of(got);
    Pieces answer = tokens_of(expected);
    while (true) {
      const auto mine = output.next();
      const auto theirs = answer.next();
      if (!mine && !theirs) return std::nullopt;
      if (!mine || !theirs || *mine != *theirs)
        return wrong("wrong line", mine.value_or(got), theirs.value_or(expected));
    }
  }

  std::optional<Compared> differ_in_numbers(std::string_view got, std::string_view expected) const {
    Pieces output = tokens_of(got);
    Pieces answer = tokens_of(expected);
    while (true) {
      const auto mine = output.next();
      const auto theirs = answer.next();
      if (!mine && !theirs) return std::nullopt;
      if (!mine || !theirs) return wrong("wrong number of tokens in this line", got, expected);
      if (const auto wanted = parse_python_float(*theirs)) {
        const auto value = parse_python_float(*mine);
        if (!value) return wrong("not a number", *mine, *theirs);
        if (!close_enough(*value, *wanted)) return wrong("number out of tolerance", *mine, *theirs);
      } else if (*mine != *theirs) {
        return wrong("wrong token", *mine, *theirs);
      }
    }
  }

  // Never true where one of them is not a number.
  bool close_enough(double value, double wanted) const {
    const double epsilon = options_.epsilon;
    const bool absolute = std::fabs(value - wanted) <= epsilon;
    if (options_.tolerance == LineComparison::Tolerance::absolute) return absolute;
    if (options_.tolerance == LineComparison::Tolerance::relative) {
      const double one = wanted * (1 - epsilon);
      const double other = wanted * (1 + epsilon);
      return std::min(one, other) <= value && value <= std::max(one, other);
    }
    return absolute || (wanted != 0 && std::fabs(wanted) >= epsilon &&
                        std::fabs(1 - value / wanted) <= epsilon);
  }

  struct Space {
    std::size_t end;
    bool any;
    bool line_end;
  };
  static Space space_from(std::string_view text, std::size_t from) {
    Space space{from, false, false};
    while (space.end < text.size() && is_space(text[space.end])) {
      space.any = true;
      space.line_end = space.line_end || is_line_end(text[space.end]);
      ++space.end;
    }
    return space;
  }
  static std::string_view token_from(std::string_view text, std::size_t from) {
    std::size_t end = from;
    while (end < text.size() && !is_space(text[end])) ++end;
    return text.substr(from, end - from);
  }

  Compared standard() const {
    std::size_t out = space_from(output_, 0).end;
    std::size_t ans = space_from(answer_, 0).end;
    while (true) {
      const std::string_view got = token_from(output_, out);
      const std::string_view expected = token_from(answer_, ans);
      if (got != expected) {
        if (got.empty()) return too_short(expected);
        return wrong(expected.empty() ? "more output than expected" : "wrong token", got, expected);
      }
      if (got.empty()) return {};  // both have ended
      const Space mine = space_from(output_, out + got.size());
      const Space theirs = space_from(answer_, ans + expected.size());
      // What comes after the last token doesn't count.
      const bool ends = mine.end == output_.size() || theirs.end == answer_.size();
      if (!ends && mine.line_end != theirs.line_end)
        return wrong_at(out + got.size(),
                        mine.line_end ? "a line end where the answer has none"
                                      : "no line end where the answer has one",
                        {}, {});
      out = mine.end;
      ans = theirs.end;
    }
  }

  using Histogram = std::array<std::uint64_t, 256>;
  static Histogram histogram(std::string_view text) {
    Histogram seen{};
    for (const char c : text) {
      const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
      if (!is_space(c)) ++seen.at(static_cast<unsigned char>(small));
    }
    return seen;
  }

  Compared easy() const {
    if (histogram(output_) == histogram(answer_)) return {};
    return wrong_at(0, "not the same characters as in the answer", {}, {});
  }

  Compared identical() const {
    if (output_ == answer_) return {};
    const auto parted =
        std::mismatch(output_.begin(), output_.end(), answer_.begin(), answer_.end());
    const auto offset = static_cast<std::size_t>(parted.first - output_.begin());
    const char* what = standard().accepted ? "wrong white space" : "not identical";
    return wrong_at(offset, what, output_.substr(offset, 40), answer_.substr(offset, 40));
  }

  Compared line_count() const {
    const std::size_t wanted = count(lines_of(answer_));
    if (count(lines_of(output_)) > wanted)
      return wrong_at(output_.size(), "more lines than expected", {}, {});
    if (wanted == 0) return {};
    Pieces output = lines_of(output_);
    Pieces answer = lines_of(answer_);
    std::size_t right = 0;
    std::optional<Compared> first;
    for (auto got = output.next(); got; got = output.next()) {
      const auto expected = answer.next();
      if (stripped(*got) == stripped(*expected)) {
        ++right;
      } else if (!first) {
        first = wrong("wrong line", *got, *expected);
      }
    }
    if (right == wanted) return {};
    if (!first) first = too_short({});
    first->share =
        Score(static_cast<std::int64_t>(right)) / Score(static_cast<std::int64_t>(wanted));
    return *first;
  }

  Compared line_matches() const {
    const auto& points = options_.line_points;
    const std::size_t wanted = count(lines_of(answer_));
    const auto all = std::accumulate(points.begin(), points.end(), std::uint64_t{0});
    if (wanted != points.size() || all == 0)
      throw PackageError("linematches: the points of the lines don't fit the answer");
    if (options_.all_lines_required && count(lines_of(output_)) != wanted)
      return wrong_at(output_.size(), "another number of lines than expected", {}, {});
    Pieces output = lines_of(output_);
    Pieces answer = lines_of(answer_);
    std::uint64_t earned = 0;
    std::optional<Compared> first;
    for (const std::uint64_t line : points) {
      const auto got = output.next();
      const auto expected = answer.next();
      if (got && *got == *expected) {
        earned += line;
      } else if (!first) {
        first = got ? wrong("wrong line", *got, *expected) : too_short(*expected);
      }
    }
    Compared result = first.value_or(Compared{});
    result.accepted = earned > 0;
    if (earned != all)
      result.share =
          Score(static_cast<std::int64_t>(earned)) / Score(static_cast<std::int64_t>(all));
    return result;
  }

  // By their tokens, whatever is between these.
  static bool before(std::string_view a, std::string_view b) {
    Pieces left = tokens_of(a);
    Pieces right = tokens_of(b);
    while (true) {
      const auto mine = left.next();
      const auto theirs = right.next();
      if (!theirs) return false;
      if (!mine || *mine != *theirs) return !mine || *mine < *theirs;
    }
  }

  static std::vector<std::string_view> in_order(Pieces pieces) {
    std::vector<std::string_view> all;
    for (auto piece = pieces.next(); piece; piece = pieces.next()) all.push_back(*piece);
    std::sort(all.begin(), all.end(), before);
    return all;
  }

  Compared sorted(Pieces::Separator separates) const {
    const Pieces output{output_, separates, true};
    const Pieces answer{answer_, separates, true};
    // Counted first: an output must not cost more memory than the answer does.
    if (count(output) != count(answer))
      return wrong_at(output_.size(), "not as many lines or tokens as in the answer", {}, {});
    const auto got = in_order(output);
    const auto expected = in_order(answer);
    for (std::size_t i = 0; i < got.size(); ++i)
      if (before(got[i], expected[i]) || before(expected[i], got[i]))
        return wrong("not in the answer, or not as often", got[i], expected[i]);
    return {};
  }

  // The lines after the end of one of both must be blank.
  Compared white_diff() const {
    Pieces output{output_, is_line_feed, false};
    Pieces answer{answer_, is_line_feed, false};
    while (true) {
      const auto got = output.next();
      const auto expected = answer.next();
      if (!got && !expected) return {};
      if (!got && stripped(*expected).empty()) continue;
      if (!got) return too_short(*expected);
      if (!expected && stripped(*got).empty()) continue;
      if (!expected) return wrong("more output than expected", *got, {});
      if (auto difference = differ_in_tokens(*got, *expected)) return *difference;
    }
  }

  std::string_view output_;
  std::string_view answer_;
  const LineComparison& options_;
};

}  // namespace

Compared compare_lines(std::string_view output, std::string_view answer,
                       const LineComparison& options) {
  return Comparer(output, answer, options).run();
}

std::size_t count_lines(std::string_view answer) { return count(lines_of(answer)); }

}  // namespace assize
