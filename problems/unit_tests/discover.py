# Finds the tests of a package, without any submission, and what in its files can't be judged.
import ast
import inspect

REFUSED_CALLS = {
    "subprocess": "Popen call check_call getoutput getstatusoutput".split(),
    "os": "system popen fork execv execvp spawnl spawnv posix_spawn".split(),
    "inspect": "getsource getsourcelines getsourcefile getfile".split(),
    "importlib": "reload".split(),
}
REFUSED_MODULES = {"multiprocessing": "other processes", "nose": "nose's tests", "testbook": "notebooks by Jupyter"}
MOST_TESTS = 5000


class Refused(Exception):
    """A use of the submission that can't be, while there is none."""


class Placeholder:
    """Stands for a name of the submission's while tests are looked for."""

    def __init__(self, name):
        self.__dict__["_assize_name"] = name

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Placeholder(f"{self._assize_name}.{name}")

    def _assize_used(self, *arguments, **named):
        raise Refused(f"uses {self._assize_name} of the submission outside of a test: "
                      "there is none while the tests are looked for; use it within a test")

    __call__ = __iter__ = __bool__ = __len__ = __getitem__ = __mro_entries__ = __enter__ = __contains__ = _assize_used
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __index__ = __float__ = _assize_used
    __int__ = __lt__ = __le__ = __gt__ = __ge__ = __str__ = __format__ = __neg__ = __setattr__ = _assize_used

    def __repr__(self):
        return f"<{self._assize_name} of the submission>"


class Finder:
    def __init__(self, config):
        self.config = config
        self.tests, self.errors, self.warnings = [], [], []

    def find(self):
        sys.path[:] = [place for place in sys.path if place != HERE]  # which has a main.py
        paths = sorted(path for path in test_files(TESTS))
        if not paths:
            self.errors.append("tests/: there is no test file (test_*.py, *_test.py, or any .py with tests)")
        trees = {path: self.parsed(path) for path in paths if path.endswith(".py")}
        if not self.config.get("modules"):
            self.config["modules"] = self.imported_modules(trees)
        if not self.config["modules"] and not self.errors:
            self.errors.append("tests/: no test file imports a module of the submission: "
                               "say in assignment.yaml which it is ('modules: [name]')")
        if self.errors:
            return
        set_up(self.config["modules"])
        for path in paths:
            if path.endswith(".py"):
                self.check_source(path, trees[path])
            self.find_in(path, trees.get(path))
        self.name_all()

    def parsed(self, path):
        try:
            with open(os.path.join(TESTS, path), "rb") as file:
                return ast.parse(file.read(), path)
        except (SyntaxError, ValueError) as error:
            self.errors.append(f"tests/{path}:{getattr(error, 'lineno', 1) or 1}: {getattr(error, 'msg', error)}")
            return ast.Module([], [])

    def imported_modules(self, trees):
        """What test files import, and neither Python nor the package has."""
        found = []
        own = {name.partition("/")[0].removesuffix(".py") for place in ("tests", "include") if
               os.path.isdir(os.path.join(HERE, place)) for name in os.listdir(os.path.join(HERE, place))}
        for path in sorted(trees):
            for node in ast.walk(trees[path]):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else \
                    [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
                for name in (name.partition(".")[0] for name in names):
                    if name in found or name in own or name in PROVIDED or name in sys.builtin_module_names:
                        continue
                    if name not in sys.stdlib_module_names and importlib.util.find_spec(name) is None:
                        found.append(name)
        return found

    def check_source(self, path, tree):
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and \
                    node.attr in REFUSED_CALLS.get(node.value.id, ()):
                self.refuse(path, node, f"{node.value.id}.{node.attr} can't be carried over to the submission")
            elif isinstance(node, ast.ImportFrom) and node.module in REFUSED_CALLS:
                for alias in node.names:
                    if alias.name in REFUSED_CALLS[node.module]:
                        self.refuse(path, node, f"{node.module}.{alias.name} can't be carried over to the submission")
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
                for name in names:
                    if name.partition(".")[0] in REFUSED_MODULES:
                        self.refuse(path, node, f"{name}: {REFUSED_MODULES[name.partition('.')[0]]} can't be judged")
            elif isinstance(node, ast.ClassDef):
                self.check_class(path, node)
            elif isinstance(node, ast.FunctionDef) and node.name == "load_tests":
                self.refuse(path, node, "load_tests isn't taken: name the tests by classes and functions")

    def check_class(self, path, node):
        seen = {}
        for item in node.body:
            if not isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)):
                continue
            is_setter = any(isinstance(mark, ast.Attribute) for mark in item.decorator_list)
            if item.name in seen and item.name.startswith("test") and not is_setter:
                self.refuse(path, item, f"there are two methods {node.name}.{item.name}: the first (line "
                                        f"{seen[item.name]}) would never be run")
            seen[item.name] = item.lineno
            if item.name == "setUpClass":
                self.warnings.append(f"tests/{path}:{item.lineno}: {node.name}.setUpClass is run again for each test")

    def refuse(self, path, node, what):
        self.errors.append(f"tests/{path}:{node.lineno}: {what}")

    def find_in(self, path, tree):
        if not path.endswith(".py"):
            return self.find_doctests(path, None)
        runner = self.config.get("runner") or runner_of(tree)
        if runner == "pytest":
            self.refuse_pytest(path)
            return
        try:
            module = load_file(path)
        except Refused as refused:
            self.errors.append(f"tests/{path}:{line_in(path, refused)}: {refused}")
        except Fault as fault:
            self.errors.append(str(fault))
        except BaseException as error:
            self.errors.append(f"tests/{path}:{line_in(path, error)}: can't be imported: {type(error).__name__}: {error}")
        else:
            if runner == "doctest":
                self.find_doctests(path, module)
            else:
                self.find_unittests(path, module)

    def refuse_pytest(self, path):
        self.errors.append(f"tests/{path}:1: is written for pytest, which isn't judged yet: use unittest.TestCase")

    def find_unittests(self, path, module):
        kinds = [kind for kind in vars(module).values() if isinstance(kind, type) and
                 issubclass(kind, unittest.TestCase) and kind.__module__ == module.__name__]
        for kind in sorted(set(kinds), key=line_of):
            names = unittest.TestLoader().getTestCaseNames(kind)
            for name in sorted(names, key=lambda name: line_of(getattr(kind, name))):
                self.add_unittest(path, kind, name)

    def add_unittest(self, path, kind, name):
        function = getattr(kind, name)
        where = f"tests/{path}:{line_of(function)}: {kind.__name__}.{name}"
        if getattr(function, "__unittest_skip__", False) or getattr(kind, "__unittest_skip__", False):
            self.warnings.append(f"{where}: is skipped, so it is no test case")
            return
        if getattr(function, "__unittest_expecting_failure__", False):
            self.errors.append(f"{where}: expectedFailure isn't taken: assert what must be so")
            return
        marks = {mark: getattr(function, f"__{mark}__", None) for mark in ("weight", "number", "visibility", "hide_errors")}
        self.tests.append({"file": path, "class": kind.__name__, "function": name, "runner": "unittest",
                           "name": f"{kind.__name__}.{name}",
                           "doc": (inspect.getdoc(function) or "").partition("\n")[0][:200],
                           "line": line_of(function), "partial": bool(getattr(function, "__partial__", False)),
                           **{mark: str(value) for mark, value in marks.items() if value is not None}})

    def find_doctests(self, path, module):
        import doctest
        source = read_file(path) if module is None else module
        try:
            found = [test for test in doctests_of(source, path, doctest.DocTestFinder(exclude_empty=True)) if test.examples]
        except ValueError as error:
            self.errors.append(f"tests/{path}: {error}")
            return
        for test in sorted(found, key=lambda test: test.lineno or 0):
            self.tests.append({"file": path, "class": "", "function": test.name, "runner": "doctest", "name": test.name,
                               "doc": "", "line": (test.lineno or 0) + 1, "partial": False})

    def name_all(self):
        """Names that are unique, and fit into a path."""
        if not self.tests and not self.errors:
            self.errors.append("tests/: there is no test in any file")
        if len(self.tests) > MOST_TESTS:
            self.errors.append(f"tests/: there are more than {MOST_TESTS} tests")
        times = {}
        for test in self.tests:
            times.setdefault(test["name"], []).append(test)
        for same in times.values():
            for test in same:
                if len(same) > 1:
                    test["name"] = f"{test['file'].removesuffix('.py').replace('/', '.')}.{test['name']}"
        for test in self.tests:
            test["name"] = "".join(c if c.isalnum() or c in "._-[]" else "_" for c in test["name"])[:200]
        seen = set()
        for test in self.tests:
            if test["name"] in seen:
                self.errors.append(f"tests/{test['file']}:{test['line']}: there are two tests {test['name']}")
            seen.add(test["name"])


PROVIDED = set(("gradescope_utils pytest pytest_prairielearn_grader hypothesis").split())


def test_files(folder):
    for place, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            path = os.path.relpath(os.path.join(place, name), folder)
            if name.endswith(".py") and name not in ("__init__.py", "conftest.py"):
                yield path
            elif name.endswith((".txt", ".md", ".rst")) and has_examples(os.path.join(place, name)):
                yield path


def has_examples(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return any(line.lstrip().startswith(">>> ") for line in file)


def runner_of(tree):
    """By what a file uses."""
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    if "pytest" in names:
        return "pytest"
    if "unittest" in names or any(name and name.startswith("gradescope_utils") for name in names):
        return "unittest"
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test")]
    if functions:
        return "pytest"
    texts = [ast.get_docstring(node) or "" for node in ast.walk(tree)
             if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))]
    return "doctest" if any(">>> " in text for text in texts) else "unittest"


def line_of(thing):
    try:
        if isinstance(thing, type):
            return inspect.getsourcelines(thing)[1]
        return inspect.unwrap(thing).__code__.co_firstlineno
    except (OSError, TypeError, AttributeError):
        return 0


def line_in(path, error):
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__)
             if frame.filename == os.path.join(TESTS, path)]
    return lines[-1] if lines else getattr(error, "lineno", None) or 1


def main_discover():
    global CONFIG
    out = os.dup(1)
    os.dup2(2, 1)
    STATE.discovering = True
    CONFIG = read_config()
    finder = Finder(CONFIG)
    finder.find()
    told = {"modules": CONFIG.get("modules", []), "tests": finder.tests, "errors": finder.errors[:100],
            "warnings": finder.warnings[:100]}
    with open(out, "w", encoding="utf-8") as file:
        json.dump(told, file, indent=1, ensure_ascii=True, sort_keys=True)
    os._exit(0)
