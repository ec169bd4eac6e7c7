"""What a policy opens and closes: `assize policy check`, and runs under policies."""

import unittest

from support import CliCase, EXAMPLES, make_package, needs_jail

FORKS = """import os
pid = os.fork()
if pid == 0:
    os._exit(7)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"""
POOL = """import multiprocessing
def square(x):
    return x * x
if __name__ == '__main__':
    with multiprocessing.Pool(2) as pool:
        print(sum(pool.map(square, [1, 2, 1, 1])))
"""
CHILD = """import subprocess, sys
print(subprocess.run([sys.executable, '-c', 'print(7)'], capture_output=True, text=True).stdout, end='')
"""
LOOP = """import asyncio
async def give(reader, writer):
    writer.write(b'7')
    writer.close()
async def seven():
    server = await asyncio.start_unix_server(give, '/tmp/service')
    reader, writer = await asyncio.open_unix_connection('/tmp/service')
    print((await reader.read()).decode())
    writer.close()
    server.close()
asyncio.run(seven())
"""
PROC = "print(7 if 'MemTotal' in open('/proc/meminfo').read() else 8)\n"
BIG = """with open('/tmp/big', 'wb') as file:
    for _ in range(80):
        file.write(bytes(1 << 20))
print(7)
"""
SOCKET = """import socket
try:
    socket.socket()
except PermissionError:
    print(7)
"""


class Check(CliCase):
    def check(self, text, *options, **more):
        return self.assize("policy", "check", self.write("p.yaml", text), *options, **more)

    def test_the_default_policy_opens_nothing(self):
        done = self.check("version: 1\n")
        self.assertIn("nothing: a submission may compute", done.out)
        self.assertNotIn("UNSAFE", done.out)

    def test_what_a_policy_opens_is_said_in_words(self):
        done = self.check("version: 1\nname: workshop\ncapabilities: [fork, exec, unix-sockets, big-tmp, proc]\n"
                          "syscalls: {ptrace: kill, mount: silent}\nimports: {allow: [math]}\n")
        for text in ("workshop", "UNSAFE fork: it may start processes", "UNSAFE exec", "UNSAFE unix-sockets",
                     "UNSAFE big-tmp", "UNSAFE proc", "end the run as SV: ptrace", "not reported: mount", "math"):
            self.assertIn(text, done.out)

    def test_json_has_the_same(self):
        found = self.check("version: 1\ncapabilities: [proc]\nsyscalls: {ptrace: kill}\n", "--json").json()
        self.assertEqual([row["capability"] for row in found["opens"]], ["proc"])
        self.assertEqual(found["syscalls"], {"ptrace": "kill"})
        self.assertIsNone(found["imports"])
        self.assertRegex(found["hash"], "^[0-9a-f]{64}$")

    def test_a_policy_that_is_none_is_refused(self):
        for text, *expected in (("version: 1\ncapabilities: [root]\n", ":2:16", "no capability 'root'"),
                                ("version: 1\nsyscalls: {ptraze: kill}\n", "'ptraze'"),
                                ("version: 1\nsyscalls: {read: silent}\n", "'read'"),
                                ("version: 1\nimports: {allow: [no_such_module]}\n", "no_such_module"),
                                ("version: 3\n", ":1:10")):
            with self.subTest(text):
                self.assert_refused(self.check(text, code=2), *expected)
        self.assert_refused(self.assize("policy", "check", "gone.yaml", code=2), "gone.yaml")


@needs_jail
class Runs(CliCase):
    def setUp(self):
        super().setUp()
        self.package = make_package(self.dir, "seven", {"secret/1": ("\n", "7\n")})

    def judge(self, program, policy, **options):
        return self.assize("judge", "--json", "--problem", self.package, "--policy",
                           self.write("p.yaml", "version: 1\n" + policy), self.write("main.py", program),
                           **options).json()

    def test_each_capability_makes_its_programs_work_and_without_it_they_do_not(self):
        for program, capabilities in ((FORKS, "fork"), (POOL, "fork"), (CHILD, "fork, exec"), (LOOP, "unix-sockets"),
                                      (PROC, "proc"), (BIG, "big-tmp")):
            with self.subTest(program=program):
                self.assertEqual(self.judge(program, "")["verdict"], "RTE")
                self.assertEqual(self.judge(program, f"capabilities: [{capabilities}]\n")["verdict"], "AC")

    def test_processes_of_a_run_that_may_fork_end_with_it_and_count_for_its_limits(self):
        found = self.judge("import os, time\nif os.fork() == 0:\n    time.sleep(60)\nprint(7)\n",
                           "capabilities: [fork]\n")
        self.assertEqual(found["verdict"], "AC")
        self.assertLess(found["wall_ms"], 5000)
        found = self.judge("import os\nfor _ in range(4):\n    if os.fork() == 0:\n        while True: pass\n"
                           "os.wait()\n", "capabilities: [fork]\n")
        self.assertEqual((found["verdict"], found["tests"][0]["reason"]), ("TLE", "CPU time limit passed"))

    def test_a_forbidden_call_is_silent_reported_or_the_end(self):
        reported = self.judge(SOCKET, "")
        self.assertEqual(reported["verdict"], "AC")
        self.assertEqual([(i["syscall"], i["action"]) for i in reported["incidents"]], [("socket", "denied")])
        silent = self.judge(SOCKET, "syscalls: {socket: silent}\n")
        self.assertEqual((silent["verdict"], silent["incidents"]), ("AC", []))
        killed = self.judge(SOCKET, "syscalls: {socket: kill}\n")
        self.assertEqual(killed["verdict"], "SV")
        self.assertEqual([(i["syscall"], i["action"]) for i in killed["incidents"]], [("socket", "killed")])
        self.assertEqual(len({reported["policy_hash"], silent["policy_hash"], killed["policy_hash"]}), 3)

    def test_only_allowed_modules_can_be_imported(self):
        policy = "imports:\n  allow: [collections, math]\n"
        self.assertEqual(self.judge("import math, collections.abc\nfrom collections import Counter\n"
                                    "print(math.floor(7.5))\n", policy)["verdict"], "AC")
        # heapq is there for collections, but not for the submission; random isn't there at all.
        for module in ("heapq", "random", "os", "sys"):
            with self.subTest(module):
                found = self.judge(f"print(7)\nimport {module}\n", policy)
                self.assertEqual(found["verdict"], "RTE")
                self.assertIn(f"ImportError: the module '{module}' may not be imported here; allowed are: "
                              "collections, math", found["reason"])

    def test_what_may_not_be_imported_is_not_there_either(self):
        program = ("import os\nhidden = ('random', 'socket', 'subprocess', 'ctypes', 'asyncio')\n"
                   "library = os.path.dirname(os.__file__)\n"
                   "print(7 if not any(os.path.exists(f'{library}/{name}{end}') for name in hidden\n"
                   "                   for end in ('', '.py')) else 8)\n")
        self.assertEqual(self.judge(program, "imports: {allow: [os]}\n")["verdict"], "AC")
        self.assertEqual(self.judge(program, "")["verdict"], "WA")

    def test_a_submission_of_several_files_may_import_its_own(self):
        folder = self.dir / "several"
        folder.mkdir()
        (folder / "main.py").write_text("import helper\nprint(helper.seven)\n")
        (folder / "helper.py").write_text("import math\nseven = math.floor(7.2)\n")
        done = self.assize("judge", "--json", "--problem", self.package, "--policy",
                           self.write("p.yaml", "version: 1\nimports: {allow: [math]}\n"), folder)
        self.assertEqual(done.json()["verdict"], "AC")
        (folder / "helper.py").write_text("import random\nseven = 7\n")
        done = self.assize("judge", "--json", "--problem", self.package, "--policy", self.dir / "p.yaml", folder)
        self.assertIn("'random' may not be imported", done.json()["reason"])

    def own_main(self, main, helper=""):
        return make_package(self.dir / "own", "own", {"secret/1": ("\n", "7\n"), "secret/2": ("\n", "7\n")}, files={
            "include/python3/main.py": main, "include/python3/tools.py": helper, "submissions/accepted/floor.py": "x = 1\n"})

    def test_a_list_of_imports_does_not_bind_the_packages_own_main(self):
        package = self.own_main("import json, random, unittest\nfrom xml.etree import ElementTree\nimport tools\n"
                                "def late():\n    import statistics, no_such_module\n"
                                "import floor\nprint(json.loads('[7]')[0] if floor.floor(7.5) == 7 else 8)\n",
                                "import csv\n")
        policy = self.write("p.yaml", "version: 1\nimports: {allow: [math]}\n")

        def judge(program):
            return self.assize("judge", "--json", "--problem", package, "--policy", policy,
                               self.write("floor.py", program)).json()

        found = judge("from math import floor\n")
        self.assertEqual(found["verdict"], "AC", found["reason"])
        # json and csv are there now, but for the package's files alone; socket isn't there at all.
        for module in ("socket", "json", "csv", "random"):
            with self.subTest(module):
                found = judge(f"import {module}\nfrom math import floor\n")
                self.assertEqual(found["verdict"], "RTE")
                self.assertIn(f"the module '{module}' may not be imported here; allowed are: math", found["reason"])
        done = self.assize("problem", "check", "--json", "--policy", policy, package, code=1).json()
        self.assertEqual(done["errors"], [])

    def test_what_one_package_needs_is_not_there_for_another(self):
        (self.dir / "floor.py").write_text("from math import floor\n")
        look = ("import math\nfor name in ('json', 'csv'):\n    try:\n        open(f'{math.__file__ or 0}')\n"
                "    except Exception:\n        pass\n"
                "real = __builtins__.__import__.__closure__\n"
                "find = [cell.cell_contents for cell in real if getattr(cell.cell_contents, '__name__', '') == '__import__']\n"
                "try:\n    find[0]('json')\n    print(8)\nexcept ImportError:\n    print(7)\n")
        self.assize("problem", "add", self.package, self.own_main("import json, floor\nprint(floor.floor(7.5))\n"))
        for problem, program in (("own", "from math import floor\n"), ("seven", look)) * 2:
            self.assize("submit", "--problem", problem, self.write("floor.py" if problem == "own" else "main.py", program))
        self.assize("run", "--drain", "--workers", "1", "--policy",
                    self.write("p.yaml", "version: 1\nimports: {allow: [math]}\n"))
        rows = self.assize("report", "--format", "json").json_lines()
        self.assertEqual([(row["problem"], row["verdict"], row["reason"]) for row in rows],
                         [("own", "AC", ""), ("seven", "AC", "")] * 2)

    def test_every_accepted_example_is_accepted_with_all_that_it_imports_allowed(self):
        policy = self.write("wide.yaml", "version: 1\nimports:\n  allow: [sys, math, collections, heapq, itertools, "
                                         "functools, bisect, array, re, string, os, io, threading, decimal, fractions, "
                                         "random, time, operator, dataclasses, typing, enum, copy, statistics, "
                                         "ctypes, socket, struct]\n")
        problem = EXAMPLES / "sum-of-two"
        files = sorted((problem / "submissions" / "accepted").glob("*.py"))
        done = self.assize("judge", "--json", "--problem", problem, "--policy", policy, *files)
        self.assertEqual([(line["submission"], line["verdict"]) for line in done.json_lines()],
                         [(str(path), "AC") for path in files])


if __name__ == "__main__":
    unittest.main()
