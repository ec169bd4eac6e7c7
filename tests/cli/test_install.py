"""What `cmake --install` puts somewhere is whole: it judges from there, by template, wherever it is moved."""

import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import unittest
from pathlib import Path

from support import CliCase, DOUBLE, environment, make_package, needs_jail, program

TEMPLATE = "runtimes:\n  - name: python3\n    path: /usr/bin/python3\n    kind: template\n"
NOBODY = 65534


def installed(place):
    """Of the build that the program to test is of, into a folder that everybody may read."""
    build = Path(program()).resolve().parents[1]
    os.chmod(place, 0o755)
    done = subprocess.run(["cmake", "--install", build, "--prefix", place / "prefix"], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stdout + done.stderr)
    return place / "prefix"


@needs_jail
class Install(CliCase):
    @classmethod
    def setUpClass(cls):
        cls.place = Path(tempfile.mkdtemp(prefix="assize-install-", dir="/var/tmp"))
        cls.addClassCleanup(shutil.rmtree, cls.place, ignore_errors=True)
        cls.prefix = installed(cls.place)

    def copied(self, name):
        """A copy of what is installed, for a test that changes it."""
        copy = self.place / name
        shutil.copytree(self.prefix, copy, symlinks=True)
        self.addCleanup(shutil.rmtree, copy, ignore_errors=True)
        return copy

    def call(self, command, *arguments, prefix=(), code=0, **more):
        done = subprocess.run([*prefix, command, *map(str, arguments)], capture_output=True, text=True, timeout=300,
                              cwd=self.dir, env=environment(ASSIZE_STORE=self.store, **more))
        if code is not None:
            self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def default_runtime(self, command, **options):
        checks = json.loads(self.call(command, "doctor", "--json", **options).stdout)["checks"]
        return next(check for check in checks if check["subject"] == "runtime python3")

    def judge(self, command, *options, **more):
        """Verdict, digest and what was said on standard error."""
        package = make_package(self.dir)
        done = self.call(command, *options, "judge", "--json", "--problem", package, self.write("main.py", DOUBLE), **more)
        (line,) = map(json.loads, done.stdout.splitlines())
        return line["verdict"], line["digest"], done.stderr

    def test_all_that_is_needed_is_there(self):
        found = {str(path.relative_to(self.prefix)) for path in self.prefix.rglob("*") if path.is_file()}
        templates = {path.name for path in Path(program()).parent.glob("assize-template-3.*.so")}
        self.assertNotEqual(templates, set())
        source = {name for name in found if name.startswith("lib/assize/template-source/")}
        self.assertLess({"lib/assize/template-source/" + name for name in (
            "jail.o", "judge/template/run.c", "judge/template/cpython.h", "judge/runtime/compile_program.h")}, source)
        self.assertEqual(found - source, {"bin/assize", "lib/assize/assize-jail", "share/man/man1/assize.1",
                                          *(f"lib/assize/{name}" for name in templates)})
        for name in ("bin/assize", "lib/assize/assize-jail"):
            self.assertTrue(os.access(self.prefix / name, os.X_OK), name)

    def test_it_judges_by_template_as_the_one_that_was_built_does(self):
        built = self.judge(program())
        command = self.prefix / "bin" / "assize"
        self.assertEqual(self.default_runtime(command)["runtime"]["kind"], "template")
        self.assertEqual(self.judge(command), ("AC", built[1], ""))

    def test_it_may_be_moved_and_started_by_links_and_along_the_path(self):
        digest = self.judge(self.prefix / "bin" / "assize")[1]
        moved = self.copied("moved") / "bin" / "assize"
        folder = self.dir / "links"
        folder.mkdir()
        (folder / "assize").symlink_to(moved)
        (folder / "again").symlink_to("assize")
        for command, more in ((moved, {}), (folder / "assize", {}), (folder / "again", {}),
                              ("assize", {"PATH": f"{folder}:{os.environ['PATH']}"})):
            with self.subTest(command=str(command)):
                self.assertEqual(self.default_runtime(command, **more)["runtime"]["kind"], "template")
                self.assertEqual(self.judge(command, **more), ("AC", digest, ""))

    @unittest.skipUnless(os.geteuid() == 0, "only root can become somebody else")
    def test_an_ordinary_user_has_the_template_too(self):
        as_nobody = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
        os.chmod(self.dir, 0o777)
        # Whether that user has a cgroup to judge in is another question.
        check = self.default_runtime(self.prefix / "bin" / "assize", prefix=as_nobody, code=None, HOME=self.dir)
        self.assertIn("by template", check["found"])

    def test_without_a_template_it_judges_by_exec_and_says_so(self):
        digest = self.judge(self.prefix / "bin" / "assize")[1]
        bare = self.copied("bare")
        for template in (bare / "lib" / "assize").glob("assize-template-3.*.so"):
            template.unlink()
        command = bare / "bin" / "assize"
        check = self.default_runtime(command)
        self.assertEqual((check["finding"], check["runtime"]["kind"]), ("note", "exec"))
        self.assertIn("was built without a template for CPython 3.", check["runtime"]["by_exec_because"])
        self.assertIn(check["runtime"]["by_exec_because"], check["meaning"])
        self.assertIn("docs/runtimes.md", check["mend"])
        for options in ((), ("--config", self.write("c.yaml", TEMPLATE))):
            with self.subTest(options):
                verdict, same, said = self.judge(command, *options)
                self.assertEqual((verdict, same), ("AC", digest))
                self.assertIn("runtime python3: every run starts its interpreter anew", said)
        # It makes one of the sources that are installed with it.
        made = self.dir / "made.yaml"
        self.call(command, "--config", made, "runtime", "add", "/usr/bin/python3", "--name", "again", "--templates",
                  self.place / "templates")
        self.assertEqual(self.judge(command, "--config", made), ("AC", digest, ""))
        # Nobody asked for a template: nothing is said.
        exec_row = self.write("e.yaml", TEMPLATE.replace("kind: template", "kind: exec"))
        self.assertEqual(self.judge(command, "--config", exec_row), ("AC", digest, ""))

    def test_run_and_report_say_it_too(self):
        command = self.prefix / "bin" / "assize"
        self.call(command, "problem", "add", make_package(self.dir))
        self.call(command, "submit", "--problem", "double", "--batch", "week", self.write("main.py", DOUBLE))
        bare = self.copied("bare")
        shutil.rmtree(bare / "lib" / "assize")
        shutil.copytree(self.prefix / "lib" / "assize", bare / "lib" / "assize", ignore=shutil.ignore_patterns("*.so"))
        run = self.call(bare / "bin" / "assize", "run", "--drain", "--workers", "1")
        self.assertIn("every run starts its interpreter anew", run.stderr)
        self.assertEqual(self.call(command, "report").stderr, "")

        # As if another host had judged it, with a CPython that doesn't exist yet.
        with sqlite3.connect(self.store) as store:
            store.execute("UPDATE runtimes SET version = 'CPython 3.99.1'")
        for options in ((), ("--batch", "week"), ("--format", "csv"), ("--format", "json"), ("--format", "html")):
            with self.subTest(options):
                said = self.call(command, "report", *options)
                self.assertIn("CPython 3.99.1 was judged by exec", said.stderr)
                self.assertEqual("by exec: the template doesn" in said.stdout, "html" in options)
                for audience in ("submitter", "public"):
                    said = self.call(command, "report", *options, "--audience", audience)
                    self.assertEqual(said.stderr, "")
                    self.assertNotIn("by exec", said.stdout)


if __name__ == "__main__":
    unittest.main()
