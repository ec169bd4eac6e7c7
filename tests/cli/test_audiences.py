"""Who may read what: canaries in all that is secret, looked for in every view of every audience; and what a hostile
program tries to carry out of a secret test by the figures that it can choose."""

import csv
import io
import itertools
import json
import re
import unittest

from support import CliCase, make_package, needs_jail

# A word for each thing that is secret, and the audiences that may read it.
STAFF, SUBMITTER, PUBLIC = "staff", "submitter", "public"
CANARIES = {
    "CanaryInput": {STAFF},  # by what programs print and die of
    "CanaryAnswer": {STAFF},
    "CanaryJudgeMessage": {STAFF},
    "CanaryTeamMessage": {STAFF, SUBMITTER},
    "CanarySource": {STAFF},
    "CanarySampleOutput": {STAFF, SUBMITTER},
    "CanaryFileName": {STAFF, SUBMITTER},
    "CanaryExternalId": {STAFF},
    "CanaryAda": {STAFF, SUBMITTER},
    "CanaryBob": {STAFF, SUBMITTER},
    "CanaryPolicy": {STAFF},
    "CanaryHostPath": set(),
}
FORMS = ("table", "csv", "json", "html", "junit", "gradescope")
VALIDATOR = """
import sys
answer = open(sys.argv[2]).read()
folder = sys.argv[3]
open(folder + "/judgemessage.txt", "w").write("CanaryJudgeMessage, expected " + answer)
open(folder + "/teammessage.txt", "w").write("CanaryTeamMessage")
sys.exit(42 if sys.stdin.read() == answer else 43)
"""
PROGRAMS = {
    "prints": "print(input())",
    "raises": "raise Exception(input())",
    "exits": "import sys; sys.exit(input())",
    "exit code": "import os; text = input(); os._exit(len(text) if 'Input' in text else 0)",
    "signal": "import os; text = input(); os.kill(os.getpid(), 10 if 'Input' in text else 9)",
    "stderr": "import sys; print(input(), file=sys.stderr)",
    "broken": "x = (",
    "right": "text = input(); print('CanaryAnswer' if 'Input' in text else 'CanarySampleOutput')",
    "forbidden": "import ctypes; input(); ctypes.CDLL(None).ptrace(0, 0, 0, 0)",
}


@needs_jail
class Canaries(CliCase):
    def setUp(self):
        super().setUp()
        base = self.dir / "CanaryHostPath"
        tests = {"sample/1": ("2\n", "CanarySampleOutput\n"), "secret/1": ("CanaryInput\n", "CanaryAnswer\n")}
        package = make_package(base, name="secretive", tests=tests, yaml="validation: custom\n",
                               files={"output_validators/v/v.py": VALIDATOR})
        # Without a sample the secret test is the one that decides.
        only = make_package(base, name="only", tests={"secret/1": tests["secret/1"]}, yaml="validation: custom\n",
                            files={"output_validators/v/v.py": VALIDATOR})
        self.assize("problem", "add", package, only)
        for number, (problem, (name, code)) in enumerate(itertools.product(("secretive", "only"), PROGRAMS.items())):
            path = self.write(f"CanaryHostPath/{number}/CanaryFileName {name}.py", f"# CanarySource\n{code}\n")
            self.assize("submit", "--problem", problem, "--submitter", "CanaryAda" if number % 2 else "CanaryBob",
                        "--external-id", f"CanaryExternalId {number}", path)
        policy = self.write("policy.yaml", "version: 1\nname: CanaryPolicy\n")
        self.assize("run", "--drain", "--policy", policy)
        self.count = number + 1
        self.query("UPDATE judgings SET last_failure = 'the mount of CanaryHostPath failed'")

    def views(self, audience):
        for form in FORMS:
            yield f"report {form}", self.assize("report", "--format", form, "--audience", audience).out
        if audience == PUBLIC:
            return
        for number in range(1, self.count + 1):
            for more in ((), ("--json",)):
                yield f"show {number} {more}", self.assize("show", number, "--audience", audience, *more).out

    def test_canaries_are_in_no_view_of_those_who_may_not_read_them(self):
        self.assertEqual(self.status()["done"], self.count)
        for audience in (STAFF, SUBMITTER, PUBLIC):
            everything = ""
            for view, text in self.views(audience):
                everything += text
                self.assertTrue(text, view)
                for canary, readers in CANARIES.items():
                    if audience not in readers:
                        self.assertNotIn(canary, text, f"{audience}: {view}")
            for canary, readers in CANARIES.items():  # or the test would find nothing at all
                self.assertEqual(canary in everything, audience in readers, f"{audience}: {canary}")

    def test_what_another_one_handed_in_is_in_no_view_of_ones_own(self):
        for number in range(1, self.count + 1):
            own = self.assize("show", number, "--audience", SUBMITTER).out
            own += self.assize("show", number, "--audience", SUBMITTER, "--json").out
            self.assertNotIn("CanaryBob" if "CanaryAda" in own else "CanaryAda", own)

    def test_public_means_the_same_in_every_form(self):
        rows = self.assize("report", "--format", "json", "--audience", PUBLIC).json_lines()
        table = list(csv.DictReader(io.StringIO(
            self.assize("report", "--format", "csv", "--audience", PUBLIC).out, newline="")))
        lines = self.assize("report", "--audience", PUBLIC).out.splitlines()
        page = self.assize("report", "--format", "html", "--audience", PUBLIC).out
        self.assertEqual(set(table[0]) - set(rows[0]), set())
        self.assertEqual(set(rows[0]) - set(table[0]), {"language", "state"})
        self.assertEqual(lines[0].split(), ["ID", "PROBLEM", "VERDICT", "CPU", "MEMORY"])
        for row, cells, line in zip(rows, table, lines[1:], strict=False):
            self.assertEqual([row["problem"], row["verdict"]], [cells["problem"], cells["verdict"]])
            self.assertEqual(line.split()[:3], [str(row["submission"]), row["problem"], row["verdict"]])
            self.assertRegex(page, rf">{row['submission']}</th><td>{row['problem']}</td><td>"
                                   rf"<u( class=\"{row['verdict']}\")?>{row['verdict']}</u>")


# Each carries the number in the secret input out, if it can.
CHANNELS = {
    "output": "print('x' * int(input()))",
    "exit code": "import os; os._exit(int(input()) % 200 + 7)",
    "signal": "import os; os.kill(os.getpid(), 1 + int(input()) % 2 * 13)",
    "memory": "x = bytearray(int(input()) * 900)",
    "standard error": "import sys; print('x' * int(input()), file=sys.stderr)",
}


# In KiB, in JSON and CSV, or in whole MiB.
MEMORY = re.compile(r"(?<=\"memory_kib\":)(\d+)|(?<=,T,)(\d+)(?=,)|(\d+)\.0 MiB")


@needs_jail
class Channels(CliCase):
    """Two problems that differ in their secret input alone look the same to the submitter and the public."""

    def views(self, number):
        self.store = self.dir / f"{number}.db"
        package = make_package(self.dir / str(number), tests={"secret/1": (f"{number}\n", "0\n")})
        self.assize("problem", "add", package)
        for name, code in CHANNELS.items():
            self.submit(code, name=f"{name}.py")
        self.assize("run", "--drain", "--workers", "1")
        for audience in (SUBMITTER, PUBLIC):
            for form in FORMS:
                yield f"{audience} {form}", self.assize("report", "--format", form, "--audience", audience).out
        for submission in range(1, len(CHANNELS) + 1):
            for more in ((), ("--json",)):
                yield f"show {submission} {more}", self.assize("show", submission, "--audience", SUBMITTER, *more).out

    def without_figures(self, text):
        """The text without times and memory, and the memory in MiB. Times differ from one run to the next, and so do
        charts of them; that both come in steps is looked at below."""
        text = re.sub(r"[0-9a-f]{64}|\d+(\.\d+)? ms|\d+\.\d+ s|\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d|"
                      r"[\"_a-z]*(submitted_at|_ms|execution_time)\":[\d.e-]+| time=\"[\d.]+\"", "T", text)
        text = re.sub(r"data-k=\"\d+\"|<svg.*?</svg>", "K", text)
        text = re.sub(r",[\d]+\.000,[\d]+\.000,", ",T,", text)
        memory = [int(kib or csv_kib) // 1024 if kib or csv_kib else int(mib)
                  for kib, csv_kib, mib in MEMORY.findall(text)]
        return re.sub(r" +", " ", MEMORY.sub("M", text)), memory

    def test_no_view_tells_the_secret_number(self):
        one, other = list(self.views(400)), list(self.views(525))
        seen = 0
        for (view, text), (_, same) in zip(one, other, strict=True):
            (text, memory), (same, others) = self.without_figures(text), self.without_figures(same)
            self.assertEqual(text, same, view)
            # The kernel counts in batches of up to 252 KiB: what is near the end of a step may be in the next one.
            self.assertLessEqual(max((abs(a - b) for a, b in zip(memory, others, strict=True)), default=0), 1, view)
            seen += len(memory)
        self.assertGreaterEqual(seen, 15 * len(CHANNELS), "where is the memory?")

    def test_times_and_memory_come_in_steps(self):
        list(self.views(400))
        for audience in (SUBMITTER, PUBLIC):
            for row in self.assize("report", "--format", "json", "--audience", audience).json_lines():
                for figures in (row, *row.get("tests", ())):
                    self.assertEqual((figures["cpu_ms"] % 10, figures["wall_ms"] % 10, figures["memory_kib"] % 1024),
                                     (0, 0, 0), json.dumps(figures))
            for row in csv.DictReader(io.StringIO(
                    self.assize("report", "--format", "csv", "--audience", audience).out, newline="")):
                self.assertEqual((float(row["cpu_ms"]) % 10, float(row["wall_ms"]) % 10,
                                  int(row["memory_kib"]) % 1024), (0, 0, 0))
        figures = self.show(1, "--audience", SUBMITTER)["tests"][0]
        for key in ("output_bytes", "exit_code", "signal", "stdout", "stderr"):
            self.assertNotIn(key, figures)


if __name__ == "__main__":
    unittest.main()
