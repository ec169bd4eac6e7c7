#include "queue/rejudge/causes.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

namespace assize {

namespace {

constexpr auto kNamed = {Cause::source, Cause::package, Cause::policy, Cause::runtime,
                         Cause::judge_version};

std::vector<FileHash> lines_of(const std::string& text) {
  std::vector<FileHash> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);)
    if (!line.empty()) lines.push_back({line, ""});
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace

std::string_view name_of(Cause cause) {
  switch (cause) {
    case Cause::source:
      return "source";
    case Cause::package:
      return "package";
    case Cause::policy:
      return "policy";
    case Cause::runtime:
      return "runtime";
    case Cause::judge_version:
      return "judge version";
    case Cause::noise:
      return "noise";
  }
  return {};
}

std::string_view name_of(FileChange::Kind kind) {
  switch (kind) {
    case FileChange::Kind::added:
      return "added";
    case FileChange::Kind::removed:
      return "removed";
    case FileChange::Kind::changed:
      return "changed";
  }
  return {};
}

std::string identity_of(const Identities& identities, Cause cause) {
  switch (cause) {
    case Cause::source:
      return identities.source_hash;
    case Cause::package:
      return identities.package_hash;
    case Cause::policy:
      return identities.policy_hash;
    case Cause::runtime:
      return identities.runtime_hash;
    case Cause::judge_version:
      return identities.judge_version;
    case Cause::noise:
      return {};
  }
  return {};
}

std::vector<Cause> causes_between(const Identities& before, const Identities& after) {
  std::vector<Cause> causes;
  for (const Cause cause : kNamed)
    if (identity_of(before, cause) != identity_of(after, cause)) causes.push_back(cause);
  if (causes.empty()) causes.push_back(Cause::noise);
  return causes;
}

std::vector<FileChange> changed_files(const std::vector<FileHash>& before,
                                      const std::vector<FileHash>& after) {
  std::vector<FileChange> changes;
  auto old = before.begin();
  auto now = after.begin();
  while (old != before.end() || now != after.end()) {
    if (now == after.end() || (old != before.end() && old->path < now->path)) {
      changes.push_back({(old++)->path, FileChange::Kind::removed});
    } else if (old == before.end() || now->path < old->path) {
      changes.push_back({(now++)->path, FileChange::Kind::added});
    } else {
      if (old->hash != now->hash) changes.push_back({now->path, FileChange::Kind::changed});
      ++old;
      ++now;
    }
  }
  return changes;
}

std::vector<FileChange> changed_lines(const std::string& before, const std::string& after) {
  return changed_files(lines_of(before), lines_of(after));
}

std::vector<TestChange> changed_tests(const std::vector<TestVerdict>& before,
                                      const std::vector<TestVerdict>& after) {
  std::map<std::string, std::pair<const TestVerdict*, const TestVerdict*>> tests;
  std::vector<std::string> order;
  for (const auto& test : after) {
    tests[test.name].second = &test;
    order.push_back(test.name);
  }
  for (const auto& test : before) {
    if (!tests.contains(test.name)) order.push_back(test.name);
    tests[test.name].first = &test;
  }
  std::vector<TestChange> changes;
  for (const auto& name : order) {
    const auto [old, now] = tests[name];
    if (old != nullptr && now != nullptr && *old == *now) continue;
    changes.push_back(
        {name, old == nullptr ? "" : old->verdict, now == nullptr ? "" : now->verdict});
  }
  return changes;
}

std::vector<FileHash> parse_file_list(const std::string& text) {
  std::vector<FileHash> files;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);)
    if (const auto tab = line.find('\t'); tab != std::string::npos)
      files.push_back({line.substr(tab + 1), line.substr(0, tab)});
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace assize
