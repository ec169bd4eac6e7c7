"""On PostgreSQL each role can do its work, and no more."""

import os
import subprocess
import unittest
import uuid

from support import DOUBLE, POSTGRESQL, CliCase, needs_jail

ROLES = ("worker", "submitter", "reader", "auditor")


@needs_jail
class Roles(CliCase):
    def setUp(self):
        super().setUp()
        if not POSTGRESQL:
            self.skipTest("SQLite has no roles")
        self.prefix = "r" + uuid.uuid4().hex[:8]
        self.assize("init", "--roles", self.prefix)
        self.add_package()
        for role in ROLES:
            self.query(f"CREATE ROLE {self.prefix}_{role}_1 LOGIN IN ROLE {self.prefix}_{role}")
        self.addCleanup(self.drop_roles)

    def drop_roles(self):
        for role in ROLES:
            for name in (f"{self.prefix}_{role}_1", f"{self.prefix}_{role}"):
                self.query(f"DROP OWNED BY {name}; DROP ROLE {name}")

    def url_of(self, role):
        return self.store.replace("assize@", f"{self.prefix}_{role}_1@", 1)

    def as_(self, role, *arguments, **options):
        return self.assize(*arguments, store=self.url_of(role), **options)

    def refused(self, role, sql):
        done = subprocess.run([os.environ["ASSIZE_TEST_POSTGRESQL_BIN"] + "/psql", self.url_of(role), "-c", sql],
                              capture_output=True, text=True, timeout=60)
        self.assertNotEqual(done.returncode, 0, f"{role} may: {sql}")
        self.assertIn("permission denied", done.stderr, f"{role}: {sql}")

    def test_each_does_its_work(self):
        path = self.write("main.py", DOUBLE)
        self.as_("submitter", "submit", "--problem", "double", "--submitter", "ada", "--external-id", "one", path)
        self.as_("submitter", "submit", "--problem", "double", "--submitter", "ada", "--external-id", "one", path)
        manifest = self.write("class.csv", "submitter,problem,file\neve,double,main.py\ndan,double,nothing.py\n")
        self.as_("submitter", "submit", "--manifest", manifest, "--skip-bad")
        self.as_("worker", "run", "--drain", "--workers", "2")
        self.assertEqual(self.query("SELECT verdict FROM judgings WHERE submission = 1"), [("AC",)])
        rows = self.as_("reader", "report", "--format", "json").json_lines()
        self.assertEqual([row["verdict"] for row in rows[:2]], ["AC", "AC"])
        self.as_("reader", "show", "1")
        self.as_("reader", "status")
        key = self.dir / "log.key"
        public = self.assize("audit", "key", "new", key, "--name", "judge.example").out.strip()
        self.as_("auditor", "audit", "checkpoint", "--key", key, "--out", self.dir / "kept.txt")
        self.as_("auditor", "audit", "verify", "--checkpoint", self.dir / "kept.txt", "--key", public)
        self.as_("auditor", "audit", "prove", "1", "--key", key)
        config = self.write("config.yaml", f"checkpoint: {{key: {key}, file: {self.dir / 'again.txt'}}}\n")
        self.as_("submitter", "submit", "--problem", "double", "--submitter", "zoe", path)
        self.as_("worker", "--config", config, "run", "--drain")
        self.as_("auditor", "audit", "verify", "--checkpoint", self.dir / "again.txt", "--key", public)

    def test_no_more(self):
        self.as_("submitter", "submit", "--problem", "double", "--submitter", "ada", self.write("main.py", DOUBLE))
        self.as_("worker", "run", "--drain")
        everybody = ["DELETE FROM audit", "UPDATE audit SET body = '{}'", "TRUNCATE audit", "DELETE FROM judgings", "DELETE FROM runs",
                     "DELETE FROM submissions", "UPDATE submissions SET submitter = 'x'", "UPDATE packages SET name = 'x'",
                     "UPDATE blobs SET content = ''", "DELETE FROM blobs", "UPDATE runs SET verdict = 'AC'", "CREATE TABLE x ()",
                     "UPDATE problems SET package = 'x'", "INSERT INTO problems VALUES ('x', 'y')", "UPDATE assize_schema SET version = 1",
                     "DROP TABLE audit", "ALTER TABLE audit DISABLE TRIGGER ALL"]
        for role in ROLES:
            for sql in everybody:
                if sql.startswith(("DROP", "ALTER")):
                    continue
                self.refused(role, sql)
        for sql in ("SELECT content FROM blobs", "SELECT * FROM runs", "SELECT reason FROM judgings", "UPDATE judgings SET verdict = 'AC'",
                    "SELECT * FROM audit", "UPDATE audit SET position = 0", "INSERT INTO runs DEFAULT VALUES", "SELECT * FROM workers"):
            self.refused("submitter", sql)
        for role in ("reader", "auditor"):
            for sql in ("UPDATE judgings SET verdict = 'AC'", "INSERT INTO submissions DEFAULT VALUES", "INSERT INTO audit DEFAULT VALUES",
                        "UPDATE turns SET turn = 0", "DELETE FROM workers"):
                self.refused(role, sql)
        self.refused("reader", "UPDATE audit SET position = 0")
        self.refused("reader", "INSERT INTO audit_checkpoints VALUES (1, '', 1)")
        (self.dir / "packages" / "double" / "data" / "secret" / "1.in").write_text("22\n")
        (self.dir / "packages" / "double" / "data" / "secret" / "1.ans").write_text("44\n")
        for arguments in (("forget", "ada", "--yes"), ("store", "prune", "--older-than", "0h"), ("problem", "add", self.dir / "packages" / "double")):
            for role in ROLES:
                self.assertIn("permission denied", self.as_(role, *arguments, code=None).err, (role, arguments))

    def test_said_again_it_changes_nothing(self):
        rights = f"SELECT grantee, table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee LIKE '{self.prefix}%' ORDER BY 1, 2, 3"
        before = self.query(rights)
        self.assertGreater(len(before), 50)
        self.assize("init", "--roles", self.prefix)
        self.assertEqual(self.query(rights), before)
        self.assertIn("small letters", self.assize("init", "--roles", "A; DROP", code=2).err)


class NoRoles(CliCase):
    def test_a_sqlite_store_has_none(self):
        if POSTGRESQL:
            self.skipTest("this is PostgreSQL")
        self.assertIn("only a store in PostgreSQL has roles", self.assize("init", "--roles", code=2).err)


if __name__ == "__main__":
    unittest.main()
