"""debian/: what stands there once more, or names other places, agrees with where it comes from. The package itself is built
and tried by tests/hosts/debian-package."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from support import ROOT, program

DEBIAN = ROOT / "debian"
DEPLOY = ROOT / "docs" / "deploy"


def run(*command, **options):
    return subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=120, **options)


def settings(path):
    """(name, value) of each setting of a unit."""
    return re.findall(r"^(\w+)=(.*)$", path.read_text(), re.MULTILINE)


class Debian(unittest.TestCase):
    def test_the_version_is_that_of_the_project(self):
        (project,) = re.findall(r"^project\(assize VERSION ([\d.]+) ", (ROOT / "CMakeLists.txt").read_text(), re.MULTILINE)
        package = re.match(r"assize \(([^)]+)\)", (DEBIAN / "changelog").read_text())[1]
        self.assertRegex(package, rf"^{re.escape(project)}($|[-+~])")
        self.assertIn(f"\n## {project} ", (ROOT / "CHANGELOG.md").read_text())

    def test_it_is_built_with_what_packages_sh_installs(self):
        if shutil.which("dpkg-query") is None:
            self.skipTest("dpkg isn't there")
        named = run(ROOT / "tools" / "packages.sh", "names", "build", check=True).stdout.split()
        (field,) = re.findall(r"^Build-Depends: ((?:.*\n)(?: .*\n)*)", (DEBIAN / "control").read_text(), re.MULTILINE)
        listed = {word.split()[0] for word in re.split(r"[,|]", field)}
        self.assertEqual(set(named) - listed, set())
        others = {"debhelper-compat", "dh-apparmor", "libboost-dev", "libboost1.81-dev"}
        self.assertEqual(listed - set(named) - others, set())

    def test_a_night_is_as_hardened_as_a_worker(self):
        worker, night = (dict(settings(DEPLOY / f"{name}.service")) for name in ("assize", "assize-nightly"))
        differ = {name for name in worker.keys() | night.keys() if worker.get(name) != night.get(name)}
        self.assertEqual(differ, {"Description", "Type", "ExecStart", "WatchdogSec", "Restart", "RestartSec",
                                  "RestartPreventExitStatus", "StartLimitIntervalSec", "StartLimitBurst", "WantedBy"})
        self.assertTrue(night["ExecStart"].startswith(worker["ExecStart"] + " --drain "))

    def test_the_package_starts_the_units_with_its_configuration(self):
        for name in ("assize", "assize-nightly"):
            with self.subTest(name):
                there = dict(settings(DEPLOY / f"{name}.service"))["ExecStart"]
                there = there.replace(" run", " --config /etc/assize/assize.yaml run")
                dropped_in = settings(DEBIAN / f"{name}.service.d" / "package.conf")
                self.assertEqual(dropped_in, [("ExecStart", ""), ("ExecStart", there), ("StateDirectoryMode", "0750")])

    def test_the_configuration_is_one_with_and_without_its_comments(self):
        text = (DEBIAN / "assize.yaml").read_text()
        whole = re.sub(r"^#( *)(\w+:|- name:)", r" \1\2", text, flags=re.MULTILINE)
        whole = re.sub(r"^  ?(cache|checkpoint):", r"\1:", whole, flags=re.MULTILINE)
        self.assertNotEqual(whole, text)
        folder = self.enterContext(tempfile.TemporaryDirectory())
        for name, content in (("plain", text), ("whole", whole), ("wrong", text.replace("path:", "pth:"))):
            path = Path(folder, f"{name}.yaml")
            path.write_text(content)
            done = run(program(), "--config", path, "judge", "--problem", folder, path, cwd=folder)
            about = [line for line in done.stderr.splitlines() if path.name in line and "yaml:" in line]
            self.assertEqual(bool(about), name == "wrong", done.stderr)

    def test_systemd_knows_the_timer(self):
        if shutil.which("systemd-analyze") is None:
            self.skipTest("systemd-analyze isn't installed")
        folder = self.enterContext(tempfile.TemporaryDirectory())
        shutil.copy(DEPLOY / "assize-nightly.timer", folder)
        unit = (DEPLOY / "assize-nightly.service").read_text()
        unit = unit.replace("/usr/bin/assize ", "/bin/true ").replace("User=assize\n", "User=root\n")
        Path(folder, "assize-nightly.service").write_text(unit)
        done = run("systemd-analyze", "verify", "--man=no", f"{folder}/assize-nightly.timer")
        about = [line for line in done.stderr.splitlines() if "assize-nightly" in line]
        self.assertEqual((done.returncode, about), (0, []), done.stderr)

    def test_a_commit_has_one_source_archive(self):
        if not (ROOT / ".git").exists():
            self.skipTest("this isn't a checkout")
        folder = self.enterContext(tempfile.TemporaryDirectory())
        made = []
        for name in ("one", "other"):
            done = run(ROOT / "tools" / "source-archive", f"{folder}/{name}", check=True)
            made.append(Path(done.stdout.strip()).read_bytes())
        self.assertEqual(made[0], made[1])
        self.assertGreater(len(made[0]), 1 << 20)


if __name__ == "__main__":
    unittest.main()
