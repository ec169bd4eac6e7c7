"""What people hand in: folders and zips as their programs make them, and what is no Python program at all."""

import io
import json
import os
import struct
import tarfile
import unittest
import zipfile

from support import DOUBLE, CliCase, make_package, needs_jail

HELPED = "from helper import twice\nprint(twice(int(input())))\n"
HELPER = "def twice(n):\n    return 2 * n\n"
OWN_MAIN = "from median import median\nprint(median(int(input())))\n"
MEDIAN = "def median(n):\n    return 2 * n\n"
NOTEBOOK = json.dumps({"cells": [{"cell_type": "code", "source": ["print(1)"], "metadata": {}, "outputs": [],
                                  "execution_count": None}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def zipped(files, rename=None):
    """A zip file of {name: content}; `rename` changes bytes of names afterwards, in both headers."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    data = buffer.getvalue()
    for before, after in (rename or {}).items():
        assert len(before) == len(after)
        data = data.replace(before, after)
    return data


class Intake(CliCase):
    def setUp(self):
        super().setUp()
        self.package = make_package(self.dir / "packages")

    def judged(self, path, package=None):
        done = self.assize("judge", "--json", "--problem", package or self.package, path)
        return done.json(), done.err

    def accepted(self, path, *notes, package=None):
        judging, err = self.judged(path, package)
        self.assertEqual(judging["verdict"], "AC", judging)
        for note in notes:
            self.assertIn(note, judging["note"])
            self.assertIn(note, err)
        return judging

    def refused(self, path, *texts, package=None):
        done = self.assize("judge", "--problem", package or self.package, path, code=2)
        self.assert_refused(done, path, *texts)
        return done.err

    def folder(self, name, files):
        for path, content in files.items():
            self.write(f"{name}/{path}", content)
        return self.dir / name

    def both(self, files):
        """The same as a zip and as a folder."""
        self.count = getattr(self, "count", 0) + 1
        yield self.write(f"z{self.count}.zip", zipped(files))
        yield self.folder(f"f{self.count}", files)


@needs_jail
class Packed(Intake):
    def test_everything_in_a_folder(self):
        for path in self.both({"hw1/main.py": HELPED, "hw1/helper.py": HELPER}):
            self.accepted(path, "hw1/")

    def test_a_folder_in_a_folder(self):
        for path in self.both({"hw1/ada/main.py": HELPED, "hw1/ada/helper.py": HELPER, "hw1/ada/data/x.txt": "1"}):
            self.accepted(path, "hw1/ada/")

    def test_documents_beside_the_programs_folder(self):
        for path in self.both({"hw/report.pdf": "%PDF-1.7", "hw/src/main.py": HELPED, "hw/src/helper.py": HELPER}):
            self.accepted(path, "src/")

    def test_what_is_beside_the_program_goes_with_it(self):
        reads = "print(int(open('factor.txt').read()) * int(input()))\n"
        for path in self.both({"readme.txt": "hello", "code/solution.py": reads, "code/factor.txt": "2"}):
            self.accepted(path, "code/")

    def test_what_macos_and_windows_add(self):
        files = {"hw1/main.py": DOUBLE, "hw1/.DS_Store": b"\0\0\0\1Bud1", "__MACOSX/hw1/._main.py": b"\0\5\x16\7",
                 "hw1/Thumbs.db": b"\xd0\xcf\x11\xe0", "hw1/desktop.ini": "[x]", "hw1/._x": "y"}
        for path in self.both(files):
            self.accepted(path, "left out: ", ".DS_Store", "__MACOSX", "Thumbs.db")

    def test_version_control_editors_and_caches(self):
        files = {"main.py": DOUBLE, ".git/config": "x", ".git/hooks/pre.py": "x", ".svn/a": "x", ".idea/a.xml": "x",
                 ".vscode/settings.json": "{}", "__pycache__/main.cpython-311.pyc": b"\xa7\r\r\n",
                 "old.pyc": b"\xa7\r\r\n", "node_modules/a/b.js": "x", ".ipynb_checkpoints/main.py": "x"}
        for path in self.both(files):
            self.accepted(path, ".git", ".idea", ".svn", ".vscode", "__pycache__", "node_modules", "old.pyc")

    def test_a_virtual_environment(self):
        files = {"solution.py": DOUBLE, "env/pyvenv.cfg": "home = /usr/bin\n", "env/lib/python3.11/site.py": "x"}
        files.update({f"env/lib/python3.11/site-packages/m{n}.py": "x" for n in range(300)})
        for path in self.both(files):
            self.accepted(path, "left out: env")
        # As `python3 -m venv .` makes it in the project's own folder; its interpreter is a link.
        project = self.folder("project", {"main.py": DOUBLE, "pyvenv.cfg": "home = /usr/bin\n", "lib/x.py": "x"})
        (project / "bin").mkdir()
        (project / "bin/python").symlink_to("/usr/bin/python3")
        self.accepted(project, "pyvenv.cfg", "bin", "lib")

    def test_the_only_python_file_is_the_program(self):
        for path in self.both({"solution.py": DOUBLE}):
            self.accepted(path, "solution.py")
        for path in self.both({"hw/Lösung 1.py": DOUBLE, "hw/readme.txt": "hello"}):
            self.accepted(path, "Lösung 1.py")

    def test_main_in_other_case(self):
        for name in ("Main.py", "MAIN.PY", "main.PY"):
            for path in self.both({name: HELPED, "helper.py": HELPER}):
                self.accepted(path, name)

    def test_several_files_and_no_telling_which(self):
        for path in self.both({"hw/a.py": DOUBLE, "hw/b.py": DOUBLE}):
            self.refused(path, "'a.py', 'b.py'", "main.py")

    def test_no_python_file(self):
        for path in self.both({"readme.txt": "hello", "data.txt": "x"}):
            self.refused(path, "readme.txt", "main.py")
        for path in self.both({"homework.ipynb": NOTEBOOK}):
            self.refused(path, "homework.ipynb", "notebook")
        for path in self.both({"inner.zip": zipped({"main.py": DOUBLE})}):
            self.refused(path, "inner.zip", "zip file inside")

    def test_the_ending_of_a_zip_does_not_matter(self):
        for name in ("UPPER.ZIP", "x.Zip", "homework", "solution.py"):
            self.accepted(self.write(name, zipped({"main.py": DOUBLE})))

    def test_backslashes(self):
        data = zipped({"hw1/main.py": HELPED, "hw1/helper.py": HELPER},
                      {b"hw1/main.py": b"hw1\\main.py", b"hw1/helper.py": b"hw1\\helper.py"})
        self.accepted(self.write("old.zip", data))
        self.refused(self.write("out.zip", zipped({"main.py": DOUBLE, "../x.py": "x"}, {b"../x.py": b"..\\x.py"})),
                     "../x.py")

    def test_names_in_code_page_437(self):
        reads = "print(2 * int(input()) + len(open('Übung ä.txt').read()))\n"
        data = zipped({"main.py": reads, "Xbung X.txt": ""}, {b"Xbung X.txt": b"\x9abung \x84.txt"})
        self.accepted(self.write("windows.zip", data))
        self.accepted(self.write("alone.zip", zipped({"LXsung.py": DOUBLE}, {b"LXsung.py": b"L\x94sung.py"})), "Lösung.py")

    def test_names_in_utf_8_without_the_flag(self):
        reads = "print(2 * int(input()) + len(open('ä.txt').read()))\n"
        self.accepted(self.write("mac.zip", zipped({"main.py": reads, "XX.txt": ""}, {b"XX.txt": "ä.txt".encode()})))

    def test_a_name_that_says_it_is_utf_8_and_is_not(self):
        data = zipped({"main.py": DOUBLE, "ää.txt": ""}, {"ää.txt".encode(): b"\xff\xffXX.txt"})
        self.refused(self.write("bad.zip", data), "UTF-8", ".txt'")

    def test_all_members_that_are_refused_are_named(self):
        link = zipfile.ZipInfo("hw/link.py")
        link.external_attr, link.create_system = 0o120777 << 16, 3
        hidden = zipfile.ZipInfo("hw/.git/link")
        hidden.external_attr, hidden.create_system = 0o120777 << 16, 3
        with zipfile.ZipFile(self.dir / "all.zip", "w") as archive:
            archive.writestr("hw/main.py", DOUBLE)
            archive.writestr(link, "/etc/passwd")
            archive.writestr(hidden, "/etc/passwd")
            archive.writestr("hw/" + "x" * 250 + ".py", "")
            archive.writestr("../evil.py", "")
        text = self.refused("all.zip", "'hw/link.py' is a symbolic link", "'../evil.py' is not a path below",
                            "256 bytes", "200")
        self.assertNotIn(".git", text)

    def test_names_that_differ_in_capitals_alone(self):
        for path in self.both({"hw/main.py": DOUBLE, "hw/Helper.py": "", "hw/helper.py": ""}):
            self.refused(path, "'Helper.py'", "'helper.py'")
        for path in self.both({"main.py": DOUBLE, "Main.py": DOUBLE}):
            self.refused(path, "'Main.py'", "'main.py'")

    def test_links_in_folders(self):
        folder = self.folder("hw", {"main.py": DOUBLE, ".git/config": "x"})
        (folder / ".git/link").symlink_to("/etc/passwd")
        self.accepted(folder, ".git")
        (folder / "words.txt").symlink_to("/etc/passwd")
        self.refused(folder, "hw/words.txt", "symbolic link")

    def test_the_program_of_a_folder_is_looked_at(self):
        for path in self.both({"main.py": NOTEBOOK, "helper.py": HELPER}):
            self.refused(path, "'main.py'", "notebook")
        for path in self.both({"main.py": "", "__init__.py": ""}):
            self.refused(path, "'main.py'", "empty")

    def test_standard_input_may_be_a_zip(self):
        done = self.assize("judge", "--json", "--problem", self.package, "-", given=zipped({"hw/a.py": DOUBLE}))
        self.assertEqual(done.json()["verdict"], "AC")


@needs_jail
class OwnMain(Intake):
    """The package starts a main.py of its own, which imports the submission by another name."""

    def setUp(self):
        super().setUp()
        self.package = make_package(self.dir / "packages", name="median", files={
            "include/python3/main.py": OWN_MAIN, "submissions/accepted/median.py": MEDIAN})

    def test_the_file_that_the_task_demands(self):
        for path in self.both({"median.py": MEDIAN}):
            self.accepted(path)
        for path in self.both({"hw/median.py": "from helper import twice as median\n", "hw/helper.py": HELPER}):
            self.accepted(path)

    def test_the_submitters_own_main_is_left_out(self):
        for path in self.both({"median.py": MEDIAN, "main.py": "print('mine')\n"}):
            self.accepted(path, "left out: main.py", "median.py")

    def test_neither_is_there(self):
        for path in self.both({"a.py": MEDIAN, "b.py": MEDIAN}):
            self.refused(path, "'median.py'", "'a.py', 'b.py'")

    def test_submit_knows_it_too(self):
        self.assize("problem", "add", self.package)
        for path in self.both({"median.py": "from helper import twice as median\n", "helper.py": HELPER}):
            self.assize("submit", "--problem", "median", path)
        self.assize("run", "--drain")
        rows = self.assize("report", "--format", "json").json_lines()
        self.assertEqual([row["verdict"] for row in rows], ["AC", "AC"])


@needs_jail
class NoPython(Intake):
    def test_what_it_is_by_its_content(self):
        tar = io.BytesIO()
        with tarfile.open(fileobj=tar, mode="w") as archive:
            archive.addfile(tarfile.TarInfo("main.py"))
        for word, content in (
                ("notebook", NOTEBOOK), ("PDF", "%PDF-1.7\n%\xe2"), ("Rich Text", "{\\rtf1\\ansi x}"),
                ("gzip", b"\x1f\x8b\x08\0"), ("bzip2", b"BZh91AY&SY\0\0"), ("xz", b"\xfd7zXZ\0\0"),
                ("RAR", b"Rar!\x1a\x07\x01\0"), ("7z", b"7z\xbc\xaf\x27\x1c\0"), ("tar", tar.getvalue()),
                ("Office", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0"), ("executable", b"\x7fELF\2\1\1\0"),
                ("Windows", b"MZ\x90\0\3\0"), ("Java", b"\xca\xfe\xba\xbe\0\0\0\x3d"),
                ("PNG", b"\x89PNG\r\n\x1a\n\0"), ("JPEG", b"\xff\xd8\xff\xe0"), ("GIF", b"GIF89a\1\0"),
                ("HTML", "\n<!DOCTYPE html>\n<html></html>"), ("HTML", "<html><body>x</body></html>"),
                ("XML", "<?xml version='1.0'?><a/>"), ("UTF-16", DOUBLE.encode("utf-16")),
                ("UTF-16", DOUBLE.encode("utf-16-le")), ("compiled Python", struct.pack("<H", 3495) + b"\r\n" + bytes(12)),
                ("empty", ""), ("empty", "\ufeff \r\n"), ("bash", "#!/bin/bash\necho 4\n"),
                ("Word", zipped({"[Content_Types].xml": "x", "word/document.xml": "x"})),
                ("Excel", zipped({"[Content_Types].xml": "x", "xl/workbook.xml": "x"})),
                ("OpenDocument", zipped({"mimetype": "x", "META-INF/manifest.xml": "x", "content.xml": "x"})),
                ("Java archive", zipped({"META-INF/MANIFEST.MF": "x", "Main.class": "x"}))):
            with self.subTest(word):
                self.refused(self.write("main.py", content), "main.py: is", word)

    def test_what_it_is_by_its_ending(self):
        for name in ("a.ipynb", "A.java", "a.c", "a.CPP", "a.js", "a.html", "a.pdf", "a.docx", "a.odt", "a.xlsx", "a.rar",
                     "a.7z", "a.tar.gz", "a.png", "a.exe", "a.jar", "a.cs", "a.rs", "a.go"):
            with self.subTest(name):
                self.refused(self.write(name, "hello\n"), f"{name}: is a")

    def test_what_may_be_python_is_run(self):
        for name in ("a.py", "a.txt", "a", "a.py3", "a.PY", "1_solution", "a.py.txt"):
            with self.subTest(name):
                self.accepted(self.write(name, DOUBLE))
        for content in ("{}\n" + DOUBLE, "#!/usr/bin/env python3\n" + DOUBLE, "#!/usr/bin/pypy3\n" + DOUBLE,
                        "MZ = BM = GIF89a = 1\n" + DOUBLE, '{"nbformat": 4, "cells": []}\n' + DOUBLE):
            with self.subTest(content):
                self.accepted(self.write("main.py", content))

    def test_the_good_ones_are_judged_and_the_others_named(self):
        self.write("good.py", DOUBLE)
        self.write("also.py", "print(7)\n")
        arguments = ("judge", "--problem", self.package, "nb.ipynb", "good.py", "gone.py", "also.py", "notes.pdf")
        self.write("nb.ipynb", NOTEBOOK)
        self.write("notes.pdf", "%PDF-1.4")
        done = self.assize(*arguments, code=2)
        self.assertIn("good.py: AC", done.out)
        self.assertIn("also.py: WA", done.out)
        for text in ("nb.ipynb: is a Jupyter notebook", "gone.py: No such file", "notes.pdf: is a PDF"):
            self.assertIn(text, done.err)
        rows = self.assize("judge", "--json", *arguments[1:], code=2).json_lines()
        self.assertEqual([(row["submission"], row["verdict"]) for row in rows],
                         [("nb.ipynb", None), ("good.py", "AC"), ("gone.py", None), ("also.py", "WA"), ("notes.pdf", None)])
        self.assertEqual(rows[0]["state"], "not_taken")
        self.assertIn("notebook", rows[0]["reason"])
        self.assertEqual((rows[0]["score"], rows[0]["tests"]), (None, []))


if __name__ == "__main__":
    unittest.main()
