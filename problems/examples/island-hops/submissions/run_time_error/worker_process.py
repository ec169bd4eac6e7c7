# Hands the search to a multiprocessing.Process; starting one means a fork, which is denied (PermissionError): RTE.
import multiprocessing
import sys


def search(text):
    print(len(text))


if __name__ == "__main__":
    process = multiprocessing.get_context("fork").Process(target=search, args=(sys.stdin.read(),))
    process.start()
    process.join()
    sys.exit(1)
