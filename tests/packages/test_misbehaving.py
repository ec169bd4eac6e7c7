"""Validators that misbehave: each is a judge error or refused, and contained (misbehaving/)."""

import ctypes
import hashlib
import os
import re
import shutil
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "cli"))
from support import CliCase, call, descendants, needs_jail  # noqa: E402

ESCAPED = ("/escaped", "/usr/escaped", "/tmp/escaped", "/var/tmp/assize-escaped", "/tmp/assize-escaped", "/etc/escaped")
CALM, MISBEHAVE = "print('calm')\n", "print('misbehave')\n"
PR_SET_CHILD_SUBREAPER = 36
# A line of the host's /etc/passwd; the jail's own has root and the runner.
PASSWD_OF_THE_HOST = "daemon:x:1:"


def header(path):
    found = {}
    for line in path.read_bytes().decode("utf-8", "replace").splitlines():
        match = re.fullmatch(r"(?:#|//) ([a-z]+): (.*)", line)
        if not match:
            break
        found[match.group(1)] = match.group(2)
    return found


def snapshot(directory):
    return {path.relative_to(directory): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


class MisbehavingCase(CliCase):
    def setUp(self):
        super().setUp()
        # What a validator leaves behind would become a child of this process.
        self.assertEqual(ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), 0)
        self.calm = self.write("calm.py", CALM)
        self.misbehave = self.write("misbehave.py", MISBEHAVE)

    def package_of(self, name):
        """A package whose validator is the file, with its limits low."""
        source = HERE / "misbehaving" / name
        kind = header(source).get("package", "validation: custom")
        package = self.dir / ("p_" + source.name.replace(".", "_"))
        newer = kind.startswith("2025-09")
        validator = package / ("output_validator" if newer else "output_validators/validator")
        validator.mkdir(parents=True)
        shutil.copy(source, validator / ("__main__.py" if source.suffix == ".py" else source.name))
        shutil.copy(source.parent / ("calm.h" if source.suffix in (".c", ".cpp") else "calm.py"), validator)
        lines = ["name: Misbehaving", "limits:", "  memory: 128", "  validation_time: 1", "  validation_memory: 128",
                 "  validation_output: 1"]
        if newer:
            if source.suffix == ".py":
                (validator / "__init__.py").touch()
            lines += ["  time_limit: 1", "problem_format_version: 2025-09", "type: scoring",
                      "uuid: 7d0c2d6e-4a52-4a1c-9c9b-6a1d4d1a3f11"]
        else:
            lines += kind.split(", ")
            (package / ".timelimit").write_text("1\n")
        (package / "problem.yaml").write_text("\n".join(lines) + "\n")
        statement = package / ("statement/problem.en.md" if newer else "problem_statement/problem.en.tex")
        statement.parent.mkdir()
        statement.write_text("A validator that misbehaves if the submission asks for it.\n")
        (package / "data/secret").mkdir(parents=True)
        (package / "data/secret/1.in").write_text("21\n")
        (package / "data/secret/1.ans").write_text("42\n")
        return package

    def assert_contained(self, package, before):
        self.assertEqual(snapshot(package), before, "the package is another one")
        self.assertEqual([path for path in ESCAPED if os.path.lexists(path)], [])
        self.wait_for("the end of what was started", self.nothing_is_left)

    def nothing_is_left(self):
        try:
            os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            pass
        return not descendants(os.getpid())

    def judge_between_others(self, name):
        about = header(HERE / "misbehaving" / name)
        package = self.package_of(name)
        before = snapshot(package)
        # What hangs is ended by a limit, of which the longest are 13 s for a validator and 182 s for a build.
        done = call(["judge", "--json", "--problem", package, self.calm, self.misbehave, self.calm], cwd=self.dir,
                    timeout=400)
        self.assert_contained(package, before)
        self.assertNotIn(about.get("hidden", PASSWD_OF_THE_HOST), done.out + done.err)
        if about["expect"] == "refused":
            self.assert_refused(done, about.get("explained", "does not compile"))
            return
        wanted = "AC" if about["expect"] == "AC" else "JE"
        lines = done.json_lines()
        self.assertEqual([line["verdict"] for line in lines], ["AC", wanted, "AC"], str(done))
        self.assertEqual(done.code, 4 if wanted == "JE" else 0)
        if wanted == "JE":
            self.assertIn("secret", lines[1]["cause"])
            self.assertIn(about.get("explained", ""), lines[1]["cause"])


@needs_jail
class MisbehavingRuns(MisbehavingCase):
    """Validators that do what they shouldn't: a judge error with its cause, and the next judging is as ever."""

    def test_the_worker_sets_the_submission_aside_and_goes_on(self):
        for name in ("exit_1.py", "feedback_symlink.py", "forks_and_leaves.py"):
            package = self.package_of(name)
            self.assize("problem", "add", package)
            ids = [int(self.assize("submit", "--problem", package.name, path).out.split()[0])
                   for path in (self.calm, self.misbehave, self.calm)]
            self.assize("run", "--drain", "--workers", "1", code=4, timeout=300)
            with self.subTest(name):
                self.assertEqual([self.show(number)["verdict"] for number in (ids[0], ids[2])], ["AC", "AC"])
                (state,) = self.query("SELECT state FROM judgings WHERE submission = $1", ids[1])[0]
                self.assertNotEqual(state, "done")
        self.assertEqual(self.status()["set_aside"], 3)
        self.assertEqual(self.status()["done"], 6)


@needs_jail
class MisbehavingBuilds(MisbehavingCase):
    """Validators that can't be built: the package is refused with what the compiler says, and nothing is imported."""

    def setUp(self):
        super().setUp()
        self.assize("init")  # an empty store, so that "problem list" has one to look into

    def test_a_validator_in_another_language_is_refused_by_name(self):
        package = self.package_of("exit_1.py")
        shutil.rmtree(package / "output_validators")
        (package / "output_validators").mkdir()
        (package / "output_validators/Validator.java").write_text("public class Validator {}\n")
        self.assert_refused(self.assize("problem", "add", package, code=2), "Validator.java")

    def test_no_validator_at_all_is_refused(self):
        package = self.package_of("exit_1.py")
        shutil.rmtree(package / "output_validators")
        self.assert_refused(self.assize("problem", "add", package, code=2), "output_validators")

    def test_nothing_is_imported(self):
        for name in ("compile_error.cpp", "syntax_error.py"):
            done = self.assize("problem", "add", self.package_of(name), code=2)
            self.assert_refused(done, header(HERE / "misbehaving" / name)["explained"])
        self.assertEqual(self.assize("problem", "list").out.count("\n"), 1)

    def package_with(self, name, files):
        """A package whose validator is made of these files; a number is a size."""
        package = self.package_of("exit_1.py")
        validator = package.parent / name / "output_validators/validator"
        package.rename(package.parent / name)
        shutil.rmtree(validator)
        for path, content in files.items():
            (validator / path).parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, int):
                with open(validator / path, "wb") as file:
                    file.truncate(content)
            else:
                (validator / path).write_text(content)
        return package.parent / name

    def assert_package_refused(self, package, *texts):
        """By all that build it, each in its way; and nothing is imported."""
        judged = self.assize("judge", "--problem", package, self.calm, code=None, timeout=300)
        self.assert_refused(judged, "output_validators", *texts)
        self.assert_refused(self.assize("problem", "add", package, code=None, timeout=300), "output_validators", *texts)
        (checked,) = self.assize("problem", "check", "--json", package, code=1, timeout=300).json_lines()
        (error,) = checked["errors"]
        for text in texts:
            self.assertIn(text, error)
        self.assertEqual(self.assize("problem", "list").out.count("\n"), 1)
        return judged.err + error

    MAIN = "int main() { return 42; }\n"

    def test_what_no_build_can_be_given_is_refused(self):
        many = {f"folder{i // 100}/file{i}.h": "" for i in range(8000)}
        self.assert_package_refused(self.package_with("many", {"v.cpp": self.MAIN, **many}), "too many files")
        sources = {f"{'s' * 100}{i:04}.cpp": "" for i in range(600)}
        self.assert_package_refused(self.package_with("sources", {"v.cpp": self.MAIN, **sources}), "too many files")
        large = {f"file{i}.h": 90 << 20 for i in range(3)}
        self.assert_package_refused(self.package_with("large", {"v.cpp": self.MAIN, **large}), "too large", "256 MiB")
        self.assert_package_refused(self.package_with("python", {"v.py": "raise SystemExit(42)\n", **large}), "too large")

    def test_what_a_build_can_just_be_given_is_built(self):
        for name, files in (("large", {"v.cpp": self.MAIN, "file.h": 250 << 20}),
                            ("sources", {"v.cpp": self.MAIN, **{f"{'s' * 100}{i:03}.cpp": "" for i in range(300)}})):
            with self.subTest(name):
                self.assize("judge", "--problem", self.package_with(name, files), self.calm, timeout=300)

    def test_a_file_name_is_never_an_option(self):
        for name in ("-o.cpp", "@options.cpp", "-fplugin=x.cpp", "-.cpp", "'\"$(id).cpp"):
            with self.subTest(name):
                package = self.package_with("p" + str(len(name)), {name: self.MAIN, "options": "-v", "options.cpp": ""})
                self.assize("judge", "--problem", package, self.calm)
                shutil.rmtree(package)

    def test_a_compiler_that_crashes_refuses_the_package(self):
        # GCC recurses once for each of them, and its stack ends.
        source = "int x = " + "~" * 2_000_000 + "1;\n" + self.MAIN
        said = self.assert_package_refused(self.package_with("deep", {"v.cpp": source}), "does not compile")
        self.assertIn("internal compiler error", said)

    def test_a_link_out_of_the_package_is_refused(self):
        for name, target in (("v.cpp", "/etc/shadow"), ("lib.h", "/etc/passwd"), ("folder", "/etc")):
            with self.subTest(name):
                package = self.package_with("link", {"main.cpp": self.MAIN})
                (package / "output_validators/validator" / name).symlink_to(target)
                said = self.assert_package_refused(package, "symbolic link out of the package")
                self.assertNotIn("root:", said)
                shutil.rmtree(package)

    def test_the_compiler_quotes_nothing_of_the_host(self):
        """Its jail doesn't show it: neither as a text to compile, nor as the text of a line that is said to be wrong."""
        secret = self.write("secret.txt", "s3cr3t_of_the_host\n")
        os.environ["S3CR3T"] = "s3cr3t_of_the_host"
        self.addCleanup(os.environ.pop, "S3CR3T")
        shadow = Path("/etc/shadow").read_text().split("\n")[0] if os.geteuid() == 0 else "s3cr3t_of_the_host"
        paths = [str(secret), os.path.realpath(secret), "/etc/shadow", "/etc/passwd", "/etc/hostname", "/proc/1/environ",
                 "/proc/self/environ", f"/proc/{os.getpid()}/environ", "/proc/1/root" + str(secret),
                 "/proc/self/root" + str(secret), "/proc/self/cwd/../.." + str(secret), "/dev/stdin", "/dev/fd/3"]
        lines = "".join(f'# 1 "{path}"\nint x{i} = ;\n' for i, path in enumerate(paths))
        sources = {"lines": lines + self.MAIN}
        for i, path in enumerate(paths):
            sources[f"include{i}"] = f'#include "{path}"\n#error no more\n' + self.MAIN
            sources[f"incbin{i}"] = (f'#include <stdio.h>\nextern const char a[], z[];\n__asm__("a: .incbin \\"{path}\\"\\nz:");'
                                     "\nint main() { fwrite(a, 1, z - a, stderr); return 1; }\n")
            sources[f"assembler{i}"] = f'__asm__(".include \\"{path}\\"\\n.error \\"no more\\"");\n' + self.MAIN
        for name, source in sources.items():
            done = self.assize("judge", "--json", "--problem", self.package_with(name, {"v.cpp": source}), self.calm,
                               code=None)
            with self.subTest(name, source=source[:100]):
                # An empty file of the jail can be put into a program, which then fails by itself.
                self.assertIn(done.code, (2, 4) if name.startswith("incbin") else (2,), str(done))
                for text in ("s3cr3t", PASSWD_OF_THE_HOST, shadow, os.uname().nodename + "\n"):
                    self.assertNotIn(text, done.out + done.err)

    def replace_in_store(self, problem, name, content):
        """Gives the file of a stored package another content, and the package the hash that goes with it (FileTree::hash)."""
        digest = hashlib.sha256(content).hexdigest()
        self.query("INSERT INTO blobs (hash, size, content) VALUES (?, ?, ?)", digest, len(content), content)
        ((package,),) = self.query("SELECT package FROM problems WHERE id = ?", problem)
        self.query("UPDATE package_files SET blob = ? WHERE path LIKE ? AND package = ?", digest, "%" + name, package)
        files = self.query("SELECT path, size, hash FROM package_files JOIN blobs ON hash = blob WHERE package = ?", package)
        fields = ["assize package 1", len(files), *(field for file in sorted(files) for field in file)]
        of_files = hashlib.sha256("".join(f"{len(str(field))}:{field}\n" for field in fields).encode()).hexdigest()
        self.query("UPDATE packages SET hash = ? WHERE hash = ?", of_files, package)
        for table in ("package_files", "package_statements", "problems", "judgings"):
            self.query(f"UPDATE {table} SET package = ? WHERE package = ?", of_files, package)

    def test_a_worker_refuses_what_can_not_be_built_any_more(self):
        """It costs the submissions to that problem and no others, each once, and no judge error is recorded."""
        broken = self.package_with("broken", {"v.cpp": self.MAIN})
        fine = self.package_with("fine", {"v.cpp": self.MAIN + "\n"})
        self.assize("problem", "add", broken, fine)
        ids = {name: [int(self.assize("submit", "--problem", name, self.calm).out.split()[0]) for _ in range(3)]
               for name in ("broken", "fine")}
        # As it is with another compiler, for which this header isn't there.
        self.replace_in_store("broken", "v.cpp", b'#include "gone.h"\n' + self.MAIN.encode())
        done = self.assize("run", "--drain", "--workers", "2", code=2, timeout=300)
        self.assertIn("gone.h", done.err)
        self.assertEqual(done.err.count("does not compile"), 1, done.err)
        self.assertIn("3 submissions are set aside", done.err)
        self.assertEqual([self.show(number)["verdict"] for number in ids["fine"]], ["AC"] * 3)
        for number in ids["broken"]:
            (row,) = self.query("SELECT state, failures, last_failure FROM judgings WHERE submission = $1", number)
            self.assertEqual(row[:2], ("set_aside", 0))
            self.assertIn("gone.h", row[2])
        self.assertEqual(self.query("SELECT kind, count(*) FROM audit WHERE kind IN ('judge error', 'package refused') "
                                    "GROUP BY kind"), [("package refused", 3)])
        status = self.status()
        self.assertEqual((status["done"], status["set_aside"], status["queued"]), (3, 3, 0))


def add_misbehaving():
    for path in sorted((HERE / "misbehaving").iterdir()):
        about = header(path)
        if "expect" not in about:
            continue

        def test(self, name=path.name):
            self.judge_between_others(name)

        where = MisbehavingBuilds if about["expect"] == "refused" else MisbehavingRuns
        test.__doc__ = f"{path.name}: a validator that {about['validator']}"
        setattr(where, "test_" + path.name.replace(".", "_"), test)


add_misbehaving()


if __name__ == "__main__":
    unittest.main()
