"""The shape of the source tree: which folder may include which, how long a file and a function may be."""
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
    ("queue", "queue/intake"),
    ("queue", "queue/worker"),
    ("tools/report", "tools/assize"),
)
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
LONGEST_FILE = 400
LONGEST_FUNCTION = 70


def sources(*endings):
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True,
                            stdout=subprocess.PIPE, text=True).stdout.split("\n")
    for name in listed:
        path = Path(name)
        if not path.parts or path.parts[0] not in FOLDERS or path.is_relative_to("problems/examples"):
            continue
        if path.suffix in endings and (ROOT / path).is_file():
            yield path


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
        long = {str(path): lines for path in sources(".h", ".cpp", ".c", ".py")
                if (lines := len((ROOT / path).read_text().split("\n"))) > LONGEST_FILE + 1}
        self.assertEqual(long, {})

    def test_no_function_is_too_long(self):
        long = [f"{path}: {name}: {lines} lines" for path in sources(".cpp", ".c", ".h")
                for name, lines in functions((ROOT / path).read_text()) if lines > LONGEST_FUNCTION]
        self.assertEqual(long, [])


if __name__ == "__main__":
    unittest.main()
