"""Random submissions against packages of every kind: whatever they are, each gets a verdict, and none a judge error.

ASSIZE_FUZZ_SECONDS says how long (default 40), ASSIZE_FUZZ_SEED where to begin.
"""

import os
import random
import time
import unittest

from support import DOUBLE, CliCase, make_package, needs_jail

SECONDS = float(os.environ.get("ASSIZE_FUZZ_SECONDS", "40"))
SEED = int(os.environ.get("ASSIZE_FUZZ_SEED", "0")) or random.SystemRandom().randrange(1 << 32)
BATCH = 24

CHECKER = """import sys
answer = open(sys.argv[2], 'rb').read().split()
output = sys.stdin.buffer.read().split()
sys.exit(42 if answer == output else 43)
"""
INTERACTOR = """import sys
number = int(open(sys.argv[1]).read())
try:
    print(number, flush=True)
    line = sys.stdin.buffer.readline()
except BrokenPipeError:
    sys.exit(43)
sys.exit(42 if line.strip() == b'%d' % (2 * number) else 43)
"""
# Says all that it was given, wherever it may.
QUOTER = """import sys
output = sys.stdin.buffer.read()
for name in ('judgemessage.txt', 'teammessage.txt'):
    with open(sys.argv[3] + name, 'w') as file: file.write('got ' + repr(output) * 2)
print(repr(output))
print(repr(output), file=sys.stderr)
sys.exit(42 if output.split() == open(sys.argv[2], 'rb').read().split() else 43)
"""
# Answers whatever it is asked, with much more.
REPLIER = """import sys
for line in sys.stdin.buffer:
    try:
        print('reply', repr(line) * 20, 'x' * 2000, flush=True)
    except BrokenPipeError:
        break
    print('asked', repr(line), file=sys.stderr)
sys.exit(43)
"""
NEW = "problem_format_version: 2025-09\nname: fuzz\nuuid: 7f0c1f2e-0000-4000-8000-000000000001\nlimits:\n"

# What a package puts beside the submission, and so what a submission may collide with.
NAMES = ["main.py", "helper.py", "lib", "lib/a.py", "input.txt", "output.txt", "twice.py", "solution.py", "tmp", "a",
         "__init__.py", "__main__.py", "sitecustomize.py", "usercustomize.py", "json.py", "encodings", "stdin", "box",
         "a b", "ä", "a" * 190, "-c", "*", "\\", "%s", "CON", ".hidden", "x.so", "nextpass.in", "feedback", "judgemessage.txt"]

PIECES = [
    DOUBLE,
    "n = int(input())\nprint(2 * n)\n",
    "print(7)\n",
    "import sys; sys.stdout.buffer.write(bytes(range(256)) * 40)\n",
    "print('x' * (9 << 20))\n",
    "print('\\n' * 200000)\n",
    "print('1 ' * 500000)\n",
    "print('9' * 100000)\nprint(2 * int(input()))\n",
    "import sys; sys.stderr.write('y' * (3 << 20))\n",
    "x = bytearray(70 << 20)\n",
    "raise MemoryError\n",
    "import os; os._exit(NUMBER)\n",
    "import sys; sys.exit(NUMBER)\n",
    "import os; os.kill(os.getpid(), NUMBER % 32)\n",
    "import os; os.abort()\n",
    "import os; os.close(0); os.close(1); os.close(2)\n",
    "import os; os.closerange(0, 3); open('/tmp/x', 'w').write('z')\n",
    "import os; os.remove('main.py')\n",
    "import os; os.mkdir('output.txt')\n",
    "import os; os.mkfifo('output.txt')\n",
    "import os; os.symlink('/etc/passwd', 'output.txt')\n",
    "open('output.txt', 'w').write('z' * NUMBER)\n",
    "import os; [os.mkdir('d%d' % i) for i in range(5000)]\n",
    "open('/tmp/big', 'wb').write(bytes(100 << 20))\n",
    "import os; os.chmod('/box', 0)\n",
    "import os; os.fchmod(0, 0)\n",
    "import os; os.fork()\n",
    "import socket; socket.socket()\n",
    "import ctypes; ctypes.string_at(0)\n",
    "import resource; resource.setrlimit(resource.RLIMIT_CPU, (0, 0))\n",
    "import threading\nfor i in range(400): threading.Thread(target=input).start()\n",
    "import sys; sys.setrecursionlimit(10**9)\ndef f(): f()\nf()\n",
    "while True: pass\n",
    "while True: print(1)\n",
    "import time; time.sleep(0.2)\n",
    "while True: print('?', flush=True)\n",
    "while True:\n    print('?', flush=True)\n    input()\n",
    "print('?' * 70000, flush=True)\nimport sys\nfor line in sys.stdin: print(line)\n",
    "for i in range(20000): print(i)\n",
    "import sys; sys.stdout.buffer.write(b'\\xff\\x00' * (3 << 20))\n",
    "import sys\nwhile True: sys.stderr.write('y' * 65536)\n",
    "import signal; signal.setitimer(signal.ITIMER_REAL, 0.01)\nwhile True: pass\n",
    "input(); input(); input()\n",
    "exec(open(0).read())\n",
    "import helper\n",
    "import lib.a\n",
    "x = = 1\n",
    "x = '" + "(" * 300 + "'\nexec(x)\n",
    "(" * 150 + ")" * 150 + "\n",
    "# -*- coding: nonsense -*-\n",
    "\x00",
    "",
    "x = 1\n" * 20000,
]


@needs_jail
class Fuzz(CliCase):
    def packages(self):
        parent = self.dir / "packages"
        small = "  memory: 64\n"
        yield make_package(parent, name="plain", time_limit="0.3")
        yield make_package(parent, name="tight", time_limit="0.3", yaml="  output: 1\n").parent / "tight"
        yield make_package(parent, name="beside", time_limit="0.3", files={
            "include/python3/helper.py": "x = 1\n", "include/python3/lib/a.py": "", "include/python3/a": "data\n"})
        yield make_package(parent, name="called", time_limit="0.3", files={
            "include/python3/main.py": "import twice\nprint(twice.twice(int(input())))\n",
            "submissions/accepted/twice.py": "def twice(n): return 2 * n\n"})
        yield make_package(parent, name="checked", time_limit="0.3", yaml="validation: custom\n", files={
            "output_validators/check.py": CHECKER})
        yield make_package(parent, name="talks", time_limit="0.3", yaml="validation: custom interactive\n", files={
            "output_validators/talk.py": INTERACTOR})
        yield make_package(parent, name="quotes", time_limit="0.3", yaml="validation: custom\n", files={
            "output_validators/quote.py": QUOTER})
        yield make_package(parent, name="replies", time_limit="0.3", yaml="validation: custom interactive\n", files={
            "output_validators/reply.py": REPLIER})
        memory = make_package(parent, name="narrow", time_limit="0.3")
        (memory / "problem.yaml").write_text("name: narrow\nlimits:\n" + small + "  code: 65536\n")
        yield memory
        files = parent / "files"
        (files / "input").mkdir(parents=True)
        (files / "output").mkdir()
        for i, n in enumerate((2, 21)):
            (files / f"input/input{i}.txt").write_text(f"{n}\n")
            (files / f"output/output{i}.txt").write_text(f"{2 * n}\n")
        (files / "task.yaml").write_text(
            "name: files\ntitle: Files\ntime_limit: 0.3\nmemory_limit: 64\nn_input: 2\n"
            "infile: input.txt\noutfile: output.txt\n")
        yield files

    def text(self, draw):
        pieces = [draw.choice(PIECES) for _ in range(draw.choice((1, 1, 2, 3)))]
        text = "".join(piece.replace("NUMBER", str(draw.randrange(-300, 300))) for piece in pieces)
        return text.encode("utf-8", "surrogatepass")

    def submission(self, draw, place):
        """A file or a folder, as a submitter may bring it; names that can't be together are passed over."""
        place.mkdir()
        if draw.random() < 0.4:
            path = place / "s.py"
            path.write_bytes(self.text(draw))
            return path
        names = {"main.py"} if draw.random() < 0.97 else set()
        for _ in range(draw.choice((0, 1, 2, 5, 20))):
            names.add("/".join(draw.choice(NAMES) for _ in range(draw.choice((1, 1, 2, 3)))))
        for name in sorted(names):
            path = place / name
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                if name != "main.py" and draw.random() < 0.05:
                    path.write_bytes(bytes(draw.choice((1, 4096, 1 << 20, 8 << 20, 30 << 20))))
                else:
                    path.write_bytes(self.text(draw))
            except OSError:
                continue
        return place

    def test_every_one_gets_a_verdict(self):
        print(f"seed {SEED}", flush=True)
        draw = random.Random(SEED)
        packages = list(self.packages())
        until = time.monotonic() + SECONDS
        rounds, verdicts, refused, overloaded = 0, {}, 0, 0
        while time.monotonic() < until or rounds < len(packages):
            package = packages[rounds % len(packages)]
            place = self.dir / f"round-{rounds}"
            place.mkdir()
            paths = [self.submission(draw, place / str(i)) for i in range(BATCH)]
            # What no submission is – no main.py, names beyond bounds – is refused with a word, before anything is run.
            good = []
            for path in paths:
                done = self.assize("submit", "--problem", "unknown", path, code=2)
                if "no problem 'unknown'" in done.err:
                    good.append(path)
                else:
                    refused += 1
                    self.assert_refused(done)
            if good:
                done = self.assize("judge", "--json", "--problem", package, *good, code=None, timeout=600)
                for path, line in zip(good, done.json_lines(), strict=True):
                    # Beside other load a run may wait for a CPU: the queue tries such a job again later, and so does this.
                    for _ in range(3):
                        if "the host was overloaded" not in line.get("cause", ""):
                            break
                        overloaded += 1
                        done = self.assize("judge", "--json", "--problem", package, path, code=None, timeout=600)
                        line, = done.json_lines()
                    verdicts[line["verdict"]] = verdicts.get(line["verdict"], 0) + 1
                    if line["verdict"] == "JE":
                        kept = f"{package.name} {path}: {line['reason']}\n"
                        for file in sorted(p for p in [path, *path.rglob("*")] if p.is_file()):
                            kept += f"--- {file.relative_to(place)} ({file.stat().st_size})\n"
                            kept += file.read_bytes()[:300].decode("utf-8", "replace") + "\n"
                        self.fail(f"seed {SEED}, round {rounds}: a judge error: {kept}\n{done.err[-3000:]}")
                self.assertEqual(done.code, 0, str(done))
            rounds += 1
        print(f"{rounds} rounds, {refused} refused, {overloaded} tried again, {sorted(verdicts.items())}", flush=True)
        self.assertGreaterEqual(len(verdicts), 5, "it draws too few kinds")


if __name__ == "__main__":
    unittest.main()
