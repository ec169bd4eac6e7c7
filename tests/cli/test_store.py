"""The commands about a store as a whole: check, backup, copy."""

import os
import stat
import unittest

from support import POSTGRESQL, CliCase, needs_jail, new_store, query

GOOD = "n = int(input())\nprint(n + n)\n"


class Whole(CliCase):
    """Nothing is judged here: what is queued is enough."""

    def setUp(self):
        super().setUp()
        self.add_package()
        for n in range(3):
            self.submit(f"# {n}\n{GOOD}", name=f"{n}.py")

    def damage_blob(self, store=None):
        blob = query(store or self.store, "SELECT blob FROM source_files ORDER BY blob LIMIT 1")[0][0]
        query(store or self.store, "UPDATE blobs SET content = ? WHERE hash = ?", b"\0" * 33, blob)
        return blob

    def test_a_sound_store_is_said_to_be(self):
        done = self.assize("store", "check")
        self.assertRegex(done.out, r"^\d+ rows, 3 submissions, \d+ blobs \(.*\), 7 audit entries: sound\n$")
        result = self.assize("store", "check", "--json").json()
        self.assertEqual((result["sound"], result["damages"], result["submissions"]), (True, 0, 3))

    def test_damage_is_named_with_its_row_and_what_to_do(self):
        blob = self.damage_blob()
        self.query("UPDATE judgings SET state = 'leased' WHERE id = 2")
        done = self.assize("store", "check", code=1)
        lines = done.out.splitlines()
        self.assertEqual(len(lines), 3, done)
        self.assertIn(f"damage: blobs {blob}: ", lines[0])
        self.assertIn("damage: judgings 2: is leased, but by nobody", lines[1])
        for line in lines[:2]:
            self.assertIn("; what to do: restore the store from a backup", line)
        self.assertIn("2 damages", lines[2])
        *findings, result = self.assize("store", "check", "--json", code=1).json_lines()
        self.assertEqual([(f["finding"], f["table"], f["row"]) for f in findings],
                         [("damage", "blobs", blob), ("damage", "judgings", "2")])
        self.assertEqual((result["sound"], result["damages"]), (False, 2))

    def test_what_nobody_uses_is_a_note(self):
        package = self.dir / "packages" / "double"
        (package / ".timelimit").write_text("2\n")
        self.assize("problem", "add", package)
        self.query("DELETE FROM judgings WHERE id > 1")
        self.query("DELETE FROM submissions WHERE id > 1")
        done = self.assize("store", "check")
        self.assertEqual(done.out.count("note: sources "), 2)
        self.assertTrue(done.out.endswith("sound, 2 notes\n"), done)

    def test_a_store_that_is_not_there_is_not_made(self):
        for command in (["check"], ["backup", "b.db"], ["copy", "none.db", "b.db"]):
            with self.subTest(command):
                self.assert_refused(self.assize("store", *command, store="none.db", code=2), "none.db: is not there")
        self.assertEqual([p.name for p in self.dir.glob("*.db*") if p != self.store], [])

    def test_a_backup_is_a_store_of_its_owners(self):
        done = self.assize("store", "backup", "backup.db")
        self.assertEqual(done.out, "")
        self.assertIn("is backed up in backup.db", done.err)
        backup = self.dir / "backup.db"
        self.assertEqual(stat.S_IMODE(backup.stat().st_mode), 0o600)
        self.assertIn("3 submissions", self.assize("store", "check", store=backup).out)
        self.assertEqual(self.assize("status", "--json", store=backup).json()["queued"], 3)
        before = backup.read_bytes()
        self.assert_refused(self.assize("store", "backup", "backup.db", code=2), "--force")
        self.assertEqual(backup.read_bytes(), before)
        self.submit(name="more.py")
        self.assize("store", "backup", "backup.db", "--force")
        self.assertEqual(self.assize("status", "--json", store=backup).json()["queued"], 4)
        self.assertEqual([p.name for p in self.dir.glob("*unfinished*")], [])

    @unittest.skipIf(POSTGRESQL, "a store in a file")
    def test_a_backup_does_not_replace_the_store_it_is_of(self):
        for name in (self.store, "link.db"):
            if name == "link.db":
                (self.dir / name).symlink_to(self.store)
            self.assert_refused(self.assize("store", "backup", "--force", name, code=2), "is the store itself")

    def test_a_copy_is_the_same_store_in_another_place(self):
        for to in (new_store(self.dir / "copy.db"), self.dir / "file.db"):
            with self.subTest(to):
                done = self.assize("store", "copy", self.store, to)
                self.assertIn("and compared: all equal", done.out)
                self.assertTrue(done.out.endswith("sound\n"), done)
                self.assertEqual(self.assize("status", "--json", store=to).json()["queued"], 3)
                before = self.query("SELECT max(seq) FROM audit")[0][0]
                self.assertEqual(query(to, f"SELECT kind FROM audit WHERE seq > {before}"), [("copied",)])
                path = self.write("next.py", GOOD)
                # Numbers go on.
                self.assertEqual(self.assize("submit", "--problem", "double", path, store=to).out, "4\n")
                self.assert_refused(self.assize("store", "copy", self.store, to, code=2), "holds a store already")

    def test_a_copy_that_was_killed_goes_on(self):
        # So much that it takes a while, in many pieces.
        for n in range(12):
            self.submit(b"# " + os.urandom(4_000_000).hex().encode() + b"\n" + GOOD.encode(), name=f"big{n}.py")
        to = new_store(self.dir / "copy.db")
        copy = self.start("store", "copy", self.store, to)

        def has_begun():
            try:
                return query(to, "SELECT count(*) FROM blobs")[0][0] > 0
            except Exception:  # there is no such table yet
                return False

        self.wait_for("the first piece", has_begun)
        copy.kill()
        copy.wait()
        self.assert_refused(self.assize("status", store=to, code=2), "unfinished copy", "assize store copy")
        done = self.assize("store", "copy", self.store, to)
        self.assertIn("went on where an interrupted copy was", done.err)
        self.assertTrue(done.out.endswith("sound\n"), done)
        self.assertEqual(self.assize("status", "--json", store=to).json()["queued"], 15)

    def test_damage_is_copied_and_said(self):
        blob = self.damage_blob()
        to = new_store(self.dir / "copy.db")
        done = self.assize("store", "copy", self.store, to, code=1)
        self.assertIn(f"damage: blobs {blob}", done.out)
        self.assertIn("the damage is in", done.err)

    def test_passwords_are_in_no_message(self):
        done = self.assize("store", "copy", self.store, "postgresql://ada:secret@127.0.0.1:1/none", code=None)
        self.assertNotEqual(done.code, 0)
        self.assertNotIn("secret", done.out + done.err)


    def test_what_is_queued_is_never_pruned(self):
        self.query("UPDATE submissions SET submitted_at = 4, handed_in_at = 4")
        self.query("UPDATE judgings SET queued_at = 5")
        done = self.assize("store", "prune", "--older-than", "1d", "--json").json()
        self.assertEqual((done["submissions"], done["sources"], done["blobs"]), (0, 0, 0))
        self.assertEqual(self.query("SELECT count(*) FROM source_files"), [(3,)])

    def test_what_prune_is_told_wrongly_is_said(self):
        for options, text in ((("--older-than", "180"), "as 12h, 180d or 26w"),
                              (("--older-than", "-1d"), "as 12h, 180d or 26w"),
                              (("--older-than", "1d", "--keep", "verdicts"), "append-only"),
                              (("--older-than", "1d", "--keep", "audit"), "verdicts must be among them"),
                              (("--older-than", "1d", "--keep", "audit,verdicts,all"), "not 'all'"),
                              ((), "--older-than")):
            with self.subTest(options):
                self.assert_refused(self.assize("store", "prune", *options, code=2), text)


@needs_jail
class WithWorkers(CliCase):
    def judge_long_ago(self, *programs):
        self.add_package()
        for program in programs:
            self.submit(program)
        self.assize("run", "--drain", "--workers", "1")
        self.query("UPDATE submissions SET submitted_at = 4, handed_in_at = 4")
        self.query("UPDATE judgings SET queued_at = 5, finished_at = 7")

    def test_of_old_submissions_the_verdicts_stay(self):
        self.judge_long_ago(GOOD, "import sys\nprint(0)\nprint('why', file=sys.stderr)\n", "(\n")
        young = self.submit("# young\n" + GOOD)
        fields = ("verdict", "reason", "score", "digest", "cpu_ms", "wall_ms", "memory_kib")
        before = [[self.show(n)[f] for f in fields] for n in (1, 2, 3)]
        would = self.assize("store", "prune", "--older-than", "180d", "--dry-run", "--json").json()
        self.assertEqual((would["dry_run"], would["submissions"], would["sources"]), (True, 3, 3))
        self.assertIn("would go: ", self.assize("store", "prune", "--older-than", "180d", "--dry-run").out)
        self.assertEqual(self.show(2)["tests"][0]["stderr"], "why\n")
        done = self.assize("store", "prune", "--older-than", "180d")
        self.assertRegex(done.out, r"^pruned: outputs of 3 submissions .*, 3 sources, .*\nthe store takes .* less\n$")
        self.assertEqual([[self.show(n)[f] for f in fields] for n in (1, 2, 3)], before)
        wrong = self.show(2)
        self.assertTrue(wrong["pruned"])
        self.assertEqual((wrong["tests"][0]["pruned"], wrong["tests"][0]["stderr"]), (True, ""))
        self.assertIsNone(wrong["tests"][0]["output_bytes"])
        self.assertIn("pruned: what its runs wrote", self.assize("show", 2).out)
        self.assertEqual(self.show(3)["compile_message"], "(pruned)")
        self.assertNotIn("pruned", self.show(young))
        for format_ in ("table", "json", "csv"):
            self.assize("report", "--format", format_)
        self.assertIn("they were pruned", self.assize("report", "--format", "html").out)
        self.assertIn("note: sources: the files of 3 were pruned;", self.assize("store", "check").out)
        entries = self.query("SELECT body FROM audit WHERE kind = 'pruned'")
        self.assertEqual(len(entries), 2)
        self.assize("run", "--drain", "--workers", "1")
        self.assertEqual(self.show(young)["verdict"], "AC")

    def test_what_is_kept_by_name_stays(self):
        self.judge_long_ago("print(0)\n")
        self.assize("store", "prune", "--older-than", "1d", "--keep", "verdicts,audit,outputs")
        self.assertEqual(self.show(1)["tests"][0]["stdout"], "0\n")
        self.assertEqual(self.query("SELECT count(*) FROM source_files"), [(0,)])

    def test_a_backup_and_a_check_while_workers_judge(self):
        self.add_package()
        for n in range(40):
            self.submit(f"# {n}\n{GOOD}", name=f"{n}.py")
        worker = self.start("run", "--drain", "--workers", "2")
        backups = []
        while worker.poll() is None and len(backups) < 20:
            backups.append(self.dir / f"backup{len(backups)}.db")
            self.assize("store", "backup", backups[-1])
            self.assize("store", "check")
        self.assertEqual(self.end_of(worker).code, 0)
        self.assertGreater(len(backups), 1)
        for backup in backups:
            self.assertIn("sound", self.assize("store", "check", store=backup).out)
        self.assize("run", "--drain", "--workers", "2", store=backups[0], timeout=120)
        self.assertEqual(self.assize("status", "--json", store=backups[0]).json()["done"], 40)

    def test_what_was_judged_reads_the_same_in_a_copy(self):
        self.add_package()
        self.submit(GOOD)
        self.submit("print(0)")
        self.assize("run", "--drain", "--workers", "1")
        file = self.dir / "copy.db"
        self.assize("store", "copy", self.store, file)
        back = new_store(self.dir / "back.db")
        self.assize("store", "copy", file, back)
        report = self.assize("report", "--format", "json").out
        for store in (file, back):
            self.assertEqual(self.assize("report", "--format", "json", store=store).out, report)


if __name__ == "__main__":
    unittest.main()
