"""A recorded judging can be run again from what the store has of it, and gives the same digest."""

import shutil
import tempfile
import unittest
from pathlib import Path

from support import DOUBLE, EXAMPLES, WRONG, CliCase, make_package, needs_jail


@needs_jail
class Replay(CliCase):
    def setUp(self):
        super().setUp()
        self.package = self.add_package()
        self.assize("submit", "--problem", "double", self.write("right.py", DOUBLE), self.write("wrong.py", WRONG))
        self.assize("run", "--drain", "--workers", "2")

    def test_the_same_digest_also_with_the_package_and_the_policy_of_then(self):
        lines = self.assize("replay", "1", "2", "--json").json_lines()
        self.assertEqual([(line["outcome"], line["verdict"], line["verdict_now"]) for line in lines],
                         [("same", "AC", "AC"), ("same", "WA", "WA")])
        self.assertEqual([line["digest"] for line in lines], [line["digest_now"] for line in lines])
        self.assize("problem", "add", make_package(self.dir / "packages", tests={"secret/1": ("1\n", "1\n")}))
        policy = self.write("policy.yaml", "version: 1\nname: small\nlimits: {output_kib: 1}\ncapabilities: [fork]\n"
                                           "syscalls: {ptrace: kill, mount: silent}\n")
        self.assize("submit", "--problem", "double", self.write("loud.py", "print(' ' * 3000)\n"))
        self.assize("run", "--drain", "--policy", policy)
        lines = self.assize("replay", "1", "3", "--json").json_lines()
        self.assertEqual([(line["outcome"], line["verdict_now"]) for line in lines], [("same", "AC"), ("same", "OLE")])
        done = self.assize("replay", "--sample", "10")
        self.assertEqual(done.out.count("the same digest"), 3)
        self.assertIn("3 the same, 0 with another digest", done.err)

    def test_another_digest_is_found_and_told(self):
        self.query("UPDATE judgings SET digest = 'forged', verdict = 'AC' WHERE id = 2")
        self.query("UPDATE runs SET verdict = 'AC' WHERE judging = 2")
        done = self.assize("replay", "1", "2", code=1)
        self.assertIn("submission 1, judging 1: the same digest", done.out)
        self.assertIn("submission 2, judging 2: ANOTHER DIGEST", done.out)
        self.assertIn("recorded forged  AC", done.out)
        self.assertIn("sample/1: AC -> WA", done.out)
        self.assize("replay", "--sample", "2", code=1)

    def test_what_is_missing_or_another_one_now_is_named(self):
        folder = Path(tempfile.mkdtemp(prefix="assize-replay-", dir="/var/tmp"))  # in /tmp the jail has its own
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o755)
        (folder / "answer.py").write_text("VALUE = 42\n")
        config = self.write("config.yaml", f"runtimes:\n  - name: python3\n    path: /usr/bin/python3\n"
                                           f"    files: [{folder}]\n")
        done = self.assize("--config", config, "replay", "1", code=3)
        self.assertIn("can't be replayed", done.out)
        self.assertIn(f"{folder}/answer.py added", done.out)
        other = self.write("other.yaml", "runtimes:\n  - name: other\n    path: /usr/bin/python3\n")
        self.assertIn("not in this host's configuration", self.assize("--config", other, "replay", "1", code=3).out)
        self.query("UPDATE blobs SET content = ? WHERE hash IN (SELECT blob FROM source_files WHERE source = "
                   "(SELECT source FROM submissions WHERE id = 1))", b"\0")
        done = self.assize("replay", "1", "2")
        self.assertIn("is not what its hash says", done.out)
        self.assertIn("judging 2: the same digest", done.out)
        self.assize("replay", "1", code=3)

    def test_wrong_words_are_refused(self):
        self.assize("submit", "--problem", "double", self.write("later.py", DOUBLE))
        for options, *words in (((), "--sample"), (("1", "--sample", "3"), "say which"),
                                (("3", "9"), "submission 3: has no verdict", "submission 9"),
                                (("--judging", "3"), "judging 3", "queued"), (("--judging", "99"), "no judging 99")):
            with self.subTest(options):
                self.assert_refused(self.assize("replay", *options, code=2), *words)
        before = self.query("SELECT count(*) FROM judgings"), self.query("SELECT count(*) FROM audit")
        self.assize("replay", "--judging", "1")
        self.assertEqual((self.query("SELECT count(*) FROM judgings"), self.query("SELECT count(*) FROM audit")), before)

    def test_every_example_is_replayed(self):
        files = []
        for problem in sorted(path for path in EXAMPLES.iterdir() if path.is_dir()):
            self.assize("problem", "add", problem)
            files = [path for path in sorted((problem / "submissions").glob("*/*.py"))
                     if path.parent.name != "time_limit_exceeded"][:4]
            self.assize("submit", "--problem", problem.name, *files)
        self.assize("run", "--drain", "--workers", "2", timeout=600)
        lines = self.assize("replay", "--sample", "1000", "--json", timeout=600).json_lines()
        self.assertGreater(len(lines), 10)
        self.assertEqual([line for line in lines if line["outcome"] != "same"], [])


if __name__ == "__main__":
    unittest.main()
