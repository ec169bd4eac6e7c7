# typing: protocols at run time, generics, overloads, TypedDict, NamedTuple, get_type_hints.
from typing import (Annotated, Any, Generic, Literal, NamedTuple, NewType, Optional, Protocol, TypedDict, TypeVar, Union, cast, get_args,
                    get_origin, get_type_hints, overload, runtime_checkable)

T = TypeVar("T", bound="Comparable")


@runtime_checkable
class Comparable(Protocol):
    def __lt__(self, other: Any) -> bool: ...


class Stack(Generic[T]):
    def __init__(self) -> None:
        self.items: list[T] = []

    def push(self, item: T) -> "Stack[T]":
        self.items.append(item)
        return self


class Movie(TypedDict, total=False):
    title: str
    year: int


class Employee(NamedTuple):
    name: str
    id: int = 3

    def badge(self) -> str:
        return f"{self.name}#{self.id}"


@overload
def twice(x: int) -> int: ...
@overload
def twice(x: str) -> str: ...
def twice(x):
    return x + x


UserId = NewType("UserId", int)
print(isinstance(5, Comparable), isinstance(object(), Comparable))
print(Stack[int]().push(3).items, Stack[int], Movie(title="x"))
print(Employee("Ada").badge(), Employee._fields, Employee("B", 1)._replace(id=2)._asdict(), twice("ab"), UserId(5) + 1)
print(get_type_hints(Stack.push), get_origin(dict[str, int]), get_args(Union[int, None]), Optional[int], int | str)
print(get_type_hints(lambda x: x), Annotated[int, "m"].__metadata__)
print(Literal["a", "b"].__args__, cast(int, "x"), Movie.__optional_keys__ == {"title", "year"})
try:
    isinstance([], list[int])
except TypeError as error:
    print(error)
