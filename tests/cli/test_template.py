"""Runs by template give what runs by exec give: verdicts, digests, and nothing else to be seen."""

import os
import shutil
import tempfile
import unittest
from pathlib import Path

from support import CliCase, EXAMPLES, make_package, needs_jail

PYTHON = os.environ.get("ASSIZE_TEMPLATE_PYTHON", "/usr/bin/python3")
TEMPLATE = f"runtimes:\n  - name: python3\n    path: {PYTHON}\n    kind: template\n"
EXEC = TEMPLATE.replace("template", "exec")


def lock_directory():
    if os.geteuid() == 0:
        return Path("/run/assize")
    runtime = Path(f"/run/user/{os.geteuid()}")
    return runtime / "assize" if os.access(runtime, os.W_OK) else Path(f"/tmp/assize-{os.geteuid()}")


@needs_jail
class ByTemplate(CliCase):
    def setUp(self):
        super().setUp()
        self.by_template = ("--config", self.write("template.yaml", TEMPLATE))
        self.by_exec = ("--config", self.write("exec.yaml", EXEC))

    def judge(self, problem, files, *options):
        done = self.assize(*options, "judge", "--json", "--problem", problem, *files, timeout=900)
        self.assertNotIn("starts its interpreter anew", done.err)  # nothing would be compared then
        return done.json_lines()

    def test_every_example_gets_the_same_digest_by_exec_and_by_template(self):
        for problem in sorted(path for path in EXAMPLES.iterdir() if path.is_dir()):
            with self.subTest(problem=problem.name):
                files = [path for path in sorted((problem / "submissions").glob("*/*.py"))
                         if path.parent.name != "time_limit_exceeded"]
                facts = []
                for options in (self.by_exec, self.by_template):
                    facts.append([(line["submission"], line["verdict"], line["digest"])
                                  for line in self.judge(problem, files, *options)])
                self.assertEqual(facts[0], facts[1])
                self.assertEqual(len(facts[0]), len(files))

    def test_what_is_kept_of_an_earlier_template_is_learnt_anew_where_it_is_damaged(self):
        package = make_package(self.dir)
        program = self.write("main.py", "print(int(input()) * 2)\n")
        digest = self.judge(package, [program], *self.by_template)[0]["digest"]
        whole = {path: path.read_bytes() for path in lock_directory().glob("pages-*.cache")}
        self.assertNotEqual(whole, {})
        for path, content in whole.items():
            key, value = content.split(b"\n", 1)
            path.write_bytes(key + b"\n" + b"x" * (len(value) - 1) + b"\n")
        line = self.judge(package, [program], *self.by_template)[0]
        self.assertEqual((line["verdict"], line["digest"]), ("AC", digest))
        again = [path for path, content in whole.items() if b"xxxx" not in path.read_bytes()]
        self.assertNotEqual(again, [])
        self.assertEqual(len(again[0].read_bytes()), len(whole[again[0]]))

    def test_a_run_by_template_finds_nothing_of_the_template(self):
        package = make_package(self.dir, "seven", {"secret/1": ("\n", "7\n")})
        program = self.write("main.py", """import gc, os, sys
assert sys.argv == ['main.py'] and sys.orig_argv == ['python3', 'main.py'], sys.orig_argv
assert not any('assize' in name.lower() for name in [*sys.modules, *os.environ, *map(str, os.environ.values())])
assert sorted(map(int, os.listdir('/proc/self/fd')))[:3] == [0, 1, 2]
assert len(os.listdir('/proc/self/fd')) == 4  # and the one that lists them
assert (os.getpid(), os.getppid()) == (3, 1)
assert 'LD_PRELOAD' not in os.environ and b'PRELOAD' not in open('/proc/self/environ', 'rb').read()
assert sys._getframe().f_back is None and __file__ == '/box/main.py' and sys.path[0] == '/box'
assert not any('assize' in repr(type(thing)) for thing in gc.get_objects())
assert not any(type(thing).__name__ == 'StringIO' for thing in gc.get_objects())  # one hears the compiler's warnings
print(7)
""")
        for options in (self.by_exec, self.by_template):
            with self.subTest(options):
                judging = self.judge(package, [program], *options)[0]
                self.assertEqual(judging["verdict"], "AC", judging["reason"])

    def test_the_limit_of_the_output_is_not_that_of_the_code_object(self):
        package = make_package(self.dir, "seven", {"secret/1": ("\n", "7\n")})
        policy = self.write("small.yaml", "version: 1\nname: small\nlimits: {output_kib: 1}\n")
        program = self.write("main.py", "x = 'ab' * 2000\nprint(7)\n")
        for options in (self.by_exec, self.by_template):
            with self.subTest(options):
                line = self.assize(*options, "judge", "--json", "--problem", package, "--policy", policy,
                                   program).json_lines()[0]
                self.assertEqual(line["verdict"], "AC", line["reason"])

    def test_what_the_compiler_says_is_the_same_both_ways(self):
        package = make_package(self.dir, "seven", {f"secret/{i}": ("\n", "7\n") for i in range(3)})
        sources = {
            "silent": b"print(7)\n",
            "nothing": b"#\n",
            "warning": b"x = 0\nif x is 1: pass\nprint(7)\n",
            "ignored warning": b"print(len('\\d') + 5)\n",
            "warning, then error": b"x = 0 is 1\n)\n",
            "error": b"print(7\n",
            "indentation": b"if 1:\nprint(7)\n",
            "tabs": b"if 1:\n\tprint(7)\n        print(8)\n",
            "late": b"print(7)\ndef f():\n    nonlocal x\n",
            "two lines": b"x = {\n  'a': 1\n  'b': 2}\n",
            "wide characters": "ä = 'あ' ö\n".encode(),
            "no text": b"print(7)  # \xff\n",
            "latin-1": b"# coding: latin-1\nprint(len('\xe4') + 6)\n",
            "unknown coding": b"# coding: klingon\nprint(7)\n",
            "byte order mark": b"\xef\xbb\xbfprint(7)\n",
            "zero": b"print(7)\0\n",
            "returns": b"print(7)\r\nx = '''a\r\nb'''\r\n",
            "deep": b"x = " + b"(" * 300 + b")" * 300 + b"\n",
            "deeper": b"x = " + b"-" * 5000 + b"1\nprint(7)\n",
            "a set": b"print([x for x in {'a', 'b', 'c'}] and 7 if 'a' in {'a', 'b', 'c', 'd'} else 8)\n",
            "a preloaded name": b"import traceback\nprint(7\n",
        }
        programs = [self.write(f"{name}.py", source) for name, source in sources.items()]
        said = []
        for options in (self.by_exec, self.by_template):
            lines = self.judge(package, programs, *options)
            said.append([{key: line.get(key) for key in ("submission", "verdict", "reason", "compile_message", "digest")}
                         | {"tests": [(test["verdict"], test["stdout"], test["stderr"]) for test in line["tests"]]}
                         for line in lines])
        self.maxDiff = None
        for by_exec, by_template in zip(*said):
            with self.subTest(by_exec["submission"]):
                self.assertEqual(by_exec, by_template)
        verdicts = [line["verdict"] for line in said[0]]
        self.assertGreaterEqual(verdicts.count("AC"), 7, verdicts)
        self.assertGreaterEqual(verdicts.count("CE"), 10, verdicts)

    def test_compiling_is_not_on_the_account_of_the_first_test(self):
        package = make_package(self.dir, "seven", {f"secret/{i}": ("\n", "7\n") for i in range(2)})
        program = self.write("main.py", "x = [\n" + "[1, lambda a: a + 1, 'x'],\n" * 1500 + "]\nprint(7)\n")
        # By exec each test compiles it, which is most of its time: some 70 ms, and 1 ms by template. What else takes a
        # host's time can only add to a figure, so the least of several is nearest to the truth.
        compiled = min(test["cpu_ms"] for test in self.judge(package, [program], *self.by_exec)[0]["tests"])
        firsts = [line["tests"][0]["cpu_ms"] for line in self.judge(package, [program] * 5, *self.by_template)]
        self.assertLess(3 * min(firsts), compiled, firsts)

    def threshold(self, package, policy, options, programs):
        """The first of programs that want ever more memory which isn't accepted; all after it must be MLE."""
        lines = self.assize(*options, "judge", "--json", "--problem", package, "--policy", policy, *programs,
                            timeout=900).json_lines()
        verdicts = [line["verdict"] for line in lines]
        self.assertLessEqual(set(verdicts), {"AC", "MLE"}, verdicts)
        accepted = verdicts.count("AC")
        self.assertEqual(verdicts, ["AC"] * accepted + ["MLE"] * (len(verdicts) - accepted))
        return accepted

    def test_around_the_memory_limit_the_verdicts_are_the_same(self):
        # The kernel counts in batches, up to 63 pages ahead on each CPU: what is measured is up to 504 KiB too much
        # here, never too little. So the least of several measurements is what is wanted at rest, and none of the
        # programs is closer to the limit than a batch on each CPU.
        limit, step, distance = 64 << 10, 2048, 1024  # KiB
        package = make_package(self.dir, "seven", {"secret/1": ("\n", "7\n")})
        policy = self.write("small.yaml", f"version: 1\nname: small\nlimits: {{memory_mib: {limit >> 10}}}\n")
        ways = {
            "bytearray": "block = bytearray({kib} << 10)\nprint(7)\n",
            "mmap": "import mmap\nsize = {kib} << 10\nblock = mmap.mmap(-1, size)\n"
                    "for page in range(0, size, 4096): block[page] = 1\nprint(7)\n",
            "ctypes": "import ctypes\nlibc = ctypes.CDLL(None)\nlibc.malloc.restype = ctypes.c_void_p\n"
                      "libc.memset.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t]\n"
                      "libc.memset(libc.malloc({kib} << 10), 1, {kib} << 10)\nprint(7)\n",
            "imports": "import asyncio, csv, dataclasses, json, sqlite3, statistics, unittest\n"
                       "block = bytearray({kib} << 10)\nprint(7)\n",
        }
        for name, source in ways.items():
            with self.subTest(name):
                small = self.write("small.py", source.format(kib=1024))
                measured = self.judge(package, [small] * 8, *self.by_exec)
                rest = min(line["memory_kib"] for line in measured) - 1024
                programs = [self.write(f"{place:+06}.py", source.format(kib=round(limit - rest + place)))
                            for place in range(-distance - 2 * step, 2 * step, step)]
                by_exec, by_template = (self.threshold(package, policy, options, programs)
                                        for options in (self.by_exec, self.by_template))
                for accepted in (by_exec, by_template):
                    self.assertTrue(0 < accepted < len(programs), f"{accepted} of {len(programs)} accepted")
                self.assertEqual(by_exec, by_template)

    def too_large_to_copy(self):
        """A directory of the host that a slot mounts as it is: what is looked up there is looked up in the host's."""
        host = Path(tempfile.mkdtemp(prefix="assize-template-", dir="/var/tmp"))  # in /tmp the jail has its own
        host.chmod(0o755)
        self.addCleanup(shutil.rmtree, host, ignore_errors=True)
        for i in range(40):  # holes: 4 MiB each less a bit, from where on a file is mounted by itself
            with open(host / str(i), "wb") as file:
                file.truncate((4 << 20) - 4096)
        return host

    def test_what_a_run_leaves_on_its_memory_account_is_not_the_next_ones(self):
        # Names that aren't there stay in the kernel's memory, on the account of who asked for them.
        large = self.too_large_to_copy()
        leaves = range(10, 22)
        tests = {f"secret/{i:02}": (f"{int(i in leaves)}\n", "7\n") for i in range(60)}
        package = make_package(self.dir, "names", tests)
        program = self.write("main.py", f"""import os, random
if input() == '1':
    name = '{large}/' + str(random.getrandbits(64))
    for i in range(15000):
        try:
            os.stat(name + str(i))
        except FileNotFoundError:
            pass
print(7)
""")
        files = f"    files: [{large}]\n"
        for kind in (EXEC, TEMPLATE):
            with self.subTest(kind):
                config = self.write("large.yaml", kind + files)
                judging = self.judge(package, [program], "--config", config)[0]
                self.assertEqual(judging["verdict"], "AC", judging["reason"])
                memory = [test["memory_kib"] for test in judging["tests"]]
                self.assertEqual(len(memory), 60)
                others = [kib for i, kib in enumerate(memory) if i not in leaves]
                # The kernel counts in batches of up to 252 KiB on each CPU; a run leaves some 2800 KiB.
                left = min(memory[i] for i in leaves) - max(others)
                self.assertGreater(left, 1024, memory)
                self.assertLess(max(others) - min(others), left / 2, memory)

    def test_a_template_that_cannot_be_started_is_an_error_of_the_host(self):
        package = make_package(self.dir, "seven", {"secret/1": ("\n", "7\n")})
        config = self.write("bad.yaml", TEMPLATE + "    modules: [no_such_module]\n")
        done = self.assize("--config", config, "judge", "--problem", package, self.write("main.py", "print(7)\n"),
                           code=3)
        self.assertIn("'no_such_module' of the runtime's modules can't be imported", done.err)
        config = self.write("logs.yaml", TEMPLATE + "    modules: [json, logging]\n")
        done = self.assize("--config", config, "judge", "--problem", package, self.write("main.py", "print(7)\n"),
                           code=3)
        self.assertIn("'logging' of the runtime's modules has something to do at the end", done.err)


if __name__ == "__main__":
    unittest.main()
