#include "problems/package_source.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

#include "problems/package.h"
#include "storage/base/errors.h"
#include "storage/base/sha256.h"
#include "storage/base/text.h"

namespace assize {

namespace fs = std::filesystem;

namespace {

// A zip file whose contents are larger together is read anew for each file.
constexpr std::uint64_t kMostKept = 512ULL << 20U;
constexpr std::string_view kZip = ".zip";

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

// What isn't part of a package, wherever it is in it.
bool is_left_out(const std::string& path) {
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    const std::string part = path.substr(start, end - start);
    const bool of_package = start == 0 && part == ".timelimit";
    if ((part.starts_with('.') && !of_package) || part == "__pycache__") return true;
    start = end + 1;
  }
  return false;
}

bool is_of_a_mac(const std::string& member) {
  return member.starts_with("__MACOSX/") || member == ".DS_Store" || member.ends_with("/.DS_Store");
}

// The folder that all members are in.
std::string folder_around(const std::vector<std::string>& members) {
  std::set<std::string> tops;
  for (const auto& member : members) {
    if (is_of_a_mac(member)) continue;
    const auto slash = member.find('/');
    if (slash == std::string::npos) return {};
    tops.insert(member.substr(0, slash));
  }
  return tops.size() == 1 ? *tops.begin() : "";
}

// How letters of Latin-1 from U+00C0 on are written without their marks.
constexpr std::array<const char*, 64> kLatin{
    "A", "A", "A", "A", "Ae", "A", "Ae", "C", "E", "E", "E", "E", "I",  "I", "I",  "I",
    "D", "N", "O", "O", "O",  "O", "Oe", "",  "O", "U", "U", "U", "Ue", "Y", "Th", "ss",
    "a", "a", "a", "a", "ae", "a", "ae", "c", "e", "e", "e", "e", "i",  "i", "i",  "i",
    "d", "n", "o", "o", "o",  "o", "oe", "",  "o", "u", "u", "u", "ue", "y", "th", "y"};

// A character of two bytes, written in ASCII; `before` is the letter that a mark belongs to.
std::optional<std::string> in_ascii(unsigned char first, unsigned char second, char before) {
  if (first == 0xC3) {
    const std::string letters = kLatin.at(second & 0x3FU);
    if (letters.empty()) return std::nullopt;
    return letters;
  }
  const unsigned code = (first & 0x1FU) << 6U | (second & 0x3FU);
  if (code < 0x300 || code > 0x36F) return std::nullopt;  // else a mark of its own, as Macs have it
  const bool umlaut = code == 0x308 && std::string_view("aouAOU").find(before) != std::string::npos;
  return umlaut ? "e" : "";
}

bool becomes_a_dash(char c) {
  return std::string_view(" \t()[],").find(c) != std::string_view::npos;
}

}  // namespace

std::optional<std::string> id_made_from(std::string_view name) {
  std::string id;
  if (!is_utf8(name)) return std::nullopt;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (static_cast<unsigned char>(c) >= 0x80) {
      const auto first = static_cast<unsigned char>(c);
      if (first >= 0xE0) return std::nullopt;
      const auto letters =
          in_ascii(first, static_cast<unsigned char>(name[++i]), id.empty() ? ' ' : id.back());
      if (!letters) return std::nullopt;
      id += *letters;
    } else if (!becomes_a_dash(c)) {
      id += c;
    } else if (!id.empty() && id.back() != '-') {
      id += '-';
    }
  }
  while (id.ends_with('-')) id.pop_back();
  if (!is_problem_id(id)) return std::nullopt;
  return id;
}

ZipTree::ZipTree(const std::string& path)
    : path_(path), archive_(read_whole_file(path, kMaxPackageFile), shown_name(path)) {
  folder_ = folder_around(archive_.names());
  const std::size_t prefix = folder_.empty() ? 0 : folder_.size() + 1;
  std::uint64_t total = 0;
  for (const auto& member : archive_.names()) {
    if (is_of_a_mac(member)) continue;
    const std::string name = member.substr(prefix);
    if (is_left_out(name)) continue;
    const auto depth = static_cast<std::size_t>(std::count(name.begin(), name.end(), '/'));
    if (depth > kMaxPackageDepth)
      throw InputError(place(name) + ": directories are nested deeper than " +
                       std::to_string(kMaxPackageDepth));
    if (files_.size() == kMaxPackageFiles)
      throw InputError(shown_name(path_) + ": more than " + std::to_string(kMaxPackageFiles) +
                       " files");
    std::string content = archive_.read(member);
    files_[name] = {sha256_hex(content), content.size()};
    total += content.size();
    if (total <= kMostKept) kept_[name] = std::move(content);
  }
}

std::string ZipTree::read(const std::string& path) const {
  if (!has(path)) throw InputError(place(path) + ": no such file");
  if (const auto kept = kept_.find(path); kept != kept_.end()) return kept->second;
  const std::lock_guard lock(mutex_);
  return archive_.read(folder_.empty() ? path : folder_ + "/" + path);
}

std::string ZipTree::place(const std::string& path) const {
  return shown_name(path_ + ":" + (folder_.empty() ? "" : folder_ + "/") + path);
}

namespace {

// With the id: what it was made from, where it isn't that.
void set_id(PackageSource& source, const std::string& path, const std::string& name,
            const std::string& id) {
  if (!id.empty() && !is_problem_id(id))
    throw InputError(
        "--id: a problem's id may have letters, digits, '.', '_' and '-' only, and "
        "begins with one of the first three: not '" +
        clean_line(id, 60) + "'");
  source.id = id;
  if (!id.empty() || is_problem_id(name)) {
    if (id.empty()) source.id = name;
    return;
  }
  const auto made = id_made_from(name);
  if (!made)
    throw InputError(shown_name(path) +
                     ": a package's folder name is its id, which may have letters, digits, '.', "
                     "'_' and '-' only; none can be made from '" +
                     clean_line(name, 60) + "': rename it, or import it with `--id NAME`");
  source.id = *made;
  source.named = name;
}

bool is_zip(const std::string& path) {
  std::error_code error;
  return lower_case(path).ends_with(kZip) && fs::is_regular_file(path, error);
}

}  // namespace

PackageSource open_package(const std::string& path, bool lenient, const std::string& id) {
  PackageSource source;
  if (is_zip(path)) {
    auto files = std::make_unique<ZipTree>(path);
    const std::string name = fs::path(path).filename().string();
    const std::string base = name.substr(0, name.size() - kZip.size());
    set_id(source, path, files->folder().empty() ? base : files->folder(), id);
    source.files = std::move(files);
    return source;
  }
  std::error_code error;
  const auto real = fs::canonical(path, error);
  if (error) throw InputError(shown_name(path) + ": no such problem package directory");
  set_id(source, path, real.filename().string(), id);
  source.files = std::make_unique<DirectoryTree>(path, lenient);
  return source;
}

}  // namespace assize
