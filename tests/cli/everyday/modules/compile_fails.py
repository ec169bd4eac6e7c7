# A program that can't be compiled is nobody's program: this one compiles, and what it compiles doesn't.
import sys

for text in ("print 'old'", "x = (1, 2", "if True:\nprint(1)", "a = 1\n  b = 2", "f(x=1, 2)", "é = 5; ü€ = 3", "'abc", "return 5", "break",
             "lambda: (yield)", "def f():\n\tif 1:\n        pass", "1 = x", "async def f():\n  [await x for x in y]\nawait f()", "x = 08", "None = 1"):
    try:
        compile(text, "student.py", "exec")
        print("fine", repr(text))
    except SyntaxError as error:
        print(f"{type(error).__name__} {error.lineno}:{error.offset} {error.msg}")
sys.stdout.flush()
exec("import nothing_like_that")
