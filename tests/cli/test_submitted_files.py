"""Files that aren't the submitter's: links, other people's files, and what others may read of ours."""

import os
import stat
import threading
import unittest

from support import DOUBLE, CliCase, make_package, needs_jail

SECRET = "the other one's answer = 'zebra-quagga'\n"


@needs_jail
class Links(CliCase):
    """No link is followed below a submitter's folder, and none to it."""

    def setUp(self):
        super().setUp()
        self.package = make_package(self.dir / "packages")
        self.assize("problem", "add", self.package)
        self.secret = self.write("elsewhere/secret.py", SECRET)
        self.good = self.write("bob/main.py", DOUBLE)

    def refused(self, path, *texts, options=()):
        for arguments in (("judge", "--problem", self.package), ("submit", "--problem", "double")):
            with self.subTest(arguments[0]):
                done = self.assize(*arguments, *options, path, code=2)
                self.assert_refused(done, *texts)
                self.assertNotIn("zebra", done.out + done.err)
        self.assertEqual(self.query("SELECT count(*) FROM submissions"), [(0,)])

    def link(self, name, target):
        path = self.dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(target)
        return path

    def test_a_file_that_is_a_link(self):
        self.refused(self.link("ada/main.py", self.secret), "ada/main.py", "symbolic link", self.secret)
        self.link("eve/main.py", "../bob/main.py")
        self.refused("eve/main.py", "symbolic link", "--root")

    def test_a_folder_that_is_a_link(self):
        self.link("ada", self.dir / "bob")
        self.refused("ada", "ada", "symbolic link")
        self.refused("ada/", "symbolic link")
        self.refused("ada/main.py", "ada/main.py", "symbolic link")

    def test_a_link_on_the_way(self):
        self.write("ada/main.py", DOUBLE)
        self.link("ada/lib", self.dir / "elsewhere")
        self.refused("ada", "ada/lib", "no symbolic links")
        self.refused("ada/lib/secret.py", "symbolic link")

    def test_links_of_proc(self):
        self.refused("/proc/self/fd/0", "/proc/self/fd/0")
        self.refused("/proc/self/root" + str(self.good), "symbolic link")

    def test_files_that_are_made_when_they_are_read(self):
        for path in ("/proc/self/mem", "/proc/kmsg", "/sys/kernel/uevent_seqnum"):
            if os.path.exists(path):
                self.refused(path, path)
        self.refused(f"/proc/{os.getpid()}/environ", "not a plain file")

    def test_what_leads_out_of_the_root(self):
        root = self.dir / "bob"
        for path in ("../elsewhere/secret.py", self.secret, "main.py/../../elsewhere/secret.py"):
            self.refused(path, "not below", options=("--root", root))
        self.link("bob/out.py", "../elsewhere/secret.py")
        self.refused("out.py", "symbolic link", options=("--root", root))
        judged = self.assize("judge", "--json", "--problem", self.package, "--root", root, "main.py").json()
        self.assertEqual(judged["verdict"], "AC")

    def test_the_root_itself_may_be_behind_links(self):
        trusted = self.link("handed-in", self.dir / "bob")
        judged = self.assize("judge", "--json", "--problem", self.package, "--root", trusted, "main.py").json()
        self.assertEqual(judged["verdict"], "AC")
        self.assert_refused(self.assize("judge", "--problem", self.package, "--root", "nowhere", "main.py", code=2),
                            "nowhere")

    def manifest(self, *files, name="lists/class.csv"):
        rows = "".join(f"s{i},double,{file}\n" for i, file in enumerate(files))
        return self.write(name, "submitter,problem,file\n" + rows)

    def test_rows_of_a_manifest(self):
        self.write("lists/ada.py", DOUBLE)
        self.link("lists/eve.py", "ada.py")
        for row, text in (("eve.py", "symbolic link"), ("../bob/main.py", "--root"), (self.good, "--root"),
                          ("/proc/self/environ", "--root")):
            done = self.assize("submit", "--manifest", self.manifest("ada.py", row), code=2)
            self.assert_refused(done, "class.csv:3", text)
        self.assertEqual(self.query("SELECT count(*) FROM submissions"), [(0,)])
        self.assize("submit", "--manifest", self.manifest("ada.py", "../bob/main.py", self.good), "--root", self.dir)
        self.assertEqual(self.query("SELECT count(*) FROM submissions"), [(3,)])

    def test_a_link_that_comes_and_goes(self):
        """The check and the reading are of the same file, however often the name changes hands."""
        self.write("ada/main.py", DOUBLE)
        self.write("ada/real.py", "pass\n")
        target = self.dir / "ada/lib.py"
        ended = threading.Event()

        def change():
            while not ended.is_set():
                for make in (lambda p: os.link(self.dir / "ada/real.py", p), lambda p: os.symlink(self.secret, p)):
                    beside = self.dir / "beside"
                    make(beside)
                    os.replace(beside, target)
                    beside.unlink(missing_ok=True)

        thread = threading.Thread(target=change)
        thread.start()
        try:
            codes = set()
            for _ in range(40):
                done = self.assize("submit", "--problem", "double", "ada", code=None)
                codes.add(done.code)
        finally:
            ended.set()
            thread.join()
        self.assertLessEqual(codes, {0, 2})
        self.assertEqual(self.query("SELECT count(*) FROM blobs WHERE instr(content, 'zebra')"), [(0,)])


@needs_jail
@unittest.skipUnless(os.geteuid() == 0, "only root can make files of others")
class Owners(CliCase):
    def setUp(self):
        super().setUp()
        os.chmod(self.dir, 0o755)
        self.package = make_package(self.dir / "packages")
        self.assize("problem", "add", self.package)

    def owned(self, name, content, uid, mode=0o600):
        path = self.write(name, content)
        os.chown(path, uid, uid)
        os.chmod(path, mode)
        return path

    def folder(self, name, uid):
        path = self.dir / name
        path.mkdir(parents=True, exist_ok=True)
        os.chown(path, uid, uid)
        return path

    def test_a_hard_link_to_somebody_elses_file(self):
        bob = self.owned("bob/secret.py", SECRET, 3002)
        self.folder("bob", 3002)
        ada = self.folder("ada", 3001)
        os.link(bob, ada / "main.py")
        for path in ("ada/main.py", "ada"):
            done = self.assize("judge", "--problem", self.package, path, code=2)
            self.assert_refused(done, "ada/main.py", "3002", "3001")
            self.assertNotIn("zebra", done.err)
        # Nor in a folder that all share.
        shared = self.folder("shared", 0)
        os.link(bob, shared / "main.py")
        self.assert_refused(self.assize("judge", "--problem", self.package, "shared/main.py", code=2), "hard link")

    def test_somebody_elses_file_in_a_submitters_folder(self):
        self.folder("ada", 3001)
        self.owned("ada/main.py", DOUBLE, 3001)
        self.folder("ada/lib", 3001)
        self.owned("ada/lib/x.py", SECRET, 3002)
        self.assert_refused(self.assize("judge", "--problem", self.package, "ada", code=2), "ada/lib/x.py", "3002")
        judged = self.assize("judge", "--json", "--problem", self.package, "ada/main.py").json()
        self.assertEqual(judged["verdict"], "AC")

    def test_one_folder_for_all(self):
        """The operator's own: whose files are in it doesn't matter."""
        self.folder("inbox", 0)
        for uid in (3001, 3002):
            self.owned(f"inbox/{uid}.py", DOUBLE, uid)
        for uid in (3001, 3002):
            judged = self.assize("judge", "--json", "--problem", self.package, f"inbox/{uid}.py").json()
            self.assertEqual(judged["verdict"], "AC")

    def test_own_hard_links_are_no_matter(self):
        self.folder("ada", 3001)
        path = self.owned("ada/main.py", DOUBLE, 3001)
        os.link(path, self.dir / "ada/copy.py")
        judged = self.assize("judge", "--json", "--problem", self.package, "ada").json()
        self.assertEqual(judged["verdict"], "AC")


@needs_jail
class Created(CliCase):
    """What is made is for whoever runs assize alone, whatever the umask."""

    def test_modes(self):
        wide = ("sh", "-c", 'umask 0; exec "$@"', "sh")
        package = make_package(self.dir / "packages")
        self.assize("init", prefix=wide)
        self.assize("problem", "add", package, prefix=wide)
        self.assize("submit", "--problem", "double", self.write("main.py", DOUBLE), prefix=wide)
        self.assize("run", "--drain", prefix=wide)
        self.assize("report", "--format", "html", "--out", "report.html", prefix=wide)
        made = [path for path in self.dir.iterdir() if path.name.startswith(("store.db", "report"))]
        self.assertGreaterEqual(len(made), 2, made)
        for path in made:
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600, path)


if __name__ == "__main__":
    unittest.main()
