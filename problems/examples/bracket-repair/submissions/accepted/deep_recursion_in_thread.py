# Recurses once per waiting bracket with a raised recursion limit, in a thread with a 32 MiB stack: allowed, so AC.
import sys
import threading

PARTNER = {"(": ")", "[": "]", "{": "}"}
CLOSING = frozenset(")]}")


def main():
    for _ in range(int(sys.stdin.readline())):
        text = sys.stdin.readline().rstrip("\n")
        out = list(text)
        struck = 0
        at = 0

        def inside(wanted):
            """Reads up to the bracket that is wanted; says whether it came."""
            nonlocal struck, at
            while at < len(text):
                c = text[at]
                at += 1
                if c == wanted:
                    return True
                if c in CLOSING:
                    out[at - 1] = ""
                    struck += 1
                elif c in PARTNER:
                    place = at - 1
                    if not inside(PARTNER[c]):
                        out[place] = ""
                        struck += 1
                        return False
            return False

        while at < len(text):
            inside("")
        print(struck)
        print("".join(out))


sys.setrecursionlimit(1_000_000)
threading.stack_size(32 << 20)
worker = threading.Thread(target=main)
worker.start()
worker.join()
