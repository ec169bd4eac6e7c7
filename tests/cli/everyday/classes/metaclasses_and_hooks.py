# Metaclasses, __init_subclass__, __prepare__, __class_getitem__, __call__, registries.
class Registry(type):
    known = {}

    @classmethod
    def __prepare__(mcs, name, bases, **options):
        return {"made_by": mcs.__name__}

    def __new__(mcs, name, bases, namespace, tag=None):
        cls = super().__new__(mcs, name, bases, namespace)
        mcs.known[tag or name.lower()] = cls
        return cls

    def __init__(cls, name, bases, namespace, tag=None):
        super().__init__(name, bases, namespace)

    def __call__(cls, *args):
        instance = super().__call__(*args)
        instance.serial = cls.count = getattr(cls, "count", 0) + 1
        return instance

    def __len__(cls):
        return len(vars(cls))


class Animal(metaclass=Registry):
    pass


class Dog(Animal, tag="hund"):
    pass


class Plugin:
    plugins = []

    def __init_subclass__(cls, /, priority=0, **options):
        super().__init_subclass__(**options)
        Plugin.plugins.append((priority, cls.__name__))

    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item}]"


class Early(Plugin, priority=1): ...
class Late(Plugin, priority=9): ...


print(sorted(Registry.known), Dog().serial, Dog().serial)
print(Animal().serial, Dog.made_by, type(Dog).__name__, len(Dog) > 2)
print(sorted(Plugin.plugins, reverse=True), Late[3], isinstance(Dog, Registry))
Singleton = type("Singleton", (), {"_one": None, "__new__": lambda cls: cls.__dict__["_one"] or setattr(cls, "_one", object.__new__(cls)) or cls._one})
print(Singleton() is Singleton(), type(Singleton()).__name__)
try:
    class Clash(Animal, metaclass=type("Other", (type,), {})): ...
except TypeError as error:
    print(error)
