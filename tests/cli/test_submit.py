"""Submissions are handed in: files, external ids and versions, batches, manifests."""

import unittest

from support import DOUBLE, WRONG, CliCase


class Submit(CliCase):
    def setUp(self):
        super().setUp()
        self.add_package()

    def sources(self):
        return self.query("SELECT id, version, submitter, external_id, priority, batch FROM submissions ORDER BY id")

    def test_it_prints_one_id_a_line_in_the_order_of_the_files(self):
        for name in ("b.py", "a.py", "c.py"):
            self.write(name, DOUBLE + "# " + name)
        done = self.assize("submit", "--problem", "double", "b.py", "a.py", "c.py")
        self.assertEqual(done.out, "1\n2\n3\n")
        self.assertEqual([row[0] for row in self.query("SELECT file_name FROM submissions ORDER BY id")],
                         ["b.py", "a.py", "c.py"])
        self.assertEqual(self.status()["queued"], 3)

    def test_the_submitter_is_the_user_if_none_is_named(self):
        self.submit()
        self.assertTrue(self.sources()[0][2])
        self.submit(DOUBLE, "--submitter", "Zoë Ångström")
        self.assertEqual(self.sources()[1][2], "Zoë Ångström")

    def test_without_an_external_id_the_same_content_is_queued_again(self):
        self.assertEqual((self.submit(), self.submit()), (1, 2))

    def test_the_same_external_id_with_the_same_content_is_not_queued_twice(self):
        first = self.submit(DOUBLE, "--submitter", "ada", "--external-id", "hw1-ada")
        again = self.submit(DOUBLE, "--submitter", "ada", "--external-id", "hw1-ada")
        self.assertEqual(first, again)
        self.assertEqual(self.status()["queued"], 1)

    def test_the_same_external_id_with_other_content_is_a_new_version(self):
        first = self.submit(WRONG, "--submitter", "ada", "--external-id", "hw1-ada")
        second = self.submit(DOUBLE, "--submitter", "ada", "--external-id", "hw1-ada")
        self.assertNotEqual(first, second)
        self.assertEqual([row[1] for row in self.sources()], [1, 2])
        self.assertEqual(self.submit(DOUBLE, "--submitter", "ada", "--external-id", "hw1-ada"), second)
        self.assertEqual(self.status()["queued"], 2)

    def test_going_back_to_the_first_content_is_a_third_version(self):
        for content in (DOUBLE, WRONG, DOUBLE):
            self.submit(content, "--submitter", "ada", "--external-id", "k")
        self.assertEqual([row[1] for row in self.sources()], [1, 2, 3])

    def test_one_external_id_for_several_files_is_refused(self):
        self.write("a.py", DOUBLE)
        self.write("b.py", WRONG)
        self.assert_refused(self.assize("submit", "--problem", "double", "--external-id", "k", "a.py", "b.py", code=2),
                            "--external-id")
        self.assertEqual(self.status()["queued"], 0)

    def test_a_batch_can_be_named_and_added_to(self):
        self.submit(DOUBLE, "--batch", "monday", "--submitter", "ada")
        self.submit(WRONG, "--batch", "monday", "--submitter", "bob")
        self.submit(DOUBLE)
        batches = [row[5] for row in self.sources()]
        self.assertEqual(batches, [batches[0], batches[0], None])
        self.assertEqual(len(self.assize("report", "--batch", "monday", "--format", "json").json_lines()), 2)

    def test_priorities_are_checked(self):
        for bad in ("1001", "-1001", "high", "1.5", "", "1 ", "+5"):
            with self.subTest(bad):
                done = self.assize("submit", "--problem", "double", f"--priority={bad}", self.write("m.py", DOUBLE),
                                   code=None)
                self.assertEqual((done.code, done.out), (2, ""), str(done))
        self.assertEqual(self.status()["queued"], 0)
        for good in ("1000", "-1000", "0"):
            self.submit(DOUBLE, "--priority", good)
        self.assertEqual([row[4] for row in self.sources()], [1000, -1000, 0])

    def test_a_directory_keeps_its_name(self):
        self.write("work/main.py", DOUBLE)
        self.assize("submit", "--problem", "double", "work", "work/")
        self.assertEqual([r[0] for r in self.query("SELECT file_name FROM submissions")], ["work", "work"])

    def test_what_is_queued_is_on_the_audit_log(self):
        self.submit()
        self.assertEqual(self.query("SELECT kind, submission FROM audit WHERE kind = 'queued'"), [("queued", 1)])


class Manifest(CliCase):
    def setUp(self):
        super().setUp()
        self.add_package()
        self.write("work/good.py", DOUBLE)
        self.write("work/wrong.py", WRONG)

    def manifest(self, text, name="work/class.csv"):
        return self.write(name, text)

    def queue(self, text, *options):
        return self.assize("submit", "--manifest", self.manifest(text), *options)

    def test_it_prints_the_id_of_the_batch(self):
        done = self.queue("submitter,problem,file\nada,double,good.py\nbob,double,wrong.py\n")
        batch = self.query("SELECT id, name FROM batches")
        self.assertEqual(done.out, f"{batch[0][0]}\n")
        self.assertEqual(batch[0][1], "class")
        self.assertEqual(self.status()["queued"], 2)
        rows = self.assize("report", "--batch", done.out.strip(), "--format", "json").json_lines()
        self.assertEqual([(row["submitter"], row["file"]) for row in rows], [("ada", "good.py"), ("bob", "wrong.py")])

    def test_the_batch_can_be_named(self):
        self.queue("submitter,problem,file\nada,double,good.py\n", "--batch", "week 3")
        self.assertEqual(self.query("SELECT name FROM batches"), [("week 3",)])

    def test_columns_may_come_in_any_order_and_with_the_optional_ones(self):
        self.queue("file,external_id,priority,language,problem,submitter\n"
                   "good.py,k1,7,python3,double,ada\nwrong.py,,,,double,bob\n")
        self.assertEqual(self.query("SELECT submitter, external_id, priority, language FROM submissions ORDER BY id"),
                         [("ada", "k1", 7, "python3"), ("bob", None, 0, "python3")])

    def test_quotes_line_ends_and_a_byte_order_mark_are_understood(self):
        self.write("work/a, b.py", DOUBLE)
        self.queue('\ufeffsubmitter,problem,file\r\n"Lovelace, ""Ada""",double,"a, b.py"\r\n\r\nbob,double,good.py')
        self.assertEqual(self.query("SELECT submitter, file_name FROM submissions ORDER BY id"),
                         [('Lovelace, "Ada"', "a, b.py"), ("bob", "good.py")])

    def test_paths_are_relative_to_the_manifest_or_absolute(self):
        other = self.write("elsewhere/other.py", DOUBLE)
        self.queue(f"submitter,problem,file\nada,double,{other}\nada,double,../elsewhere/other.py\n",
                   "--root", self.dir)
        self.assertEqual(self.status()["queued"], 2)

    def test_the_same_manifest_again_with_external_ids_queues_nothing_and_prints_the_same_batch(self):
        text = "submitter,problem,file,external_id\nada,double,good.py,k1\nbob,double,wrong.py,k2\n"
        first = self.queue(text)
        second = self.queue(text)
        self.assertEqual(first.out, second.out)
        self.assertEqual(self.status()["queued"], 2)
        self.assertEqual(self.query("SELECT count(*) FROM batches"), [(1,)])

    def test_a_changed_file_in_the_same_manifest_is_a_new_version_in_the_same_batch(self):
        text = "submitter,problem,file,external_id\nada,double,good.py,k1\nbob,double,wrong.py,k2\n"
        first = self.queue(text)
        self.write("work/wrong.py", DOUBLE)
        second = self.queue(text)
        self.assertEqual(first.out, second.out)
        self.assertEqual(self.query("SELECT external_id, version FROM submissions ORDER BY id"),
                         [("k1", 1), ("k2", 1), ("k2", 2)])

    def test_the_same_manifest_without_external_ids_is_queued_again(self):
        text = "submitter,problem,file\nada,double,good.py\n"
        self.assertEqual(self.queue(text).out, self.queue(text).out)
        self.assertEqual(self.status()["queued"], 2)

    def test_a_manifest_goes_with_no_other_way_to_name_submissions(self):
        manifest = self.manifest("submitter,problem,file\nada,double,good.py\n")
        for more in (("--problem", "double"), ("work/good.py",), ("--submitter", "x"), ("--external-id", "k")):
            with self.subTest(more):
                self.assert_refused(self.assize("submit", "--manifest", manifest, *more, code=2), "--manifest")
        self.assertEqual(self.status()["queued"], 0)

    def test_a_priority_beside_a_manifest_is_used_or_refused_but_not_ignored(self):
        manifest = self.manifest("submitter,problem,file\nada,double,good.py\n")
        done = self.assize("submit", "--manifest", manifest, "--priority", "9", code=None)
        if done.code == 0:
            self.assertEqual(self.query("SELECT priority FROM submissions"), [(9,)])
        else:
            self.assert_refused(done, "--priority")


if __name__ == "__main__":
    unittest.main()
