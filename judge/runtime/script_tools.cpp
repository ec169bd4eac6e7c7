#include "judge/runtime/script_tools.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "judge/runtime/runtime_view.h"
#include "storage/base/errors.h"
#include "storage/base/sha256.h"
#include "storage/base/text.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

constexpr const char* kPrograms = "/usr/bin/";
constexpr const char* kPython = "/usr/bin/python3";

// Those that aren't there are not shown. None of them runs with other rights than its caller's.
constexpr const char* kTools[] = {
    // Shells
    "sh", "bash", "dash",
    // GNU coreutils: all that is about files, texts and processes of its own
    "[", "base64", "basename", "cat", "chmod", "cksum", "comm", "cp", "csplit", "cut", "date", "dd",
    "dirname", "du", "echo", "env", "expand", "expr", "factor", "false", "fmt", "fold", "head",
    "id", "install", "join", "link", "ln", "ls", "md5sum", "mkdir", "mktemp", "mv", "nl", "nohup",
    "nproc", "numfmt", "od", "paste", "printenv", "printf", "pwd", "readlink", "realpath", "rm",
    "rmdir", "seq", "sha1sum", "sha256sum", "sha512sum", "shuf", "sleep", "sort", "split", "stat",
    "sum", "tac", "tail", "tee", "test", "timeout", "touch", "tr", "true", "truncate", "tsort",
    "tty", "uname", "unexpand", "uniq", "unlink", "wc", "whoami", "yes",
    // Beside them in every script
    "awk", "cmp", "diff", "egrep", "fgrep", "find", "gawk", "grep", "mawk", "sed", "which", "xargs",
    // Building
    "ar", "c++", "cc", "g++", "gcc", "gmake", "make", "nm", "objcopy", "ranlib", "strip"};

bool is_there(const FileView& view, const std::string& place) {
  const auto at = [&](const auto& target) { return target == place; };
  return std::any_of(view.mounts.begin(), view.mounts.end(),
                     [&](const Mount& mount) { return at(mount.target); }) ||
         std::any_of(view.symlinks.begin(), view.symlinks.end(),
                     [&](const Symlink& link) { return at(link.path); });
}

// A program of the host by its usual name, and what identifies the file.
void show_program(FileView& view, const std::string& name, Sha256& version) {
  const std::string usual = kPrograms + name;
  std::error_code error;
  const std::string real = fs::canonical(usual, error);
  struct stat status {};
  if (error || ::stat(real.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return;
  if (!is_there(view, real)) view.mounts.push_back({real, real, Mount::Kind::file});
  if (!is_there(view, usual)) view.symlinks.push_back({usual, real});
  version.add_field(usual).add_field(real).add_field(std::to_string(status.st_size));
  version.add_field(std::to_string(status.st_mtim.tv_sec));
}

// Where a path leads in the jail: its links are followed.
std::string resolved(const FileView& view, std::string path) {
  constexpr int kMostLinks = 40;  // path_resolution(7)
  for (int i = 0; i < kMostLinks; ++i) {
    const auto link = std::find_if(view.symlinks.begin(), view.symlinks.end(), [&](const auto& l) {
      return path == l.path || path.starts_with(l.path + "/");
    });
    if (link == view.symlinks.end()) return path;
    const fs::path target = fs::path(link->path).parent_path() / link->target;
    path = target.lexically_normal().string() + path.substr(link->path.size());
  }
  return path;
}

bool is_shown(const FileView& view, const std::string& asked) {
  const std::string path = resolved(view, fs::path(asked).lexically_normal());
  return std::any_of(view.mounts.begin(), view.mounts.end(), [&](const Mount& mount) {
    if (mount.kind == Mount::Kind::file) return mount.target == path;
    std::error_code error;
    return mount.kind == Mount::Kind::directory && path.starts_with(mount.target + "/") &&
           fs::is_regular_file(mount.source + path.substr(mount.target.size()), error);
  });
}

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  while (true) {
    const std::size_t start = line.find_first_not_of(" \t");
    if (start == std::string_view::npos) return words;
    const std::size_t end = std::min(line.find_first_of(" \t", start), line.size());
    words.emplace_back(line.substr(start, end - start));
    line.remove_prefix(end);
  }
}

// What env(1) looks for along PATH; empty: that isn't clear.
std::string sought_by_env(const std::vector<std::string>& words) {
  if (words.size() < 2 || !words[0].ends_with("/env")) return {};
  const bool plain = words[1].find_first_of("-=/") == std::string::npos;
  return plain ? words[1] : std::string();
}

std::string why_not_interpreted(std::string_view line, const FileView& view,
                                const std::map<std::string, bool>& own_files) {
  const auto words = words_of(line);
  const auto quoted = [](const std::string& word) { return "'" + clean_line(word, 100) + "'"; };
  if (words.empty()) return "has an empty '#!' line";
  if (!words[0].starts_with('/'))
    return "asks for the interpreter " + quoted(words[0]) + ", which is no absolute path";
  const auto own = own_files.find(words[0]);
  if (own != own_files.end() && !own->second)
    return "asks for the interpreter " + quoted(words[0]) + ", which is not executable";
  if (own == own_files.end() && !is_shown(view, words[0]))
    return "asks for the interpreter " + quoted(words[0]) + ", which is not there" +
           (words[0].ends_with('\r') ? " (its lines end with CR LF)" : "");
  const std::string sought = sought_by_env(words);
  if (!sought.empty() && !is_shown(view, kPrograms + sought))
    return "asks for " + quoted(sought) + ", which is not there";
  return {};
}

}  // namespace

ScriptTools find_script_tools(const Runtime& python, const std::optional<Toolchain>& toolchain) {
  ScriptTools tools;
  tools.has_compilers = toolchain.has_value();
  tools.view = toolchain ? merged(python.view, toolchain->view) : python.view;
  Sha256 version;
  version.add_field("assize tools 1").add_field(python.hash);
  version.add_field(toolchain ? toolchain->version : "");
  for (const char* name : kTools) show_program(tools.view, name, version);
  if (!is_there(tools.view, kPython)) tools.view.symlinks.push_back({kPython, python.executable});
  for (const char* name : {"sh", "env"})
    if (!is_shown(tools.view, std::string(kPrograms) + name))
      throw HostError(std::string("there is no ") + kPrograms + name +
                      ", which a package's scripts need: apt-get install dash coreutils");
  // Files linked into others are shown by them.
  tools.view = merged(std::move(tools.view), {});
  tools.version = version.hex();
  tools.environment = {"PATH=/usr/bin:/bin", "HOME=/tmp",      "TMPDIR=/tmp",
                       "USER=runner",        "LOGNAME=runner", "LANG=C.UTF-8",
                       "LC_ALL=C.UTF-8",     "TZ=UTC",         "PYTHONHASHSEED=0"};
  return tools;
}

std::string why_not_started(std::string_view program, const FileView& view,
                            const std::map<std::string, bool>& own_files) {
  constexpr std::size_t kLongestLine = 255;               // BINPRM_BUF_SIZE of the kernel, less one
  constexpr std::size_t kMachine = 18;                    // of an ELF header, where its machine is
  constexpr std::string_view kElf{"\177ELF\002\001", 6};  // 64 bits, little-endian
  constexpr std::string_view kX86_64{"\x3e\x00", 2};
  if (program.starts_with("#!")) {
    const std::string_view line = program.substr(2, std::min(program.find('\n'), kLongestLine) - 2);
    return why_not_interpreted(line, view, own_files);
  }
  if (program.starts_with(kElf.substr(0, 4)))
    return program.starts_with(kElf) && program.substr(kMachine, 2) == kX86_64
               ? ""
               : "is a program for another machine";
  return "is neither a script that begins with '#!' nor a program";
}

}  // namespace assize
