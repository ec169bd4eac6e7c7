"""docs/deploy: the systemd unit's rating, the script for cron as cron starts it, the examples for Slurm and Kubernetes."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import tempfile
import unittest
from datetime import datetime, timedelta

from kubernetes_fields import problems_of
from support import DOUBLE, ROOT, CliCase, environment, needs_jail, program

DEPLOY = ROOT / "docs" / "deploy"
UNIT = DEPLOY / "assize.service"
RULES = ROOT / "judge" / "jail" / "policy" / "rules.cpp"
SYSCALLS = ROOT / "judge" / "jail" / "policy" / "syscalls.cpp"


def run(*command, **options):
    return subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=120, **options)


def settings(name):
    return re.findall(rf"^{name}=(.*)$", UNIT.read_text(), re.MULTILINE)


def needs_tool(name, why=lambda: None):
    """Skips with a reason where a tool isn't there."""
    return unittest.skipIf(shutil.which(name) is None or why(), f"{name} isn't installed, or too old")


def has_no_offline_rating():
    return "--offline" not in run("systemd-analyze", "--help").stdout


@needs_tool("systemd-analyze", has_no_offline_rating)
class Systemd(unittest.TestCase):
    def test_the_unit_is_rated_no_worse_than_3(self):
        done = run("systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=30", UNIT)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        (rating,) = re.findall(r"Overall exposure level for assize.service: ([\d.]+)", done.stdout)
        self.assertIn(f"rates it {rating}.", UNIT.read_text())
        self.assertIn(f"rates the unit {rating}.", (DEPLOY / "README.md").read_text())

    def test_systemd_knows_each_of_its_settings(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        for name, more, words in (("assize", "", ""), ("worse", "NoSuchSetting=1\n", "Unknown key")):
            copy = f"{folder}/{name}.service"
            text = UNIT.read_text().replace("/usr/bin/assize ", "/bin/true ").replace("[Install]", more + "[Install]")
            with open(copy, "w") as file:
                file.write(text.replace("User=assize\n", "User=root\n"))
            done = run("systemd-analyze", "verify", "--man=no", copy)
            about = "\n".join(line for line in done.stderr.splitlines() if f"{name}.service" in line)
            self.assertIn(words, about)
            if not more:
                self.assertEqual((done.returncode, about), (0, ""), done.stderr)

    def test_its_filter_refuses_nothing_that_a_run_may_do(self):
        (filtered,) = settings("SystemCallFilter")
        self.assertTrue(filtered.startswith("~"))
        refused = set()
        for group in filtered[1:].split():
            lines = run("systemd-analyze", "syscall-filter", group, check=True).stdout.splitlines()
            refused |= {line.strip() for line in lines if line.startswith("    ") and "#" not in line and "@" not in line}
        allowed = set(re.findall(r'^ +\{"(\w+)",\s+k(?!Refuse)', SYSCALLS.read_text(), re.MULTILINE))
        granted = set(re.findall(r'^ +\w+\("(\w+)",', RULES.read_text(), re.MULTILINE))
        self.assertGreater(len(refused), 30)
        self.assertGreater(len(allowed), 120)
        self.assertGreater(len(granted), 10)
        allowed |= granted
        self.assertEqual(refused & allowed, set())
        # What the keeper needs to make a jail.
        self.assertEqual(refused & {"mount", "umount2", "pivot_root", "unshare", "setns", "clone", "clone3", "seccomp",
                                    "personality", "sched_setaffinity", "setpriority", "prlimit64", "sethostname"}, set())


@needs_jail
class Cron(CliCase):
    def crontab_line(self):
        (line,) = re.findall(r"^(0 22 \* \* \*  .*)$", (DEPLOY / "README.md").read_text(), re.MULTILINE)
        return line

    def start_night(self, **variables):
        """The line's command as cron runs it: by sh, with next to nothing in its environment."""
        command = self.crontab_line().split(None, 5)[5]
        command = command.replace("/srv/course.db", shlex.quote(str(self.store)))
        command = command.replace("/usr/local/bin/nightly", shlex.quote(str(DEPLOY / "nightly")))
        deadline = (datetime.now() + timedelta(hours=2)).strftime("%H:%M")
        kept = {"PATH": f"{os.path.dirname(program())}:/usr/bin:/bin", "HOME": str(self.dir), "SHELL": "/bin/sh",
                "LOG": str(self.dir / "log"), "LOCK": str(self.dir / "lock"), "DEADLINE": deadline, **variables}
        return subprocess.Popen(["/bin/sh", "-c", command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, env=kept, cwd="/", text=True)

    def end_of_night(self, night):
        out, err = night.communicate(timeout=240)
        self.assertEqual(err, "")
        return night.returncode, out

    def test_it_judges_and_says_what_is_worth_a_mail(self):
        self.add_package()
        for source in (DOUBLE, DOUBLE, "print(7)\n"):
            self.submit(source)
        code, out = self.end_of_night(self.start_night())
        self.assertEqual(code, 0)
        self.assertRegex(out.splitlines()[0], r"^assize, \d{4}-\d\d-\d\d \d\d:\d\d to \d\d:\d\d on \S+: exit code 0$")
        self.assertIn("queued 0, being judged 0, done 3, set aside 0", out)
        self.assertRegex(out, r"AC +2\n +WA +1\n")
        self.assertIn('"judged 3; 0 left"', (self.dir / "log").read_text())

    def test_one_at_a_time(self):
        self.add_package(time_limit="30")
        self.submit("import time; time.sleep(4); " + DOUBLE)
        first = self.start_night()
        self.wait_for("it", lambda: self.query("SELECT count(*) FROM judgings WHERE state = 'leased'") == [(1,)])
        self.assertEqual(self.end_of_night(self.start_night()), (0, ""))
        self.assertEqual(self.end_of_night(first)[0], 0)
        self.assertEqual(self.end_of_night(self.start_night())[0], 0)  # the lock is free again

    def test_what_went_wrong_is_in_the_mail(self):
        self.add_package(yaml="validation: custom\n", files={"output_validators/v/v.py": "raise SystemExit(42)\n"})
        self.submit(DOUBLE)
        self.query("UPDATE blobs SET content = ? WHERE hash IN (SELECT blob FROM package_files WHERE path LIKE '%v.py')",
                   b"\0")
        code, out = self.end_of_night(self.start_night())
        self.assertEqual(code, 2)
        self.assertIn("exit code 2", out)
        self.assertIn("set aside 1", out)
        self.assertIn("is not what its hash says", out)  # of queue list

    def test_it_is_sound_shell(self):
        self.assertEqual(run("sh", "-n", DEPLOY / "nightly").returncode, 0)
        if shutil.which("shellcheck"):
            done = run("shellcheck", DEPLOY / "nightly")
            self.assertEqual((done.returncode, done.stdout), (0, ""))


# Of sbatch(1), Slurm 22.05, as far as the example uses them: what each may be given.
SBATCH = {"job-name": r"\w+", "nodes": r"\d+", "ntasks": r"\d+", "exclusive": None, "mem": r"\d+[KMGT]?",
          "time": r"(\d+-)?\d\d:\d\d:\d\d", "signal": r"(B:)?[A-Z]+@\d+", "output": r"\S+", "open-mode": r"append|truncate",
          "requeue": None}


class Slurm(CliCase):
    SCRIPT = DEPLOY / "assize.sbatch"

    def test_it_is_sound_shell(self):
        self.assertEqual(run("bash", "-n", self.SCRIPT).returncode, 0)
        if shutil.which("shellcheck"):
            done = run("shellcheck", self.SCRIPT)
            self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_its_options_are_those_of_sbatch(self):
        lines = self.SCRIPT.read_text().splitlines()
        self.assertEqual(lines[0], "#!/bin/bash")
        at = [number for number, line in enumerate(lines) if line.startswith("#SBATCH")]
        # sbatch reads them up to the first command.
        self.assertTrue(all(line.startswith("#") for line in lines[:at[-1] + 1]))
        for number in at:
            option, _, value = lines[number].removeprefix("#SBATCH --").partition("=")
            with self.subTest(option):
                self.assertIn(option, SBATCH)
                if SBATCH[option] is None:
                    self.assertEqual(value, "")
                else:
                    self.assertRegex(value, rf"^({SBATCH[option]})$")

    def start_job(self, worker, **variables):
        """The script, with a systemd-run that just starts what it is given, and that worker."""
        tools = self.dir / "bin"
        self.write("bin/systemd-run", '#!/bin/bash\nwhile [[ $1 == --* ]]; do shift; done\nexec "$@"\n')
        self.write("bin/assize", f"#!/bin/bash\necho \"$@\" >'{self.dir}/called'\n{worker}\n")
        self.write("bin/id", "#!/bin/bash\n[ \"$1\" = -u ] && echo 0 || echo root\n")
        for tool in tools.iterdir():
            tool.chmod(0o755)
        return subprocess.Popen(["bash", str(self.SCRIPT)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                env=environment(PATH=f"{tools}:{os.environ['PATH']}", **variables), text=True)

    def test_the_worker_has_the_nodes_cores_and_its_exit_code_is_the_jobs(self):
        for code in (0, 3):
            job = self.start_job(f"exit {code}", SLURM_CPUS_ON_NODE=6)
            job.communicate(timeout=60)
            self.assertEqual(job.returncode, code)
            called = (self.dir / "called").read_text()
            self.assertIn("run --drain --workers 6 --cache-dir /", called)
            # Real options.
            options = re.findall(r"--[a-z-]+", called.partition("run")[2])
            known = self.assize("run", "--help").out
            self.assertEqual([option for option in options if option not in known], [])

    def test_the_signal_before_the_time_limit_lets_the_worker_finish(self):
        job = self.start_job(f"trap 'sleep 1; echo finished >\"{self.dir}/end\"; exit 0' TERM\n"
                             f"touch '{self.dir}/ready'\nwhile :; do sleep 0.1; done")
        self.wait_for("the worker", (self.dir / "ready").exists)
        job.send_signal(signal.SIGTERM)
        job.communicate(timeout=60)
        self.assertEqual(job.returncode, 0)
        self.assertEqual((self.dir / "end").read_text(), "finished\n")


try:
    import yaml
except ImportError:
    yaml = None


@unittest.skipIf(yaml is None, "Python has no yaml here (Debian: python3-yaml)")
class Kubernetes(CliCase):
    def setUp(self):
        super().setUp()
        self.deployment = yaml.safe_load((DEPLOY / "kubernetes.yaml").read_text())
        self.pod = self.deployment["spec"]["template"]["spec"]

    def test_its_fields_are_those_of_the_api(self):
        self.assertEqual(problems_of(self.deployment), [])

    def test_the_check_finds_what_is_wrong(self):
        container = self.pod["containers"][0]
        for change, found in ((lambda: container.update(imagee="x"), "imagee"),
                              (lambda: self.pod.pop("containers"), "containers"),
                              (lambda: self.deployment["spec"].update(replicas="two"), "replicas"),
                              (lambda: self.deployment.update(apiVersion="apps/v1beta1"), "apiVersion")):
            self.setUp()
            container = self.pod["containers"][0]
            change()
            self.assertTrue(any(found in problem for problem in problems_of(self.deployment)), found)

    def test_its_parts_fit_together(self):
        spec = self.deployment["spec"]
        labels = spec["template"]["metadata"]["labels"]
        self.assertEqual(spec["selector"]["matchLabels"], labels)
        for rule in self.pod["affinity"]["podAntiAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]:
            self.assertEqual(rule["labelSelector"]["matchLabels"], labels)
        (container,) = self.pod["containers"]
        self.assertEqual({mount["name"] for mount in container["volumeMounts"]},
                         {volume["name"] for volume in self.pod["volumes"]})
        # Whole cores: what is asked for is what there is.
        self.assertEqual(container["resources"]["requests"], container["resources"]["limits"])
        self.assertRegex(container["resources"]["limits"]["cpu"], r"^\d+$")

    def test_its_command_is_one_of_assize(self):
        command = self.pod["containers"][0]["command"]
        self.assertEqual(command[0], "/usr/bin/assize")
        self.assertIn("run", command)
        options = [word for word in command if word.startswith("--")]
        known = self.assize("--help").out + self.assize("run", "--help").out
        self.assertEqual([option for option in options if option not in known], [])
        mounts = {mount["mountPath"] for mount in self.pod["containers"][0]["volumeMounts"]}
        self.assertIn(command[command.index("--cache-dir") + 1], mounts)


if __name__ == "__main__":
    unittest.main()
