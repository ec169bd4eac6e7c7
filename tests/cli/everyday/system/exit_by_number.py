# An exit code of the program's own, from within a function and a with block.
import contextlib
import sys


@contextlib.contextmanager
def report():
    try:
        yield
    except SystemExit as exit:
        print("leaving with", exit.code)
        raise


def main():
    with report():
        sys.exit(3)


if __name__ == "__main__":
    raise SystemExit(main())
