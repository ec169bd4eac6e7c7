"""`problem new`: a package of each kind is good as it is, and what is there is never touched."""

import os
import re
import unittest

from support import CliCase, needs_jail

KINDS = {"stdin": ("solution.py", None), "scoring": ("solution.py", 100), "interactive": ("halves.py", None), "unit-test": ("stack.py", 100)}

FILES = {"unit-test": "assignment.yaml"}  # of the others problem.yaml


class New(CliCase):
    def made(self, kind, name="two-apples"):
        self.assertIn(f"assize problem check {name}", self.assize("problem", "new", kind, name).out)
        return self.dir / name

    def test_each_kind_says_what_is_what(self):
        for kind in KINDS:
            with self.subTest(kind):
                package = self.made(kind, f"sets/{kind}-1")
                title = kind.capitalize().replace("-", " ") + " 1"
                uuid = "" if kind == "unit-test" else r"uuid: [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]"
                self.assertRegex((package / FILES.get(kind, "problem.yaml")).read_text(), rf'(?m)^name: "{title}"\n{uuid}')
                self.assertTrue((package / "statement/problem.en.md").read_text().startswith(f"# {title}\n"))
                for path in package.rglob("*"):
                    if path.is_file():
                        self.assertNotIn("{{", path.read_text(), path)
        uuids = {re.search("uuid: (.*)", (self.dir / f"sets/{kind}-1/problem.yaml").read_text())[1] for kind in KINDS
                 if kind not in FILES}
        self.assertEqual(len(uuids), 3)

    @needs_jail
    def test_each_kind_is_good_and_judges(self):
        for kind, (right, score) in KINDS.items():
            with self.subTest(kind):
                package = self.made(kind, kind)
                checked = self.assize("problem", "check", "--json", package, timeout=300).json()
                self.assertTrue(checked["ok"], checked)
                self.assertEqual(checked["warnings"], [])
                self.assertGreaterEqual(len(checked["submissions"]), 3)
                self.assize("problem", "add", package)
                self.assize("submit", "--problem", kind, package / "submissions/accepted" / right)
        self.assize("run", "--drain", timeout=300)
        rows = self.assize("report", "--format", "json").json_lines()
        self.assertEqual({row["problem"]: (row["verdict"], row["score"]) for row in rows},
                         {kind: ("AC", score) for kind, (_, score) in KINDS.items()})

    def test_what_is_there_is_never_touched(self):
        package = self.made("stdin")
        (package / "problem.yaml").write_text("mine\n")
        before = sorted(package.rglob("*"))
        self.assert_refused(self.assize("problem", "new", "scoring", "two-apples", code=2), "two-apples: is there already")
        (self.dir / "link").symlink_to("nowhere")
        self.assert_refused(self.assize("problem", "new", "stdin", "link", code=2), "is there already")
        self.assertEqual(((package / "problem.yaml").read_text(), sorted(package.rglob("*"))), ("mine\n", before))

    def test_what_can_not_be_made_is_refused(self):
        self.assert_refused(self.assize("problem", "new", "stdni", "a", code=2), "stdin")
        for name in ("two apples", "äpfel", "-a", "a/..", ".", ""):
            with self.subTest(name):
                done = self.assize("problem", "new", "stdin", "--", name, code=2)
                self.assertTrue(done.err.strip())
        self.assertEqual(list(self.dir.iterdir()), [])
        (self.dir / "file").write_text("x")
        self.assert_refused(self.assize("problem", "new", "stdin", "file/a", code=2), "can't be written: Not a directory")

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_a_folder_that_can_not_be_written_to(self):
        self.dir.chmod(0o500)
        self.assert_refused(self.assize("problem", "new", "stdin", "a", code=2), "can't be written: Permission denied")


if __name__ == "__main__":
    unittest.main()
