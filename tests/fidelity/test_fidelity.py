"""A program can't tell whether it was started by `python3 main.py` or by the template.

Each file of programs/ is one program. It is run by exec, by the template from its source, by the template after its compile
check in the same run, and by the template from the code object that the check gives; output, error output and wait status must be the same, byte for byte, but for the addresses
of objects. What a program needs is in comments at its top:

    # stdin: 'what it is given'
    # file name: 'another file of the submission'
    # form: zip | byte code | link | missing | folder      main.py isn't just the source
    # terminal                                             all three streams are one
    # differs: why                                         one of the differences that docs/template.md lists
    # differs from 3.N: why                                … in CPython 3.N and newer
    # differs with MODULE from 3.N: why                    … where MODULE is preloaded, too
"""

import ast
import os
import pty
import py_compile
import re
import shutil
import sys
import tempfile
import threading
import unittest
import zipfile
from pathlib import Path

from ways import MODULES, Template, run_exec

PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.py"))


class Reader(threading.Thread):
    """Reads a descriptor to its end."""

    def __init__(self, descriptor):
        super().__init__(daemon=True)
        self.descriptor = descriptor
        self.bytes = b""
        self.start()

    def run(self):
        try:
            while piece := os.read(self.descriptor, 65536):
                self.bytes += piece
        except OSError:
            pass  # a terminal without a program
        os.close(self.descriptor)

    def result(self):
        self.join()
        return self.bytes


class Program:
    def __init__(self, path):
        self.source = path.read_bytes()
        head = self.source.decode("utf-8", "replace")
        field = lambda name: re.findall(rf"^# {name}(.*)$", head, re.M)
        given = ast.literal_eval((field("stdin: ") or ["''"])[0])
        self.stdin = given if isinstance(given, bytes) else given.encode()
        self.files = {}
        for line in field("file "):
            name, _, text = line.partition(": ")
            self.files[name] = ast.literal_eval(text)
        self.form = (field("form: ") or ["source"])[0]
        self.terminal = bool(field("terminal$"))
        self.differs = bool(field("differs: ")) or any(
            (not module or module in MODULES.split(",")) and sys.version_info >= (3, int(minor))
            for module, minor in re.findall(r"^# differs (?:with (\w+) )?from 3\.(\d+): ", head, re.M))

    def put(self, folder):
        """The folder as a run finds it, always of the same name."""
        shutil.rmtree(folder, ignore_errors=True)
        box = folder / "box"
        box.mkdir(parents=True)
        (folder / "stdin").write_bytes(self.stdin)
        for name, text in self.files.items():
            (box / name).parent.mkdir(exist_ok=True)
            (box / name).write_text(text)
        main = box / "main.py"
        if self.form == "zip":
            with zipfile.ZipFile(main, "w") as archive:
                archive.writestr("__main__.py", self.source)
        elif self.form == "byte code":
            (folder / "other.py").write_bytes(self.source)
            py_compile.compile(folder / "other.py", cfile=main, dfile="other.py")
        elif self.form == "link":
            (folder / "elsewhere").mkdir()
            (folder / "elsewhere" / "real.py").write_bytes(self.source)
            main.symlink_to("../elsewhere/real.py")
        elif self.form == "folder":
            main.mkdir()
        elif self.form == "source":
            main.write_bytes(self.source)
        return box

    def run(self, folder, way):
        box = self.put(folder)
        if self.terminal:
            ours, theirs = pty.openpty()
            readers = [Reader(ours)]
            streams = [theirs] * 3
        else:
            pipes = [os.pipe(), os.pipe()]
            readers = [Reader(reader) for reader, _ in pipes]
            streams = [os.open(folder / "stdin", os.O_RDONLY)] + [writer for _, writer in pipes]
        try:
            status = way(box, *streams)
        finally:
            for descriptor in set(streams):
                os.close(descriptor)
        # Where an object lies is what the ways do differ in.
        outputs = [re.sub(rb" at 0x7f[0-9a-f]+", b" at 0x7f", reader.result()) for reader in readers]
        return {"status": status, "stdout": outputs[0], "stderr": outputs[-1]}


class Fidelity(unittest.TestCase):
    maxDiff = 4000

    @classmethod
    def setUpClass(cls):
        library = os.environ.get("ASSIZE_TEMPLATE_LIBRARY")
        if not library:
            raise unittest.SkipTest("ASSIZE_TEMPLATE_LIBRARY doesn't name the template to test")
        cls.folder = Path(tempfile.mkdtemp(prefix="fidelity-")) / "run"
        cls.addClassCleanup(shutil.rmtree, cls.folder.parent)
        cls.template = Template(library, cls.folder / "box")
        cls.addClassCleanup(cls.template.close)

    def compare(self, path):
        program = Program(path)
        expected = program.run(self.folder, run_exec)
        if program.differs:
            self.assertNotEqual(program.run(self.folder, self.template.run), expected, "the same by now: list it no more")
            return
        self.assertEqual(program.run(self.folder, self.template.run), expected, "from source")
        goes_on, code = self.template.check(program.put(self.folder))
        if goes_on:
            self.assertEqual(program.run(self.folder, self.template.check_and_run), expected, "after the compile check")
        if code is None:
            return
        with tempfile.TemporaryFile() as compiled:
            compiled.write(code)
            compiled.flush()
            by_code = lambda *streams: self.template.run(*streams, compiled.fileno())
            self.assertEqual(program.run(self.folder, by_code), expected, "from a code object")


    def output_of(self, source):
        """The output of a run by the template."""
        self.folder.mkdir(exist_ok=True)
        (self.folder / "main.py").write_text(source)
        with tempfile.TemporaryFile() as output, open(os.devnull, "r+b") as null:
            self.template.run(self.folder, null.fileno(), output.fileno(), null.fileno())
            output.seek(0)
            return output.read()

    def test_runs_share_no_randomness(self):
        for source in ("import random; print(random.random())", "import uuid; print(uuid.uuid4())",
                       "import os; print(os.urandom(8))", "import random; print(random.Random().random())",
                       "import secrets; print(secrets.token_hex())", "import tempfile; print(tempfile.mktemp())"):
            self.assertEqual(len({self.output_of(source) for _ in range(3)}), 3, source)

    def test_runs_of_a_template_see_the_same_addresses(self):
        self.assertEqual(len({self.output_of("print(object(), id(int), hash(print))") for _ in range(3)}), 1)


def add_test(path):
    setattr(Fidelity, f"test_{path.stem}", lambda self: self.compare(path))


for _path in PROGRAMS:
    add_test(_path)

if __name__ == "__main__":
    unittest.main()
