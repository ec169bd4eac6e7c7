#include "problems/package_contents.h"

#include "storage/base/errors.h"

namespace assize {

std::size_t PackageContents::archive_part(const std::string& path) const {
  for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
    if (files_.has(path.substr(0, slash))) return slash;
  return 0;
}

Archive& PackageContents::archive(const std::string& path) {
  auto& archive = archives_[path];
  if (!archive) archive = std::make_unique<Archive>(files_.read(path), files_.place(path));
  return *archive;
}

bool PackageContents::has(const std::string& path) {
  if (path.empty() || files_.has(path)) return true;
  const std::size_t part = archive_part(path);
  return part != 0 && archive(path.substr(0, part)).has(path.substr(part + 1));
}

std::string PackageContents::read(const std::string& path) {
  if (path.empty()) return {};
  const std::size_t part = files_.has(path) ? 0 : archive_part(path);
  if (part == 0) return files_.read(path);
  return archive(path.substr(0, part)).read(path.substr(part + 1));
}

std::string with_plain_line_ends(const std::string& text) {
  std::string plain;
  plain.reserve(text.size() + 1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      plain += text[i];
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      plain += '\n';
    }
  }
  if (!plain.empty() && plain.back() != '\n') plain += '\n';
  return plain;
}

}  // namespace assize
