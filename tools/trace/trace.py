#!/usr/bin/env python3
"""Which system calls do Python programs make, and with which arguments? The evidence for the jail's table.

    trace.py test DIR [MODULE…]           modules of CPython's own test suite (default: those in modules.txt)
    trace.py run DIR NAME -- COMMAND…     any program; what it did is added to what NAME did before
    trace.py merge DIR FILE               one table of all that

strace writes one file per thread; clone3 is made to fail as it does in the jail. Only what a Python interpreter does
counts: not other programs that a test starts, not what a forked child does before it starts another program.
"""
import argparse
import collections
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SECONDS = 120  # a module that takes longer is ended; what it did until then counts
SOURCES = 3    # names per line of the table
NOBODY = 65534

# The arguments whose values are recorded, by system call: those that the table could have conditions on.
WATCHED = {
    "arch_prctl": [0], "clock_getres": [0], "clock_gettime": [0], "clock_nanosleep": [0, 1], "clone": [0],
    "close_range": [2], "dup3": [2], "epoll_create1": [0], "epoll_ctl": [1], "eventfd2": [1], "fadvise64": [3],
    "fallocate": [1], "fcntl": [1, 2], "futex": [1], "getitimer": [0], "getrandom": [2], "getrlimit": [0],
    "getrusage": [0], "ioctl": [1], "kill": [0], "madvise": [2], "membarrier": [0, 1], "memfd_create": [1],
    "mmap": [2, 3], "mprotect": [2], "mremap": [3], "msync": [2], "openat": [2], "pipe2": [1], "prctl": [0],
    "preadv2": [5], "prlimit64": [0, 1], "pwritev2": [5], "renameat2": [4], "rseq": [2], "rt_sigprocmask": [0],
    "setitimer": [0], "setrlimit": [0], "tgkill": [0], "unlinkat": [2], "waitid": [0],
}
CALL = re.compile(r"([a-z_][a-z0-9_]*)\(")
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|/\*.*?\*/|[][(){}]|,|[^][(){},"/]+|/')
NUMBER = re.compile(r"^(?:0x[0-9a-f]+|-?\d+|NULL)|(?<=\|)(?:0x[0-9a-f]+|\d+)")
COMMENT = re.compile(r"\s*/\*\s*(.*?)\s*\*/\s*")
STARTED = re.compile(r'execve\("([^"]*)".*= 0$')
CHILD = re.compile(r"(?:clone|fork|vfork)\(.*= (\d+)$")
PYTHON = re.compile(r"(python|pypy)[0-9.]*[a-z-]*$")
SUITE = """
import sys, unittest
from test import support
support.use_resources = ()
unittest.main(module="test." + sys.argv[1], argv=["", "-q"])
"""


def arguments(line, start):
    """The arguments of a call as strace printed them, split at the commas of the outermost level."""
    found, depth, part = [], 0, ""
    for token in TOKEN.finditer(line, start):
        text = token.group()
        if text in "([{":
            depth += 1
        elif text in ")]}":
            if depth == 0:
                break
            depth -= 1
        if text == "," and depth == 0:
            found.append(part)
            part = ""
        else:
            part += text
    return found + [part]


def value(call, index, args, own):
    """(number, its name) of an argument, or None if strace shows no number."""
    if call == "clone":  # strace doesn't show its arguments in the kernel's order
        text = next((arg.split("=", 1)[1] for arg in args if arg.strip().startswith("flags=")), "")
    else:
        shown = index - 1 if call in ("preadv2", "pwritev2") else index  # an offset in two registers
        text = args[shown] if shown < len(args) else ""
    numbers = NUMBER.findall(COMMENT.sub("", text).strip())  # several: flags|a signal
    if not numbers:
        return None
    number = 0
    for digits in numbers:
        number |= 0 if digits == "NULL" else int(digits, 0)
    name = "|".join(COMMENT.findall(text))
    if call.startswith("clock_") and index == 0 and (number & 0xFFFFFFFF) > 0xFFFF:
        return (number | 0xFFFFFFF8) & 0xFFFFFFFF, "the CPU clock of a process or thread"
    if call in ("kill", "tgkill"):
        # In the jail the program is number 3.
        return (3, "itself") if number in own else (0xFFFFFFFF, "others")
    if call == "fcntl" and index == 2 and "F_SETFL" not in args[1]:
        return None
    return number & 0xFFFFFFFFFFFFFFFF, name


def counted(folder):
    """What the traced program did: (call, argument or None, number, name) -> times."""
    logs = {int(path.suffix[1:]): path.read_text(errors="replace").splitlines() for path in folder.glob("t.*")}
    threads = set()
    for lines in logs.values():
        for line in lines:
            if line.startswith("clone(") and "CLONE_THREAD" in line and (child := CHILD.match(line)):
                threads.add(int(child[1]))
    own = set(logs) - threads
    counts = collections.Counter()
    for number, lines in logs.items():
        if number not in threads:
            starts = [(at, match[1]) for at, line in enumerate(lines) if (match := STARTED.match(line))]
            if not starts or not PYTHON.search(starts[-1][1]):
                continue
            lines = lines[starts[-1][0] + 1:]
        for line in lines:
            call = CALL.match(line)
            if not call:
                continue
            name = call[1]
            counts[name, None, 0, ""] += 1
            if name in WATCHED:
                args = arguments(line, call.end())
                for index in WATCHED[name]:
                    if (found := value(name, index, args, own)) is not None:
                        counts[name, index, *found] += 1
    return counts


def traced(command, user=None):
    """Runs a command in a new folder on a tmpfs, under strace."""
    with tempfile.TemporaryDirectory(dir="/dev/shm", prefix="trace") as place:
        folder = pathlib.Path(place)
        for path in (folder, folder / "strace", folder / "work", folder / "tmp"):
            path.mkdir(exist_ok=True)
            if user is not None:
                shutil.chown(path, user, user)
        strace = ["strace", "-ff", "-o", str(folder / "strace/t"), "-X", "verbose", "-s", "0", "-q", "-e", "signal=none",
                  "-e", "inject=clone3:error=ENOSYS"]
        who = {} if user is None else {"user": user, "group": user, "extra_groups": []}
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(folder / "tmp"), "TMPDIR": str(folder / "tmp")}
        process = subprocess.Popen(strace + command, cwd=folder / "work", env=environment, stdin=sys.stdin if user is None
                                   else subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   start_new_session=True, **who)
        try:
            output, _ = process.communicate(timeout=SECONDS)
            end = f"exit code {process.returncode}"
        except subprocess.TimeoutExpired:
            for child in pathlib.Path("/proc").glob("[0-9]*/stat"):  # its whole session, then strace
                try:
                    if child.read_text().rsplit(")", 1)[1].split()[3] == str(process.pid):
                        subprocess.run(["kill", "-9", child.parent.name], check=False)
                except OSError:
                    pass
            output, _ = process.communicate()
            end = f"ended after {SECONDS} s"
        return counted(folder / "strace"), end, output.decode(errors="replace")


def record(directory, name, counts):
    path = directory / (name + ".tsv")
    if path.exists():
        for line in path.read_text().splitlines():
            call, index, number, what, times = line.split("\t")
            counts[call, None if index == "-" else int(index), int(number, 0), what] += int(times)
    path.write_text("".join(f"{call}\t{'-' if index is None else index}\t{number:#x}\t{what}\t{times}\n"
                            for (call, index, number, what), times in sorted(counts.items(), key=str)))


def merge(directory, target):
    lines = collections.defaultdict(dict)
    for path in sorted(directory.glob("*.tsv")):
        for line in path.read_text().splitlines():
            call, index, number, what, times = line.split("\t")
            lines[call, index, int(number, 0), what][path.stem] = int(times)
    with open(target, "w", encoding="utf-8") as out:
        out.write("# Written by tools/trace/trace.py, which see. The call; the argument's index, value and name, or - for\n"
                  "# all of them; in how many programs or test modules; how often; and up to three of those\n")
        for (call, index, number, what), by in sorted(lines.items()):
            # Programs before test modules, and those that did it most.
            names = sorted(by, key=lambda name: (name.startswith("test_"), -by[name], name))[:SOURCES]
            shown = f"{index}\t{number:#x}\t{what}" if index != "-" else "-\t-\t-"
            out.write(f"{call}\t{shown}\t{len(by)}\t{sum(by.values())}\t{' '.join(names)}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["test", "run", "merge"])
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("rest", nargs="*")
    given = parser.parse_args()
    given.directory.mkdir(parents=True, exist_ok=True)
    if given.action == "merge":
        merge(given.directory, given.rest[0])
    elif given.action == "run":
        counts, end, output = traced(given.rest[1:])
        record(given.directory, given.rest[0], counts)
        print(given.rest[0], end, output.strip()[-200:].replace("\n", " | "))
    else:
        for module in given.rest or (HERE / "modules.txt").read_text().split():
            if (given.directory / (module + ".tsv")).exists():
                continue
            counts, end, output = traced(["/usr/bin/python3", "-c", SUITE, module], user=NOBODY)
            record(given.directory, module, counts)
            print(module, end, (output.strip().splitlines() or [""])[-1][:100], flush=True)


if __name__ == "__main__":
    main()
