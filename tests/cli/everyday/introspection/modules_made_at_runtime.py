# Modules and classes made by types, attributes of modules, import hooks, vars, dir.
import importlib.abc
import importlib.util
import sys
import types

module = types.ModuleType("made", "A module that was made.")
exec("PI = 3\ndef area(r): return PI * r * r\ndef __getattr__(name): return f'no {name}'", module.__dict__)
sys.modules["made"] = module
import made  # noqa: E402

print(made.area(2), made.nothing, made.__doc__, sorted(n for n in vars(made) if not n.startswith("__")))


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        if name.startswith("virtual_"):
            return importlib.util.spec_from_loader(name, self)

    def exec_module(self, module):
        module.number = int(module.__name__.removeprefix("virtual_"))


sys.meta_path.insert(0, Finder())
import virtual_42  # noqa: E402

print(virtual_42.number, virtual_42.__spec__.name)
print(importlib.util.find_spec("virtual_7") is not None, importlib.util.find_spec("no_such"))
Point = types.new_class("Point", (), {}, lambda ns: ns.update(x=1, norm=lambda self: abs(self.x)))
p = Point()
p.norm2 = types.MethodType(lambda self: self.x + 1, p)
space = types.SimpleNamespace(a=1, b=[2])
print(p.norm(), p.norm2(), space, types.MappingProxyType({"a": 1})["a"], isinstance(len, types.BuiltinFunctionType))
print(callable(p), hasattr(p, "y"), getattr(p, "y", "none"))
print(setattr(p, "y", 5), vars(p)["y"], [n for n in dir(p) if n[0] != "_"])
code = types.FunctionType(Finder.exec_module.__code__, {})
print(code.__name__, type(code).__name__, Point.__name__, __name__, type(sys.implementation).__name__)
try:
    import no_such_module
except ImportError as error:
    print(error)
