# sys.excepthook of the program's own: a short message in place of the traceback; the exit code stays 1.
import sys


class UserError(Exception):
    pass


def hook(kind, error, trace):
    if issubclass(kind, UserError):
        print(f"error: {error}", file=sys.stderr)
    else:
        sys.__excepthook__(kind, error, trace)


sys.excepthook = hook
print("checking")
raise UserError("the file has no lines")
