#include "queue/intake/left_out.h"

#include <algorithm>
#include <array>
#include <map>

#include "storage/base/text.h"

namespace assize {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t kShown = 10;  // names in a note

constexpr std::array kNames{
    // Python and its tools
    "__pycache__"sv, ".ipynb_checkpoints"sv, ".mypy_cache"sv, ".pytest_cache"sv, ".ruff_cache"sv,
    ".hypothesis"sv, ".tox"sv, ".nox"sv, ".eggs"sv,
    // version control
    ".git"sv, ".svn"sv, ".hg"sv, ".bzr"sv,
    // editors
    ".idea"sv, ".vscode"sv, ".vs"sv, ".fleet"sv, ".spyproject"sv, ".spyderproject"sv,
    // other languages
    "node_modules"sv,
    // macOS, Windows, KDE
    "__MACOSX"sv, ".DS_Store"sv, ".AppleDouble"sv, ".LSOverride"sv, ".Spotlight-V100"sv,
    ".Trashes"sv, ".fseventsd"sv, ".TemporaryItems"sv, ".directory"sv,
    "System Volume Information"sv, "$RECYCLE.BIN"sv};

constexpr std::array kNamesInAnyCase{"thumbs.db"sv, "ehthumbs.db"sv, "desktop.ini"sv};

// What `python -m venv` and virtualenv make in a virtual environment's folder.
constexpr std::array kInEnvironment{
    "bin"sv, "lib"sv,     "lib64"sv,      "include"sv,           "share"sv, "etc"sv, "Scripts"sv,
    "Lib"sv, "Include"sv, "pyvenv.cfg"sv, "pip-selfcheck.json"sv};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string without_slash(std::string folder) {
  if (folder.ends_with('/')) folder.pop_back();
  return folder;
}

// The environment's folder as a whole; at the top of the submission each part of it.
std::string part_of_environment(const std::string& folder, std::string_view name) {
  return folder.empty() ? std::string(name) : without_slash(folder);
}

}  // namespace

bool is_left_out_name(std::string_view name) {
  if (is_one_of(kNames, name)) return true;
  if (name.starts_with("._") || name.starts_with("~$")) return true;
  if (name.ends_with(".pyc") || name.ends_with(".pyo")) return true;
  if (name.starts_with(".") && name.ends_with(".swp")) return true;
  return std::any_of(kNamesInAnyCase.begin(), kNamesInAnyCase.end(), [&](std::string_view known) {
    return std::equal(known.begin(), known.end(), name.begin(), name.end(), [](char a, char b) {
      return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
    });
  });
}

std::vector<std::string> kept_names(const std::string& folder, std::vector<std::string> names,
                                    std::set<std::string>& left_out) {
  const bool environment = std::find(names.begin(), names.end(), kEnvironmentFile) != names.end();
  std::erase_if(names, [&](const std::string& name) {
    if (environment && is_one_of(kInEnvironment, name)) {
      left_out.insert(part_of_environment(folder, name));
      return true;
    }
    if (!is_left_out_name(name)) return false;
    left_out.insert(folder + name);
    return true;
  });
  return names;
}

std::set<std::string> environments_in(const std::vector<std::string>& paths) {
  std::set<std::string> folders;
  for (const auto& path : paths) {
    const auto slash = path.rfind('/');
    if (path.substr(slash == std::string::npos ? 0 : slash + 1) == kEnvironmentFile)
      folders.insert(slash == std::string::npos ? "" : path.substr(0, slash + 1));
  }
  return folders;
}

std::string left_out_part(const std::string& path, const std::set<std::string>& environments) {
  for (std::size_t start = 0; start < path.size();) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    const std::string name = path.substr(start, end - start);
    const std::string folder = path.substr(0, start);
    if (is_left_out_name(name)) return path.substr(0, end);
    if (environments.contains(folder) && is_one_of(kInEnvironment, name))
      return part_of_environment(folder, name);
    start = end + 1;
  }
  return {};
}

std::string left_out_in_words(const std::set<std::string>& left_out) {
  std::map<std::string, std::vector<std::string>> by_name;
  for (const auto& path : left_out) by_name[path.substr(path.rfind('/') + 1)].push_back(path);
  std::string words;
  std::size_t shown = 0;
  for (const auto& [name, paths] : by_name) {
    if (++shown > kShown) continue;
    words += (shown == 1 ? "left out: " : ", ") +
             (paths.size() == 1 ? shown_name(paths[0])
                                : std::to_string(paths.size()) + " × " + shown_name(name));
  }
  if (shown > kShown) words += " and " + std::to_string(shown - kShown) + " more";
  return words;
}

}  // namespace assize
