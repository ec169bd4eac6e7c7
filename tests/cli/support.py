"""What the tests of the command line share: running the program, small packages, looking into a store."""

import functools
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "problems" / "examples"

# In the background of a shell it is ignored, and whatever a test starts would inherit that.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Answers of the package that make_package() makes: the number of the input, doubled.
DOUBLE = "print(2 * int(input()))\n"
WRONG = "print(7)\n"
ENDLESS = "while True: pass\n"


def program():
    path = os.environ.get("ASSIZE")
    if not path:
        raise unittest.SkipTest("ASSIZE doesn't name the program to test")
    return os.path.abspath(path)


def environment(**more):
    """The caller's, without what would change the program's behaviour."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ASSIZE") and k not in ("NO_COLOR", "TZ")}
    kept.update({k: str(v) for k, v in more.items()})
    return kept


@functools.cache
def why_no_jail():
    done = subprocess.run([program(), "doctor"], capture_output=True, text=True, env=environment(), timeout=300)
    if done.returncode == 0:
        return None
    bad = [line for line in done.stdout.splitlines() if line.startswith("BAD")]
    return "this host can't judge safely: " + "; ".join(bad)


def needs_jail(test):
    """Skips a test (or all of a class) that judges where the host can't."""
    if isinstance(test, type):
        set_up = test.setUpClass.__func__

        def set_up_class(cls):
            if why_no_jail():
                raise unittest.SkipTest(why_no_jail())
            set_up(cls)

        test.setUpClass = classmethod(set_up_class)
        return test

    @functools.wraps(test)
    def run(self, *args):
        if why_no_jail():
            self.skipTest(why_no_jail())
        return test(self, *args)

    return run


def make_package(parent, name="double", tests=None, time_limit="1", yaml="", files=None):
    """A legacy package with a sample and one secret test, or with those given as {name: (input, answer)}."""
    package = Path(parent) / name
    if tests is None:
        tests = {"sample/1": ("2\n", "4\n"), "secret/1": ("21\n", "42\n")}
    for path, (given, answer) in tests.items():
        stem = package / "data" / path
        stem.parent.mkdir(parents=True, exist_ok=True)
        stem.with_name(stem.name + ".in").write_text(given)
        stem.with_name(stem.name + ".ans").write_text(answer)
    (package / "data" / "secret").mkdir(parents=True, exist_ok=True)
    (package / "problem.yaml").write_text(f"name: {name}\nlimits:\n  memory: 256\n{yaml}")
    if time_limit:
        (package / ".timelimit").write_text(time_limit + "\n")
    for path, content in (files or {}).items():
        target = package / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content)
    return package


class Done:
    """A finished command."""

    def __init__(self, arguments, code, out, err):
        self.arguments, self.code, self.raw_out, self.raw_err = arguments, code, out, err
        self.out = out.decode("utf-8", "replace")
        self.err = err.decode("utf-8", "replace")

    def json(self):
        return json.loads(self.out)

    def json_lines(self):
        return [json.loads(line) for line in self.out.splitlines()]

    def __str__(self):
        command = " ".join(map(str, self.arguments))
        return f"assize {command}\nexit code {self.code}\n{self.out[-4000:]}\n{self.err[-4000:]}"


def call(arguments, *, store=None, cwd=None, given=b"", env=None, timeout=300, prefix=()):
    if isinstance(given, str):
        given = given.encode()
    variables = environment(**(env or {}))
    if store is not None:
        variables.setdefault("ASSIZE_STORE", str(store))
    done = subprocess.run([*prefix, program(), *map(str, arguments)], input=given, capture_output=True, cwd=cwd,
                          env=variables, timeout=timeout)
    return Done(arguments, done.returncode, done.stdout, done.stderr)


class CliCase(unittest.TestCase):
    """Each test has a directory and a store of its own; the store is made by the first command."""

    def setUp(self):
        program()
        self.dir = Path(tempfile.mkdtemp(prefix="assize-cli-"))
        self.addCleanup(shutil.rmtree, self.dir, ignore_errors=True)
        self.store = new_store(self.dir / "store.db")

    def assize(self, *arguments, code=0, **options):
        """Runs a command and expects its exit code (None: any)."""
        options.setdefault("store", self.store)
        options.setdefault("cwd", self.dir)
        done = call(arguments, **options)
        if code is not None:
            self.assertEqual(done.code, code, str(done))
        return done

    def start(self, *arguments, **options):
        """Starts a command in the background; it is ended with the test."""
        variables = environment(ASSIZE_STORE=self.store, **options.pop("env", {}))
        process = subprocess.Popen([program(), *map(str, arguments)], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.dir, env=variables,
                                   **options)

        def end():
            if process.poll() is None:
                process.kill()
            process.communicate()

        self.addCleanup(end)
        return process

    def end_of(self, process, timeout=120):
        out, err = process.communicate(timeout=timeout)
        return Done(["(background)"], process.returncode, out, err)

    def write(self, name, content):
        path = self.dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def add_package(self, **options):
        package = make_package(self.dir / "packages", **options)
        self.assize("problem", "add", package)
        return package

    def submit(self, content=DOUBLE, *options, problem="double", name="main.py"):
        """Submits one program and returns its id."""
        path = self.write(name, content)
        return int(self.assize("submit", "--problem", problem, *options, path).out.split()[0])

    def status(self):
        return self.assize("status", "--json").json()

    def show(self, submission, *options):
        return self.assize("show", submission, "--json", *options).json()

    def wait_for(self, what, condition, seconds=60):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if condition():
                return
            time.sleep(0.05)
        self.fail(f"waited {seconds} s in vain: {what}")

    def assert_refused(self, done, *texts, code=2):
        """It ended with a clear message, on stderr alone, and not by a crash."""
        self.assertEqual(done.code, code, str(done))
        self.assertNotIn("std::", done.err, str(done))
        self.assertEqual(done.out, "", str(done))
        self.assertTrue(done.err.strip(), str(done))
        for text in texts:
            self.assertIn(str(text), done.err, str(done))

    def query(self, sql, *values):
        return query(self.store, sql, *values)


# Tests use SQLite, or this database of PostgreSQL (tests/postgresql/with_cluster).
POSTGRESQL = os.environ.get("ASSIZE_TEST_POSTGRESQL")


def psql(url, sql):
    """The rows of one statement."""
    is_query = sql.lstrip().upper().startswith("SELECT")
    if is_query:
        sql = f"SELECT coalesce(json_agg(row_to_json(r)), '[]') FROM ({sql}) r"
    command = [os.environ["ASSIZE_TEST_POSTGRESQL_BIN"] + "/psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1",
               "-c", sql, url]
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    # Columns may have one name.
    return json.loads(out, object_pairs_hook=lambda pairs: tuple(value for _, value in pairs)) if is_query else []


def literal(value):
    if isinstance(value, bytes):
        return f"'\\x{value.hex()}'::bytea"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def new_store(file):
    """Where no store is yet: a file, or an empty schema."""
    if not POSTGRESQL:
        return file
    schema = "cli_" + uuid.uuid4().hex
    psql(POSTGRESQL, f"CREATE SCHEMA {schema}")
    return f"{POSTGRESQL}&options=-csearch_path%3D{schema}"


def query(store, sql, *values):
    if str(store).startswith("postgresql:"):
        for value in values:
            sql = sql.replace("?", literal(value), 1)
        return psql(str(store), sql)
    connection = sqlite3.connect(store, timeout=30)
    try:
        rows = connection.execute(sql, values).fetchall()
        connection.commit()
        return rows
    finally:
        connection.close()


def as_bytes(content):
    """A column of bytes, as query() gives it."""
    return content if isinstance(content, bytes) else bytes.fromhex(content.removeprefix("\\x"))


def tell_workers(store):
    """That something was changed behind their backs: a file tells by itself."""
    if POSTGRESQL:
        psql(str(store), "NOTIFY assize_jobs")


def assert_recorded_once(case, submissions):
    """Every submission is done, with one judging, its runs once each and one audit entry."""
    for sql, rows in (
            ("SELECT state, count(*) FROM judgings GROUP BY state", [("done", submissions)]),
            ("SELECT count(*), count(DISTINCT submission) FROM judgings", [(submissions, submissions)]),
            ("SELECT count(*), count(DISTINCT judging) FROM audit WHERE kind = 'judged'",
             [(submissions, submissions)]),
            ("SELECT judging, number FROM runs GROUP BY judging, number HAVING count(*) > 1", []),
            ("SELECT judging FROM runs GROUP BY judging HAVING max(number) + 1 <> count(*)", []),
            *(() if POSTGRESQL else (("SELECT max(seq) - count(*) FROM audit", [(0,)]),
                                     ("PRAGMA integrity_check", [("ok",)])))):
        case.assertEqual(case.query(sql), rows, sql)


def descendants(pid):
    """Processes below a process that a test started, with their distance from it."""
    children = {}
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            stat = Path(f"/proc/{entry}/stat").read_text()
        except OSError:
            continue
        children.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry))
    found, layer, depth = {}, [pid], 0
    while layer:
        depth += 1
        layer = [child for parent in layer for child in children.get(parent, [])]
        for child in layer:
            found[child] = depth
    return found
