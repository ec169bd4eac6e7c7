"""Input validators that a package builds or starts by scripts of its own."""

from support import needs_jail
from test_scripts import PYTHON, SH, ScriptCase

# Accepts a number on a line, which isn't the one of its first argument.
NUMBER = SH + 'read -r line || exit 43\nif [ "$line" = "$1" ]; then echo "not $line" >&2; exit 43; fi\n'
IS_NUMBER = NUMBER + 'expr "$line" : "[0-9]*$" >/dev/null && exit 42\necho "no number: $line"\nexit 43\n'


@needs_jail
class OfInputs(ScriptCase):
    """`problem check` runs them as it runs any input validator."""

    def inputs(self, files, name="inputs", where="input_validators/check", **options):
        return self.package(files, name=name, where=where, yaml="",
                            tests={"sample/1": ("2\n", "4\n"), "secret/1": ("21\n", "42\n")}, **options)

    def check(self, package, *options, code=0):
        return self.assize("problem", "check", "--json", *options, package, code=code, timeout=300).json()

    def test_by_run_alone_and_by_build(self):
        compiled = ("#include <stdio.h>\nint main(void) {\n  int n;\n  return scanf(\"%d\", &n) == 1 && n > 0 ? 42 : 43;\n}\n")
        for name, files in (("run", {"run": IS_NUMBER}),
                            ("python", {"run": PYTHON + "import sys\nsys.exit(42 if sys.stdin.read().strip().isdigit() else 43)\n"}),
                            ("build", {"build": SH + "gcc -o run v.c\n", "v.c": compiled})):
            for where in ("input_validators/check", "input_format_validators/check"):
                with self.subTest(name, where=where):
                    line = self.check(self.inputs(files, name=f"{name}{len(where)}", where=where))
                    self.assertEqual((line["errors"], line["input_validators"]), ([], 1))
                    self.assertNotIn("skipped", "".join(line["warnings"]))

    def test_what_it_rejects_is_an_error_with_its_words(self):
        package = self.inputs({"run": IS_NUMBER})
        (package / "data/secret/1.in").write_text("twenty\n")
        errors = "\n".join(self.check(package, code=1)["errors"])
        self.assertIn("data/secret/1.in: the input validator input_validators/check doesn't accept it (exit code 43): "
                      "no number: twenty", errors)

    def test_flags_and_the_tests_of_the_validators(self):
        package = self.inputs({"run": IS_NUMBER})
        (package / "data/testdata.yaml").write_text("input_validator_flags: \"21\"\n")
        self.assertIn("not 21", "\n".join(self.check(package, code=1)["errors"]))
        (package / "data/testdata.yaml").unlink()
        bad = package / "data/invalid_input/bad.in"
        bad.parent.mkdir()
        bad.write_text("x\n")
        self.assertEqual(self.check(package)["validator_tests"], 1)
        bad.write_text("5\n")
        self.assertIn("bad.in: shall be rejected", "\n".join(self.check(package, code=1)["errors"]))

    def test_all_that_cannot_be_built_is_told_and_judging_needs_none_of_it(self):
        package = self.inputs({"build": SH + "echo 'no such luck' >&2\nexit 3\n"})
        for name, content in (("other/build", SH + "true\n"), ("third/run", "#!/no/such/shell\n")):
            path = package / "input_validators" / name
            path.parent.mkdir()
            path.write_text(content)
            path.chmod(0o755)
        errors = self.check(package, code=1)["errors"]
        for error, texts in zip(errors, (("check", "exit code 3", "no such luck"), ("other", "makes no 'run'"),
                                         ("third", "/no/such/shell")), strict=True):
            for text in texts:
                self.assertIn(text, error)
        self.assertEqual(self.verdict(package), "AC")
        self.assize("problem", "add", package)

    def test_it_is_in_a_jail(self):
        secret = self.write("secret.txt", "s3cr3t\n")
        run = SH + f"cat {secret} /etc/shadow /proc/1/environ >&2\nid -u >&2\nexit 43\n"
        errors = "\n".join(self.check(self.inputs({"run": run}), code=1)["errors"])
        self.assertIn("1000", errors)
        for text in ("s3cr3t", "root:", "ASSIZE"):
            self.assertNotIn(text, errors)

    def test_modes(self):
        package = self.inputs({"run": IS_NUMBER}, mode=0o644)
        self.assertIn("input_validators/check/run: is not executable (chmod +x",
                      "\n".join(self.check(package, code=1)["errors"]))
        line = self.check(package, "--lenient")
        self.assertEqual((line["errors"], line["input_validators"]), ([], 1))
        self.assertIn("used as if it were", "\n".join(line["warnings"]))
