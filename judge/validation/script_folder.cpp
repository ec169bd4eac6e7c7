#include "judge/validation/script_folder.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>

#include "judge/jail/protocol/message.h"
#include "judge/runtime/script_tools.h"
#include "storage/base/errors.h"
#include "storage/base/relative_path.h"
#include "storage/base/text.h"

namespace assize {

namespace {

constexpr std::string_view kKeptMagic = "assize folder 1\n";

// A file in a folder, and its content.
struct Found {
  const BoxFile* file = nullptr;
  std::string_view content;
};

Found find(const ScriptFolder& folder, std::string_view path) {
  std::string_view rest = folder.content;
  for (const auto& file : folder.files) {
    if (file.path == path) return {&file, rest.substr(0, file.size)};
    rest.remove_prefix(std::min<std::size_t>(file.size, rest.size()));
  }
  return {};
}

Found find_through_links(const ScriptFolder& folder, std::string path) {
  constexpr int kMostLinks = 40;  // path_resolution(7)
  for (int i = 0; i < kMostLinks; ++i) {
    const Found found = find(folder, path);
    if (found.file == nullptr || !found.file->link) return found;
    const auto directory = std::filesystem::path(path).parent_path();
    path = (directory / std::string(found.content)).lexically_normal().string();
  }
  return {};
}

// Reads the fields that Sha256::add_field() writes, too: "length:bytes\n".
class FieldReader {
 public:
  explicit FieldReader(std::string_view rest) : rest_(rest) {}
  std::string_view next() {
    std::size_t length = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), length);
    const auto start = static_cast<std::size_t>(end - rest_.data());
    if (error != std::errc() || start >= rest_.size() || rest_[start] != ':' ||
        length >= rest_.size() - start - 1 || rest_[start + 1 + length] != '\n') {
      good_ = false;
      rest_ = {};
      return {};
    }
    const std::string_view field = rest_.substr(start + 1, length);
    rest_.remove_prefix(start + length + 2);
    return field;
  }
  bool good() const { return good_; }
  bool at_end() const { return good_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool good_ = true;
};

void add_field(std::string& text, std::string_view field) {
  text += std::to_string(field.size()) + ":";
  text += field;
  text += "\n";
}

}  // namespace

bool ScriptFolder::has(std::string_view path) const { return find(*this, path).file != nullptr; }

ScriptFolder folder_left_by(const FinishedRun& build, const std::string& name) {
  if (!build.collect_problem.empty())
    throw InputError(name + ": what '" + kBuildScript + "' leaves in its folder can't be kept: " +
                     clean_line(build.collect_problem, 400));
  ScriptFolder folder;
  folder.files = build.collected_files;
  for (const auto& file : folder.files) folder.content += build.collected.at(file.path);
  return folder;
}

std::string kept_form(const ScriptFolder& folder) {
  std::string kept(kKeptMagic);
  std::string_view rest = folder.content;
  for (const auto& file : folder.files) {
    add_field(kept, file.path);
    add_field(kept, file.link ? "link" : file.executable ? "executable" : "file");
    add_field(kept, rest.substr(0, file.size));
    rest.remove_prefix(std::min<std::size_t>(file.size, rest.size()));
  }
  return kept;
}

std::optional<ScriptFolder> folder_in(std::string_view kept) {
  if (!kept.starts_with(kKeptMagic)) return std::nullopt;
  FieldReader fields(kept.substr(kKeptMagic.size()));
  ScriptFolder folder;
  while (fields.good() && !fields.at_end()) {
    const std::string path(fields.next());
    const std::string_view kind = fields.next();
    const std::string_view content = fields.next();
    const bool known = kind == "link" || kind == "executable" || kind == "file";
    if (!fields.good() || !known || !is_safe_relative_path(path)) return std::nullopt;
    folder.files.push_back({path, content.size(), kind == "executable", kind == "link"});
    folder.content += content;
  }
  if (!fields.good() || folder.files.size() > kMaxFolderFiles) return std::nullopt;
  return folder;
}

void must_be_startable(const ScriptFolder& folder, const std::string& script,
                       const std::string& place, const FileView& view, const std::string& name) {
  const auto refuse = [&](const std::string& why) {
    throw InputError(name + ": its '" + script + "' " + why);
  };
  const Found found = find_through_links(folder, script);
  if (found.file == nullptr) refuse("is a link to nothing that is there");
  if (!found.file->executable) refuse("is not executable");
  std::map<std::string, bool> own;
  for (const auto& file : folder.files)
    if (!file.link) own[place + "/" + file.path] = file.executable;
  if (const std::string why = why_not_started(found.content, view, own); !why.empty()) refuse(why);
}

}  // namespace assize
