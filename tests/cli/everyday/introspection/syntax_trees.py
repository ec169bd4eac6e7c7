# ast: parsing, walking, changing, unparsing, literal_eval; compile and exec.
import ast

source = """
def f(x):
    total = 0
    for i in range(x):
        total += i * 2 + 1
    return total
print(f(4))
"""
tree = ast.parse(source)
print([type(node).__name__ for node in tree.body], sorted({type(node).__name__ for node in ast.walk(tree)})[:12])


class Doubler(ast.NodeTransformer):
    def visit_Constant(self, node):
        return ast.copy_location(ast.Constant(node.value * 2), node) if isinstance(node.value, int) else node


class Names(ast.NodeVisitor):
    def __init__(self):
        self.loaded, self.stored = set(), set()

    def visit_Name(self, node):
        (self.stored if isinstance(node.ctx, ast.Store) else self.loaded).add(node.id)


names = Names()
names.visit(tree)
print(sorted(names.loaded), sorted(names.stored))
exec(compile(tree, "<tree>", "exec"))
changed = ast.fix_missing_locations(Doubler().visit(tree))
print(ast.unparse(changed))
exec(compile(changed, "<tree>", "exec"))
print(ast.dump(ast.parse("a.b[1:2]", mode="eval"), indent=1))
print(ast.literal_eval("{'a': [1, (2, None)], 'b': {3}}"), eval("x ** 2 + y", {"x": 3}, {"y": 4}))
for bad in ("__import__('os')", "1 +", "[1, 2"):
    try:
        ast.literal_eval(bad)
    except (ValueError, SyntaxError) as error:
        print(type(error).__name__, str(error).split(":")[0])
namespace = {}
exec("def g(n):\n    return n and n + g(n - 1)", namespace)
print(namespace["g"](10), eval(compile("1 + 1", "", "eval")))
