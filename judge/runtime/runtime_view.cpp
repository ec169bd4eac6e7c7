#include "judge/runtime/runtime_view.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>

#include "judge/runtime/fault.h"
#include "judge/runtime/linked_libraries.h"
#include "storage/base/text.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

bool below(const std::string& path, const std::string& directory) {
  return path.starts_with(directory + "/");
}

}  // namespace

FileView fixed_view() {
  FileView view;
  for (const char* name : {"null", "zero", "full", "random", "urandom"}) {
    const std::string path = std::string("/dev/") + name;
    view.mounts.push_back({path, path, Mount::Kind::device});
  }
  for (const auto& [path, target] : {std::pair{"/dev/fd", "/proc/self/fd"},
                                     {"/dev/stdin", "/proc/self/fd/0"},
                                     {"/dev/stdout", "/proc/self/fd/1"},
                                     {"/dev/stderr", "/proc/self/fd/2"},
                                     {"/dev/shm", "/tmp"}})  // semaphores of multiprocessing
    view.symlinks.push_back({path, target});
  // Root is there since files of the runtime are its own: who asks for their owner's name gets one.
  view.files.push_back({"/etc/passwd",
                        "root:x:0:0:root:/root:/usr/sbin/nologin\n"
                        "runner:x:1000:1000:runner:/tmp:/usr/sbin/nologin\n"});
  view.files.push_back({"/etc/group", "root:x:0:\nrunner:x:1000:\n"});
  // A merged /usr is made of links at the top; the jail has the same.
  for (const char* top : {"/bin", "/lib", "/lib64"}) {
    std::error_code error;
    const fs::path target = fs::read_symlink(top, error);
    if (!error) view.symlinks.push_back({top, target});
  }
  return view;
}

namespace {

// Where a path leads in the jail, given its links at the top.
std::string place_in(const FileView& view, const std::string& path) {
  for (const auto& link : view.symlinks)
    if (below(path, link.path) && link.path.find('/', 1) == std::string::npos)
      return (fs::path("/") / link.target).lexically_normal().string() +
             path.substr(link.path.size());
  return path;
}

Mount mount_of(const FileView& view, const std::string& path) {
  return {fs::canonical(path), place_in(view, path),
          fs::is_directory(path) ? Mount::Kind::directory : Mount::Kind::file};
}

// Why runs couldn't read what is there; empty: they can. Rootless, whoever runs assize is the one
// who must read it.
std::string why_unreadable(const std::string& source) {
  struct stat status {};
  if (::stat(source.c_str(), &status) != 0) return source + " is missing";
  const bool folder = S_ISDIR(status.st_mode);
  if (::geteuid() != 0)
    return ::access(source.c_str(), folder ? R_OK | X_OK : R_OK) == 0 ? ""
                                                                      : source + " can't be read";
  const mode_t needed = folder ? (S_IROTH | S_IXOTH) : S_IROTH;
  for (fs::path p = source; p.has_relative_path(); p = p.parent_path()) {
    struct stat part {};
    if (::stat(p.c_str(), &part) != 0) continue;
    const mode_t wanted = p == source ? needed : mode_t{S_IXOTH};
    if ((part.st_mode & wanted) != wanted)
      return shown_name(source) + " can't be read by an ordinary user (" + shown_name(p.string()) +
             ")";
  }
  return {};
}

constexpr const char* kMendMode =
    "runs don't have root's rights: chmod o+rX it, or use another one";

void add_shown(const RuntimeRow& row, Runtime& runtime) {
  for (const auto& shown : row.files) {
    const std::string subject = (shown.where.empty() ? "" : shown.where + ": ") + "files";
    std::error_code error;
    const auto status = fs::status(shown.path, error);
    if (!fs::exists(status))
      throw BadRow(subject, "there is no " + shown_name(shown.path),
                   "correct the path, or install it");
    if (!fs::is_directory(status) && !fs::is_regular_file(status))
      throw BadRow(subject, shown_name(shown.path) + " is neither a file nor a folder", "name one");
    if (const std::string why = why_unreadable(fs::canonical(shown.path)); !why.empty())
      throw BadRow(subject, why, kMendMode);
    Mount mount = mount_of(runtime.view, shown.path);
    for (const auto& file : runtime.view.files)
      if (below(file.path, mount.target))
        throw BadRow(subject, shown_name(shown.path) + " would cover the jail's own " + file.path,
                     "name what programs need of it");
    runtime.view.mounts.push_back(std::move(mount));
  }
}

// A library is at the place where the loader looks for it: its directory resolved, its own name
// kept. Where that is in a directory which is shown, it may still be a link that leads out of it.
void add_linked(const std::set<std::string>& libraries, Runtime& runtime) {
  const std::vector<Mount> shown = runtime.view.mounts;
  const auto is_shown = [&](const std::string& path) {
    return std::any_of(shown.begin(), shown.end(), [&](const Mount& mount) {
      return mount.kind == Mount::Kind::directory && below(path, mount.source);
    });
  };
  for (const auto& library : libraries) {
    const fs::path path(library);
    const std::string place = fs::canonical(path.parent_path()) / path.filename();
    const std::string real = fs::canonical(path);
    if (!is_shown(place)) {
      runtime.view.mounts.push_back({real, place, Mount::Kind::file});
      continue;
    }
    runtime.linked.push_back(place);
    if (!is_shown(real)) runtime.view.mounts.push_back({real, real, Mount::Kind::file});
  }
}

bool shows(const Mount& outer, const Mount& inner) {
  return outer.kind == Mount::Kind::directory && below(inner.target, outer.target) &&
         inner.source == outer.source + inner.target.substr(outer.target.size());
}

// Nothing is mounted inside a directory that shows it already. What is reached through a link in
// such a directory is mounted where the link leads.
void leave_out_what_is_shown(FileView& view) {
  const std::vector<Mount> all = view.mounts;
  std::vector<Mount> kept;
  for (Mount mount : all) {
    const bool in_another = std::any_of(all.begin(), all.end(), [&](const Mount& outer) {
      return outer.kind == Mount::Kind::directory && below(mount.target, outer.target);
    });
    const auto is_shown = [&] {
      return std::any_of(all.begin(), all.end(), [&](const Mount& m) { return shows(m, mount); });
    };
    if (in_another && !is_shown()) mount.target = mount.source;
    const bool known = std::any_of(kept.begin(), kept.end(),
                                   [&](const Mount& m) { return m.target == mount.target; });
    if (!known && !is_shown()) kept.push_back(std::move(mount));
  }
  view.mounts = std::move(kept);
}

void must_be_usable(const FileView& view, const std::string& subject) {
  for (const auto& mount : view.mounts) {
    if (mount.kind == Mount::Kind::device) continue;
    if (const std::string why = why_not_shown(mount.target); !why.empty())
      throw UnusableRuntime(subject, shown_name(mount.target) + ": " + why,
                            "install it elsewhere, below /opt for instance");
    if (const std::string why = why_unreadable(mount.source); !why.empty())
      throw UnusableRuntime(subject, why, kMendMode);
  }
}

}  // namespace

FileView merged(FileView view, const FileView& other) {
  const auto add_new = [](auto& items, const auto& others, auto place) {
    for (const auto& item : others)
      if (std::none_of(items.begin(), items.end(), [&](const auto& known) {
            return std::invoke(place, known) == std::invoke(place, item);
          }))
        items.push_back(item);
  };
  add_new(view.mounts, other.mounts, &Mount::target);
  add_new(view.symlinks, other.symlinks, &Symlink::path);
  add_new(view.files, other.files, &StaticFile::path);
  std::erase_if(view.symlinks, [&](const Symlink& link) {
    return std::any_of(view.mounts.begin(), view.mounts.end(),
                       [&](const Mount& mount) { return mount.target == link.path; });
  });
  leave_out_what_is_shown(view);
  return view;
}

std::string why_not_shown(const std::string& path) {
  if (path == "/") return "the jail has a root of its own";
  for (const char* own : {"/tmp", "/box", "/proc", "/dev", "/sys"})
    if (path == own || below(path, own))
      return std::string(own) == "/sys" ? "the host's /sys isn't shown to runs"
                                        : "the jail has a " + std::string(own) + " of its own";
  return {};
}

namespace {

// The locale of every run (LC_ALL), of the C library that has it in a folder; others have it built
// in.
void add_locale(FileView& view) {
  for (const char* path : {"/usr/lib/locale/C.utf8", "/usr/lib/locale/C.UTF-8"})
    if (fs::is_directory(path)) view.mounts.push_back(mount_of(view, path));
}

// Time zones, where the interpreter (TZPATH) and the C library look for them. Debian has all of
// them twice more, with other rules for leap seconds.
void add_time_zones(FileView& view) {
  constexpr const char* kZones = "/usr/share/zoneinfo";
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(kZones, error)) {
    const std::string name = entry.path().filename();
    if (name == "posix" || name == "right") continue;
    if (entry.is_symlink())
      view.symlinks.push_back({entry.path(), fs::read_symlink(entry.path())});
    else
      view.mounts.push_back(mount_of(view, entry.path()));
  }
}

}  // namespace

void make_view(const RuntimeRow& row, const Interpreter& interpreter, Runtime& runtime) {
  FileView& view = runtime.view;
  view = fixed_view();
  view.mounts.push_back({interpreter.executable, interpreter.executable, Mount::Kind::file});
  std::vector<std::string> places;
  for (const auto& library : interpreter.stdlib) {
    view.mounts.push_back({library, library, Mount::Kind::directory});
    runtime.libraries.push_back(library);
    places.push_back(library);
  }
  for (const auto& entry : interpreter.packages) {
    view.mounts.push_back(mount_of(view, entry));
    runtime.libraries.push_back(view.mounts.back().target);
    places.push_back(entry);
  }
  if (!interpreter.venv.empty())
    view.mounts.push_back(mount_of(view, interpreter.venv + "/pyvenv.cfg"));
  add_locale(view);
  add_time_zones(view);
  add_shown(row, runtime);
  for (const auto& shown : row.files) places.push_back(shown.path);
  add_linked(linked_libraries(interpreter.executable, places), runtime);
  leave_out_what_is_shown(view);
  must_be_usable(view, row.subject());

  // The names by which the interpreter is started and finds itself: in a virtual environment they
  // are what makes it find pyvenv.cfg.
  const fs::path executable(interpreter.executable);
  const auto add_name = [&](const fs::path& link, const fs::path& target) {
    const std::string place = place_in(view, link);
    const bool there = place == interpreter.executable ||
                       std::any_of(view.symlinks.begin(), view.symlinks.end(),
                                   [&](const Symlink& other) { return other.path == place; });
    if (!there) view.symlinks.push_back({place, target});
  };
  const fs::path own = executable.parent_path() / runtime.program;
  add_name(own, executable.filename());
  const fs::path bin = fs::path(interpreter.path).parent_path();
  if (!interpreter.venv.empty()) add_name(bin / runtime.program, executable);
}

}  // namespace assize
