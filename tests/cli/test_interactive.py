"""Interactive problems: what the submission and the validator say to each other is traffic, and how much of it there
is, or who doesn't read, is never a judge error."""

import unittest

from support import CliCase, make_package, needs_jail

HEAD = """import sys
def accept(): sys.exit(42)
def reject(): sys.exit(43)
"""


@needs_jail
class Interactive(CliCase):
    def package(self, validator, time_limit="2", output_mib=8):
        return make_package(self.dir / "packages", "talk", {"secret/1": ("21\n", "42\n")}, time_limit=time_limit,
                            yaml=f"  validation_output: {output_mib}\nvalidation: custom interactive\n",
                            files={"output_validators/talk.py": HEAD + validator})

    def judge(self, validator, program, **options):
        package = self.package(validator, **options)
        return self.assize("judge", "--json", "--problem", package, self.write("main.py", program),
                           timeout=300).json_lines()[0]

    REPLIES = """for line in sys.stdin:
    if line.startswith('!'): accept() if line.split() == ['!', '3000'] else reject()
    print(line.strip() + ' ' + 'x' * 4000, flush=True)
reject()
"""

    def test_replies_that_are_read_are_not_counted_as_output(self):
        line = self.judge(self.REPLIES, """for i in range(3000):
    print(i, flush=True)
    words = input().split()
    assert words[0] == str(i) and len(words[1]) == 4000
print('!', 3000)
""", time_limit="20", output_mib=1)
        self.assertEqual(line["verdict"], "AC", line)

    def test_who_asks_and_never_reads_passes_a_limit_of_their_own(self):
        for pause in ("", "    if i % 1000 == 999: time.sleep(0.001)\n"):
            with self.subTest(pause=pause):
                line = self.judge(self.REPLIES, "import itertools, time\nfor i in itertools.count():\n"
                                                f"    print(i, flush=True)\n{pause}")
                self.assertIn(line["verdict"], ("TLE", "OLE"), line)

    def test_replies_wait_for_who_reads_late(self):
        line = self.judge(self.REPLIES, """import sys
for i in range(3000): print(i)
sys.stdout.flush()
for i in range(3000):
    words = input().split()
    assert words[0] == str(i) and len(words[1]) == 4000
print('!', 3000)
""", time_limit="20", output_mib=1)
        self.assertEqual(line["verdict"], "AC", line)

    def test_what_the_validator_has_written_before_its_end_is_the_submissions(self):
        # More than any pipe holds, and the validator has ended long before it is read.
        line = self.judge("print('\\n'.join(map(str, range(30000))), flush=True)\naccept()\n", """import sys, time
time.sleep(0.3)
assert [int(line) for line in sys.stdin] == list(range(30000))
""", time_limit="5")
        self.assertEqual(line["verdict"], "AC", line)
        line = self.judge("print('\\n'.join(map(str, range(30000))), flush=True)\naccept()\n", "input()\n", time_limit="5")
        self.assertEqual(line["verdict"], "AC", line)

    def test_an_endless_exchange_is_not_waiting(self):
        line = self.judge("for line in sys.stdin: print(line, end='', flush=True)\nreject()\n",
                          "while True:\n    print(1, flush=True)\n    input()\n")
        self.assertEqual(line["verdict"], "TLE", line)
        self.assertNotIn("waited", line["reason"])
        line = self.judge("for line in sys.stdin: pass\nreject()\n", "print(1)\ninput()\n", time_limit="0.5")
        self.assertEqual(line["verdict"], "TLE", line)
        self.assertIn("both sides waited", line["reason"])

    def test_a_validator_that_never_stops_talking_ends_with_the_submission(self):
        line = self.judge("while True: print('x' * 1000)\n", "import sys\nfor line in sys.stdin: pass\n")
        self.assertEqual(line["verdict"], "TLE", line)

    def test_what_a_validator_says_of_the_exchange_is_cut(self):
        line = self.judge("for line in sys.stdin:\n    print('got', line * 100, file=sys.stderr)\n"
                          "    print(1, flush=True)\naccept()\n",
                          "for i in range(3000):\n    print(i, flush=True)\n    input()\n", time_limit="10", output_mib=1)
        self.assertEqual(line["verdict"], "AC", line)


if __name__ == "__main__":
    unittest.main()
