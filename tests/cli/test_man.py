"""The manual page says what the program does: its commands, options, exit codes, variables, and the fields of its log."""

import json
import re
import shutil
import subprocess
import unittest

from support import ROOT, CliCase, program, environment

PAGE = ROOT / "docs" / "man" / "assize.1"
OPTION = re.compile(r"(?<![\w-])--?[a-zA-Z][a-z-]*")
READS = re.compile(r'getenv\("([A-Z_]+)"\)')
CODE = re.compile(r"^\s+k[A-Z]\w+ = (\d+),$", re.MULTILINE)


def help_of(*command):
    return subprocess.run([program(), *command, "--help"], check=True, capture_output=True, text=True, timeout=60,
                          env=environment()).stdout


def part_of_help(text, heading):
    """The first words of the entries below a heading: what begins at two blanks."""
    found = re.search(rf"^{heading}:\n((?:  .*\n)+)", text, re.MULTILINE)
    return re.findall(r"^  (\S+)", found[1], re.MULTILINE) if found else []


def commands(*above):
    """(command, its help) of all that can stand alone, and of the program itself."""
    text = help_of(*above)
    below = part_of_help(text, "Subcommands")
    if not below or not above or options_of(text) - {"-h", "--help"}:
        yield above, text
    for name in below:
        yield from commands(*above, name)


def options_of(text):
    return {option for entry in part_of_help(text, "Options") for option in entry.split(",")}


class Page:
    """The page's text, without the marks of its fonts, by sections and by the commands in one of them."""

    def __init__(self):
        self.text = re.sub(r"\\f[BIRP]|\\&", "", PAGE.read_text()).replace("\\-", "-")
        self.sections = self.parts(r"^\.SH (.+)\n", self.text)
        self.commands = {}
        for heading, text in self.parts(r"^\.SS (.+)\n", self.sections["COMMANDS"]).items():
            words = heading.split()
            count = next((i for i, word in enumerate(words) if not re.fullmatch(r"[a-z]+(-[a-z]+)*", word)), len(words))
            self.commands[tuple(words[:count])] = text

    @staticmethod
    def parts(heading, text):
        pieces = re.split(heading, text, flags=re.MULTILINE)
        return dict(zip(pieces[1::2], pieces[2::2], strict=True))

    @staticmethod
    def tags(text):
        """What a section explains one by one."""
        return re.findall(r"^\.TP\n(.+)$", text, re.MULTILINE)

    def options(self, text):
        return {option for tag in self.tags(text) for option in OPTION.findall(tag)}


class Man(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.page = Page()
        cls.commands = dict(commands())

    def test_every_command_is_there_and_no_other(self):
        self.assertEqual(set(self.page.commands), set(self.commands) - {()})
        self.assertGreater(len(self.commands), 15)

    def test_every_option_of_a_command_is_there_and_no_other(self):
        for command, text in self.commands.items():
            section = self.page.commands[command] if command else self.page.sections["GLOBAL OPTIONS"]
            here = options_of(text) - ({"-h", "--help"} if command else set())
            with self.subTest(command):
                self.assertEqual(self.page.options(section), here)

    def test_no_option_is_mentioned_that_there_is_not(self):
        known = set().union(*(options_of(text) for text in self.commands.values()))
        self.assertEqual(set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", self.page.text)) - known, set())

    def test_every_command_has_an_example_in_its_help(self):
        for command, text in self.commands.items():
            above = help_of(*command[:1]) if command else text
            with self.subTest(command):
                self.assertRegex(text + above, r"Examples?:\n")

    def test_exit_codes_are_those_of_the_program(self):
        listed = self.page.tags(self.page.sections["EXIT STATUS"])
        self.assertEqual(listed, CODE.findall((ROOT / "tools" / "assize" / "command.h").read_text()))
        said = re.search(r"Exit codes:((?:.|\n)*?)See also", self.commands[()])[1]
        self.assertEqual(re.findall(r"\b\d\b", said)[:5], listed)
        table = (ROOT / "docs" / "cli.md").read_text().partition("## Exit codes")[2].partition("\n## ")[0]
        self.assertEqual(re.findall(r"^\| (\d) ", table, re.MULTILINE), listed)

    def test_variables_are_those_that_the_program_reads(self):
        read = set()
        for folder in ("storage", "problems", "judge", "queue", "tools"):
            for ending in ("*.cpp", "*.c", "*.h"):
                for path in (ROOT / folder).rglob(ending):
                    if ROOT / "tools" / "bench" not in path.parents:  # a program of its own
                        read |= set(READS.findall(path.read_text()))
        self.assertEqual(set(self.page.tags(self.page.sections["ENVIRONMENT"])), read)

    @unittest.skipUnless(shutil.which("groff"), "groff isn't installed")
    def test_the_page_can_be_typeset(self):
        done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-z", PAGE], capture_output=True, text=True, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, ""))


class Log(CliCase):
    def test_a_line_of_the_log_has_the_fields_that_the_documents_say(self):
        page = Page()
        fields = page.tags(page.sections["DIAGNOSTICS"])
        documented = (ROOT / "docs" / "cli.md").read_text().partition("**`--log-format json`**")[2].partition("\n\n")[0]
        levels = {"error", "warning", "info", "debug"}
        seen = set()
        self.assize("--log-format", "json", "init")
        for arguments, code in ((("init",), 0), (("status", "--jsom"), 2), (("show", "no"), 2)):
            done = self.assize("--log-format", "json", *arguments, code=code)
            for line in done.err.splitlines():
                entry = json.loads(line)
                self.assertEqual(list(entry), fields)
                self.assertRegex(entry["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
                self.assertIn(entry["level"], levels)
                self.assertIsInstance(entry["message"], str)
                seen.add(entry["level"])
        self.assertEqual(seen, {"error", "info"})
        for name in (*fields, *levels):
            self.assertIn(f"`{name}`", documented)


if __name__ == "__main__":
    unittest.main()
