"""What a submission decides about on the validator's side is no judge error, and what the package decides about is one."""

import shutil
import unittest

from support import CliCase, make_package, needs_jail

# Rejects, after it has done what the test wants it to.
READ = "import os, sys\noutput = sys.stdin.read()\nwanted = open(sys.argv[2]).read()\n"
DECIDE = "sys.exit(42 if output.split() == wanted.split() else 43)\n"
NUL_TOKEN = "import sys\nsys.stdout.write('\\0' * 3_000_000 + '\\n')\n"
MANY_TOKENS = "print('1 ' * 2_000_000)\n"
NEW = ("problem_format_version: 2025-09\nuuid: 5a1a7a7e-1d1c-4b43-9b1c-6f1f2c1d0a01\n")


class ValidatorCase(CliCase):
    def package(self, validator, name="quoting", yaml="validation: custom\n", limits="", where="output_validators/v.py",
                **options):
        package = make_package(self.dir / "packages", name=name, files={where: validator}, **options)
        (package / "problem.yaml").write_text(f"name: {name}\n{yaml}limits: {{memory: 256{limits}}}\n")
        return package

    def judge(self, package, program, code=0):
        self.write("main.py", program)
        done = self.assize("judge", "--json", "--full", "--problem", package, "main.py", code=code)
        return done.json()

    def verdict(self, *arguments, **options):
        line = self.judge(*arguments, **options)
        return line["verdict"], line["score"]


@needs_jail
class Quoting(ValidatorCase):
    """A validator that quotes an output has as much to say as the submission likes."""

    def assert_rejects(self, validator, *programs, **options):
        package = self.package(READ + validator + DECIDE, **options)
        for program in programs:
            with self.subTest(validator=validator, program=program):
                line = self.judge(package, program)
                self.assertEqual(line["verdict"], "WA", line)
                self.assertLessEqual(max(len(test.get("feedback") or "") for test in line["tests"]), 10000)
        self.assertEqual(self.judge(package, "print(2 * int(input()))\n")["verdict"], "AC")

    def test_messages(self):
        for name in ("judgemessage", "teammessage"):
            with self.subTest(name):
                self.assert_rejects(f"open(sys.argv[3] + '{name}.txt', 'w').write('wrong token: got %r' % output)\n",
                                    NUL_TOKEN, MANY_TOKENS, name=name)

    def test_a_message_for_each_token(self):
        self.assert_rejects("with open(sys.argv[3] + 'judgemessage.txt', 'w') as message:\n"
                            "    for i, token in enumerate(output.split()):\n"
                            "        message.write('token %d: got %s, expected something else\\n' % (i, token))\n",
                            "print('1 ' * 1_000_000)\n")

    def test_standard_output_and_standard_error(self):
        for stream in ("stdout", "stderr"):
            with self.subTest(stream):
                self.assert_rejects(f"sys.{stream}.write(repr(output) * 2)\n", NUL_TOKEN, name=stream,
                                    limits=", validation_output: 1")

    def test_a_file_for_each_token(self):
        self.assert_rejects("for i, token in enumerate(output.split()):\n"
                            "    open(sys.argv[3] + 'token%d.txt' % i, 'w').write(token)\n", "print('1 ' * 10_000)\n")

    def test_what_is_quoted_is_shown(self):
        package = self.package(READ + "open(sys.argv[3] + 'judgemessage.txt', 'w').write('got %r' % output)\n" + DECIDE)
        self.assertRegex(self.judge(package, NUL_TOKEN)["tests"][0]["feedback"], r"^got '\\+x00")

    def test_what_it_says_in_several_lines_is_shown_in_several(self):
        package = self.package(READ + "open(sys.argv[3] + 'judgemessage.txt', 'w').write('one\\ntwo\\n')\n" + DECIDE)
        self.assize("problem", "add", package)
        number = self.submit("print(7)\n", problem="quoting")
        self.assize("run", "--drain")
        shown = self.assize("show", number).out
        self.assertRegex(shown, r"(?m)^ +one\n +two$")
        self.assertNotIn("x0a", shown)


@needs_jail
class Limits(ValidatorCase):
    """A limit of the validator that only a long output passes is passed by the submission."""

    LONG = "print('1 ' * 100_000)\n"

    def test_time_and_memory(self):
        quadratic = READ + "for a in output.split():\n    for b in output.split():\n        pass\n" + DECIDE
        hungry = READ + "kept = [bytearray(2000) for token in output.split()]\n" + DECIDE
        for name, validator in (("quadratic", quadratic), ("hungry", hungry)):
            with self.subTest(name):
                package = self.package(validator, name=name, limits=", validation_time: 1, validation_memory: 100")
                line = self.judge(package, self.LONG)
                self.assertEqual(line["verdict"], "WA", line)
                self.assertIn("longer than the validator manages", line["tests"][0]["feedback"])
                self.assertEqual(self.judge(package, "print(2 * int(input()))\n")["verdict"], "AC")

    def test_one_that_fails_on_any_output_is_a_judge_error(self):
        package = self.package(READ + "while output:\n    pass\n", limits=", validation_time: 1")
        self.assertEqual(self.judge(package, self.LONG, code=4)["verdict"], "JE")

    def test_one_that_fails_on_an_output_like_the_answer_is_a_judge_error(self):
        answer = "1 " * 100_000 + "\n"
        quadratic = READ + "for a in output.split():\n    for b in output.split():\n        pass\n" + DECIDE
        package = self.package(quadratic, limits=", validation_time: 1", tests={"secret/1": ("1\n", answer)})
        self.assertEqual(self.judge(package, self.LONG, code=4)["verdict"], "JE")


@needs_jail
class Exact(ValidatorCase):
    """What counts is taken whole, or not at all."""

    def test_the_input_of_the_next_pass_and_what_is_kept_for_it(self):
        validator = ("import os, sys\ndata = sys.stdin.read()\nkept = sys.argv[3] + 'kept'\n"
                     "if not os.path.exists(kept):\n"
                     "    open(kept, 'w').write(data)\n"
                     "    open(sys.argv[3] + 'nextpass.in', 'w').write('2\\n' + data + data)\n"
                     "    sys.exit(42)\n"
                     "sys.exit(42 if data == str(2 * len(open(kept).read())) + '\\n' else 43)\n")
        package = self.package(validator, name="passes", yaml="validation: custom multi-pass\n",
                               tests={"secret/1": ("1\n", "x\n")})
        program = ("import sys\nfirst, _, rest = sys.stdin.read().partition('\\n')\n"
                   "sys.stdout.write('ab' * 3_000_000 if first == '1' else str(len(rest)) + '\\n')\n")
        self.assertEqual(self.judge(package, program)["verdict"], "AC")

    def test_a_score_is_no_excerpt(self):
        validator = "import sys\nopen(sys.argv[3] + 'score.txt', 'w').write('0' * 70_000 + 'x')\nsys.exit(42)\n"
        package = self.package(validator, yaml="type: scoring\nvalidation: custom score\n")
        line = self.judge(package, "print(1)\n", code=4)
        self.assertEqual(line["verdict"], "JE")
        self.assertIn("score.txt", line["cause"])


@needs_jail
class Scores(ValidatorCase):
    VALIDATOR = ("import sys\nright = sys.stdin.read().split() == open(sys.argv[2]).read().split()\n"
                 "open(sys.argv[3] + 'score.txt', 'w').write('1' if right else '{}')\nsys.exit(42 if right else 43)\n")
    LEGACY = "type: scoring\nvalidation: custom score\n"

    def test_legacy_ignores_the_score_of_a_rejection_whatever_it_is(self):
        for number, score in enumerate(("0", "0.5", "nan", "")):
            package = self.package(self.VALIDATOR.format(score), name=f"legacy{number}", yaml=self.LEGACY)
            with self.subTest(score):
                self.assertEqual(self.verdict(package, "print(0)\n"), ("WA", 0))
                self.assertEqual(self.verdict(package, "print(2 * int(input()))\n"), ("AC", 2))

    def test_problem_check_warns_of_it_once(self):
        package = self.package(self.VALIDATOR.format("0"), yaml=self.LEGACY)
        wrong = package / "submissions/wrong_answer/a.py"
        wrong.parent.mkdir(parents=True)
        wrong.write_text("print(0)\n")
        shutil.copy(wrong, wrong.with_name("b.py"))
        line = self.assize("problem", "check", "--json", package).json()
        self.assertEqual(sum("an output that it rejects" in warning for warning in line["warnings"]), 1, line)

    def test_format_2025_09_makes_it_a_judge_error(self):
        package = self.package(self.VALIDATOR.format("0"), where="output_validator/v.py",
                               yaml=NEW + "type: scoring\n", time_limit=None, limits=", time_limit: 1",
                               tests={"secret/1": ("21\n", "42\n")})
        (package / "data/secret/test_group.yaml").write_text("max_score: 1\n")
        (package / "statement").mkdir()
        (package / "statement/problem.en.md").write_text("x\n")
        self.assertEqual(self.verdict(package, "print(42)\n")[0], "AC")
        self.assertEqual(self.verdict(package, "print(0)\n", code=4)[0], "JE")

    def test_nothing_for_what_is_accepted_is_partial(self):
        """The validator rejects no test, so it is no wrong answer; and it isn't all that can be had."""
        validator = "import sys\nopen(sys.argv[3] + 'score.txt', 'w').write('0')\nsys.exit(42)\n"
        package = self.package(validator, yaml=self.LEGACY)
        (package / "data/testdata.yaml").write_text("range: 0 100\ngrader_flags: sum\non_reject: continue\n")
        self.assertEqual(self.verdict(package, "print(1)\n"), ("PA", 0))


if __name__ == "__main__":
    unittest.main()
