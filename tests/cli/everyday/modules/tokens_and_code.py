# tokenize, keyword, symtable, codeop, py_compile, timeit: a program looks at programs.
import code
import codeop
import io
import keyword
import os
import py_compile
import symtable
import timeit
import token
import tokenize

source = "def f(x, *, y=1):\n    # a note\n    return x + y * 2.5\n"
for tok in tokenize.generate_tokens(io.StringIO(source).readline):
    if tok.type in (token.NAME, token.NUMBER, token.COMMENT):
        print(token.tok_name[tok.type], tok.string, tok.start, keyword.iskeyword(tok.string))
print(len(keyword.kwlist), keyword.softkwlist, "match".isidentifier())
table = symtable.symtable("x = 1\ndef f(a):\n    global x\n    b = a\n", "?", "exec")
inner = table.get_children()[0]
print(sorted(inner.get_locals()), inner.get_globals(), inner.get_parameters(), table.lookup("f").is_namespace())
for line in ("1 + 1", "for i in x:", "1 +* 2"):
    try:
        print(repr(line), codeop.compile_command(line) is not None)
    except SyntaxError as error:
        print(error.msg)
console = code.InteractiveInterpreter({"a": 5})
console.runsource("print(a * 2)")
with open("extra.py", "w") as file:
    file.write("VALUE = 7\n")
print(os.path.basename(py_compile.compile("extra.py", cfile="extra.pyc")))
print(timeit.timeit("x + 1", "x = 1", number=100) >= 0)
import extra  # noqa: E402

print(extra.VALUE, os.path.isfile("extra.pyc"))
with open("broken.py", "w") as file:
    file.write("def\n")
try:
    import broken
except SyntaxError as error:
    print(os.path.basename(error.filename), error.lineno, error.msg)
