"""The audit log as somebody who trusts neither the operator nor the database would check it."""

import hashlib
import json
import os
import random
import stat
import subprocess
import sys
import unittest

from support import DOUBLE, POSTGRESQL, ROOT, WRONG, CliCase, needs_jail, new_store

sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "docs" / "audit"))
import check_receipt  # noqa: E402


def root_of(leaves):
    """As RFC 6962 defines it."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return hashlib.sha256(b"\1" + root_of(leaves[:left]) + root_of(leaves[left:])).digest()


class AuditCase(CliCase):
    def new_key(self, name="judge.example/course"):
        path = self.dir / f"{len(list(self.dir.glob('*.key')))}.key"
        public = self.assize("audit", "key", "new", path, "--name", name).out.strip()
        return path, public

    def checkpoint(self, key, name="kept.txt"):
        path = self.dir / name
        self.assize("audit", "checkpoint", "--key", key, "--out", path)
        return path

    def verify(self, checkpoint, public, *more, code=0):
        return self.assize("audit", "verify", "--checkpoint", checkpoint, "--key", public, *more, code=code)


class Keys(AuditCase):
    def test_a_key_is_its_owners_alone_and_never_replaced(self):
        old = os.umask(0)
        self.addCleanup(os.umask, old)
        key, public = self.new_key()
        self.assertEqual(stat.S_IMODE(key.stat().st_mode), 0o600)
        self.assertEqual(self.assize("audit", "key", "show", key).out.strip(), public)
        before = key.read_bytes()
        done = self.assize("audit", "key", "new", key, "--name", "x", code=2)
        self.assertIn("is there already", done.err)
        self.assertEqual(key.read_bytes(), before)
        key.chmod(0o640)
        self.assertIn("can be read by others (mode 0640)", self.assize("audit", "key", "show", key, code=2).err)
        self.assertIn("isn't there: make one", self.assize("audit", "key", "show", "none", code=2).err)

    def test_what_is_no_key_is_refused_by_name(self):
        self.assize("init")
        key, public = self.new_key()
        note = self.checkpoint(key)
        bad = self.write("bad.txt", "nothing\n")
        for given, words in ((public[:-1] + ("A" if public[-1] != "A" else "B"), "its ID isn't that"), (key.read_text().strip(), "the private key"),
                             (bad, "fewer than three parts"), (self.write("empty.txt", "# none\n"), "no public key")):
            done = self.verify(note, given, code=2)
            self.assertIn(words, done.err)
        self.assertIn("is no signed note", self.verify(bad, public, code=2).err)
        self.assize("audit", "key", "new", "x", "--name", "with blank", code=2)


@needs_jail
class Log(AuditCase):
    def setUp(self):
        super().setUp()
        self.add_package()
        self.assize("submit", "--problem", "double", "--submitter", "Ada Lovelace", self.write("right.py", DOUBLE),
                    self.write("wrong.py", WRONG))
        self.assize("run", "--drain", "--workers", "2")
        self.key, self.public = self.new_key()

    def test_the_log_is_exported_as_what_its_root_is_made_of(self):
        note = self.checkpoint(self.key)
        origin, size, root = note.read_text().splitlines()[:3]
        lines = self.assize("audit", "export").raw_out.splitlines()
        self.assertEqual((origin, int(size)), ("judge.example/course", len(lines)))
        self.assertEqual(check_receipt.strict(root.encode()), root_of(lines))
        for line in lines:
            entry = json.loads(line)
            self.assertEqual(json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False), line.decode())
        self.assertNotIn(b"Lovelace", b"".join(lines))

    def test_what_happened_to_a_submission_is_told(self):
        lines = self.assize("audit", "log", "--submission", "2", "--json").json_lines()
        self.assertEqual(lines[-1]["kind"], "judged")
        self.assertEqual((lines[-1]["submission"], lines[-1]["body"]["verdict"]), (2, "WA"))
        self.assertEqual(lines[-1]["body"]["digest"], self.assize("show", "2", "--json").json()["digest"])
        text = self.assize("audit", "log", "--submission", "2").out
        self.assertIn("judged submission 2 judging 2: ", text)
        self.assertIn("verdict WA", text)
        self.assertEqual(len(self.assize("audit", "log", "--kind", "judged", "--json").json_lines()), 2)
        self.assertEqual(self.assize("audit", "log", "--problem", "other").out, "")
        self.assertEqual(self.assize("audit", "log", "--since", "2099-01-01").out, "")
        self.assertIn("--since", self.assize("audit", "log", "--since", "never", code=2).err)

    def test_a_sound_log_is_sound_and_says_how_far(self):
        self.assertIn("no checkpoint that was kept elsewhere", self.assize("audit", "verify").out)
        note = self.checkpoint(self.key)
        self.assertIn("all of them are what the checkpoint says", self.verify(note, self.public).out)
        self.assize("submit", "--problem", "double", self.write("again.py", DOUBLE + "\n"))
        self.assize("run", "--drain")
        done = self.verify(note, self.public)
        # On PostgreSQL entries get their places by the next checkpoint.
        self.assertRegex(done.out, r"\d+ more will be in the next" if POSTGRESQL else r"the first \d+ are what the checkpoint says")
        later = self.checkpoint(self.key, "later.txt")
        done = self.assize("audit", "verify", "--from", note, "--checkpoint", later, "--key", self.public, "--json")
        self.assertTrue(done.json()["sound"])
        self.assertLess(done.json()["entries_read"], done.json()["size"])
        self.assertEqual(done.json()["covered"], done.json()["size"])
        proof = self.assize("audit", "consistency", note, later)
        self.assertTrue(proof.out.strip())
        self.assertIn("the first must be the smallest", self.assize("audit", "consistency", later, note, code=2).err)

    def test_a_worker_that_ends_has_a_checkpoint_kept(self):
        kept, piped = self.dir / "kept.txt", self.dir / "piped.txt"
        config = self.write("config.yaml", f"runtimes:\n  - {{name: python3, path: /usr/bin/python3}}\n"
                                           f"checkpoint:\n  key: {self.key}\n  file: {kept}\n"
                                           f"  command: [sh, -c, cat > {piped}]\n")
        self.assize("submit", "--problem", "double", self.write("again.py", DOUBLE + "\n"))
        self.assize("--config", config, "run", "--drain")
        self.assertEqual(kept.read_text(), piped.read_text())
        self.assertIn("all of them are what the checkpoint says", self.verify(kept, self.public).out)
        config.write_text(config.read_text().replace("cat >", "exit 7; cat >"))
        done = self.assize("--config", config, "run", "--drain", code=4)
        self.assertIn("sh ended with 7", done.err)
        self.key.chmod(0o644)
        self.assertIn("can be read by others", self.assize("--config", config, "run", "--drain", code=2).err)
        for text, words in (("checkpoint: {file: /x}", "needs 'key'"), ("checkpoint: {key: /x}", "needs 'file' or"),
                            ("checkpoint: {key: x, file: /y}", "absolute"), ("checkpoint: {key: /x, fil: /y}", "file")):
            config.write_text(text + "\n")
            self.assertIn(words, self.assize("--config", config, "run", "--drain", code=2).err)

    def test_an_older_copy_of_the_store_is_noticed(self):
        copy = new_store(self.dir / "copy.db")
        self.assize("store", "copy", self.store, copy)
        for number in range(3):
            self.assize("submit", "--problem", "double", self.write(f"{number}.py", DOUBLE + number * "#"))
        self.assize("run", "--drain")
        note = self.checkpoint(self.key)
        done = self.assize("audit", "verify", "--checkpoint", note, "--key", self.public, store=copy, code=1)
        self.assertIn("or the store is an older copy", done.out)

    def test_old_keys_still_verify_and_others_do_not(self):
        first = self.checkpoint(self.key, "first.txt")
        second_key, second_public = self.new_key()
        second = self.checkpoint(second_key, "second.txt")
        both = self.write("keys.pub", f"# until 2026\n{self.public}\n{second_public}\n")
        self.assize("audit", "verify", "--checkpoint", first, "--checkpoint", second, "--key", both)
        _, third = self.new_key()
        self.assertIn("is signed by none of the keys", self.verify(first, third, code=1).out)

    def test_a_receipt_is_checked_without_a_store_and_by_plain_python(self):
        path = self.dir / "2.tlog-proof"
        self.assize("audit", "prove", "2", "--key", self.key, "--out", path)
        self.assertLess(path.stat().st_size, 4096)
        done = self.assize("audit", "check-receipt", path, "--key", self.public, store="/nowhere/none.db")
        self.assertIn("good: entry", done.out)
        self.assertIn("WA", done.out)
        entry = self.assize("audit", "check-receipt", path, "--key", self.public, "--json").json()["entry"]
        self.assertEqual(entry, check_receipt.check(path.read_bytes(), self.public))
        script = ROOT / "docs" / "audit" / "check_receipt.py"
        plain = subprocess.run([sys.executable, "-I", script, path, self.public], capture_output=True, text=True)
        self.assertEqual((plain.returncode, json.loads(plain.stdout)), (0, entry))
        _, other = self.new_key()
        done = self.assize("audit", "check-receipt", path, "--key", other, code=1)
        self.assertIn("isn't signed by the key", done.out)
        self.assize("audit", "prove", "2")  # with the checkpoint that the store keeps
        self.assertIn("there is no such submission", self.assize("audit", "prove", "99", code=2).err)

    def test_whoever_hands_in_gets_a_receipt_at_once(self):
        program, other = self.write("mine.py", "# canary\n" + DOUBLE), self.write("other.py", DOUBLE + "#\n")
        path, script = self.dir / "mine.tlog-proof", ROOT / "docs" / "audit" / "check_receipt.py"
        number = self.assize("submit", "--problem", "double", program, "--receipt", path, "--key", self.key).out.strip()
        self.assertLess(path.stat().st_size, 4096)
        entry = self.assize("audit", "check-receipt", path, "--key", self.public, "--source", program, "--json").json()["entry"]
        self.assertEqual((entry["kind"], str(entry["submission"])), ("received", number))
        self.assertIn("of another source", self.assize("audit", "check-receipt", path, "--key", self.public, "--source", other, code=1).out)
        for source, code in ((program, 0), (other, 1)):
            plain = subprocess.run([sys.executable, "-I", script, path, self.public, source], capture_output=True, text=True)
            self.assertEqual(plain.returncode, code, plain.stderr)
        manifest = self.write("two.csv", "submitter,problem,file\neve,double,mine.py\ndan,double,other.py\n")
        config = self.write("config.yaml", f"checkpoint: {{key: {self.key}, file: {self.dir / 'kept.txt'}}}\n")
        self.assize("--config", config, "submit", "--manifest", manifest, "--receipt", self.dir / "receipts")
        written = sorted((self.dir / "receipts").iterdir())
        self.assertEqual(len(written), 2)
        for one in written:
            self.assize("audit", "check-receipt", one, "--key", self.public)
        count = len(self.assize("report", "--format", "json").json_lines())
        self.assertIn("--receipt needs the log's private key",
                      self.assize("submit", "--problem", "double", program, "--receipt", path, code=2).err)
        self.assize("submit", "--problem", "double", program, "--receipt", path, "--key", "/nowhere/key", code=2)
        self.assertEqual(len(self.assize("report", "--format", "json").json_lines()), count)

    def test_of_1000_changed_receipts_both_take_none(self):
        path = self.dir / "1.tlog-proof"
        self.assize("audit", "prove", "1", "--key", self.key, "--out", path)
        good = path.read_bytes()
        check_receipt.check(good, self.public)
        chance = random.Random(19)
        for number in range(1000):
            changed = bytearray(good)
            changed[chance.randrange(len(good))] ^= 1 << chance.randrange(8)
            with self.assertRaises((ValueError, IndexError), msg=bytes(changed)):
                check_receipt.check(bytes(changed), self.public)
            if number % 50 == 0:
                path.write_bytes(changed)
                self.assize("audit", "check-receipt", path, "--key", self.public, code=1)


if __name__ == "__main__":
    unittest.main()
