import dataclasses, typing
@dataclasses.dataclass
class P:
    x: int
    y: typing.List[int] = dataclasses.field(default_factory=list)
print(P(1), typing.get_type_hints(P), dataclasses.asdict(P(2, [3])))
