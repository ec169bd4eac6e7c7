# Compiles main.py and runs nothing of it. The message is what the interpreter itself would print, and the exit code
# then 1. Else the code object goes to standard output, if it may stand for the source (docs/template.md).
import os, sys, warnings

try:
    with open("main.py", "rb") as source:
        text = source.read()
    with warnings.catch_warnings(record=True) as said:
        code = compile(text, os.getcwd() + "/main.py", "exec", dont_inherit=True)
    # The compiler takes bytes that are no text in a comment, which the interpreter refuses in a file.
    encoding = "utf-8"
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

def keeps_order(constant):
    """A set goes through marshal in another order than the compiler's, and may then be iterated in another one."""
    if isinstance(constant, frozenset):
        return list(marshal.loads(marshal.dumps(constant))) == list(constant)
    if isinstance(constant, type(code)):
        constant = constant.co_consts
    return not isinstance(constant, tuple) or all(map(keeps_order, constant))


# The compiler takes bytes as they are, the interpreter decodes a file: what it does then must be the same. And a
# warning belongs into the error output of each run.
plain = encoding == "utf-8" and not any(b"coding" in line or b"\r" in line for line in text.split(b"\n", 2)[:2])
if plain and not said:
    try:
        import marshal
        data = marshal.dumps(code)
        if len(data) <= 16 << 20 and keeps_order(code):
            sys.stdout.buffer.write(data)
            sys.stdout.flush()
    except Exception:
        pass
os._exit(0)  # there is nothing to take down
