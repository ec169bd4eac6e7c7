#include "tools/assize/config.h"

#include <algorithm>
#include <filesystem>

#include "judge/runtime/runtime_view.h"
#include "problems/files/file_tree.h"
#include "problems/text/yaml.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxShown = 256;

using Keys = std::set<std::string, std::less<>>;

YamlMap checked_map(const YamlNode& node, const Keys& keys) {
  YamlMap map = node.map();
  map.check_keys(keys, [&](const std::string& key, const YamlNode& value) {
    YamlMap::refuse_key(key, value, keys);
  });
  return map;
}

// The same path always has the same text: links are only followed when the runtime is looked at.
ShownPath read_shown(const YamlNode& item) {
  const fs::path path = item.text();
  if (!path.is_absolute()) item.fail("must be an absolute path");
  if (std::find(path.begin(), path.end(), "..") != path.end())
    item.fail("must be a path without '..'");
  std::string normal = path.lexically_normal();
  if (normal.size() > 1 && normal.ends_with('/')) normal.pop_back();
  if (const std::string why = why_not_shown(normal); !why.empty())
    item.fail("can't show " + shown_name(normal) + " to runs: " + why);
  return {normal, item.where()};
}

RuntimeRow read_runtime(const YamlNode& node) {
  const YamlMap map =
      checked_map(node, {"name", "path", "kind", "modules", "environment", "files"});
  RuntimeRow row;
  row.where = node.where();
  const auto name = map.find("name");
  const auto path = map.find("path");
  if (!name || !path) node.fail("a runtime needs 'name' and 'path'");
  row.name = name->text();
  row.path = path->text();
  if (!row.path.starts_with('/')) path->fail("must be an absolute path");
  if (const auto kind = map.find("kind")) {
    const std::string word = kind->text();
    if (word != "exec" && word != "template") kind->fail("must be exec or template");
    row.kind = word == "exec" ? RuntimeKind::exec : RuntimeKind::by_template;
  }
  if (const auto modules = map.find("modules")) {
    row.modules.clear();
    for (const auto& item : modules->list()) {
      const std::string module = item.text();
      if (module.empty() || module.find_first_of(",; ") != std::string::npos)
        item.fail("not a module's name");
      row.modules.push_back(module);
    }
  }
  if (const auto files = map.find("files")) {
    for (const auto& item : files->list()) row.files.push_back(read_shown(item));
    if (row.files.size() > kMaxShown)
      files->fail("more than " + std::to_string(kMaxShown) + " paths: name folders");
  }
  if (const auto environment = map.find("environment"))
    environment->map().check_keys({}, [&](const std::string& key, const YamlNode& value) {
      if (key.empty() || key.find('=') != std::string::npos) value.fail("not a name of a variable");
      row.environment.push_back(key + "=" + value.text());
    });
  return row;
}

std::string absolute_path(const YamlNode& node) {
  std::string path = node.text();
  if (!path.starts_with('/')) node.fail("must be an absolute path");
  return path;
}

CheckpointRow read_checkpoint(const YamlNode& node) {
  const YamlMap map = checked_map(node, {"key", "file", "command"});
  CheckpointRow row;
  const auto key = map.find("key");
  if (!key) node.fail("a checkpoint needs 'key': the log's private key (assize audit key new)");
  row.key = absolute_path(*key);
  if (const auto file = map.find("file")) row.file = absolute_path(*file);
  if (const auto command = map.find("command")) {
    for (const auto& item : command->list()) row.command.push_back(item.text());
    if (row.command.empty()) command->fail("no program");
  }
  if (row.file.empty() && row.command.empty())
    node.fail("a checkpoint needs 'file' or 'command': where it is to be kept");
  return row;
}

void read_cache(const YamlNode& node, Config& config) {
  const YamlMap map = checked_map(node, {"directory", "size_mib"});
  if (const auto directory = map.find("directory")) {
    config.cache_directory = directory->text();
    if (!config.cache_directory.starts_with('/')) directory->fail("must be an absolute path");
  }
  if (const auto size = map.find("size_mib")) {
    config.cache_size_mib = size->whole_number();
    if (*config.cache_size_mib > kMostCacheMib)
      size->fail("must be at most " + std::to_string(kMostCacheMib) + " MiB");
  }
}

}  // namespace

Config read_config(const std::string& text, const std::string& place) {
  Config config;
  const YamlNode root = parse_yaml(text, place);
  const YamlMap top = checked_map(root, {"cache", "checkpoint", "runtimes", "templates"});
  if (const auto cache = top.find("cache")) read_cache(*cache, config);
  if (const auto checkpoint = top.find("checkpoint"))
    config.checkpoint = read_checkpoint(*checkpoint);
  if (const auto templates = top.find("templates")) config.templates = absolute_path(*templates);
  if (const auto runtimes = top.find("runtimes")) {
    config.runtimes.clear();
    for (const auto& item : runtimes->list()) {
      RuntimeRow row = read_runtime(item);
      for (const auto& earlier : config.runtimes)
        if (earlier.name == row.name)
          item.fail("the runtime '" + clean_line(row.name, 60) + "' is there twice");
      config.runtimes.push_back(std::move(row));
    }
    if (config.runtimes.empty()) runtimes->fail("no runtime");
  }
  for (auto& row : config.runtimes) row.templates = config.templates;
  return config;
}

Config load_config(const std::string& path) {
  return path.empty() ? Config() : read_config(read_whole_file(path, kMaxYaml), shown_name(path));
}

const RuntimeRow& find_runtime(const Config& config, const std::string& name) {
  if (name.empty()) return config.runtimes.front();
  std::string known;
  for (const auto& row : config.runtimes) {
    if (row.name == name) return row;
    known += (known.empty() ? "" : ", ") + shown_name(row.name);
  }
  throw InputError("no runtime '" + clean_line(name, 60) + "' (there are: " + known +
                   "; more by --config)");
}

}  // namespace assize
