"""Judging again: a preview that nobody sees, what would change and why, and then all at once or not at all."""

import shutil
import tempfile
import unittest
from pathlib import Path

from support import DOUBLE, WRONG, CliCase, as_bytes, make_package, needs_jail

# Right for the first version of the package, which has a wrong answer in secret/1.
FOOLED = "n = int(input())\nprint(43 if n == 21 else 2 * n)\n"
FORMATS = ("table", "csv", "html", "json")


@needs_jail
class Rejudge(CliCase):
    def setUp(self):
        super().setUp()
        self.add_version("43\n")
        programs = [self.write(f"{name}.py", source)
                    for name, source in (("right", DOUBLE), ("wrong", WRONG), ("fooled", FOOLED))]
        for name, path in zip(("ada", "bob", "eve"), programs, strict=True):
            self.assize("submit", "--problem", "double", "--submitter", name, path)
        self.run_all()
        self.assertEqual(self.verdicts(), ["WA", "WA", "AC"])

    def add_version(self, answer, **more):
        package = make_package(self.dir / "packages", tests={"sample/1": ("2\n", "4\n"), "secret/1": ("21\n", answer)},
                               **more)
        return self.assize("problem", "add", package)

    def run_all(self, *options):
        return self.assize("run", "--drain", "--workers", "2", *options)

    def verdicts(self):
        return [line["verdict"] for line in self.assize("report", "--format", "json").json_lines()]

    def rejudge(self, *options):
        return self.assize("rejudge", *options).out.strip()

    def seen(self):
        """All that others see of a store."""
        def timeless(text):
            return [line for line in text.splitlines() if "made" not in line and "generated" not in line]
        return ([timeless(self.assize("report", "--format", name).out) for name in FORMATS]
                + [self.assize("show", str(n), "--json").out for n in (1, 2, 3)]
                + [self.assize("show", str(n)).out for n in (1, 2, 3)] + [self.status()["verdicts"]])

    def test_nothing_changes_before_it_is_applied_and_then_all_does(self):
        done = self.add_version("42\n")
        self.assertIn("3 submissions were judged with another version: assize rejudge --problem double", done.err)
        before = self.seen()
        number = self.rejudge("--problem", "double", "--reason", "secret/1 was wrong")
        self.assertEqual(self.seen(), before)
        self.assertEqual(self.status()["queued"], 3)
        done = self.assize("rejudge", "apply", number, code=2)
        self.assert_refused(done, "3 of 3", "not judged yet")
        self.run_all()
        self.assertEqual(self.seen(), before)

        shown = self.assize("rejudge", "show", number, "--json").json()
        self.assertEqual((shown["state"], shown["done"], shown["reason"]), ("open", 3, "secret/1 was wrong"))
        self.assertEqual(shown["matrix"], {"AC": {"WA": 1}, "WA": {"AC": 1, "WA": 1}})
        changes = shown["changes"]
        self.assertEqual([(line["submission"], line["old"]["verdict"], line["new"]["verdict"]) for line in changes],
                         [(3, "AC", "WA"), (1, "WA", "AC")])
        self.assertEqual([line["causes"] for line in changes], [["package"]] * 2)
        self.assertEqual(changes[0]["tests"], [{"name": "secret/1", "old": "AC", "new": "WA"}])
        cause, = shown["causes"]
        self.assertEqual((cause["cause"], cause["problem"], cause["outcomes"]), ("package", "double", 2))
        self.assertEqual(cause["changes"], [{"path": "data/secret/1.ans", "change": "changed"}])
        text = self.assize("diff").out
        self.assertEqual(text, self.assize("rejudge", "show", number).out)
        self.assertIn("changed data/secret/1.ans", text)

        self.assize("rejudge", "apply", number)
        self.assertEqual(self.verdicts(), ["AC", "WA", "WA"])
        judgings = self.show(1)["judgings"]
        self.assertEqual([judging["verdict"] for judging in judgings], ["WA", "AC"])
        self.assert_refused(self.assize("rejudge", "apply", number, code=2), "applied")
        self.assert_refused(self.assize("rejudge", "discard", number, code=2), "applied")
        kinds = [kind for kind, in self.query("SELECT kind FROM audit ORDER BY seq")]
        self.assertEqual([kind for kind in kinds if "rejudge" in kind], ["rejudge queued", "rejudge applied"])
        self.assertEqual(kinds.count("judged as preview"), 3)
        # What it was can still be seen.
        again = self.assize("rejudge", "show", number, "--json").json()
        self.assertEqual((again["state"], again["changes"], again["stale"]), ("applied", changes, []))

    def test_discarded_it_leaves_everything_as_it_was(self):
        self.add_version("42\n")
        before = self.seen()
        number = self.rejudge("--verdict", "wa")
        self.run_all()
        self.assize("rejudge", "discard", number)
        self.assertEqual(self.seen(), before)
        self.assert_refused(self.assize("rejudge", "apply", number, code=2), "discarded")
        listed, = self.assize("rejudge", "list", "--json").json_lines()
        self.assertEqual((listed["state"], listed["judgings"], listed["wanted"]), ("discarded", 2, "verdict WA"))
        # Before anything is judged, nothing is judged.
        number = self.rejudge()
        self.assize("rejudge", "discard", number)
        self.assertEqual(self.status()["queued"], 0)

    def test_what_is_judged_otherwise_meanwhile_cannot_be_overwritten(self):
        self.add_version("42\n")
        first, second = self.rejudge("--rejected"), self.rejudge("--submission", "1")
        self.run_all()
        self.assize("rejudge", "apply", second)
        self.assertEqual(self.verdicts(), ["AC", "WA", "AC"])
        done = self.assize("rejudge", "apply", first, code=2)
        self.assert_refused(done, "submission 1: judged in another way since")
        self.assertEqual(self.verdicts(), ["AC", "WA", "AC"])

    def test_a_manifest_handed_in_again_offers_to_judge_what_has_another_package_now(self):
        self.write("class.csv", "submitter,problem,file,external_id\nann,double,right.py,a\nben,double,wrong.py,b\n")
        self.assize("submit", "--manifest", "class.csv")
        self.run_all()
        again = ("submit", "--manifest", "class.csv", "--rejudge-changed")
        self.assertNotIn("rejudge", self.assize(*again).err)
        self.add_version("42\n")
        self.assize("submit", "--problem", "double", "--batch", "class", self.write("new.py", DOUBLE + "# new\n"))
        self.run_all()
        for format_, words in (("table", "judged with 2 versions of its package"), ("html", "Judged with 2 versions")):
            for audience, shown in (("staff", True), ("submitter", False), ("public", False)):
                with self.subTest(format_, audience=audience):
                    text = self.assize("report", "--batch", "class", "--format", format_, "--audience", audience).out
                    self.assertEqual(words in text, shown)
        done = self.assize(*again[:-1])
        self.assertIn("2 of those that were there already were judged with another version", done.err)
        self.assertIn("--rejudge-changed", done.err)
        self.assertIn("rejudge 1: 2 submissions", self.assize(*again).err)
        self.run_all()
        self.assize("rejudge", "apply", "1")
        self.assertNotIn("versions", self.assize("report", "--batch", "class").out)

    def test_filters(self):
        def number_of(*options):
            number = self.rejudge(*options)
            if not number:
                return 0
            self.assize("rejudge", "discard", number)
            return self.assize("rejudge", "list", "--json").json_lines()[-1]["judgings"]

        self.assertEqual(number_of(), 3)
        self.assertEqual(number_of("--submitter", "ada"), 1)
        self.assertEqual(number_of("--submitter", "nobody"), 0)
        self.assertEqual(number_of("--verdict", "AC"), 1)
        self.assertEqual(number_of("--rejected", "--submitter", "eve"), 0)
        self.assertEqual(number_of("--submission", "3", "--submission", "1"), 2)
        self.assertEqual(number_of("--since", "2020-01-01"), 3)
        self.assertEqual(number_of("--until", "2020-01-01T12:00Z"), 0)
        owner, = {name for name, in self.query("SELECT lease_owner FROM judgings WHERE preview = 0")}
        self.assertEqual(number_of("--worker", owner), 3)
        self.assertEqual(number_of("--worker", owner.rsplit("-", 2)[0]), 3)
        self.assertEqual(number_of("--worker", "elsewhere"), 0)
        self.assertEqual(number_of("--outdated"), 0)
        self.assize("submit", "--problem", "double", "--batch", "more", self.write("more.py", DOUBLE))
        self.run_all()
        self.assertEqual(number_of("--batch", "more"), 1)
        self.add_version("42\n")
        self.assertEqual(number_of("--outdated"), 4)

    def test_wrong_filters_are_refused_and_change_nothing(self):
        for options, *words in (
                (("--problem", "nowhere"), "there is no problem 'nowhere'"),
                (("--submission", "77", "--submission", "99"), "submissions 77, 99: not in the store"),
                (("--batch", "none"), "there is no batch 'none'"),
                (("--verdict", "XX"), "--verdict", "XX"),
                (("--since", "tomorrow"), "--since", "2026-11-30T14:05"),
                (("--since", "2026-02-31"), "--since")):
            with self.subTest(options):
                self.assert_refused(self.assize("rejudge", *options, code=2), *words)
        self.assertEqual(self.query("SELECT count(*) FROM rejudges"), [(0,)])
        for command in (("diff",), ("rejudge", "show", "1"), ("rejudge", "apply", "1")):
            self.assert_refused(self.assize(*command, code=2), "rejudge")

    def test_another_policy_and_another_runtime_are_named_as_causes(self):
        policy = self.write("policy.yaml", "version: 1\nname: small\nlimits: {output_kib: 1}\n")
        self.assize("submit", "--problem", "double", self.write("loud.py", "print(' ' * 3000, 2 * int(input()))\n"))
        self.run_all()
        self.assertEqual(self.show(4)["verdict"], "WA")
        number = self.rejudge("--submission", "4")
        self.run_all("--policy", policy)
        shown = self.assize("rejudge", "show", number, "--json").json()
        change, = shown["changes"]
        self.assertEqual((change["new"]["verdict"], change["causes"]), ("OLE", ["policy"]))
        self.assertTrue(any("output" in line["path"] for line in shown["causes"][0]["changes"]), shown["causes"])
        # The runtime with a file that changes.
        folder = Path(tempfile.mkdtemp(prefix="assize-rejudge-", dir="/var/tmp"))  # in /tmp the jail has its own
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        (folder / "answer.py").write_text("VALUE = 42\n")
        folder.chmod(0o755)
        config = self.write("config.yaml", "runtimes:\n  - name: python3\n    path: /usr/bin/python3\n"
                                           f"    files: [{folder}]\n")
        source = (f"import sys\nsys.path.append({str(folder)!r})\nimport answer\n"
                  "print(4 if input() == '2' else answer.VALUE + 1)\n")
        self.assize("submit", "--problem", "double", self.write("user.py", source))
        self.run_all("--config", config)
        self.assertEqual(self.show(5)["verdict"], "AC")
        (folder / "answer.py").write_text("VALUE = 40\n")
        number = self.rejudge("--submission", "5")
        self.run_all("--config", config)
        shown = self.assize("rejudge", "show", number, "--json").json()
        change, = shown["changes"]
        self.assertEqual((change["new"]["verdict"], change["causes"]), ("WA", ["runtime"]))
        self.assertEqual(shown["causes"][0]["changes"], [{"path": f"{folder}/answer.py", "change": "changed"}])

    def test_noise_is_said_to_be_a_fault_and_is_found_by_repeating(self):
        source = "import os\nn = int(input())\nprint(43 if n == 21 and os.urandom(1)[0] % 2 else 2 * n if n < 9 else 0)\n"
        self.assize("submit", "--problem", "double", self.write("dice.py", source))
        self.run_all()
        number = self.rejudge("--submission", "4", "--submission", "1", "--repeat", "24")
        self.run_all()
        report = self.assize("rejudge", "show", number, "--json").json()
        self.assertEqual((report["submissions"], report["done"]), (2, 48))
        noisy, = report["noisy"]
        self.assertEqual(noisy["submission"], 4)
        self.assertEqual(sum(noisy["outcomes"].values()), 24)
        self.assertEqual(len(noisy["outcomes"]), 2)
        self.assert_refused(self.assize("rejudge", "apply", number, code=2), "noise")
        self.assertIn("different outcomes", self.assize("rejudge", "show", number).out)
        # Compared one by one, what differs without a cause is called so.
        for _ in range(24):
            number = self.rejudge("--submission", "4")
            self.run_all()
            shown = self.assize("rejudge", "show", number, "--json").json()
            if shown["changes"]:
                break
        self.assertEqual(shown["changes"][0]["causes"], ["noise"])
        self.assertEqual(shown["noise"], 1)
        self.assertIn("without a cause", self.assize("diff").out)

    def test_a_preview_that_fails_leaves_the_old_judging(self):
        self.add_version("42\n")
        number = self.rejudge("--problem", "double")
        blob, = self.query("SELECT blob FROM source_files WHERE source = (SELECT source FROM submissions WHERE id = 1)")
        content, = self.query("SELECT content FROM blobs WHERE hash = ?", *blob)
        self.query("UPDATE blobs SET content = ? WHERE hash = ?", b"\0", *blob)
        self.run_all()
        self.assertIn(f"a preview of rejudge {number}", self.assize("queue", "list").out)
        shown = self.assize("rejudge", "show", number, "--json").json()
        self.assertEqual([one["submission"] for one in shown["not_judged"]], [1])
        # Repaired and queued again it is the same preview.
        self.query("UPDATE blobs SET content = ? WHERE hash = ?", as_bytes(content[0]), *blob)
        self.assize("queue", "retry", "1")
        self.assertEqual(self.verdicts(), ["WA", "WA", "AC"])
        self.run_all()
        self.assize("rejudge", "apply", number)
        self.assertEqual(self.verdicts(), ["AC", "WA", "WA"])


if __name__ == "__main__":
    unittest.main()
