"""What is kept of what a run writes to standard error, and what a submitter is told of refused system calls."""

import unittest

from support import DOUBLE, CliCase, make_package, needs_jail


@needs_jail
class KeptOutput(CliCase):
    def judge(self, program, *options, time_limit="1"):
        package = make_package(self.dir / "packages", time_limit=time_limit)
        return self.assize("judge", "--json", "--problem", package, *options, self.write("main.py", program),
                           timeout=300).json_lines()[0]

    def test_what_is_too_much_on_standard_error_is_cut_and_ends_nothing(self):
        line = self.judge("import sys\nfor i in range(3000): print('debug ' * 100, file=sys.stderr)\n" + DOUBLE)
        self.assertEqual(line["verdict"], "AC", line)
        test = line["tests"][0]
        self.assertTrue(test["stderr"].startswith("debug debug"), test["stderr"][:100])
        self.assertIn("[1803000 bytes in all, of which the first 1048576 were kept]", test["stderr"])
        self.assertLessEqual(len(test["stderr"].encode()), 4096)

    def test_the_error_behind_a_flood_is_the_reason(self):
        line = self.judge("import sys\nfor i in range(3000): print('debug ' * 100, file=sys.stderr)\nraise ValueError('end')\n")
        self.assertEqual(line["verdict"], "RTE", line)
        self.assertIn("ValueError: end", line["reason"])

    def test_an_endless_flood_of_standard_error_is_a_matter_of_time(self):
        line = self.judge("import os\nwhile True: os.write(2, b'x' * 65536)\n")
        self.assertEqual(line["verdict"], "TLE", line)

    def test_a_refused_call_is_named_with_what_it_means(self):
        line = self.judge("import os\nos.fork()\n")
        self.assertEqual(line["verdict"], "RTE", line)
        self.assertRegex(line["reason"], r"PermissionError.*refused: clone\w*: other processes can't be started here")
        line = self.judge("import socket\nsocket.socket(socket.AF_INET)\n")
        self.assertEqual(line["verdict"], "RTE", line)
        self.assertIn("socket: there is no network here", line["reason"])

    def test_refused_calls_in_a_loop_are_no_attack(self):
        for call in ("os.system('clear')", "uuid.uuid1()"):
            with self.subTest(call):
                line = self.judge(f"import os, uuid\nfor i in range(2000): {call}\n" + DOUBLE, time_limit="20")
                self.assertEqual(line["verdict"], "AC", line)

    def test_shared_memory_starts_a_process_to_keep_track_of_it(self):
        line = self.judge("from multiprocessing.shared_memory import SharedMemory\nSharedMemory(create=True, size=100)\n")
        self.assertEqual(line["verdict"], "RTE", line)
        self.assertRegex(line["reason"], r"PermissionError.*refused: [\w, ]+: other processes can't be started here")
        line = self.judge("import mmap, multiprocessing\nshared = multiprocessing.Array('i', 100)\nshared[5] = 7\n"
                          "anonymous = mmap.mmap(-1, 100)\nanonymous[5] = shared[5]\nassert anonymous[5] == 7\n" + DOUBLE)
        self.assertEqual(line["verdict"], "AC", line)

    def test_a_call_by_which_the_policy_ends_a_run_is_named(self):
        policy = self.write("strict.yaml", "version: 1\nname: strict\nsyscalls: {socket: kill}\n")
        line = self.judge("import socket\nsocket.socket(socket.AF_INET)\n", "--policy", policy)
        self.assertEqual(line["verdict"], "SV", line)
        self.assertIn("socket: there is no network here", line["reason"])

    def test_a_source_in_another_encoding_gets_the_interpreters_own_words(self):
        line = self.judge(b"print(1)\n# caf\xe9\n")
        self.assertEqual(line["verdict"], "CE", line)
        self.assertIn("Non-UTF-8 code starting with '\\xe9'", line["reason"])
        self.assertIn("line 2", line["reason"])

    def test_a_worker_keeps_what_somebody_will_read(self):
        self.add_package(tests={f"{group}/{number}": (f"{number}\n", f"{2 * number}\n")
                                for group, number in (("sample", 1), ("secret", 2), ("secret", 3))})
        noisy = "import sys\nn = int(input())\nprint('debug', file=sys.stderr)\n"
        programs = (noisy + "print(2 * n)\n", noisy + "print(2 * n if n < 3 else 'wrong')\n")

        def kept(submission):
            return [(test["verdict"], test["stdout"], test["stderr"]) for test in self.show(submission)["tests"]]

        for number, program in enumerate(programs):
            self.submit(program, name=f"{number}.py")
        self.assize("run", "--drain")
        self.assertEqual(kept(1), [("AC", "2\n", "debug\n"), ("AC", "", ""), ("AC", "", "")])
        self.assertEqual(kept(2), [("AC", "2\n", "debug\n"), ("AC", "", ""), ("WA", "wrong\n", "debug\n")])
        self.assertEqual([test["output_bytes"] for test in self.show(1)["tests"]], [2, 2, 2])

        digests = [self.show(number)["digest"] for number in (1, 2)]
        for number, program in enumerate(programs):
            self.submit(program, name=f"{number}.py")
        self.assize("run", "--drain", "--keep-output")
        self.assertEqual(kept(3), [("AC", f"{2 * n}\n", "debug\n") for n in (1, 2, 3)])
        self.assertEqual([self.show(number)["digest"] for number in (3, 4)], digests)


if __name__ == "__main__":
    unittest.main()
