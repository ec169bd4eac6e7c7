#include "judge/runtime/policy_view.h"

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

// Imports the modules named on its command line, and prints the files of everything that is loaded
// then: "F path" for a module, "D path" for a package that is on the list, "E message" at the first
// one that can't be imported, "." at its end. What modules print themselves goes to standard error,
// and what they leave running is not waited for. The last five are what the interpreter imports
// later by itself.
// Behind "--" are files of its directory: what their text imports is imported too, as far as it is
// there, and none of them is run. (0x400 asks compile() for the syntax tree; the module `ast` would
// be one more that is loaded.)
constexpr const char* kListFiles =
    "import importlib, os, pkgutil, sys\n"
    "out = os.fdopen(os.dup(1), 'w')\n"
    "os.dup2(2, 1)\n"
    "def tell(kind, path):\n"
    "    print(kind, os.path.realpath(path), file=out)\n"
    "def end():\n"
    "    print('.', file=out, flush=True)\n"
    "    os._exit(0)\n"
    "def load(name):\n"
    "    module = importlib.import_module(name)\n"
    "    if not hasattr(module, '__path__'):\n"
    "        return\n"
    "    tell('D', module.__path__[0])\n"
    "    for item in pkgutil.walk_packages(module.__path__, name + '.'):\n"
    "        last = item.name.rpartition('.')[2]\n"
    "        if last in ('__main__', 'test', 'tests', 'idle_test'):\n"
    "            continue\n"
    "        try:\n"
    "            importlib.import_module(item.name)\n"
    "        except BaseException:\n"
    "            pass\n"
    "def imported(node):\n"
    "    if isinstance(node, list):\n"
    "        for item in node:\n"
    "            yield from imported(item)\n"
    "    kind = type(node).__name__\n"
    "    if kind == 'Import':\n"
    "        yield from (alias.name for alias in node.names)\n"
    "    if kind == 'ImportFrom' and not node.level:\n"
    "        yield node.module\n"
    "    for field in getattr(node, '_fields', ()):\n"
    "        yield from imported(getattr(node, field, None))\n"
    "middle = sys.argv.index('--')\n"
    "for name in sys.argv[1:middle]:\n"
    "    try:\n"
    "        load(name)\n"
    "    except BaseException as error:\n"
    "        print('E', ('%s: %s: %s' % (name, type(error).__name__, error)).replace('\\n', ' '), "
    "file=out)\n"
    "        end()\n"
    "for path in sys.argv[middle + 1:]:\n"
    "    try:\n"
    "        with open(path, 'rb') as file:\n"
    "            names = {name.partition('.')[0] for name in imported(compile(file.read(), path, "
    "'exec', "
    "0x400))}\n"
    "    except Exception:\n"
    "        continue\n"
    "    for name in sorted(names):\n"
    "        try:\n"
    "            load(name)\n"
    "        except BaseException:\n"
    "            pass\n"
    "import encodings, site, _strptime, unicodedata, _sitebuiltins\n"
    "tell('D', encodings.__path__[0])\n"
    "for module in list(sys.modules.values()):\n"
    "    if getattr(module, '__file__', None):\n"
    "        tell('F', module.__file__)\n"
    "    if getattr(module, '__cached__', None):\n"
    "        tell('F', module.__cached__)\n"
    "end()\n";

constexpr const char* kHook = R"(import builtins as _builtins
import sys as _sys


def _guard(allowed):
    real = _builtins.__import__
    always = frozenset(('__future__', '__main__', 'builtins'))
    from os import environ
    of_problem = frozenset('/box/' + name for name in environ.pop('ASSIZE_INCLUDED_FILES', '').split(':'))

    def refuse(name):
        raise ImportError(
            "the module '%s' may not be imported here; allowed are: %s" % (name, ', '.join(sorted(allowed))),
            name=name)

    def of_submission(top):
        from os.path import exists
        return exists('/box/%s.py' % top) or exists('/box/%s' % top)

    def __import__(name, globals=None, locals=None, fromlist=(), level=0):
        file = str(globals.get('__file__')) if level == 0 and globals is not None else ''
        if file.startswith('/box/') and file not in of_problem:
            top = name.partition('.')[0]
            if top not in allowed and top not in always and not of_submission(top):
                refuse(top)
        return real(name, globals, locals, fromlist, level)

    class Absent:
        @staticmethod
        def find_spec(name, path=None, target=None):
            if path is None and name in getattr(_sys, 'stdlib_module_names', ()):
                refuse(name)
            return None

    _builtins.__import__ = __import__
    _sys.meta_path.append(Absent)


)";

bool below(const std::string& path, const std::string& directory) {
  return path.starts_with(directory + "/");
}

struct LibraryFiles {
  std::set<std::string> files;
  std::set<std::string> directories;
};

// Where on the host a path of the jail is, every link resolved; empty: in no folder of modules.
// What a module prints can be anything: only what the view shows already is taken from it.
std::string on_host(const Runtime& runtime, const std::string& path) {
  for (const auto& mount : runtime.view.mounts) {
    const bool is_library = std::find(runtime.libraries.begin(), runtime.libraries.end(),
                                      mount.target) != runtime.libraries.end();
    if (!is_library || (path != mount.target && !below(path, mount.target))) continue;
    std::error_code missing;
    const std::string host =
        fs::canonical(mount.source + path.substr(mount.target.size()), missing);
    if (!missing) return host;
  }
  return {};
}

LibraryFiles files_for(const Runtime& runtime, const std::set<std::string>& modules,
                       const IncludedFiles& included, const AskRuntime& ask) {
  std::vector<std::string> arguments{runtime.program, "-I", "-B", "-c", kListFiles};
  arguments.insert(arguments.end(), modules.begin(), modules.end());
  arguments.emplace_back("--");
  for (const auto& [name, content] : included) arguments.push_back(name);
  std::istringstream lines(ask(runtime, arguments, included));
  LibraryFiles found;
  bool is_whole = false;
  for (std::string line; std::getline(lines, line);) {
    is_whole = line == ".";
    if (line.size() < 3) continue;
    const std::string rest = line.substr(2);
    if (line[0] == 'E')
      throw InputError("policy: imports: " + runtime.version + " can't import " +
                       clean_excerpt(rest, 300));
    const std::string path = on_host(runtime, rest);
    if (path.empty()) continue;
    if (line[0] == 'D') found.directories.insert(path);
    if (line[0] == 'F') found.files.insert(path);
  }
  if (!is_whole)
    throw InputError("policy: imports: " + runtime.version +
                     " ends while it imports what is allowed: a module ends it");
  return found;
}

std::string hook_for(const std::set<std::string>& modules) {
  std::string names;
  for (const auto& module : modules) names += "'" + module + "', ";
  return kHook + ("_guard(frozenset((" + names + ")))\n");
}

// Replaces the libraries' directories by what of them is needed.
void narrow(FileView& view, const Runtime& runtime, const std::set<std::string>& modules,
            const IncludedFiles& included, const AskRuntime& ask) {
  LibraryFiles needed = files_for(runtime, modules, included, ask);
  needed.files.insert(runtime.linked.begin(), runtime.linked.end());
  std::vector<Mount> libraries;
  for (const auto& mount : view.mounts)
    if (mount.kind == Mount::Kind::directory &&
        std::find(runtime.libraries.begin(), runtime.libraries.end(), mount.target) !=
            runtime.libraries.end())
      libraries.push_back(mount);
  std::erase_if(view.mounts, [&](const Mount& mount) {
    return std::find(libraries.begin(), libraries.end(), mount) != libraries.end();
  });
  const std::string hook = runtime.libraries.front() + "/sitecustomize.py";
  const auto in_package = [&](const std::string& path) {
    return std::any_of(needed.directories.begin(), needed.directories.end(),
                       [&](const std::string& package) { return below(path, package); });
  };
  const auto show = [&](const std::string& path, Mount::Kind kind) {
    for (const auto& library : libraries) {
      if (!below(path, library.source)) continue;
      const std::string target = library.target + path.substr(library.source.size());
      if (target != hook) view.mounts.push_back({path, target, kind});
      return;
    }
  };
  for (const auto& path : needed.directories)
    if (!in_package(path)) show(path, Mount::Kind::directory);
  for (const auto& path : needed.files)
    if (!in_package(path)) show(path, Mount::Kind::file);
  view.files.push_back({hook, hook_for(modules)});
}

}  // namespace

FileView view_under(const Runtime& runtime, const Policy& policy, const AskRuntime& ask,
                    const IncludedFiles& included) {
  FileView view = runtime.view;
  if (policy.imports) narrow(view, runtime, *policy.imports, included, ask);
  return view;
}

}  // namespace assize
