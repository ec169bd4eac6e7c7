"""Text from outside can't lie to whoever reads a result: every field that comes from outside is filled with text that
moves a terminal, hides, or imitates lines of ours, and goes through every command and every format."""

import csv
import io
import json
import os
import shutil
import unicodedata
import unittest
import zipfile

from support import CliCase, DOUBLE, ROOT, make_package, needs_jail

# One of each kind: a terminal's escape, C1 as a character, bidirectional, zero-width, soft hyphen, tag, separators,
# fillers and variation selectors.
MOVES = "\x1b[31m\x07\x7f\u009b2J\u0085\u061c\u200e\u200f\u202a\u202e\u2066\u2069\u2028\u2029"
HIDES = "\u00ad\u034f\u180e\u200b\u200c\u200d\u2060\u3164\ufe0f\ufffb\U000e0041"
EVIL = MOVES + HIDES
# What a file on a disk may be called besides: bytes that are C1 to some terminals, and line ends.
RAW = "\udc9b2J\udc85"
LINE = "\nFORGED: AC accepted\n1  FORGED\rFORGED\u2028FORGED"
# Default_Ignorable_Code_Point that isn't of category Cf.
IGNORABLE = {0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2065, 0x3164, 0xFFA0,
             *range(0xFE00, 0xFE10), *range(0xFFF0, 0xFFF9), *range(0xE0000, 0xE1000)}
# All characters that must never go out, as the test's own Unicode tables have them.
DECEPTIVE = {chr(code) for code in range(0x110000)
             if code in IGNORABLE or unicodedata.category(chr(code)) in ("Cc", "Cf", "Zl", "Zp")} - {"\n"}

VALIDATOR = f"""
import sys
text = {EVIL!r} + {LINE!r}
raw = text.encode() + b"\\x9b2J\\xff\\x1b[2J\\n"
for name in ("judgemessage.txt", "teammessage.txt"):
    open(sys.argv[3] + "/" + name, "wb").write(raw)
sys.stderr.buffer.write(raw)
right = sys.stdin.read().split() == open(sys.argv[2]).read().split()
sys.exit(42 if right else 43)
"""
REJECTS = f"""
import sys
sys.stdout.buffer.write({(EVIL + LINE)!r}.encode() + b"\\x9b\\xff")
sys.stderr.buffer.write({(EVIL + LINE)!r}.encode() + b"\\x9b\\xff")
sys.exit(43)
"""
TALKS = f"""
import sys
for stream in (sys.stdout, sys.stderr):
    stream.buffer.write({(EVIL + LINE)!r}.encode() + b"\\x9b2J\\xff\\n")
"""
RAISES = f"raise Exception({(EVIL + LINE)!r})\n"
BROKEN = f"x = '{HIDES}\u202e' )  # FORGED: AC accepted\n"
ALL_OF_THEM = "import sys, unicodedata\n" \
              "text = ''.join(c for c in map(chr, range(0x110000)) if unicodedata.category(c) in ('Cc', 'Cf', 'Zl', 'Zp'))\n" \
              "print(text.replace('\\n', ''))\nraise Exception(text)\n"


class Hostile(CliCase):
    def assert_harmless(self, raw, what, form="text"):
        """UTF-8, without characters that deceive, and no line of it is one of theirs (a page isn't read by lines)."""
        line_end = "\r\n" if form == "csv" else "\n"
        text = raw.decode("utf-8")  # strictly
        found = sorted({f"U+{ord(c):04X}" for c in text.replace(line_end, "\n") if c in DECEPTIVE})
        self.assertEqual(found, [], f"{what}\n{text[:3000]!r}")
        for line in text.split("\n") if form != "html" else ():
            self.assertFalse(line.startswith(("FORGED", "1  FORGED", "assize: FORGED")), f"{what}\n{text}")

    def run_all(self, *arguments, code=0, formats=("text", "json"), **options):
        """The command with both forms of log. Returns what it was with the first."""
        first = None
        for form in formats:
            done = self.assize("--log-format", form, *arguments, code=code, **options)
            self.assert_harmless(done.raw_out, (form, arguments, "stdout"))
            self.assert_harmless(done.raw_err, (form, arguments, "stderr"))
            if form == "json":
                for line in done.err.splitlines():
                    self.assertIn("message", json.loads(line), done)
            else:
                for line in done.err.splitlines():  # our message, or a later line of it
                    self.assertTrue(line.startswith(("assize: ", "  ")), done)
            first = first or done
        return first

    def hostile_package(self, **options):
        """Test cases, groups, files and messages of its validator, all hostile."""
        # A part of a path has at most 255 bytes.
        tests = {"sample/1": ("2\n", "4\n"),
                 f"secret/g{MOVES}/t{MOVES}": ("3\n", "6\n"),
                 f"secret/g{MOVES}/t{HIDES}: AC  accepted": ("21\n", "42\n"),
                 f"secret/{HIDES}  AC/plain": ("5\n", "10\n")}
        return make_package(self.dir / "packages", name="hostile", tests=tests, yaml="validation: custom\n",
                            files={f"output_validators/v{MOVES}/v.py": VALIDATOR}, **options)

    def submissions(self):
        """Their paths, with what is in them."""
        base = self.dir / f"sub{EVIL}"
        found = []
        for name, content in {f"talks{EVIL}.py": TALKS, f"raises{MOVES}{RAW}.py": RAISES, "broken\nFORGED: AC.py": BROKEN,
                              "ada.py: AC accepted": "print(0)\n", f"right{HIDES}.py": DOUBLE,
                              "all.py": ALL_OF_THEM, f"folder{EVIL}": None}.items():
            path = base / name
            path.parent.mkdir(exist_ok=True)
            if content is None:
                path.mkdir()
                (path / "main.py").write_text(RAISES)
                (path / f"helper{EVIL}.py").write_text("")
            else:
                path.write_text(content)
            found.append(os.path.relpath(path, self.dir))
        return found


@needs_jail
class Judging(Hostile):
    def test_judge(self):
        package = self.hostile_package()
        files = self.submissions()
        policy = self.write(f"p{EVIL}\n.yaml", "version: 1\nname: \"a\\e[2J\\u202e\\u200b\\nFORGED\"\n")
        config = self.write(f"c{EVIL}\n.yaml", "runtimes:\n- name: \"r\\e[2J\\u202e\\nFORGED\"\n  path: /usr/bin/python3\n")
        common = ("--config", config, "judge", "--problem", package, "--policy", policy, "--full")
        done = self.run_all("-v", *common, *files, formats=("text",))
        lines = [line for line in done.out.splitlines() if not line.startswith(" ")]
        self.assertEqual(len(lines), len(files), done)
        self.assertIn("/ada.py: AC accepted': WA wrong answer", lines[3])
        self.assertTrue(lines[3].startswith("'"), lines)
        done = self.run_all(*common, "--json", *files, formats=("json",))
        rows = done.json_lines()
        self.assertEqual([row["submission"] for row in rows],
                         [os.fsencode(path).decode("utf-8", "replace") for path in files])
        names = {test["name"] for row in rows for test in row["tests"]}
        self.assertIn(f"secret/g{MOVES}/t{MOVES}", names)
        self.assertIn(f"secret/g{MOVES}/t{HIDES}: AC  accepted", names)
        self.assertIn(f"secret/{HIDES}  AC", {test["group"] for row in rows for test in row["tests"]})
        self.assertEqual([row["verdict"] for row in rows], ["WA", "RTE", "CE", "WA", "AC", "RTE", "RTE"])

    def test_problem_check(self):
        package = self.hostile_package()
        for folder in ("accepted", "wrong_answer"):
            for name, content in (("talks", TALKS), ("raises", RAISES), ("broken", BROKEN)):
                path = package / "submissions" / folder / f"{name}{MOVES}  AC  .py"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content)
        validator = package / "input_validators" / f"v{MOVES}.py"
        validator.parent.mkdir()
        validator.write_text(REJECTS)
        done = self.run_all("problem", "check", package, code=1, formats=("text",))
        self.assertIn("doesn't accept it", done.out)
        done = self.run_all("problem", "check", "--json", package, code=1, formats=("json",))
        paths = {row["path"] for row in done.json()["submissions"]}
        self.assertIn(f"submissions/accepted/talks{MOVES}  AC  .py", paths)
        (package / "output_validators" / f"v{MOVES}" / "v.py").write_text(BROKEN)
        self.run_all("problem", "check", package, code=1, formats=("text",))

    def test_the_store_and_its_reports(self):
        self.store = self.dir / f"store{MOVES}\nFORGED.db"
        package = self.hostile_package()
        (package / "problem.yaml").write_text("name: \"t\\e[2J\\u202e\\u200b\\nFORGED: AC\"\nvalidation: custom\n")
        self.run_all("init")
        self.run_all("problem", "add", package, formats=("text",))
        self.run_all("problem", "list", formats=("text",))
        base = self.dir / "sub"
        base.mkdir()
        rows = []
        for name, content in ((f"t{HIDES}.py", TALKS), ("ada.py: AC accepted.py", RAISES), ("b.py", BROKEN),
                              ("a.py by eve for x.py", DOUBLE)):
            (base / name).write_text(content)
            rows.append((f"eve{HIDES}: AC  ;=1", "hostile", f"sub/{name}", f"id{HIDES}  x"))
            rows[-1] = (*rows[-1][:3], rows[-1][3] + str(len(rows)))
        text = io.StringIO()
        csv.writer(text).writerows([("submitter", "problem", "file", "external_id"), *rows])
        manifest = self.write(f"class{MOVES}\nFORGED.csv", text.getvalue())
        self.run_all("submit", "--manifest", manifest)
        self.run_all("submit", "--problem", "hostile", "--submitter", rows[0][0], "--external-id", f"other{HIDES}",
                     "--batch", f"b{HIDES}", f"sub/t{HIDES}.py")
        self.run_all("run", "--drain", formats=("json",))
        self.read_everything(f"b{HIDES}")
        shown = self.assize("show", 2).out.splitlines()[0]
        self.assertIn("'ada.py: AC accepted.py' by 'eve", shown)
        names = [row["submitter"] for row in self.assize("report", "--format", "json").json_lines()]
        self.assertEqual(set(names), {rows[0][0]})
        # What an older version, or another program, has put there.
        self.query("UPDATE submissions SET submitter = ?1 || id, file_name = ?1, external_id = ?1 || id", EVIL + LINE)
        self.query("UPDATE batches SET name = ?1 || id", EVIL + LINE)
        self.query("UPDATE judgings SET state = 'set_aside', last_failure = ?1 WHERE id = 1", EVIL + LINE)
        for name in ("name", "feedback", "message", "reason", "output_excerpt", "error_excerpt", "stdout", "stderr"):
            if name in {row[1] for row in self.query("PRAGMA table_info(runs)")}:
                self.query(f"UPDATE runs SET {name} = ?1", EVIL + LINE)
        self.query("UPDATE judgings SET reason = ?1, compile_message = ?1", EVIL + LINE)
        self.read_everything("1")
        rows = self.assize("report", "--format", "json").json_lines()
        self.assertEqual(rows[0]["file"], EVIL + LINE)

    def read_everything(self, batch):
        """All that reads the store, for every audience, in every format."""
        self.run_all("status", formats=("text",))
        self.run_all("status", "--json", formats=("text",))
        for submission in (1, 2, 3):  # wrong, died, not compiled
            for more in ((), ("--json",), ("--audience", "submitter"), ("--audience", "submitter", "--json")):
                self.run_all("show", submission, *more, formats=("text",))
        for more in ((), ("--audience", "submitter"), ("--audience", "public"), ("--batch", batch)):
            for form in ("table", "json", "html", "csv", "junit", "gradescope"):
                done = self.assize("report", "--format", form, *more)
                self.assert_harmless(done.raw_out, (form, more), form)
                self.assert_harmless(done.raw_err, (form, more))
                if form == "csv":
                    for row in csv.reader(io.StringIO(done.out, newline=""), strict=True):
                        for cell in row:
                            self.assertNotRegex(cell, r"(^|[,;\t])[ '\"]*[=@＝＠]" if "'" not in cell else r"(^|[,;\t]) *[=@＝＠]")


class Sources(unittest.TestCase):
    def test_commands_print_by_what_cleans(self):
        for path in sorted((ROOT / "tools" / "assize").glob("*.cpp")):
            text = path.read_text()
            if path.name != "progress_bar.cpp":  # prints nothing but words of ours
                self.assertNotRegex(text, r"fmt::print\(|printf\(|\bf?puts\(|std::cerr", path.name)
            for line in text.splitlines():  # reports clean what they write; main.cpp flushes
                if "std::cout" in line and path.name not in ("report_command.cpp", "main.cpp"):
                    self.fail(f"{path.name}: {line}")


class Errors(Hostile):
    def wrong(self, *arguments, code=2, **options):
        done = self.run_all(*arguments, code=code, **options)
        self.assertEqual(done.out, "", done)
        self.assertTrue(done.err, done)
        return done

    def test_arguments(self):
        name = EVIL + RAW + LINE
        package = make_package(self.dir, name="double")
        main = self.write("main.py", DOUBLE)
        self.run_all("problem", "add", package)
        for arguments in ((name,), (f"--{name}",), ("status", name), ("status", f"--{name}"), ("--log-format", name),
                          ("judge", "--problem", name, main), ("judge", "--problem", package, name),
                          ("judge", "--problem", package, "--time-limit", name, main),
                          ("judge", "--problem", package, "--policy", name, main),
                          ("judge", "--problem", package, "--runtime", name, main),
                          ("--config", name, "judge", "--problem", package, main),
                          ("--store", name + "/x", "status"), ("--store", "postgresql://" + name, "status"),
                          ("--store", ":" + name, "status"), ("--store", main, "report"),
                          ("problem", "add", name), ("problem", name), ("submit", "--problem", name, main),
                          ("submit", "--problem", "double", name), ("submit", "--manifest", name),
                          ("submit", "--problem", "double", "--submitter", name, main),
                          ("submit", "--problem", "double", "--batch", name, main),
                          ("submit", "--problem", "double", "--external-id", name, main),
                          ("submit", "--problem", "double", "--priority", name, main),
                          ("show", name), ("show", "1", "--audience", name), ("report", "--format", name),
                          ("report", "--batch", name), ("report", "--audience", name),
                          ("report", "--out", name + "/x"), ("policy", "check", name), ("run", "--deadline", name),
                          ("run", "--workers", name), ("run", "--runtime", name)):
            with self.subTest(arguments):
                self.wrong(*arguments)

    def test_files_of_the_operator(self):
        main = self.write("main.py", DOUBLE)
        package = make_package(self.dir, name="double")
        self.run_all("problem", "add", package)
        key = '"k\\e[2J\\u202e\\u200b\\nFORGED: AC"'
        for number, text in enumerate((f"{key}: 1\n", "runtimes: 1\n", f"runtimes:\n- name: {key}\n  path: /no\n",
                                       f"runtimes:\n- name: a\n  path: {key}\n", f"runtimes:\n- name: {key}\n",
                                       f"runtimes:\n- name: {key}\n  path: \"/no/\\e[2J\\nFORGED: AC\"\n",
                                       f"runtimes:\n- {{name: {key}, path: /a}}\n- {{name: {key}, path: /b}}\n",
                                       "runtimes:\n- name: a\n  path: /usr/bin/python3\n  files: [\"/no\\e\\nFORGED\"]\n",
                                       "runtimes: [\x1b[2J]\n", f"{key}: 1\n{key}: 2\n")):
            config = self.write(f"c{number}{EVIL}\nFORGED.yaml", text)
            with self.subTest(text):
                self.wrong("--config", config, "judge", "--problem", package, main,
                           code=3 if "/no/" in text or "path: /no" in text else 2)
                self.run_all("--config", config, "doctor", code=None)
        for text in (f"version: 1\n{key}: 1\n", f"version: 1\ncapabilities: [{key}]\n",
                     f"version: 1\nsyscalls: {{silent: [{key}]}}\n", f"version: 1\nimports: {{allow: [{key}]}}\n",
                     f"version: {key}\n", f"version: 1\nlimits: {{cpu: {key}}}\n"):
            policy = self.write(f"p{EVIL}\nFORGED.yaml", text)
            with self.subTest(text):
                self.wrong("policy", "check", policy)
        for header, row in (("submitter,problem,file", f"{EVIL},double,main.py"),
                            ("submitter,problem,file", f"ada,{HIDES}\u200b,main.py"),
                            ("submitter,problem,file", f"ada,double,{HIDES}.py"),
                            ("submitter,problem,file,language", f"ada,double,main.py,{EVIL}"),
                            ("submitter,problem,file,priority", f"ada,double,main.py,\"{EVIL}\nFORGED\""),
                            (f"submitter,problem,file,\"{EVIL}\nFORGED\"", "ada,double,main.py,x"),
                            ("submitter,problem,file", "ada,double")):
            manifest = self.write(f"m{EVIL}\nFORGED.csv", f"{header}\n{row}\n")
            with self.subTest(row):
                self.wrong("submit", "--manifest", manifest)

    def test_submissions_that_are_refused(self):
        package = make_package(self.dir, name="double")
        empty = self.dir / f"empty{EVIL}\nFORGED"
        empty.mkdir()
        linked = self.dir / f"linked{EVIL}\nFORGED"
        linked.mkdir()
        (linked / f"main{EVIL}\nFORGED.py").symlink_to("/etc/passwd")
        archives = []
        for number, names in enumerate(([f"{EVIL}"], [f"../{EVIL}\nFORGED"], ["main.py", f"a{EVIL}\nFORGED"] * 2,
                                        [f"main.py/{MOVES}", "main.py"])):
            archives.append(self.dir / f"z{number}{EVIL}\nFORGED.zip")
            with zipfile.ZipFile(archives[-1], "w") as archive:
                for name in names:
                    archive.writestr(name, DOUBLE)
        damaged = self.write(f"damaged{EVIL}\nFORGED.zip", b"PK\x03\x04\x1b[2J")
        for path in (empty, linked, *archives, damaged):
            with self.subTest(path):
                self.wrong("judge", "--problem", package, path)

    def test_packages_that_are_refused(self):
        value = '"v\\e[2J\\u202e\\u200b\\nFORGED: AC"'
        part = f"x{MOVES}"
        cases = {"key": {"problem.yaml": f"name: a\n{value}: 1\n"}, "type": {"problem.yaml": f"type: {value}\n"},
                 "twice": {"problem.yaml": f"{value}: 1\n{value}: 2\n"},
                 "version": {"problem.yaml": f"problem_format_version: {value}\n"},
                 "limits": {"problem.yaml": f"name: a\nlimits: {{memory: {value}}}\n"},
                 "flags": {"problem.yaml": f"name: a\nvalidator_flags: {value}\n"},
                 "raw": {"problem.yaml": "name: \x1b[2J\n"}, "syntax": {"problem.yaml": f"name: [{EVIL}\n"},
                 "time": {".timelimit": EVIL + "\nFORGED\n"}, "answer": {f"data/secret/{part}.in": "1\n"},
                 "input": {f"data/secret/{part}.ans": "1\n"}, "line": {f"data/secret/{part}\nFORGED.in": "1\n"},
                 "latin": {f"data/secret/{RAW}.in": "1\n"},
                 "group": {f"data/secret/{part}/testdata.yaml": f"{value}: 1\n"},
                 "grading": {f"data/secret/{part}/testdata.yaml": f"on_reject: {value}\n",
                             f"data/secret/{part}/1.in": "1\n", f"data/secret/{part}/1.ans": "2\n"},
                 "cms": {"task.yaml": f"name: a\n{value}: 1\n", "problem.yaml": None},
                 "dmoj": {"init.yml": f"archive: {value}\ntest_cases:\n- {{in: {value}, out: b}}\n", "problem.yaml": None},
                 "checker": {"init.yml": f"checker: {value}\ntest_cases: []\n", "problem.yaml": None},
                 "polygon": {"problem.xml": "<problem><judging><testset name=\"t&#10;FORGED&#x202e;\"><time-limit>"
                                            "\u202e</time-limit></testset></judging></problem>", "problem.yaml": None},
                 "markup": {"problem.xml": "<x\u202e>", "problem.yaml": None}}
        for name, files in cases.items():
            base = self.dir / f"at{EVIL}\nFORGED"
            package = make_package(base, name=name)
            for path, content in files.items():
                (package / path).parent.mkdir(parents=True, exist_ok=True)
                if content is None:
                    shutil.rmtree(package / "data")
                    (package / path).unlink()
                else:
                    (package / path).write_text(content)
            with self.subTest(name):
                self.wrong("problem", "add", package)
        package = make_package(self.dir, name="linked")
        (package / "data" / "secret" / f"{part}.in").symlink_to("/etc/passwd")
        self.wrong("problem", "add", package)
        deep = self.dir / f"bad id{EVIL}"
        shutil.copytree(make_package(self.dir, name="fine"), deep)
        self.wrong("problem", "add", deep)

    def test_warnings(self):
        package = make_package(self.dir / f"at{EVIL}", name="warned", yaml='"k\\e[2J\\nFORGED: AC": 1\n')
        extra = package / "data" / f"other{MOVES}" / "1.in"
        extra.parent.mkdir()
        extra.write_text("1\n")
        done = self.run_all("problem", "add", "--lenient", package, code=None)
        self.assertTrue(done.err, done)


if __name__ == "__main__":
    unittest.main()
