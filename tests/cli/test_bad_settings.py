"""Policies and configurations that are wrong: a message with the place, and nothing done."""

import unittest

from support import DOUBLE, CliCase, make_package


class Settings(CliCase):
    """Policies and configurations."""

    def setUp(self):
        super().setUp()
        self.package = make_package(self.dir / "packages")
        self.write("main.py", DOUBLE)

    def refused(self, option, content, place, *texts):
        path = self.write("settings.yaml", content)
        for arguments in (("judge", "--problem", self.package, "main.py"), ("run", "--drain")):
            with self.subTest(arguments[0]):
                self.assert_refused(self.assize(*arguments, option, path, code=2), f"settings.yaml{place}", *texts)
        self.assertFalse(self.store.exists())

    def policy(self, content, place, *texts):
        self.refused("--policy", "version: 1\n" + content, place, *texts)

    def test_a_policy_with_an_unknown_key(self):
        self.policy("limitz: {}\n", ":2:", "limitz", "limits")

    def test_a_policy_with_an_unknown_limit(self):
        self.policy("limits:\n  time_sec: 1\n", ":3:", "time_sec", "time_s")

    def test_a_policy_with_a_key_twice(self):
        self.policy("limits:\n  time_s: 1\n  time_s: 2\n", ":4:3", "time_s", "twice")

    def test_a_policy_with_a_wrong_type(self):
        for bad in ("soon", "[1]", "{a: b}", "-1", "0", "nan", ".inf", "''", "1e999"):
            with self.subTest(bad):
                self.policy(f"limits:\n  time_s: {bad}\n", ":3:11")

    def test_a_policy_with_a_number_out_of_range(self):
        for key, bad in (("memory_mib", "1"), ("memory_mib", "99999999999999999999"), ("processes", "0"),
                         ("open_files", "1"), ("time_s", "1e9"), ("stack_mib", "-8")):
            with self.subTest(key=key, bad=bad):
                self.policy(f"limits:\n  {key}: {bad}\n", ":3:")

    def test_a_policy_whose_limits_are_no_map(self):
        self.policy("limits: 5\n", ":2:", "map")

    def test_a_policy_without_a_version(self):
        self.refused("--policy", "name: x\n", ":1:1", "version")
        self.refused("--policy", "version: 2\n", ":1:10", "version")
        self.refused("--policy", "", "", "version")

    def test_a_policy_that_is_no_yaml(self):
        self.policy("limits: {time_s: 1\n", ":")
        self.policy("a: b: c\n", ":2:")
        self.refused("--policy", b"\xff\xfe\x00", "", "UTF-8")

    def test_a_policy_that_is_missing(self):
        self.assert_refused(self.assize("judge", "--policy", "nowhere.yaml", "--problem", self.package, "main.py",
                                        code=2), "nowhere.yaml")

    def test_a_configuration_with_an_unknown_key(self):
        self.refused("--config", "runtime: []\n", ":1:", "runtime", "runtimes")

    def test_a_configuration_without_runtimes_in_its_list(self):
        self.refused("--config", "runtimes: []\n", ":1:")

    def test_a_configuration_with_a_relative_path(self):
        self.refused("--config", "runtimes:\n- name: x\n  path: bin/python3\n", ":3:9", "absolute")

    def test_a_configuration_with_half_a_runtime(self):
        self.refused("--config", "runtimes:\n- name: x\n", ":2:3", "path")

    def test_a_configuration_with_the_same_name_twice(self):
        twice = "runtimes:\n- {name: x, path: /usr/bin/python3}\n- {name: x, path: /bin/true}\n"
        self.refused("--config", twice, ":3:")

    def test_a_configuration_of_a_wrong_type(self):
        self.refused("--config", "- a\n- b\n", ":1:1", "map")
        self.refused("--config", "runtimes: python3\n", ":1:11", "list")
        self.refused("--config", "just words\n", ":1:1")

    def test_a_configuration_that_is_missing_or_no_file(self):
        for path in ("nowhere.yaml", "/dev/zero", self.dir):
            self.assert_refused(self.assize("judge", "--config", path, "--problem", self.package, "main.py", code=2),
                                path)


if __name__ == "__main__":
    unittest.main()
