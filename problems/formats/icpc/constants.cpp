#include "problems/formats/icpc/constants.h"

#include <algorithm>

#include "problems/formats/icpc/icpc.h"
#include "storage/base/text.h"

namespace assize {

namespace {

constexpr std::size_t kMostName = 100;

bool is_name(std::string_view text) {
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !text.empty() && text.size() <= kMostName && (text[0] < '0' || text[0] > '9') &&
         std::all_of(text.begin(), text.end(), good);
}

}  // namespace

bool has_constants(const Package& package, const std::string& path) {
  if (package.constants.empty()) return false;
  for (const char* directory :
       {"input_validators/", "output_validator/", "include/", "submissions/"})
    if (path.starts_with(directory)) return true;
  return path.ends_with("/test_group.yaml") ||
         (path.starts_with("statement/") && path.ends_with(".md"));
}

std::string with_constants(const Package& package, const std::string& text) {
  if (package.constants.empty()) return text;
  std::string result;
  std::size_t done = 0;
  for (std::size_t open = text.find("{{"); open != std::string::npos;) {
    // Looked for no further than a name can reach: text of braces only takes no longer.
    const std::string_view rest = std::string_view(text).substr(open + 2, 2 * kMostName + 3);
    const auto found =
        package.constants.find(std::string(rest.substr(0, std::min(rest.find("}}"), rest.size()))));
    if (rest.find("}}") == std::string_view::npos || found == package.constants.end()) {
      open = text.find("{{", open + 1);
      continue;
    }
    result.append(text, done, open - done).append(found->second);
    done = open + 2 + found->first.size() + 2;
    open = text.find("{{", done);  // a value is never looked at again
  }
  return result.append(text, done);
}

std::string read_with_constants(const FileTree& files, const Package& package,
                                const std::string& path) {
  const std::string content = files.read(path);
  return has_constants(package, path) ? with_constants(package, content) : content;
}

namespace icpc {

void read_constants(const Loading& loading, const YamlMap& top) {
  const auto node = top.find("constants");
  if (!loading.is_new || !node || node->is_null()) return;
  auto& constants = loading.package.constants;
  const YamlMap map = node->map();
  for (const auto& [name, value] : map.items()) {
    if (!is_name(name))
      value.fail("'" + clean_line(name, 60) +
                 "' is no name of a constant (letters, digits and '_', not a digit first)");
    if (value.is_scalar()) {
      constants[name] = constants[name + ".value"] = value.text();
      continue;
    }
    const YamlMap variants = value.map();
    const auto main = variants.find("value");
    if (!main) value.fail("a constant given as a map needs the key 'value'");
    constants[name] = main->text();
    for (const auto& [variant, text] : variants.items()) {
      if (!is_name(variant)) text.fail("'" + clean_line(variant, 60) + "' is no name of a variant");
      constants[name + "." + variant] = text.text();
    }
  }
}

}  // namespace icpc

}  // namespace assize
