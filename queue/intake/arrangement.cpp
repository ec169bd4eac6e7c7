#include "queue/intake/arrangement.h"

#include <algorithm>
#include <clocale>
#include <cstdint>
#include <cwchar>
#include <cwctype>
#include <optional>

#include "judge/runtime/runtime.h"
#include "queue/intake/kinds.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

using Files = std::map<std::string, std::string>;

constexpr std::size_t kShownNames = 8;
constexpr std::size_t kMostWrappers = 16;  // folders around everything

std::string shown(const std::string& path) { return "'" + clean_line(path, 80) + "'"; }

std::string listed(const std::vector<std::string>& paths) {
  std::string text;
  for (std::size_t i = 0; i < std::min(paths.size(), kShownNames); ++i)
    text += (i == 0 ? "" : ", ") + shown(paths[i]);
  if (paths.size() > kShownNames)
    text += " and " + std::to_string(paths.size() - kShownNames) + " more";
  return text;
}

// Paths in small letters, as file systems that don't tell capitals apart compare them.
std::string folded(const std::string& path) {
  std::string result;
  const locale_t utf8 = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  if (utf8 == nullptr) return path;
  const locale_t before = ::uselocale(utf8);
  std::mbstate_t in{};
  std::mbstate_t out{};
  for (std::size_t at = 0; at < path.size();) {
    wchar_t letter = 0;
    const std::size_t length = std::mbrtowc(&letter, path.data() + at, path.size() - at, &in);
    char bytes[16];  // NOLINT(modernize-avoid-c-arrays): MB_CUR_MAX of UTF-8 is 6
    if (length == 0 || length > path.size()) break;
    const std::size_t size =
        std::wcrtomb(bytes, static_cast<wchar_t>(std::towlower(static_cast<wint_t>(letter))), &out);
    if (size <= sizeof bytes) result.append(bytes, size);
    at += length;
  }
  ::uselocale(before);
  ::freelocale(utf8);
  return result;
}

bool is_at_top(const std::string& path) { return path.find('/') == std::string::npos; }

bool is_python(const std::string& path) {
  const std::string ending = ending_of(path);
  return ending == "py" || ending == "pyw" || ending == "py3";
}

std::vector<std::string> python_files(const Files& files) {
  std::vector<std::string> names;
  for (const auto& [path, content] : files)
    if (is_python(path)) names.push_back(path);
  return names;
}

// The folder that all paths are in, with its slash; or empty.
std::string common_folder(const std::vector<std::string>& paths) {
  if (paths.empty()) return {};
  std::string folder = paths[0].substr(0, paths[0].rfind('/') + 1);
  for (const auto& path : paths)
    while (!path.starts_with(folder)) folder.erase(folder.rfind('/', folder.size() - 2) + 1);
  return folder;
}

// Those of the folder go to the top. What is outside keeps its path, unless it is in the way.
Files moved_to_top(Files files, const std::string& folder, std::vector<std::string>& notes) {
  Files moved;
  for (auto& [path, content] : files)
    if (path.starts_with(folder)) moved[path.substr(folder.size())] = std::move(content);
  for (auto& [path, content] : files)
    if (!path.starts_with(folder) && !moved.emplace(path, std::move(content)).second)
      notes.push_back("left out: " + shown_name(path) + " (there is another one in " +
                      shown_name(folder) + ")");
  notes.push_back("taken out of its folder " + shown_name(folder));
  return moved;
}

// One folder around everything is how a folder is packed; also one in another.
Files without_wrappers(Files files, std::vector<std::string>& notes) {
  std::string wrappers;
  for (std::size_t i = 0; i < kMostWrappers && !files.empty(); ++i) {
    const std::string& first = files.begin()->first;
    const auto slash = first.find('/', wrappers.size());
    if (slash == std::string::npos) break;
    const std::string folder = first.substr(0, slash + 1);
    const bool around = std::all_of(files.begin(), files.end(), [&](const auto& file) {
      return file.first.starts_with(folder);
    });
    if (!around || is_python(folder)) break;
    wrappers = folder;
  }
  return wrappers.empty() ? std::move(files) : moved_to_top(std::move(files), wrappers, notes);
}

void must_be_distinct(const Files& files) {
  std::map<std::string, std::string> seen;
  for (const auto& [path, content] : files) {
    const auto [first, is_new] = seen.emplace(folded(path), path);
    if (!is_new)
      throw InputError(shown(first->second) + " and " + shown(path) +
                       " differ in capitals alone: rename one");
  }
}

void must_be_a_tree(const Files& files) {
  for (const auto& [path, content] : files)
    for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
      if (files.contains(path.substr(0, slash)))
        throw InputError(shown(path.substr(0, slash)) + " is a file and a directory");
}

// A file at the top that has this name, or, if there is none, this name in other case.
std::optional<std::string> at_top(const Files& files, const std::string& name) {
  if (name.empty()) return std::nullopt;
  if (files.contains(name)) return name;
  for (const auto& [path, content] : files)
    if (is_at_top(path) && folded(path) == folded(name)) return path;
  return std::nullopt;
}

std::string why_no_program(const Files& files, const std::string& expected) {
  const std::string wanted =
      expected.empty() ? std::string(kMainFile) : "'" + expected + "' (or main.py)";
  std::string why = "there is no Python program (" + wanted + ") in it";
  if (files.empty()) return why;
  std::vector<std::string> names;
  for (const auto& [path, content] : files) {
    names.push_back(path);
    if (const auto kind = why_not_python(path, content); !kind.empty() && !content.empty())
      return why + ": " + shown(path) + " " + kind;
    if (is_zip(path, content))
      return why + ": " + shown(path) + " is a zip file inside: hand in that one";
  }
  return why + ": it holds " + listed(names);
}

std::string why_unclear(const Files& files, const std::string& expected) {
  const auto names = python_files(files);
  const std::string start = expected.empty()
                                ? std::string("there is no ") + kMainFile + " in it"
                                : "there is neither '" + expected + "' nor main.py in it";
  return start + ", and it holds several Python files: " + listed(names) + ": name the one that " +
         "is started " + (expected.empty() ? kMainFile : "'" + expected + "'");
}

// The folder of the only file that has a name, in whatever case; empty if there are several.
std::string folder_of(const std::vector<std::string>& paths, const std::string& name) {
  std::vector<std::string> folders;
  for (const auto& path : paths) {
    const std::size_t start = path.rfind('/') + 1;
    if (folded(path.substr(start)) == folded(name)) folders.push_back(path.substr(0, start));
  }
  return folders.size() == 1 ? folders[0] : "";
}

// The program's path. Takes a folder away on the way to it.
std::string find_program(Files& files, const std::string& expected,
                         std::vector<std::string>& notes) {
  for (bool again = true;; again = false) {
    if (const auto found = at_top(files, expected)) return *found;
    if (const auto found = at_top(files, kMainFile)) return *found;
    const auto names = python_files(files);
    if (names.empty()) throw InputError(why_no_program(files, expected));
    if (files.lower_bound(std::string(kMainFile) + "/") !=
        files.lower_bound(std::string(kMainFile) + "0"))  // '0' follows '/'
      throw InputError(shown(kMainFile) + " is a folder in it, and should be the program");
    std::string folder = common_folder(names);
    if (folder.empty() && !expected.empty()) folder = folder_of(names, expected);
    if (folder.empty()) folder = folder_of(names, kMainFile);
    if (!folder.empty() && again) {
      files = moved_to_top(std::move(files), folder, notes);
      continue;
    }
    if (names.size() == 1) return names[0];
    throw InputError(why_unclear(files, expected));
  }
}

}  // namespace

Arranged arrange(std::map<std::string, std::string> files, const std::string& expected) {
  Arranged arranged;
  must_be_a_tree(files);
  files = without_wrappers(std::move(files), arranged.notes);
  must_be_distinct(files);
  const std::string program = find_program(files, expected, arranged.notes);
  const std::string& content = files.at(program);
  if (const auto why = why_not_python(program, content); !why.empty())
    throw InputError(shown(program) + " " + why);
  if (program != kMainFile) {
    if (files.contains(kMainFile))
      arranged.notes.push_back("left out: main.py (the problem starts " + shown_name(program) +
                               " by its own)");
    std::string moved = std::move(files.at(program));
    files.erase(program);
    files[kMainFile] = std::move(moved);
    if (program != expected) arranged.notes.push_back("the program is " + shown_name(program));
  }
  must_be_a_tree(files);
  arranged.source.files = std::move(files);
  return arranged;
}

}  // namespace assize
