"""A person is taken out of the store: nothing of theirs is left in its files, and the log still verifies."""

import os
import unittest
from pathlib import Path

from support import DOUBLE, POSTGRESQL, CliCase, needs_jail

# Each stands in another place of the store.
NAME = "Ada Canary-Lovelace"
PROGRAM = """import sys
print("wrote-canary-out")
print("wrote-canary-err", file=sys.stderr)
source_canary = 1
raise ValueError("reason-canary")
"""
CANARIES = [NAME, "wrote-canary-out", "wrote-canary-err", "source_canary", "reason-canary", "file-canary", "key-canary",
            "mail-canary", "syntax-canary", "picture-canary"]


@needs_jail
class Forget(CliCase):
    def setUp(self):
        super().setUp()
        self.add_package()
        (self.dir / "class").mkdir()
        self.write("class/file-canary.py", PROGRAM)
        self.write("class/syntax.py", "def syntax-canary(:\n")
        self.write("class/picture-canary.png", b"\x89PNG\r\n\x1a\n")
        self.write("class/bob.py", DOUBLE)
        rows = ["submitter,problem,file,external_id,e-mail", f"{NAME},double,file-canary.py,key-canary,mail-canary@example.org",
                f"{NAME},double,syntax.py,,", f"{NAME},double,picture-canary.png,,", "bob,double,bob.py,,bob@example.org"]
        manifest = self.write("class/week.csv", "\n".join(rows) + "\n")
        self.assize("submit", "--manifest", manifest, "--skip-bad")
        self.assize("run", "--drain", "--workers", "2")
        self.assize("rejudge", "--submitter", NAME, "--reason", "to see")
        self.assize("run", "--drain", "--workers", "2")
        self.key = self.dir / "log.key"
        self.public = self.assize("audit", "key", "new", self.key, "--name", "judge.example").out.strip()
        self.note = self.dir / "kept.txt"
        self.assize("audit", "checkpoint", "--key", self.key, "--out", self.note)

    def raw(self):
        """All bytes of the store's own files."""
        if not POSTGRESQL:
            return b"".join(path.read_bytes() for path in sorted(self.dir.glob("store.db*")))
        # Tables, their indexes, and where large values of them are.
        tables = "SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'"
        toast = f"SELECT reltoastrelid FROM pg_class WHERE oid IN ({tables}) AND reltoastrelid <> 0"
        relations = f"{tables} UNION {toast} UNION SELECT indexrelid FROM pg_index WHERE indrelid IN ({tables} UNION {toast})"
        self.query("CHECKPOINT")
        data = Path(os.environ["ASSIZE_TEST_POSTGRESQL_DIR"], "data")
        return b"".join((data / path).read_bytes() for (path,) in self.query(f"SELECT pg_relation_filepath(oid) FROM ({relations}) AS all_of_it"))

    def found(self):
        raw = self.raw()
        return [canary for canary in CANARIES if canary.encode() in raw]

    def test_nothing_of_a_person_is_left_in_the_files_and_the_log_verifies(self):
        self.assertEqual(self.found(), CANARIES)
        before = self.assize("report", "--format", "json").json_lines()
        shown = self.assize("forget", NAME)
        self.assertIn("would forget", shown.out)
        self.assertIn("nothing was changed: --yes does it", shown.out)
        self.assertEqual(self.found(), CANARIES)
        counted = self.assize("forget", NAME, "--json").json()
        self.assertEqual((counted["dry_run"], counted["submissions"], counted["rejudges"]), (True, 3, 1))
        done = self.assize("forget", NAME, "--yes", "--reason", "asked for it")
        self.assertIn("what remains, and why:", done.out)
        self.assertIn("the audit log, in which no names are", done.out)
        self.assertEqual(self.found(), [])
        self.assize("audit", "verify", "--checkpoint", self.note, "--key", self.public)
        self.assize("store", "check")
        after = self.assize("report", "--format", "json").json_lines()
        self.assertEqual([row["verdict"] for row in after], [row["verdict"] for row in before])
        self.assertEqual({row["submitter"] for row in after}, {"forgotten-1", "bob"})
        acts = self.assize("audit", "log", "--kind", "forgotten", "--json").json_lines()
        self.assertEqual({act["body"]["reason"] for act in acts}, {"asked for it"})
        self.assertEqual(len(acts), 3)
        self.assertIn("nothing in this store is of", self.assize("forget", NAME, "--yes").out)

    def test_what_is_forgotten_is_shown_and_reported_and_not_judged_again(self):
        self.assize("forget", NAME, "--yes")
        for arguments in (["show", "1"], ["show", "1", "--json"], ["report"], ["report", "--format", "csv"], ["status"]):
            self.assertNotIn("anary", self.assize(*arguments).out)
        self.assize("report", "--format", "html", "--out", self.dir / "report.html")
        self.assertNotIn("anary", (self.dir / "report.html").read_text())
        self.assertIn("the source was pruned", self.assize("rejudge", "--submission", "1", code=2).err)
        # Handed in again, it is new.
        self.assize("submit", "--manifest", self.dir / "class" / "week.csv", "--skip-bad")
        self.assize("run", "--drain")
        self.assertIn("key-canary", self.found())
        self.assize("audit", "verify", "--checkpoint", self.note, "--key", self.public)

    def test_a_reason_with_the_name_is_refused(self):
        done = self.assize("forget", NAME, "--yes", "--reason", f"{NAME} asked", code=2)
        self.assertIn("say it without the name", done.err)
        self.assertEqual(self.found(), CANARIES)


if __name__ == "__main__":
    unittest.main()
