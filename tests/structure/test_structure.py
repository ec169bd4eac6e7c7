"""The shape of the source tree: which folder may include which, how long files, functions and lines of documents may be,
and that what comments and documents name is there."""
import re
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("storage", "problems", "judge", "queue", "tools")  # each may include those before it
# Within the top-level folders: sub-folders in an order in which each may include only what stands before it. A folder
# that isn't named is free.
ORDERS = (
    ("storage/base", "storage/records", "storage/engine", "storage/migrations", "storage/store"),
    ("judge/jail/protocol", "judge/jail/kernel", "judge/jail/policy", "judge/jail/inside", "judge/jail/keeper",
     "judge/jail/host"),
    ("judge/jail", "judge/rules", "judge/runtime", "judge/validation", "judge"),
    ("queue", "queue/intake", "queue/worker"),
    ("tools/report", "tools/assize"),
)
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
LONGEST_FILE = 400
LONGEST_FUNCTION = 70
WIDEST_DOCUMENT = 130  # but for what can't be broken: tables, code, links
GENERATED = Path("docs/standard-library.md")
# Sources of others (CPython, Linux, a package format), as comments quote them.
FOREIGN = re.compile(r"(Modules|Objects|Python|Include|Lib|fs|mm|kernel|cor)/")
# A name of a C or C++ source; a path below a folder of the tree; a link of a document.
SOURCE = re.compile(r"(?<![\w./-])((?:[\w.-]+/)*[\w-]+\.(?:h|cpp|c))(?![\w/])")
PLACE = re.compile(rf"(?<![\w./-])((?:{'|'.join((*FOLDERS, 'docs', 'tests'))})/[\w./-]*[\w-])")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
COMMENTS = {".h": r"//[^\n]*|/\*.*?\*/", ".cpp": r"//[^\n]*|/\*.*?\*/", ".c": r"//[^\n]*|/\*.*?\*/",
            ".py": r"#(?!include|!)[^\n]*|\"\"\".*?\"\"\"", ".txt": r"#[^\n]*", ".md": r".*"}


def files():
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True,
                            stdout=subprocess.PIPE, text=True).stdout.split("\n")
    return [Path(name) for name in listed if name and (ROOT / name).is_file()]


def sources(*endings):
    for path in files():
        if path.parts[0] not in FOLDERS or path.is_relative_to("problems/examples"):
            continue
        if path.suffix in endings:
            yield path


def is_ours(path):
    """Not a program, a package or a course's file that tests judge."""
    return not (path.is_relative_to("problems/examples") or path.is_relative_to("tests/packages")
                or {"everyday", "programs"} & set(path.parts))


def comments(path):
    """Of a source its comments, of a document all."""
    if path.suffix not in COMMENTS or (path.suffix == ".txt" and path.name != "CMakeLists.txt"):
        return ""
    return "\n".join(re.findall(COMMENTS[path.suffix], (ROOT / path).read_text(), re.DOTALL))


def wide_lines(text):
    """(number, width) of the lines of a document that could be broken and are too wide."""
    code = False
    for number, line in enumerate(text.split("\n"), 1):
        code ^= line.lstrip().startswith("```")
        breaks = len(line) > WIDEST_DOCUMENT and " " in line.strip()[2:]  # behind the mark of a list
        if breaks and not code and not line.startswith(("|", "    ", "#")):
            yield number, len(line)


def place(path, order):
    """The index of the folder in the order that the path is in; the longest name counts."""
    best = None
    for index, folder in enumerate(order):
        if path.parent.is_relative_to(folder) and (best is None or len(folder) > len(order[best])):
            best = index
    return best


def arrows():
    for path in sources(".h", ".cpp", ".c"):
        for included in INCLUDE.findall((ROOT / path).read_text()):
            if (ROOT / included).is_file():
                yield path, Path(included)


def functions(text):
    """(name, lines) of each function with a body: what begins and ends at the margin, or within a class."""
    lines = text.split("\n")
    start = None
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        opens = line.rstrip().endswith("{") and "= {" not in line and "(" in "".join(lines[max(0, number - 6):number + 1])
        kind = re.match(r"\s*(namespace|class|struct|enum|union|extern)\b", line)
        if start is None and opens and not kind and indent <= 2:
            start = (number, indent)
        elif start is not None and line.startswith(" " * start[1] + "}") and indent == start[1]:
            yield lines[start[0]].strip(), number - start[0] + 1
            start = None


class Arrows(unittest.TestCase):
    def test_folders_include_only_those_below_them(self):
        back = [f"{path} includes {included}" for path, included in arrows()
                if FOLDERS.index(included.parts[0]) > FOLDERS.index(path.parts[0])]
        self.assertEqual(back, [])

    def test_sub_folders_include_only_those_below_them(self):
        for order in ORDERS:
            back = []
            for path, included in arrows():
                here, there = place(path, order), place(included, order)
                if here is not None and there is not None and there > here:
                    back.append(f"{path} includes {included}")
            with self.subTest(order):
                self.assertEqual(back, [])

    def test_there_is_something_to_look_at(self):
        self.assertGreater(len(list(arrows())), 500)


class Sizes(unittest.TestCase):
    def test_no_file_is_too_long(self):
        endings = (".h", ".cpp", ".c", ".py")
        tests = [path for path in files() if path.parts[0] == "tests" and path.suffix in endings
                 and (is_ours(path) or path.parent == Path("tests/packages"))]
        self.assertGreater(len(tests), 150)
        long = {str(path): lines for path in (*sources(*endings), *tests)
                if (lines := len((ROOT / path).read_text().split("\n"))) > LONGEST_FILE + 1}
        self.assertEqual(long, {})

    def test_no_function_is_too_long(self):
        long = [f"{path}: {name}: {lines} lines" for path in sources(".cpp", ".c", ".h")
                for name, lines in functions((ROOT / path).read_text()) if lines > LONGEST_FUNCTION]
        self.assertEqual(long, [])


class Documents(unittest.TestCase):
    def test_what_a_comment_or_a_document_names_is_there(self):
        tree = {str(path) for path in files()}
        folders = {str(folder) for path in files() for folder in path.parents}
        ends = {path[at + 1:] for path in tree for at, letter in enumerate(path) if letter == "/"} | tree
        dead = []
        for path in filter(is_ours, files()):
            text = comments(path)
            dead += [f"{path}: {name}" for name in SOURCE.findall(text) if name not in ends and not FOREIGN.match(name)]
            dead += [f"{path}: {name}" for name in PLACE.findall(text)
                     if name not in folders and not any(known.startswith(name) for known in tree)]
            if path.suffix == ".md":
                dead += [f"{path}: {link}" for link in LINK.findall(text)
                         if "://" not in link and not (ROOT / path.parent / link).exists()]
        self.assertEqual(dead, [])

    def test_a_name_that_is_not_there_is_found(self):
        self.assertEqual(SOURCE.findall("see heap.c, judge/jail/x.h and main.python"), ["heap.c", "judge/jail/x.h"])
        self.assertEqual(PLACE.findall("in judge/nowhere/a, and docs/x.md."), ["judge/nowhere/a", "docs/x.md"])
        self.assertEqual(LINK.findall("[a](b.md#c) [d](e.md)"), ["b.md", "e.md"])

    def test_no_line_of_a_document_is_too_wide(self):
        wide = [f"{path}:{number}: {width}" for path in files()
                if path.suffix == ".md" and is_ours(path) and path != GENERATED
                for number, width in wide_lines((ROOT / path).read_text())]
        self.assertEqual(wide, [])


if __name__ == "__main__":
    unittest.main()
