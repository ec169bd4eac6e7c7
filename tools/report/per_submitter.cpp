#include "tools/report/per_submitter.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "storage/base/sha256.h"

namespace assize {

namespace {

constexpr std::size_t kLongestStem = 64;
constexpr std::size_t kHashDigits = 16;

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-' || c == '@' || c == '+';
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

// Names of devices on Windows, whatever their ending, and what a web server shows of a folder.
bool is_reserved(const std::string& stem) {
  static const std::set<std::string, std::less<>> kReserved{"con", "prn", "aux", "nul", "index"};
  const std::string first = lower(stem.substr(0, stem.find('.')));
  const bool is_port = first.size() == 4 && (first.starts_with("com") || first.starts_with("lpt"));
  return is_port || kReserved.contains(first);
}

// What a name that isn't safe is made to ends so, and no other.
bool ends_with_hash(std::string_view stem) {
  if (stem.size() <= kHashDigits) return false;
  const std::string_view end = stem.substr(stem.size() - kHashDigits - 1);
  return end.front() == '-' &&
         end.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
}

bool is_safe(const std::string& name) {
  return !name.empty() && name.size() <= kLongestStem &&
         std::all_of(name.begin(), name.end(), is_plain) && name.front() != '.' &&
         name.front() != '-' && name.back() != '.' && !is_reserved(name) && !ends_with_hash(name);
}

std::string made_safe(const std::string& name, std::size_t digits) {
  std::string stem;
  for (const char c : name) {
    if (is_plain(c) && c != '.')
      stem += c;
    else if (!stem.empty() && stem.back() != '-')
      stem += '-';
  }
  stem.erase(0, std::min(stem.find_first_not_of('-'), stem.size()));
  stem.resize(std::min(stem.size(), kLongestStem - kHashDigits - 1));
  stem.erase(stem.find_last_not_of('-') + 1);
  return (stem.empty() ? "submitter" : stem) + "-" + sha256_hex(name).substr(0, digits);
}

}  // namespace

BySubmitter submissions_by_submitter(Store& store, const ReportOptions& options) {
  BySubmitter found;
  each_chosen_submission(store, options, [&](const SubmissionRow& submission) {
    found[submission.submitter].push_back(submission.id);
  });
  return found;
}

std::map<std::string, std::string> file_stems(const std::vector<std::string>& names) {
  std::map<std::string, int> alike;  // but for capitals
  for (const auto& name : names) ++alike[lower(name)];
  std::map<std::string, std::string> stems;
  std::set<std::string> taken;  // in small letters
  for (const auto& name : names) {
    std::string stem =
        is_safe(name) && alike[lower(name)] == 1 ? name : made_safe(name, kHashDigits);
    if (!taken.insert(lower(stem)).second) {  // two hashes that begin alike
      stem = made_safe(name, std::string::npos);
      taken.insert(lower(stem));
    }
    stems[name] = std::move(stem);
  }
  return stems;
}

}  // namespace assize
