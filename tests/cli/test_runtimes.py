"""Runtimes are rows of the configuration: other files, other environments, other interpreters.

A test that needs a Debian package says which one where it is missing; see CMakeLists.txt for how that is counted.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from support import DOUBLE, EXAMPLES, CliCase, call, make_package, needs_jail, program
from test_examples import expected, submissions

PYTHON = "/usr/bin/python3"
PYPY = "/usr/bin/pypy3"

# PyPy's ctypes.string_at(0) is None, where CPython's reads from address 0: this one lives on and prints it.
BY_PYPY = {"null_pointer.py": {"WA"}}


def rows(*runtimes):
    """A configuration; YAML takes JSON."""
    return json.dumps({"runtimes": list(runtimes)})


class RuntimeCase(CliCase):
    def setUp(self):
        super().setUp()
        # Not below /tmp, where the jail has its own, and readable by runs.
        self.host = Path(tempfile.mkdtemp(prefix="assize-runtimes-", dir="/var/tmp"))
        self.host.chmod(0o755)
        self.addCleanup(shutil.rmtree, self.host, ignore_errors=True)

    def put(self, name, content):
        path = self.host / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        return path

    def config(self, *runtimes):
        return self.write("config.yaml", rows(*runtimes))

    def runtimes(self, *runtimes, code=0):
        """What doctor says of each, by name."""
        checks = self.assize("--config", self.config(*runtimes), "doctor", "--json", code=code).json()["checks"]
        return {check["subject"].split()[1]: check for check in checks if check["subject"].startswith("runtime ")}

    def told(self, source, *runtimes, options=()):
        """What a program prints as JSON, under each runtime; and the judgings' digests."""
        package = make_package(self.dir, "any", {"secret/1": ("\n", "\n")}, time_limit="5")
        program = self.write("main.py", "import json\ndef tell(value): print(json.dumps(value))\n" + source)
        said, digests = [], []
        for row in runtimes:
            judging = self.assize("--config", self.config(row), "judge", "--json", "--problem", package, *options,
                                  program).json()
            test = judging["tests"][0]
            self.assertEqual((test["verdict"], test["stderr"], judging["incidents"]), ("WA", "", []), judging)
            said.append(json.loads(test["stdout"]))
            digests.append(judging["digest"])
        return said, digests


@needs_jail
class Files(RuntimeCase):
    def test_files_are_shown_read_only_and_hashed(self):
        self.put("data/words.txt", "seven\n")
        self.put("data/more/x.txt", "x\n")
        row = {"name": "r", "path": PYTHON, "files": [str(self.host / "data"), str(self.host / "data/words.txt")]}
        source = f"""import os
folder = {str(self.host / 'data')!r}
def error(act):
    try: act()
    except OSError as problem: return type(problem).__name__, problem.errno
tell([open(folder + '/words.txt').read(), sorted(os.listdir(folder)), os.listdir(os.path.dirname(folder)),
      error(lambda: open(folder + '/words.txt', 'w')), error(lambda: os.mkdir(folder + '/new'))])
"""
        (first, second), digests = self.told(source, row, row)
        self.assertEqual(first, ["seven\n", ["more", "words.txt"], ["data"], ["OSError", 30], ["OSError", 30]])
        self.assertEqual((first, digests[0]), (second, digests[1]))
        self.put("data/more/x.txt", "y\n")
        (_,), changed = self.told(source, row)
        self.assertNotEqual(changed[0], digests[0])
        (_,), changed = self.told("tell(1)\n", {"name": "r", "path": PYTHON})
        self.assertNotEqual(changed[0], digests[0])

    def test_what_compiled_modules_among_the_files_are_linked_with_is_shown_too(self):
        found = sorted(Path("/usr/lib/python3").glob("dist-packages/numpy/linalg/lapack_lite.*.so"))
        if not found:
            self.skipTest("needs the Debian package python3-numpy")
        linked = subprocess.run(["ldd", found[0]], capture_output=True, text=True, check=True).stdout
        library = next(line.split()[2] for line in linked.splitlines() if "liblapack" in line)
        row = {"name": "r", "path": PYTHON, "files": [str(found[0])]}
        source = f"import os\ntell([os.path.exists({str(found[0])!r}), os.path.exists({library!r})])\n"
        said, _ = self.told(source, row, {"name": "r", "path": PYTHON})
        self.assertEqual(said, [[True, True], [False, False]])

    def test_files_that_cant_be_shown_are_refused_with_their_place(self):
        package = make_package(self.dir)
        program = self.write("main.py", DOUBLE)
        secret = self.put("secret.txt", "x")
        secret.chmod(0)
        for path, what in (("/nowhere/at/all", "there is no /nowhere/at/all"), ("words", "absolute"),
                           ("/tmp", "/tmp of its own"), ("/opt/../etc", "'..'"), ("/dev/null", "/dev of its own"),
                           ("/etc", "cover the jail's own /etc/passwd"), (str(secret), "can't be read")):
            with self.subTest(path):
                config = self.write("c.yaml", f"runtimes:\n- name: r\n  path: {PYTHON}\n  files:\n  - {path}\n")
                done = self.assize("--config", config, "judge", "--problem", package, program, code=2)
                self.assert_refused(done, "c.yaml:5:5", what)

    def test_a_pipe_among_the_files_is_refused(self):
        self.put("data/x", "")
        os.mkfifo(self.host / "data/pipe")
        check = self.runtimes({"name": "r", "path": PYTHON, "files": [str(self.host / "data")]}, code=3)["r"]
        self.assertIn("pipe is neither", check["meaning"])


@needs_jail
class Doctor(RuntimeCase):
    def test_doctor_lists_every_runtime_and_what_is_wrong_with_it(self):
        found = self.runtimes({"name": "good", "path": PYTHON, "kind": "exec"}, {"name": "copied", "path": PYTHON, "kind": "template"},
                              {"name": "gone", "path": "/nowhere/python3"}, {"name": "script", "path": "/usr/bin/ldd"},
                              {"name": "other", "path": "/usr/bin/env"},
                              {"name": "bare", "path": PYTHON, "kind": "template", "modules": ["no_such_module"]},
                              {"name": "files", "path": PYTHON, "files": ["/nowhere"]}, code=3)
        for name, kind in (("good", "exec"), ("copied", "template")):
            runtime = found[name]["runtime"]
            self.assertEqual((found[name]["finding"], runtime["kind"], runtime["path"]), ("ok", kind, PYTHON))
            self.assertIn(runtime["version"], found[name]["found"])
            self.assertIn(runtime["hash"][:12], found[name]["meaning"])
        self.assertEqual(found["good"]["runtime"]["hash"], found["copied"]["runtime"]["hash"])
        for name, what, mend in (("gone", "/nowhere/python3", "install"), ("script", "script", "itself"),
                                 ("other", "/usr/bin/env", ""), ("bare", "template", ""),
                                 ("files", "there is no /nowhere", "correct")):
            self.assertEqual(found[name]["finding"], "bad", found[name])
            self.assertIn(what, found[name]["meaning"])
            self.assertIn(mend, found[name]["mend"])

    def test_the_document_says_what_doctor_finds(self):
        """The default runtime, and that the examples of docs/runtimes.md are configurations."""
        (default,) = (check for check in self.assize("doctor", "--json", code=None).json()["checks"]
                      if check["subject"] == "runtime python3")
        version = re.match(r"CPython (3\.\d+)\.", default["runtime"]["version"])[1]
        by_template = Path(program()).with_name(f"assize-template-{version}.so").exists()
        self.assertEqual((default["runtime"]["path"], default["runtime"]["kind"]),
                         (PYTHON, "template" if by_template else "exec"))
        document = (EXAMPLES.parents[1] / "docs" / "runtimes.md").read_text()
        examples = re.findall(r"(?s)```yaml\n(runtimes:.*?)```", document)
        self.assertGreater(len(examples), 1)
        for example in examples:
            done = self.assize("--config", self.write("example.yaml", example), "doctor", "--json", code=None)
            found = [check for check in done.json()["checks"] if check["subject"].startswith("runtime ")]
            self.assertEqual([check["subject"].split()[1] for check in found], re.findall(r"(?m)^  - name: (\S+)", example))

    def test_doctor_says_the_same_in_words(self):
        config = self.config({"name": "good", "path": PYTHON}, {"name": "gone", "path": "/nowhere/python3"})
        done = self.assize("--config", config, "doctor", code=3)
        self.assertRegex(done.out, rf"ok +runtime good +CPython 3\.\d+\.\d+ at {PYTHON}, by (exec|template)\n +hash [0-9a-f]{{12}}\n")
        self.assertRegex(done.out, r"BAD +runtime gone +can't be used\n +no interpreter at /nowhere/python3\n +to mend it:")


WHERE = """import os, sys
import course
tell([sys.prefix, sys.base_prefix, sys.executable, sys.path, sys.argv, sys.orig_argv, sys.flags.isolated,
      course.VALUE, course.__file__, os.path.exists(sys.prefix + '/pyvenv.cfg')])
"""


class VenvCase(RuntimeCase):
    def setUp(self):
        super().setUp()
        self.venv = self.host / "venv"

    def make(self, *options):
        done = subprocess.run([PYTHON, "-m", "venv", "--without-pip", *options, self.venv], capture_output=True,
                              text=True)
        if done.returncode != 0:
            self.skipTest(f"needs the Debian package python3-venv: {done.stderr}")
        packages = next(self.venv.glob("lib/python3*/site-packages"))
        (packages / "course.py").write_text("VALUE = 7\n")
        return packages

    def row(self, name="python3", **more):
        return {"name": "r", "path": str(self.venv / "bin" / name), **more}


@needs_jail
class VirtualEnvironment(VenvCase):
    def test_its_packages_are_there_by_exec_and_by_template(self):
        packages = self.make()
        (by_exec, by_template, by_python), digests = self.told(
            WHERE, self.row(kind="exec"), self.row(kind="template", modules=["course", "math"]), self.row("python"))
        bare = json.loads(subprocess.run([self.venv / "bin/python3", "-I", "-c",
                                          "import json, sys; print(json.dumps(sys.path))"],
                                         capture_output=True, text=True, check=True).stdout)
        self.assertEqual(by_exec, [str(self.venv), "/usr", str(self.venv / "bin/python3"), ["/box", *bare], ["main.py"],
                                   ["python3", "main.py"], 0, 7, str(packages / "course.py"), True])
        self.assertEqual((by_exec, digests[0]), (by_template, digests[1]))
        self.assertEqual(by_exec, by_python)

    def test_it_may_be_reached_through_a_link_and_stay_one(self):
        self.make()
        (self.host / "current").symlink_to("venv")
        (said,), _ = self.told(WHERE, {"name": "r", "path": str(self.host / "current/bin/python3")})
        self.assertEqual((said[0], said[7]), (str(self.host / "current"), 7))

    def test_its_packages_are_read_only_and_hashed(self):
        packages = self.make()
        before = self.runtimes(self.row())["r"]["runtime"]
        self.assertEqual(self.runtimes(self.row())["r"]["runtime"], before)
        self.assertEqual(before["executable"], os.path.realpath(PYTHON))
        source = f"""
try: open({str(packages / 'course.py')!r}, 'w')
except OSError as problem: tell(problem.errno)
"""
        said, _ = self.told(source, self.row())
        self.assertEqual(said, [30])
        (packages / "course.py").write_text("VALUE = 8\n")
        after = self.runtimes(self.row())["r"]["runtime"]
        self.assertNotEqual(after["hash"], before["hash"])
        self.assertNotEqual(self.runtimes({"name": "r", "path": PYTHON})["r"]["runtime"]["hash"], after["hash"])

    def test_without_it_the_interpreter_has_none_of_its_packages(self):
        self.make()
        (said,), _ = self.told("import sys\ntry: import course\nexcept ImportError: tell(sys.prefix)\n",
                               {"name": "r", "path": PYTHON})
        self.assertEqual(said, "/usr")

    def test_a_policy_may_restrict_what_it_has(self):
        packages = self.make()
        (packages / "other.py").write_text("")
        policy = self.write("policy.yaml", "version: 1\nimports: {allow: [json, course]}\n")
        source = """import course
try: import other
except ImportError as problem: tell([course.VALUE, str(problem)])
"""
        for more in ({"kind": "exec"}, {"kind": "template", "modules": ["course"]}):
            (said,), _ = self.told(source, self.row(**more), options=("--policy", policy))
            self.assertEqual(said[0], 7)
            self.assertIn("'other' may not be imported", said[1])

    def test_below_tmp_it_is_refused(self):
        venv = self.dir / "venv"
        subprocess.run([PYTHON, "-m", "venv", "--without-pip", venv], check=True)
        check = self.runtimes({"name": "r", "path": str(venv / "bin/python3")}, code=3)["r"]
        self.assertIn("/tmp of its own", check["meaning"])
        self.assertIn("elsewhere", check["mend"])


@needs_jail
class Numpy(VenvCase):
    def test_numpy_by_exec_and_by_template(self):
        if not list(Path("/usr/lib/python3").glob("dist-packages/numpy")):
            self.skipTest("needs the Debian package python3-numpy")
        self.make("--system-site-packages")
        source = """import numpy, sys
tell([numpy.linalg.solve(numpy.eye(3) * 2, numpy.ones(3)).tolist(), numpy.__version__, sys.prefix])
"""
        policy = self.write("policy.yaml", "version: 1\nimports: {allow: [json, numpy, sys]}\n")
        rows_ = (self.row(kind="exec"), self.row(kind="template", modules=["numpy"]))
        for options in ((), ("--policy", policy)):
            said, digests = self.told(source, *rows_, options=options)
            self.assertEqual(said[0][0], [0.5, 0.5, 0.5])
            self.assertEqual((said[0], digests[0]), (said[1], digests[1]))


@needs_jail
class PyPy(RuntimeCase):
    row = {"name": "pypy3", "path": PYPY}

    def setUp(self):
        super().setUp()
        if not os.path.exists(PYPY):
            self.skipTest("needs the Debian package pypy3")

    def test_it_starts_as_by_hand_and_has_its_library(self):
        source = """import sys, decimal, ctypes, hashlib, sqlite3, lzma, zlib, unicodedata, multiprocessing
tell([sys.executable, sys.argv, sys.implementation.name, sys.prefix, sys.path, hashlib.sha3_256(b'').hexdigest()[:4],
      str(decimal.Decimal(1) / 3), hash('a')])
"""
        (said, again), digests = self.told(source, self.row, self.row)
        bare = json.loads(subprocess.run([PYPY, "-I", "-S", "-c", "import json, sys; print(json.dumps(sys.path))"],
                                         capture_output=True, text=True, check=True).stdout)
        self.assertEqual(said[:7], [PYPY, ["main.py"], "pypy", "/usr", ["/box", *bare], "a7ff", "0." + 28 * "3"])
        self.assertEqual((said, digests[0]), (again, digests[1]))

    def test_doctor_tells_its_version(self):
        check = self.runtimes(self.row)["pypy3"]
        self.assertRegex(check["runtime"]["version"], r"^PyPy 7\.\d+\.\d+ \(Python 3\.\d+\.\d+\)$")

    def test_it_has_no_template(self):
        config = self.write("c.yaml", f"runtimes:\n- name: pypy3\n  path: {PYPY}\n  kind: template\n")
        done = self.assize("--config", config, "judge", "--problem", make_package(self.dir),
                           self.write("main.py", DOUBLE), code=2)
        self.assert_refused(done, "c.yaml:2:3", "runtime pypy3", "is PyPy 7", "kind: exec")

    def test_a_policy_may_restrict_its_imports(self):
        policy = self.write("policy.yaml", "version: 1\nimports: {allow: [json, math]}\n")
        (said,), _ = self.told("try: import socket\nexcept ImportError as problem: tell(str(problem))\n", self.row,
                               options=("--policy", policy))
        self.assertIn("'socket' may not be imported", said)

    def test_every_example_gets_the_verdict_it_expects(self):
        config = self.config(self.row)
        for package in sorted(path.parent for path in EXAMPLES.glob("*/problem.yaml")):
            paths = submissions(package)
            done = call(["--config", config, "judge", "--json", "--problem", package, *paths], timeout=1800)
            self.assertEqual(done.code, 0, str(done))
            for path, judging in zip(paths, done.json_lines(), strict=True):
                with self.subTest(f"{package.name}/{path.parent.name}/{path.name}"):
                    self.assertIn(judging["verdict"], BY_PYPY.get(path.name, expected(path)), judging["reason"])


@needs_jail
class AllowedModules(VenvCase):
    """What a policy's `imports` names is imported to find out what it needs; importing executes code."""

    def setUp(self):
        super().setUp()
        self.package = make_package(self.dir, "seven", {"secret/1": ("\n", "7\n")})

    def venv_with(self, **modules):
        packages = self.make()
        for name, text in modules.items():
            (packages / f"{name}.py").write_text(text)
        return self.config(self.row())

    def by_policy(self, config, program, imports, **options):
        policy = self.write("p.yaml", f"version: 1\nimports: {{allow: [{imports}]}}\n")
        return self.assize("--config", config, "judge", "--json", "--problem", self.package, "--policy", policy,
                           self.write("main.py", program), **options)

    def test_a_module_that_may_be_imported_does_nothing_to_the_host(self):
        """Its code is executed to find out what it needs: in the jail, and not as the user that runs assize."""
        left = self.host / "left"
        left.mkdir(mode=0o777)
        left.chmod(0o777)
        course = ("import os, socket, math\n"
                  f"for place in ({str(left)!r}, '/tmp', '/var/tmp', os.path.dirname(__file__)):\n"
                  "    try:\n"
                  "        open(place + '/assize-escaped', 'w').write(str(os.geteuid()))\n"
                  "    except OSError:\n"
                  "        pass\n"
                  "if __import__('sys').argv[0] == '-c':\n"
                  "    print('F', '/etc/shadow')\n"
                  "    os.write(1, b'E no: no\\nF /etc/shadow\\n')\n"
                  "in_jail = os.getpid() < 100 and not os.path.exists('/root')\n"
                  "if not in_jail:\n"
                  "    raise RuntimeError('asked on the host')\n"
                  "seven = math.floor(7.5)\n")
        config = self.venv_with(course=course)
        self.addCleanup(lambda: [Path(place, "assize-escaped").unlink(missing_ok=True) for place in ("/tmp", "/var/tmp")])
        program = ("import os, course\n"
                   "print(course.seven if not os.path.exists('/etc/shadow') else 8)\n")
        found = self.by_policy(config, program, "course, os").json()
        self.assertEqual((found["verdict"], found["reason"]), ("AC", ""), found)
        policy = self.dir / "p.yaml"
        self.assize("--config", config, "policy", "check", policy)
        self.assertEqual(list(left.iterdir()), [])
        for place in ("/tmp", "/var/tmp", next(self.venv.glob("lib/python3*/site-packages"))):
            self.assertFalse(Path(place, "assize-escaped").exists(), place)
        self.assertEqual(list(self.venv.rglob("course*.pyc")), [])

    def test_a_module_that_can_not_be_imported_is_named(self):
        config = self.venv_with(broken="import nothing_like_it\n", leaves="import os\nos._exit(0)\n",
                                crashes="import os\nos.abort()\n")
        for name, *texts in (("broken", "can't import broken: ModuleNotFoundError: No module named 'nothing_like_it'"),
                             ("absent", "can't import absent: ModuleNotFoundError"),
                             ("leaves", "a module ends it"), ("crashes", "killed by SIGABRT")):
            with self.subTest(name):
                done = self.by_policy(config, "print(7)\n", "math, " + name, code=2)
                self.assert_refused(done, "policy: imports: CPython 3.", *texts)

    def test_a_module_that_hangs_when_it_is_imported_is_refused_in_time(self):
        config = self.venv_with(hangs="import time\ntime.sleep(10_000)\n",
                                lingers="import threading, time\nseven = 7\n"
                                        "if __import__('sys').argv[0] == '-c':\n"
                                        "    threading.Thread(target=time.sleep, args=(10_000,)).start()\n")
        # Both would take 10 000 s; importing may take 30 s.
        self.assert_refused(self.by_policy(config, "print(7)\n", "hangs", code=2, timeout=200),
                            "fails while it imports what is allowed: wall limit passed")
        found = self.by_policy(config, "import lingers\nprint(lingers.seven)\n", "lingers", timeout=200).json()
        self.assertEqual(found["verdict"], "AC")


if __name__ == "__main__":
    unittest.main()
