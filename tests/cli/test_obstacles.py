"""Hosts on which assize was started wrongly: doctor names the cause, and what it says lets jails work. Nothing of a container is
needed for these; tests/hosts/container has those that are."""

import ctypes
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import uuid
from pathlib import Path

from support import DOUBLE, CliCase, make_package, needs_jail, program

GROUPS = [Path("/sys/fs/cgroup", name) for name in ("memory", "pids", "cpuacct", "unified")]
ALLOW, DENY = 0x7FFF0000, 0x00050000
EPERM, ENOSYS = 1, 38
CALLS = {"unshare": 272, "pivot_root": 155, "clone3": 435, "sethostname": 170}


def filtered(name, error):
    """Words to put before a command: it is started under a filter that denies one call."""
    code = f"import sys; sys.path.insert(0, {os.path.dirname(os.path.abspath(__file__))!r}); import test_obstacles as t; " \
           f"t.enter_filter({CALLS[name]}, {error}); import os; os.execvp(sys.argv[1], sys.argv[1:])"
    return (sys.executable, "-c", code)


def enter_filter(number, error):
    rows = [(0x20, 0, 0, 0), (0x15, 0, 1, number), (0x06, 0, 0, DENY | error), (0x06, 0, 0, ALLOW)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *row) for row in rows))
    program_of_it = struct.pack("HxxxxxxP", len(rows), ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(38, 1, 0, 0, 0)
    if libc.prctl(22, 2, ctypes.create_string_buffer(program_of_it), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "can't load the filter")


def mounted(script):
    """Words to put before a command: it is started in a mount namespace of its own, after this script."""
    return ("unshare", "--mount", "--propagation", "private", "sh", "-ec", f'{script}\nexec "$@"', "sh")


def can_be_tried():
    return os.geteuid() == 0 and all(place.is_dir() for place in GROUPS[:3])


@needs_jail
@unittest.skipUnless(can_be_tried(), "only root on a host with cgroup v1 can start it so wrongly")
class WrongStarts(CliCase):
    def setUp(self):
        super().setUp()
        # Locks and groups belong together: who doesn't see the host's locks must not see its slots.
        self.name = f"assize-test-{uuid.uuid4().hex[:8]}"
        lines = Path("/proc/self/cgroup").read_text().splitlines()
        self.places = []
        for root in GROUPS:
            own = next((line.split(":", 2)[2] for line in lines if root.name in line.split(":", 2)[1].split(",")), "/")
            if not (root / own.lstrip("/")).is_dir():
                own = "/"
            if root.is_dir():
                self.places.append(root / own.lstrip("/") / self.name)
        for place in self.places:
            place.mkdir()
            self.addCleanup(place.rmdir)
        enter = "; ".join(f"echo $$ >{place}/cgroup.procs" for place in self.places)
        self.apart = ("sh", "-ec", f'{enter}\nexec "$@"', "sh")

    def doctor(self, *before):
        done = subprocess.run([*self.apart, *before, program(), "doctor", "--json"], capture_output=True, text=True, timeout=300)
        self.assertIn(done.returncode, (0, 3), done.stdout + done.stderr)
        found = json.loads(done.stdout)
        self.assertEqual(found["able"], done.returncode == 0)
        for check in found["checks"]:
            self.assertNotIn("see `assize doctor`", json.dumps(check))
            self.assertNotIn("`assize doctor` says", json.dumps(check))
        return {check["subject"]: check for check in found["checks"] if check["finding"] == "bad"}

    def assert_named(self, bad, subject, words, remedy):
        self.assertIn(subject, bad)
        self.assertRegex(bad[subject]["found"], words)
        self.assertIn(remedy, bad[subject]["remedies"]["host"])
        self.assertEqual(bad["jail"]["found"], "not tried")

    def assert_able(self, *before):
        self.assertEqual(self.doctor(*before), {})

    def test_no_place_for_locks(self):
        wrong = "mount -t tmpfs -o ro none /run"
        bad = self.doctor(*mounted(wrong))
        self.assert_named(bad, "locks", "/run/assize: Read-only file system", "mount -t tmpfs tmpfs /run")
        self.assertEqual(set(bad), {"locks", "jail"})
        self.assert_able(*mounted(f"{wrong}\n{bad['locks']['remedies']['host']}"))

    def test_masks_over_proc(self):
        wrong = "mount --bind /proc/sys /proc/sys"
        bad = self.doctor(*mounted(wrong))
        self.assert_named(bad, "/proc", "^masks lie over /proc/sys$", "umount")
        self.assert_able(*mounted(f"{wrong}\numount /proc/sys"))

    def test_something_else_over_a_part_of_proc(self):
        wrong = "mount --bind /dev/null /proc/uptime"
        bad = self.doctor(*mounted(wrong))
        self.assert_named(bad, "/proc", "^something is mounted over /proc/uptime$", "umount what is mounted over /proc/uptime")
        self.assert_able(*mounted(f"{wrong}\numount /proc/uptime"))

    def test_missing_capabilities(self):
        for names in (["CHOWN"], ["SETGID"], ["SETUID"], ["CHOWN", "SETGID", "SETUID"]):
            with self.subTest(names):
                dropped = ",".join(f"-{name.lower()}" for name in names)
                bad = self.doctor("setpriv", f"--bounding-set={dropped}", f"--inh-caps={dropped}")
                self.assert_named(bad, "capabilities", f"^this is root without {', '.join(names)}$", "without dropping")
                self.assertEqual(set(bad), {"capabilities", "jail"})

    def test_too_few_processes(self):
        group = self.places[1] / "pids.max"
        for most in (4, 16):
            with self.subTest(most):
                group.write_text(str(most))
                bad = self.doctor()
                self.assert_named(bad, "processes", f"pids.max of .*{self.name} is {most}$", "write max to that file")
                group.write_text("max")
                self.assert_able()

    def test_a_filter_denies_calls(self):
        for name, error in (("unshare", EPERM), ("pivot_root", EPERM), ("sethostname", EPERM), ("clone3", ENOSYS)):
            with self.subTest(name):
                bad = self.doctor(*filtered(name, error))
                self.assert_named(bad, "seccomp profile", rf"denies .*\b{name}\b", "without that filter")

    def test_a_chroot(self):
        root = self.dir / "root"
        for name in ("usr", "etc", "proc", "sys", "dev", "run", "tmp", "var"):
            (root / name).mkdir(parents=True)
        for name in ("bin", "lib", "lib64"):
            (root / name).symlink_to(f"usr/{name}")
        binds = "\n".join(f"mount --rbind /{name} {root}/{name}" for name in ("usr", "etc", "proc", "sys", "dev", "run", "var"))
        place = root / "program"
        place.mkdir()
        wrong = f"{binds}\nmount --bind {os.path.dirname(program())} {place}"
        command = ["chroot", root, "/program/assize", "doctor", "--json"]
        done = subprocess.run([*self.apart, *mounted(wrong), *command], capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        bad = {check["subject"]: check for check in json.loads(done.stdout)["checks"] if check["finding"] == "bad"}
        self.assert_named(bad, "user namespaces", "^this is a chroot: ", "pivot_root")

    def test_no_further_user_namespaces(self):
        # In a user namespace the limit is that namespace's own.
        bad = self.doctor("unshare", "--user", "--map-root-user", "sh", "-ec",
                          'echo 0 >/proc/sys/user/max_user_namespaces\nexec "$@"', "sh")
        self.assert_named(bad, "user namespaces", "^user.max_user_namespaces is 0$", "sysctl -w user.max_user_namespaces=")

    def test_root_of_a_user_namespace_without_ids(self):
        bad = self.doctor("unshare", "--user", "--map-root-user")
        self.assert_named(bad, "ids", "no ids for slots", "map 65536 ids")

    def test_groups_that_are_not_to_be_written_to_are_mounted_anew(self):
        read_only = "\n".join(f"mount -o remount,bind,ro {place}" for place in GROUPS if place.is_dir())
        for script in (read_only, "umount -l -R /sys/fs/cgroup"):
            with self.subTest(script.split("\n")[0]):
                self.assert_able(*mounted(script))

    def test_the_first_of_two_mounts_counts_where_the_second_is_another_groups(self):
        group = self.places[0].parent / f"{self.name}-other"
        group.mkdir()
        self.addCleanup(group.rmdir)
        self.assert_able(*mounted(f"mount --bind {group} /mnt"))


@needs_jail
class BeforeAnythingIsLeased(CliCase):
    def hand_in(self):
        self.assize("problem", "add", make_package(self.dir))
        self.submit(DOUBLE, problem="double")

    def assert_untouched(self):
        status = self.assize("status", "--json").json()
        self.assertEqual((status["queued"], status["leased"], status["done"], status["set_aside"]), (1, 0, 0, 0))
        self.assertEqual(self.query("SELECT count(*) FROM audit WHERE kind LIKE '%lease%'"), [(0,)])

    @unittest.skipUnless(shutil.which("prlimit"), "prlimit isn't installed")
    def test_too_few_descriptors_are_refused(self):
        self.hand_in()
        done = self.assize("run", "--drain", "--workers", "64", code=3, prefix=("prlimit", "--nofile=1024:1024"))
        self.assertRegex(done.err, r"64 slots need \d+ descriptors, and this process may have 1024: .*--workers 24 at most")
        self.assert_untouched()

    def test_the_soft_limit_of_descriptors_is_raised(self):
        self.hand_in()
        self.assize("run", "--drain", "--workers", "2", prefix=("prlimit", "--nofile=48:1024"))
        self.assertEqual(self.show(1)["verdict"], "AC")

    def test_an_interpreter_that_does_not_start_in_the_jail(self):
        self.hand_in()
        # Not below /tmp, of which the jail has its own.
        place = Path(tempfile.mkdtemp(prefix="assize-cli-", dir="/var/tmp"))
        self.addCleanup(shutil.rmtree, place)
        place.chmod(0o755)
        made = subprocess.run(["/usr/bin/python3", "-m", "venv", "--without-pip", place], capture_output=True)
        if made.returncode != 0:
            self.skipTest("/usr/bin/python3 makes no virtual environment here (apt-get install python3-venv)")
        (folder,) = (place / "lib").glob("python3*/site-packages")
        # The id that runs have.
        (folder / "broken.pth").write_text("import os; os._exit(3) if os.getuid() == 1000 else None\n")
        config = self.write("config.yaml", f"runtimes:\n  - {{name: broken, path: {place}/bin/python3, kind: exec}}\n")
        done = self.assize("--config", config, "run", "--drain", code=3)
        self.assertIn("an empty program doesn't run in it", done.err)
        self.assert_untouched()


if __name__ == "__main__":
    unittest.main()
