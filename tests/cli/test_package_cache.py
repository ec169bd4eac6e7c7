"""Contents of packages come from a database once per host: counted on the way, and whatever becomes of the cache."""

import os
import random
import re
import signal
import stat
import unittest

from postgresql_proxy import Proxy
from support import POSTGRESQL, CliCase, needs_jail

MIB = 1 << 20
# Two pieces, which nothing on the way can make smaller.
LARGE = 6 * MIB
FIRST_LINE = "import sys\nprint(2 * int(sys.stdin.buffer.readline()))\n"


class Cached(CliCase):
    def setUp(self):
        super().setUp()
        noise = random.Random(5).randbytes(LARGE // 2).hex()
        self.add_package(tests={"sample/1": ("2\n", "4\n"), "secret/1": (f"21\n{noise}\n", "42\n")})
        self.cache = self.dir / "cache"

    def contents(self):
        return sorted(path for path in (self.cache / "contents").iterdir() if path.name != "total")

    def by_way_of(self, name, **options):
        folder = re.search(r"host=([^&]+)", POSTGRESQL)[1]
        proxy = Proxy(self.dir / name, folder, **options)
        self.addCleanup(proxy.close)
        return proxy, str(self.store).replace(f"host={folder}", f"host={proxy.folder}")

    def run_once(self, *options, submissions=1, program=FIRST_LINE, verdict="AC"):
        """A worker that starts, judges and ends. What came from the server meanwhile, and what it said."""
        ids = [self.submit(program) for _ in range(submissions)]
        proxy, store = self.by_way_of(f"proxy{ids[0]}")
        done = self.assize("-v", "run", "--workers", "1", "--drain", "--cache-dir", self.cache, *options, store=store)
        self.assertEqual([self.show(number)["verdict"] for number in ids], [verdict] * len(ids))
        return proxy.from_server, done.err


@unittest.skipUnless(POSTGRESQL, "a SQLite store is on a disk of this host already: tests/postgresql runs it")
@needs_jail
class PackageCache(Cached):
    def test_the_second_start_reads_no_bytes_of_packages_from_the_database(self):
        first, said = self.run_once(submissions=2)
        self.assertGreater(first, LARGE)
        self.assertLess(first, LARGE + MIB)  # once for both
        self.assertIn("0 bytes in 0 from", said)
        second, said = self.run_once(submissions=2)
        self.assertLess(second, 300_000)
        self.assertIn("packages: 0 bytes in 0 contents came from the store", said)
        # Nor for a wrong one: what is compared with came from the cache, too.
        third, _ = self.run_once(program="print(7)\n", verdict="WA")
        self.assertLess(third, 300_000)

    def test_two_workers_that_start_at_once_fetch_it_once(self):
        for _ in range(6):
            self.submit(FIRST_LINE)
        proxies, workers = [], []
        for name in ("one", "other"):
            proxy, store = self.by_way_of(name, delay=0.005)
            proxies.append(proxy)
            workers.append(self.start("--store", store, "run", "--workers", "1", "--limit", "3", "--cache-dir",
                                      self.cache))
        for worker in workers:
            done = self.end_of(worker)
            self.assertEqual(done.code, 0, str(done))
            self.assertIn("judged 3", done.err)
        self.assertEqual({self.show(number)["verdict"] for number in range(1, 7)}, {"AC"})
        total = sum(proxy.from_server for proxy in proxies)
        self.assertGreater(total, LARGE)
        self.assertLess(total, LARGE + 2 * MIB)

    def test_whatever_is_damaged_is_fetched_anew_and_no_verdict_is_wrong(self):
        self.run_once()
        sound = {path: path.read_bytes() for path in self.contents()}
        self.assertGreaterEqual(len(sound), 5)
        by_size = sorted(sound, key=lambda path: len(sound[path]))

        def flip(path):
            path.write_bytes(bytes([sound[path][0] ^ 1]) + sound[path][1:])

        def exchange():
            """Each has the content of another one: 4 where 42 is right."""
            for path, other in zip(by_size, by_size[1:] + by_size[:1]):
                path.write_bytes(sound[other])

        for name, damage in (("a bit", lambda: [flip(path) for path in sound]),
                             ("cut short", lambda: [path.write_bytes(sound[path][:-1]) for path in sound]),
                             ("empty", lambda: [path.write_bytes(b"") for path in sound]),
                             ("exchanged", exchange)):
            with self.subTest(name):
                damage()
                received, said = self.run_once()
                self.assertGreater(received, LARGE)
                self.assertIn("isn't what its hash says", said)
                self.assertEqual({path: path.read_bytes() for path in self.contents()}, sound)
                damage()
                self.run_once(program="print(7)\n", verdict="WA")
        for path in sound:
            path.unlink()
            path.symlink_to("/etc/passwd")
        self.run_once()

    def test_a_worker_that_is_killed_in_the_middle_leaves_nothing_that_is_used(self):
        submission = self.submit(FIRST_LINE)
        _, store = self.by_way_of("slow", delay=0.05)
        worker = self.start("--store", store, "run", "--workers", "1", "--cache-dir", self.cache)
        part = lambda: [path for path in (self.cache / "contents").glob("*.part") if path.stat().st_size >= LARGE]
        self.wait_for("the large content on its way", part)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        self.assertTrue(part())
        self.query("UPDATE judgings SET lease_expires = 1 WHERE state = 'leased'")
        received, _ = self.run_once()
        self.assertGreater(received, LARGE)
        self.assertEqual(self.show(submission)["verdict"], "AC")
        self.assertFalse([path for path in self.contents() if path.name.endswith(".part")])

    def test_the_bound_holds_and_what_is_larger_is_judged_all_the_same(self):
        for _ in range(2):
            received, said = self.run_once("--cache-size", "1")
            self.assertGreater(received, LARGE)
            self.assertIn("--cache-size", said)
        self.assertLess(sum(path.stat().st_size for path in self.contents()), MIB)
        received, _ = self.run_once("--cache-size", "0")
        self.assertGreater(received, LARGE)

    def test_it_is_for_its_user_alone_and_doctor_says_where(self):
        config = self.write("config.yaml", f"cache: {{directory: {self.cache}, size_mib: 77}}\n")
        self.submit(FIRST_LINE)
        self.assize("--config", config, "run", "--drain")
        for path in (self.cache, self.cache / "contents", *self.contents()):
            self.assertEqual(stat.S_IMODE(path.stat().st_mode) & 0o077, 0, path)
        said = self.assize("--config", config, "doctor", code=None).out
        self.assertRegex(said, rf"package cache +{self.cache}: \d+ MiB in \d+ files, at most 77 MiB")
        os.chmod(self.cache / "contents", 0o755)
        self.submit(FIRST_LINE)
        self.assert_refused(self.assize("--config", config, "run", "--drain", code=2), self.cache, "chmod 700")
        # Where nobody has named it, judging goes on.
        done = self.assize("run", "--drain", env={"CACHE_DIRECTORY": str(self.cache)})
        self.assertIn("chmod 700", done.err)
        self.assertEqual(self.show(2)["verdict"], "AC")

    def test_a_replay_finds_it_there_too(self):
        self.run_once()
        proxy, store = self.by_way_of("replay")
        self.assize("replay", 1, "--cache-dir", self.cache, store=store)
        self.assertLess(proxy.from_server, 300_000)


@unittest.skipIf(POSTGRESQL, "of a SQLite store")
@needs_jail
class WithoutCache(Cached):
    def test_a_store_in_a_file_is_read_where_it_is(self):
        self.submit(FIRST_LINE)
        self.assize("run", "--drain", "--cache-dir", self.cache)
        self.assertEqual(self.show(1)["verdict"], "AC")
        self.assertFalse(self.cache.exists())
        self.assertEqual(self.query("SELECT count(*) FROM blob_pieces"), [(2,)])


if __name__ == "__main__":
    unittest.main()
