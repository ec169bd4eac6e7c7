"""Two ways to run main.py: by plain exec of the interpreter, and by its template."""

import array
import os
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

PYTHON = os.environ.get("ASSIZE_TEMPLATE_PYTHON", "/usr/bin/python3")
# Where it is `python3`, by which name both ways start it.
BIN = tempfile.TemporaryDirectory(prefix="fidelity-bin-")
Path(BIN.name, "python3").symlink_to(PYTHON)
# threading isn't among them: it would renew itself after each fork, which costs a run more than importing it costs few.
MODULES = os.environ.get("ASSIZE_TEMPLATE_MODULES") or (
    "bisect,collections,copy,datetime,decimal,enum,fractions,functools,heapq,itertools,math,operator,random,re,string,typing")
ENVIRONMENT = {"PATH": f"{BIN.name}:/usr/bin", "HOME": "/tmp", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC",
               "PYTHONHASHSEED": "0"}


def default_signals():
    for number in (signal.SIGPIPE, signal.SIGXFSZ, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)


def run_exec(folder, stdin, stdout, stderr):
    """The wait status of `python3 main.py`; the streams are descriptors."""
    started = subprocess.Popen(["setarch", "-R", "python3", "main.py"], executable="/usr/bin/setarch", cwd=folder,
                               stdin=stdin, stdout=stdout, stderr=stderr, env=ENVIRONMENT, restore_signals=False,
                               preexec_fn=default_signals)
    _, status = os.waitpid(started.pid, 0)
    started.returncode = status
    return status


class Template:
    """A template without a jail. Its runs take place in any folder, mostly in the one that is given."""

    def __init__(self, library, folder="/nowhere", modules=MODULES):
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = dict(ENVIRONMENT, LD_PRELOAD=str(Path(library).resolve()),
                           ASSIZE_TEMPLATE=f"{theirs.fileno()};{folder};{modules};-1")
        # By env, so that the library isn't preloaded into setarch too.
        preload = environment.pop("LD_PRELOAD")
        self.process = subprocess.Popen(
            ["/usr/bin/setarch", "-R", "/usr/bin/env", f"LD_PRELOAD={preload}", "python3", "main.py"],
            cwd="/", stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()], env=environment,
            restore_signals=False, preexec_fn=default_signals)
        theirs.close()
        self.socket = ours

    def _ask(self, folder, descriptors, check=""):
        text = os.fsencode(folder) + b"\0main.py\0" + check.encode()
        self.socket.sendmsg([text], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))])

    def _answer(self):
        answer = self.socket.recv(4)
        if len(answer) != 4:
            raise RuntimeError("the template has ended")
        return int.from_bytes(answer, "little")

    def run(self, folder, stdin, stdout, stderr, code=None):
        """The wait status of a run; `code` is a descriptor of a file with the program, compiled."""
        self._ask(folder, [stdin, stdout, stderr] + ([] if code is None else [code]))
        return self._answer()

    def check(self, folder):
        """Whether a run that begins with the compile check would go on after it, and the marshalled code object of the
        program, or nothing where each run must read the source."""
        with open(os.devnull, "r+b") as null, tempfile.TemporaryFile() as compiled:
            self._ask(folder, [null.fileno()] * 3 + [compiled.fileno()], "only")
            status = os.waitstatus_to_exitcode(self._answer())
            compiled.seek(0)
            code = compiled.read() or None
            return status == 3 or code is not None, code

    def check_and_run(self, folder, stdin, stdout, stderr):
        with tempfile.TemporaryFile() as compiled:
            self._ask(folder, [stdin, stdout, stderr, compiled.fileno()], "first")
            return self._answer()

    def close(self):
        self.socket.close()
        self.process.wait()
