# Compiles main.py and runs nothing of it. The message is what the interpreter itself would print, and the exit code
# then 1. What the compiler only warns of belongs into the error output of each run.
import os, sys, warnings

try:
    with open("main.py", "rb") as source:
        text = source.read()
    # Of what is no text the interpreter says the byte and its line when it reads a file, compile() doesn't.
    try:
        text.decode()
    except UnicodeDecodeError as error:
        import re
        cookie = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*[-\w.]+")
        first = (text + b"\n\n").splitlines()[:2]
        declared = text.startswith(b"\xef\xbb\xbf") or cookie.match(first[0]) or (
            re.match(rb"[ \t\f]*(#|$)", first[0]) and cookie.match(first[1]))
        if not declared:
            raise SyntaxError(
                "Non-UTF-8 code starting with '\\x%02x' in file %s/main.py on line %d, but no encoding declared; see"
                " https://peps.python.org/pep-0263/ for details"
                % (text[error.start], os.getcwd(), len((text[:error.start] + b"x").splitlines()))) from None
    with warnings.catch_warnings(record=True):
        compile(text, os.getcwd() + "/main.py", "exec", dont_inherit=True)
    # The compiler takes bytes that are no text in a comment, which the interpreter refuses in a file.
    try:
        text.decode()
    except UnicodeDecodeError:
        import io, tokenize
        encoding = tokenize.detect_encoding(io.BytesIO(text).readline)[0]
        try:
            text.decode(encoding)
        except UnicodeDecodeError as error:
            raise SyntaxError("(unicode error) %s" % error) from None
except BaseException as error:
    import traceback
    sys.stderr.write("".join(traceback.format_exception_only(type(error), error)))
    sys.stderr.flush()
    os._exit(1)
os._exit(0)  # there is nothing to take down
