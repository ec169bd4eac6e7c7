"""Validators that a package builds or starts by scripts of its own: what works, and what refuses the package."""

import shutil
import time
import unittest
import zipfile
from pathlib import Path

from support import DOUBLE, WRONG, CliCase, make_package, needs_jail

SH = "#!/bin/sh\n"
PYTHON = "#!/usr/bin/env python3\n"
# Accepts what has the answer's words.
COMPARE = ("import sys\nright = sys.stdin.read().split() == open(sys.argv[2]).read().split()\n"
           "sys.exit(42 if right else 43)\n")
COMPARE_IN_C = r'''#include <stdio.h>
#include <string.h>
int main(int count, char** arguments) {
    char wanted[100] = "", given[100] = "";
    FILE* answer = fopen(arguments[2], "r");
    if (count < 4 || !answer || fscanf(answer, "%99s", wanted) != 1) return 1;
    return scanf("%99s", given) == 1 && strcmp(given, wanted) == 0 ? 42 : 43;
}
'''
NEW = ("problem_format_version: 2025-09\nuuid: 5a1a7a7e-1d1c-4b43-9b1c-6f1f2c1d0a01\nname: double\n"
       "limits: {time_limit: 1, memory: 256}\n")


class ScriptCase(CliCase):
    def package(self, files, name="scripted", yaml="validation: custom\n", where="output_validators/check", mode=0o755,
                **options):
        """A package whose validator is the folder with these files: {name: content}, all of them executable."""
        package = make_package(self.dir / "packages", name=name, yaml=yaml, **options)
        for path, content in files.items():
            target = package / where / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content)
            target.chmod(mode)
        return package

    def verdict(self, package, program=DOUBLE, code=0):
        self.write("main.py", program)
        return self.assize("judge", "--json", "--problem", package, "main.py", code=code, timeout=300).json()["verdict"]

    def assert_judges(self, package):
        self.assertEqual([self.verdict(package, program) for program in (DOUBLE, WRONG)], ["AC", "WA"])

    def assert_refused_by_all(self, package, *texts):
        """By judge, import and check, each in its way; what staff reads is returned."""
        self.write("main.py", DOUBLE)
        judged = self.assize("judge", "--problem", package, "main.py", code=None, timeout=300)
        self.assert_refused(judged, "output_validator", *texts)
        self.assert_refused(self.assize("problem", "add", package, code=None, timeout=300), *texts)
        (checked,) = self.assize("problem", "check", "--json", package, code=1, timeout=300).json_lines()
        for text in texts:
            self.assertIn(text, "\n".join(checked["errors"]))
        return judged.err


@needs_jail
class Working(ScriptCase):
    def test_a_script_alone_is_the_program(self):
        self.assert_judges(self.package({"run": PYTHON + COMPARE}))

    def test_a_shell_script_calls_what_is_beside_it(self):
        run = SH + 'here=$(dirname "$0")\nexec python3 "$here/lib/compare.py" "$@"\n'
        self.assert_judges(self.package({"run": run, "lib/compare.py": COMPARE}))

    def test_bash_and_the_usual_tools(self):
        run = ("#!/bin/bash\nset -euo pipefail\nulimit -s unlimited\ndeclare -A seen\n"
               'given=$(tr -s " \\n" "\\n" | sed "/^$/d" | sort | head -n 100)\n'
               'wanted=$(awk \'{for (i = 1; i <= NF; i++) print $i}\' "$2" | sort)\n'
               'while read -r line; do seen[$line]=1; done < <(grep -o . <<< "$wanted")\n'
               '[[ $given == "$wanted" ]] && exit 42\necho "$given" > "$3/judgemessage.txt"\nexit 43\n')
        self.assert_judges(self.package({"run": run}))

    def test_build_leaves_run(self):
        build = SH + "set -e\nprintf '#!/bin/sh\\nexec python3 %s/compare.py \"$@\"\\n' \"$(pwd)\" > run\nchmod +x run\n"
        self.assert_judges(self.package({"build": build, "compare.py": COMPARE}))

    def test_build_compiles(self):
        builds = {
            "gcc": SH + "gcc -O2 -o run compare.c\n",
            "cc": SH + "exec cc -static -std=c99 -o run compare.c\n",
            "cpp": "#!/usr/bin/env bash\nset -e\ncp compare.c v.cc && g++ -std=c++17 -pthread -O2 v.cc -o run\n",
            "linked": SH + "set -e\nmkdir -p bin\ngcc -o bin/compare compare.c\nln -sf bin/compare run\n",
        }
        for name, build in builds.items():
            with self.subTest(name):
                self.assert_judges(self.package({"build": build, "compare.c": COMPARE_IN_C}, name=name))

    @unittest.skipUnless(shutil.which("make"), "there is no make")
    def test_build_calls_make(self):
        makefile = ("all: run\nrun: compare.o\n\tgcc -o $@ $^\n%.o: %.c\n\tgcc -O2 -c -o $@ $<\n"
                    "clean:\n\trm -rf *.o tmp\ninstall: run\n\tinstall -m 755 run run2 && cp -p run2 tmp && mv run2 run3\n")
        build = SH + "set -e\nmake -j2 all >&2\nmake install clean\n"
        package = self.package({"build": build, "compare.c": COMPARE_IN_C, "Makefile": makefile})
        self.assert_judges(package)

    def test_the_folder_is_what_the_package_has_and_cannot_be_changed(self):
        run = SH + ('cd "$(dirname "$0")" || exit 1\n'
                    '{ echo x > new || rm -f data.txt || echo y >> data.txt || mv data.txt a || chmod u+w . && exit 1; } '
                    '2>/dev/null\n'
                    '{ mv /box/program /box/other && exit 1; } 2>/dev/null\n'
                    'umount /box/program 2>/dev/null && exit 1\n'
                    'test "$(cat data.txt)" = kept && test -x run && exit 42\nexit 1\n')
        self.assertEqual(self.verdict(self.package({"run": run, "data.txt": "kept\n"})), "AC")

    def test_feedback_and_scores(self):
        run = SH + 'echo 0.5 > "$3/score.txt"; echo half > "$3/judgemessage.txt"; exit 42\n'
        package = self.package({"run": run}, yaml="type: scoring\nvalidation: custom score\n")
        self.write("main.py", DOUBLE)
        line = self.assize("judge", "--json", "--problem", package, "main.py").json()
        self.assertIn("half", line["tests"][0]["feedback"])

    def test_flags_come_as_arguments(self):
        run = SH + '[ "$#" -eq 5 ] && [ "$4" = case_sensitive ] && [ "$5" = "two" ] && exit 42\nexit 43\n'
        yaml = "validation: custom\nvalidator_flags: case_sensitive two\n"
        self.assertEqual(self.verdict(self.package({"run": run}, yaml=yaml)), "AC")

    def test_format_2025_09(self):
        for name, files in (("run", {"run": PYTHON + COMPARE, "src/notes.py": "x = 1\n"}),
                            ("build", {"build": SH + "gcc -o run src/compare.c\n", "src/compare.c": COMPARE_IN_C})):
            with self.subTest(name):
                package = self.package(files, name=name, where="output_validator", time_limit=None)
                (package / "problem.yaml").write_text(NEW)
                (package / "statement").mkdir()
                (package / "statement/problem.en.md").write_text("x\n")
                self.assert_judges(package)

    def test_an_interactive_validator(self):
        build = SH + ("set -e\ngcc -O2 -o ask ask.c\n"
                      "printf '#!/bin/sh\\nexec \"$(dirname \"$0\")/ask\" \"$@\"\\n' > run\nchmod +x run\n")
        ask = ("#include <stdio.h>\nint main(void) {\n  int n = 0;\n  puts(\"21\");\n  fflush(stdout);\n"
               "  return scanf(\"%d\", &n) == 1 && n == 42 ? 42 : 43;\n}\n")
        package = self.package({"build": build, "ask.c": ask}, yaml="validation: custom interactive\n")
        self.assert_judges(package)

    def test_several_passes(self):
        run = SH + ('if [ ! -e "$3/kept" ]; then\n    cat > "$3/kept"\n    echo 4 > "$3/nextpass.in"\n    exit 42\nfi\n'
                    '[ "$(cat "$3/kept")" = 42 ] && [ "$(cat)" = 8 ] && exit 42\nexit 43\n')
        package = self.package({"run": run}, yaml="validation: custom multi-pass\n", tests={"secret/1": ("21\n", "42\n")})
        self.assert_judges(package)

    def test_several_validators_of_every_kind(self):
        package = self.package({"run": PYTHON + COMPARE})
        for name, content in (("a.py", COMPARE), ("b.cpp", "#include <iostream>\nint main() { return 42; }\n")):
            (package / "output_validators" / name).write_text(content)
        self.assert_judges(package)

    def test_the_whole_way_through_a_store(self):
        """Built once, when the package is imported; then the worker takes what is kept."""
        build = SH + "set -e\nmkdir -p deep/er\ncp compare.c deep/er/v.c\ngcc -o deep/er/v deep/er/v.c\nln -s deep/er/v run\n"
        self.assize("problem", "add", self.package({"build": build, "compare.c": COMPARE_IN_C}))
        ids = [int(self.assize("submit", "--problem", "scripted", self.write(f"{i}.py", program)).out)
               for i, program in enumerate((DOUBLE, WRONG, DOUBLE))]
        ((kept,),) = self.query("SELECT count(*) FROM programs")
        self.assertEqual(kept, 1)
        self.assize("run", "--drain", timeout=300)
        self.assertEqual([self.show(number)["verdict"] for number in ids], ["AC", "WA", "AC"])
        self.assertEqual(self.query("SELECT count(*) FROM programs"), [(1,)])

    def test_an_archive_says_nothing_of_modes(self):
        package = self.package({"build": SH + "./helper > run\nchmod 755 run\n",
                                "helper": SH + "echo '#!/bin/sh'\necho exit 42\n"}, mode=0o644)
        archive = self.dir / "scripted.zip"
        with zipfile.ZipFile(archive, "w") as file:
            for path in sorted(package.rglob("*")):
                if path.is_file():
                    file.write(path, path.relative_to(package))
        self.assertEqual(self.verdict(archive), "AC")
        self.assert_refused_by_all(package, "build", "is not executable", "chmod +x")
        self.write("main.py", DOUBLE)
        line = self.assize("judge", "--json", "--lenient", "--problem", package, "main.py").json()
        self.assertEqual(line["verdict"], "AC")


@needs_jail
class Refused(ScriptCase):
    """What is wrong with the scripts refuses the package, with their words: it is no judge error, and no verdict."""

    def test_builds_that_fail(self):
        cases = {
            "fails": (SH + "echo building >&2\necho 'no such luck' >&2\nexit 3\n", "exit code 3", "no such luck"),
            "says": (SH + "echo 'on stdout'\nexit 1\n", "exit code 1", "on stdout"),
            "unknown": (SH + "javac Check.java\n", "javac", "not found"),
            "killed": (SH + "kill -9 $$\n", "SIGKILL"),
            "does_not_compile": (SH + "gcc -o run compare.c\n", "compare.c", "error"),
            "nothing": (SH + "true\n", "makes no 'run'"),
            "folder": (SH + "mkdir -p run/x; touch run/x/y\n", "makes no 'run'"),
            "empty_folder": (SH + "mkdir run\n", "makes no 'run'"),
            "mode": (SH + "printf '#!/bin/sh\\nexit 42\\n' > run\n", "'run' is not executable"),
            "bad_line": (SH + "printf '#!/no/such/shell\\n' > run; chmod +x run\n", "/no/such/shell", "not there"),
            "cr_lf": (SH + "printf '#!/bin/sh\\r\\nexit 42\\r\\n' > run; chmod +x run\n", "CR LF"),
            "relative": (SH + "printf '#!sh\\nexit 42\\n' > run; chmod +x run\n", "no absolute path"),
            "no_line": (SH + "echo exit 42 > run; chmod +x run\n", "begins with '#!'"),
            "by_env": (SH + "printf '#!/usr/bin/env ruby\\n' > run; chmod +x run\n", "'ruby'", "not there"),
            "dangling": (SH + "ln -s gone run\n", "'run' is a link to nothing"),
            "round": (SH + "ln -s run run\n", "'run' is a link to nothing"),
        }
        for name, (build, *texts) in cases.items():
            with self.subTest(name):
                self.assert_refused_by_all(self.package({"build": build, "compare.c": "int main( { }\n"}, name=name), *texts)

    def test_scripts_of_the_package_that_cannot_be_started(self):
        cases = {"build": ({"build": "make\n"}, "'build' is neither"),
                 "build_by_perl6": ({"build": "#!/usr/bin/perl6\n"}, "/usr/bin/perl6"),
                 "run": ({"run": "exit 42\n"}, "'run' is neither"),
                 "run_by_env": ({"run": "#!/usr/bin/env node\n"}, "'node'")}
        for name, (files, text) in cases.items():
            with self.subTest(name):
                self.assert_refused_by_all(self.package(files, name=name), text)

    def test_what_may_not_be_left(self):
        make_run = "printf '#!/bin/sh\\nexit 42\\n' > run; chmod +x run\n"
        cases = {
            "absolute_link": ("ln -s /etc/passwd x\n", "'x' is a link that leads out"),
            "link_up": ("mkdir d; ln -s ../../answer d/x\n", "'d/x' is a link that leads out"),
            "link_to_run": ("ln -sf /usr/bin/true run\n", "'run' is a link that leads out"),
            "setuid": ("cp run x; chmod u+s x\n", "'x' has a set-user-id"),
            "setgid": ("cp run x; chmod g+s x\n", "'x' has a set-user-id"),
            "unreadable": ("cp run x; chmod 000 x\n", "'x' is a file that can't be read"),
            "unreadable_folder": ("mkdir d; touch d/x; chmod 000 d\n", "'d' is a directory that can't be read"),
            "many": ("i=0; while [ $i -lt 1000 ]; do : > f$i; i=$((i + 1)); done\n", "there is more in it than"),
            "names": ("n=$(printf %0200d 0); i=0; while [ $i -lt 600 ]; do : > $n$i; i=$((i + 1)); done\n", "names"),
            "deep": ("d=.; i=0; while [ $i -lt 20 ]; do d=$d/d; i=$((i + 1)); done; mkdir -p $d; touch $d/x\n", "nested deeper"),
            "large": ("head -c 40000000 /dev/zero > a; cp a b\n", "too large"),
            "sparse": ("truncate -s 60M a; truncate -s 60M b\n", "too large"),
            "name": ("touch \"$(printf 'a\\033[2Jb')\"; chmod 000 a*b\n", "can't be read"),
        }
        for name, (commands, *texts) in cases.items():
            with self.subTest(name):
                build = SH + make_run + commands
                said = self.assert_refused_by_all(self.package({"build": build}, name=name), *texts)
                self.assertNotIn("\033", said)

    def test_too_much_to_say(self):
        build = SH + "yes 'a line of output' | head -c 20000000\n"
        self.assert_refused_by_all(self.package({"build": build}), "output", "a line of output")
        said = self.assert_refused_by_all(
            self.package({"build": SH + "yes 'a long story' | head -c 3000000 >&2; exit 1\n"}, name="stderr"), "a long story")
        self.assertLess(len(said), 8000)

    def test_no_package_is_in_the_store_afterwards(self):
        self.assize("init")
        self.assize("problem", "add", self.package({"build": SH + "exit 1\n"}), code=2)
        self.assertEqual(self.query("SELECT (SELECT count(*) FROM packages) + (SELECT count(*) FROM programs)"), [(0,)])

    def test_a_package_that_no_longer_builds_sets_its_submissions_aside_at_once(self):
        """As on a host where what is kept is lost, and something that the build needs, too."""
        # A host's state that a build depends on: its time.
        expires = time.time() + 20
        build = SH + (f"[ $(date +%s) -lt {expires:.0f} ] || {{ echo 'the licence has expired' >&2; exit 1; }}\n"
                      "echo '#!/bin/sh\nexit 42' > run\nchmod +x run\n")
        self.assize("problem", "add", self.package({"build": build}))
        number = self.submit(problem="scripted")
        self.query("DELETE FROM programs")
        time.sleep(max(0, expires + 1 - time.time()))
        self.assertIn("the licence has expired", self.assize("run", "--drain", code=2, timeout=300).err)
        self.assertEqual(self.status()["set_aside"], 1, self.show(number))
        # At once: no try has failed, after which it would have waited for another one.
        self.assertEqual(self.query("SELECT max(failures), max(lease_token) FROM judgings"), [(0, 1)])

    def test_what_is_lost_or_damaged_of_a_build_is_built_anew(self):
        self.assize("problem", "add", self.package({"build": SH + "gcc -o run v.c\n", "v.c": COMPARE_IN_C}))
        for change in ("DELETE FROM programs", "UPDATE programs SET blob = (SELECT blob FROM package_files LIMIT 1)"):
            with self.subTest(change):
                self.query(change)
                number = self.submit(problem="scripted")
                self.assize("run", "--drain", timeout=300)
                self.assertEqual(self.show(number)["verdict"], "AC")
                ((size,),) = self.query("SELECT size FROM programs p JOIN blobs b ON b.hash = p.blob")
                self.assertGreater(size, 1000)


@needs_jail
class Endless(ScriptCase):
    def test_an_endless_build(self):
        package = self.package({"build": SH + "echo 'it begins' >&2\nwhile :; do :; done\n"})
        self.write("main.py", DOUBLE)
        # Its CPU time ends it after 60 s, or the clock after 182.
        self.assert_refused(self.assize("judge", "--problem", package, "main.py", code=None, timeout=500), "it begins")

    def test_a_fork_bomb(self):
        """Whether the shell gives up or the time ends it: the package is refused, and nothing is left."""
        package = self.package({"build": SH + "bomb() { bomb | bomb & wait; bomb; }\nbomb\n"})
        self.write("main.py", DOUBLE)
        before = processes_with(b"./build")
        self.assert_refused(self.assize("judge", "--problem", package, "main.py", code=None, timeout=500), "build")
        self.wait_for("the end of the build", lambda: not processes_with(b"./build") - before)


def processes_with(argument):
    """With that word in their command line, as a whole."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if argument in path.read_bytes().split(b"\0"):
                found.add(path)
        except OSError:
            pass
    return found


@needs_jail
class Hostile(ScriptCase):
    """A script is as much in a jail as any program of a package."""

    def test_a_build_sees_nothing_of_the_host(self):
        secret = self.write("secret.txt", "s3cr3t\n")
        build = SH + (f"cat {secret} /etc/shadow /etc/hostname /root/.* /proc/1/environ /proc/1/root/etc/passwd >&2\n"
                      "ls / /home /root /etc /var /work >&2\nid -u >&2\nexit 1\n")
        said = self.assert_refused_by_all(self.package({"build": build}), "exit code 1")
        for content in ("s3cr3t", "daemon:x:1:", "root:$", "root:*", "root:!", "ASSIZE"):
            self.assertNotIn(content, said)
        self.assertIn("No such file", said)
        self.assertIn("1000", said)

    def test_a_build_reaches_nobody(self):
        build = PYTHON + (
            "import ctypes, os, socket, sys\n"
            "def allowed(what, act):\n"
            "    try:\n"
            "        act()\n"
            "        sys.stderr.write('breached ' + what + '\\n')\n"
            "    except OSError:\n"
            "        pass\n"
            "libc = ctypes.CDLL(None, use_errno=True)\n"
            "def call(number, *arguments):\n"
            "    if libc.syscall(number, *arguments) < 0 and ctypes.get_errno() in (1, 38):\n"
            "        raise OSError(ctypes.get_errno(), 'denied')\n"
            "allowed('network', lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM))\n"
            "allowed('unix', lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))\n"
            "allowed('mount', lambda: call(165, 0, 0, 0, 0, 0))\n"
            "allowed('unshare', lambda: call(272, 0x10000000))\n"
            "allowed('ptrace', lambda: call(101, 0, 0, 0, 0))\n"
            "allowed('mknod', lambda: os.mkfifo('fifo'))\n"
            "allowed('device', lambda: call(133, b'dev', 0o20666, 0x103))\n"
            "allowed('chown', lambda: os.chown('build', 0, 0))\n"
            "allowed('setresuid', lambda: call(117, 0, 0, 0))\n"
            "allowed('setresuid part', lambda: call(117, 0, ctypes.c_uint(-1), ctypes.c_uint(-1)))\n"
            "allowed('init', lambda: os.kill(1, 9))\n"
            "allowed('write', lambda: open('/usr/bin/escaped', 'w'))\n"
            "allowed('root', lambda: open('/escaped', 'w'))\n"
            "sys.exit(1)\n")
        said = self.assert_refused_by_all(self.package({"build": build}), "exit code 1")
        self.assertNotIn("breached", said)

    def test_what_a_build_leaves_running_ends_with_it(self):
        build = SH + ("echo '#!/bin/sh\nexit 42' > run; chmod +x run\n"
                      "(while :; do echo x >> /box/program/data 2>/dev/null; done) &\nsleep 1000 &\nexit 0\n")
        self.assertEqual(self.verdict(self.package({"build": build})), "AC")

    def test_a_submission_gets_nothing_of_it(self):
        package = self.package({"run": PYTHON + COMPARE})
        program = ("import os\nfor path in ('/bin/sh', '/usr/bin/env', '/usr/bin/gcc', '/usr/bin/make', '/box/program'):\n"
                   "    assert not os.path.exists(path), path\n" + DOUBLE)
        self.assertEqual(self.verdict(package, program), "AC")
        self.assertEqual(self.verdict(package, "import os\nos.system('true')\n" + WRONG), "WA")


if __name__ == "__main__":
    unittest.main()
