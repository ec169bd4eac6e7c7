// The folder of a program that is built or started by scripts of its own: what is in it, before and
// after the build, and whether its scripts can be started.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "judge/jail/host/keeper_client.h"

namespace assize {

constexpr const char* kBuildScript = "build";
constexpr const char* kRunScript = "run";

struct ScriptFolder {
  std::vector<BoxFile> files;  // their paths are in the folder
  std::string content;         // of all of them, one after the other

  bool has(std::string_view path) const;
};

// What a build has left in its folder. Throws InputError, which begins with `name`, where a folder
// can't be kept (JailSpec::collects_folder).
ScriptFolder folder_left_by(const FinishedRun& build, const std::string& name);

// One text, to be kept; and back: nothing, if it isn't one.
std::string kept_form(const ScriptFolder& folder);
std::optional<ScriptFolder> folder_in(std::string_view kept);

// Throws InputError, which begins with `name`, unless the kernel would start the script in a jail
// with this view, where the folder is at `place`. Links in the folder are followed.
void must_be_startable(const ScriptFolder& folder, const std::string& script,
                       const std::string& place, const FileView& view, const std::string& name);

}  // namespace assize
