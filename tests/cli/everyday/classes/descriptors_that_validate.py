# Descriptors: validated fields, lazy values, __set_name__, methods by hand.
class Typed:
    def __init__(self, kind, minimum=None):
        self.kind, self.minimum = kind, minimum

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        return self if instance is None else instance.__dict__[self.name]

    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name} must be {self.kind.__name__}, not {type(value).__name__}")
        if self.minimum is not None and value < self.minimum:
            raise ValueError(f"{self.name} must be at least {self.minimum}")
        instance.__dict__[self.name] = value

    def __delete__(self, instance):
        raise AttributeError(f"{self.name} stays")


class Lazy:
    def __init__(self, function):
        self.function = function

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        value = instance.__dict__[self.name] = self.function(instance)
        return value


class Person:
    name = Typed(str)
    age = Typed(int, 0)

    def __init__(self, name, age):
        self.name, self.age = name, age

    @Lazy
    def initials(self):
        print("computing")
        return "".join(part[0] for part in self.name.split())


ada = Person("Ada Lovelace", 36)
print(ada.initials, ada.initials, vars(ada), type(Person.age).__name__)
for bad in (lambda: Person(5, 5), lambda: Person("x", -1), lambda: delattr(ada, "age")):
    try:
        bad()
    except (TypeError, ValueError, AttributeError) as error:
        print(type(error).__name__, error)
print(Person.__init__.__get__(ada, Person).__self__ is ada, ada.__init__.__func__ is Person.__init__)
