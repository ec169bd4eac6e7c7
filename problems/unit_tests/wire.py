# Frames between the process of the tests and that of the submission: docs/unit-tests-protocol.md has their form.
#
# A frame is four bytes, little-endian, with the length of what follows, which is one value. Every value is rebuilt from its
# parts by its exact type; nothing in a frame is ever run, imported or unpickled. What is none of these types becomes a
# handle, of which `Encoder` asks its owner.
LATE_NAMES = tuple(name for _, name, _, _ in LATE.values())


class Encoder:
    """Codes one frame. `export(value)` says what a value is that has no coding: (letter, tuple of values), or None."""

    def __init__(self, export):
        self.export = export
        self.out = bytearray()
        self.seen = {}      # id of an object -> its place
        self.objects = []   # by place; keeps them alive
        self.foreign = {}   # id of an object -> its place among what the other side's call brought
        self.count = 0

    def number(self, n):
        while n > 127:
            self.out.append(n & 127 | 128)
            n >>= 7
        self.out.append(n)

    def raw(self, data):
        self.number(len(data))
        self.out += data

    def put(self, value, depth=0):
        out = self.out
        self.count += 1
        kind = type(value)
        if kind is int:
            if -64 <= value < 64:
                out.append(128 + 64 + value)
            else:
                out.append(105)  # i
                self.raw(value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True))
        elif kind is str:
            out.append(115)  # s
            self.raw(value.encode("utf-8", "surrogatepass"))
        elif value is None:
            out.append(78)  # N
        elif value is True:
            out.append(84)  # T
        elif value is False:
            out.append(70)  # F
        elif kind is float:
            out.append(102)  # f
            out += _double.pack(value)
        else:
            self.put_object(value, kind, depth)
        if len(out) > FRAME:
            raise OverBound(f"a frame has at most {FRAME >> 20} MiB")

    def put_object(self, value, kind, depth):
        out = self.out
        if kind is complex:
            out.append(99)  # c
            out += _doubles.pack(value.real, value.imag)
            return
        if value is ... or value is NotImplemented:
            out.append(46 if value is ... else 33)  # . !
            return
        if id(value) in NAME_OF and BY_NAME[NAME_OF[id(value)]] is value:
            out.append(66)  # B
            self.raw(NAME_OF[id(value)].encode())
            return
        if id(value) in self.foreign:
            out.append(65)  # A
            self.number(self.foreign[id(value)])
            return
        if id(value) in self.seen:
            out.append(114)  # r
            self.number(self.seen[id(value)])
            return
        if depth > DEPTH:
            raise OverBound(f"values are nested at most {DEPTH} deep")
        if len(self.objects) >= OBJECTS or self.count > ELEMENTS:
            raise OverBound(f"a frame holds at most {OBJECTS} objects and {ELEMENTS} values")
        if kind.__name__ in LATE_NAMES and kind not in PARTS:
            note_late_kind(kind)
        if kind in CONTAINERS or kind in PARTS or kind in _dict_views:
            self.seen[id(value)] = len(self.objects)
            self.objects.append(value)
            self.put_known(value, kind, depth)
        else:
            self.put_other(value, depth)

    def put_known(self, value, kind, depth):
        out = self.out
        if kind in CONTAINERS:
            CONTAINERS[kind](self, value, depth)
        elif kind in PARTS:
            letter, parts, _ = PARTS[kind]
            out.append(ord(letter))
            self.items(parts(value), depth)
        else:
            out.append(108)  # l
            self.items(list(value), depth)

    def put_other(self, value, depth):
        if isinstance(value, tuple) and is_named_tuple(type(value)):
            self.seen[id(value)] = len(self.objects)
            self.objects.append(value)
            self.out.append(117)  # u
            self.raw(type(value).__name__.encode("utf-8", "surrogatepass"))
            self.items(tuple(type(value)._fields), depth)
            self.items(tuple(value), depth)
            return
        letter, parts = self.export(value)
        self.out.append(ord(letter))
        self.items(parts, depth)

    def items(self, values, depth):
        self.number(len(values))
        depth += 1
        for value in values:
            self.put(value, depth)

    def put_list(self, value, depth):
        self.out.append(108)  # l
        self.items(value, depth)

    def put_tuple(self, value, depth):
        self.out.append(116)  # t
        self.items(value, depth)

    def put_dict(self, value, depth):
        self.out.append(100)  # d
        self.pairs(value, depth)

    def pairs(self, value, depth):
        self.number(len(value))
        for key, item in list(value.items()):
            self.put(key, depth + 1)
            self.put(item, depth + 1)

    def put_set(self, value, depth):
        self.out.append(83)  # S
        self.items(list(value), depth)

    def put_frozenset(self, value, depth):
        self.out.append(90)  # Z
        self.items(list(value), depth)

    def put_bytes(self, value, depth):
        self.out.append(98)  # b
        self.raw(value)

    def put_bytearray(self, value, depth):
        self.out.append(121)  # y
        self.raw(value)

    def put_counter(self, value, depth):
        self.out.append(67)  # C
        self.pairs(value, depth)

    def put_ordered(self, value, depth):
        self.out.append(79)  # O
        self.pairs(value, depth)

    def put_deque(self, value, depth):
        self.out.append(113)  # q
        self.put(value.maxlen, depth)
        self.items(list(value), depth)

    def put_default(self, value, depth):
        self.out.append(71)  # G
        self.put(value.default_factory, depth)
        self.pairs(value, depth)


CONTAINERS = {list: Encoder.put_list, tuple: Encoder.put_tuple, dict: Encoder.put_dict, set: Encoder.put_set,
              frozenset: Encoder.put_frozenset, bytes: Encoder.put_bytes, bytearray: Encoder.put_bytearray,
              collections.Counter: Encoder.put_counter, collections.OrderedDict: Encoder.put_ordered,
              collections.deque: Encoder.put_deque, collections.defaultdict: Encoder.put_default}
MUTABLE = (list, dict, set, bytearray, collections.Counter, collections.OrderedDict, collections.deque,
           collections.defaultdict)


def is_named_tuple(kind):
    """A class that collections.namedtuple or typing.NamedTuple has made, and nobody has derived from."""
    fields = kind.__dict__.get("_fields")
    return (kind.__bases__ == (tuple,) and type(fields) is tuple and len(fields) <= FIELDS and
            all(type(field) is str for field in fields) and "_make" in kind.__dict__)


class Decoder:
    """Reads one frame. `resolve(letter, parts)` makes the value of one that has no coding."""

    def __init__(self, data, resolve, brought=()):
        self.data = data
        self.at = 0
        self.resolve = resolve
        self.brought = brought  # what a call of this side brought: `A` stands for one of them
        self.objects = []
        self.count = 0

    def number(self):
        n = shift = 0
        while True:
            byte = self.byte()
            n |= (byte & 127) << shift
            if byte < 128:
                return n
            shift += 7
            if shift > 35:
                raise WireError("a number is too long")

    def byte(self):
        if self.at >= len(self.data):
            raise WireError("a frame ends early")
        byte = self.data[self.at]
        self.at += 1
        return byte

    def raw(self):
        return self.take(self.number())

    def take(self, size):
        if size > len(self.data) - self.at:
            raise WireError("a frame ends early")
        self.at += size
        return self.data[self.at - size:self.at]

    def size(self):
        n = self.number()
        if n > len(self.data) - self.at:  # each takes a byte at least
            raise WireError("a frame ends early")
        return n

    def text(self):
        try:
            return self.raw().decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise WireError("a text isn't UTF-8") from None

    def whole(self):
        value = self.get()
        if self.at != len(self.data):
            raise WireError("a frame goes on after its value")
        return value

    def get(self, depth=0):
        self.count += 1
        tag = self.byte()
        if tag >= 128:
            return tag - 192
        if tag == 105:
            return int.from_bytes(self.raw(), "little", signed=True)
        if tag == 115:
            return self.text()
        if tag in SINGLE:
            return SINGLE[tag]
        if tag == 102:
            return _double.unpack(self.take(8))[0]
        if tag == 99:
            return complex(*_doubles.unpack(self.take(16)))
        if depth > DEPTH:
            raise OverBound(f"values are nested at most {DEPTH} deep")
        if len(self.objects) >= OBJECTS or self.count > ELEMENTS:
            raise OverBound(f"a frame holds at most {OBJECTS} objects and {ELEMENTS} values")
        return self.object(tag, depth)

    def object(self, tag, depth):
        if tag == 66:
            name = self.text()
            if name not in BY_NAME:
                raise WireError("there is no such built-in")
            return BY_NAME[name]
        if tag in (114, 65):
            places = self.objects if tag == 114 else self.brought
            # What isn't whole yet stands in its own place.
            place = self.number()
            if place >= len(places) or places[place] is self:
                raise WireError("a reference to nothing")
            return places[place]
        if tag in FILL:
            value, fill = FILL[tag][0](), FILL[tag][1]
            self.objects.append(value)
            whole = fill(self, value, depth)
            return value if whole is None else whole
        if chr(tag) in LATE and tag not in FROM_PARTS:
            note_late(chr(tag))
        if tag in WHOLE or tag in FROM_PARTS or tag in (98, 117):
            place = len(self.objects)
            self.objects.append(self)  # not there before it is whole
            self.objects[place] = value = self.made(tag, depth)
            return value
        return self.resolve(chr(tag), self.items(depth))

    def made(self, tag, depth):
        if tag == 98:
            return self.raw()
        if tag == 117:
            return self.named_tuple(depth)
        try:
            return (WHOLE.get(tag) or (lambda parts: FROM_PARTS[tag](*parts)))(self.items(depth))
        except WireError:
            raise
        except Exception as error:
            raise WireError(f"parts that make no value: {type(error).__name__}") from None

    def named_tuple(self, depth):
        name = self.text()
        fields, values = self.items(depth), self.items(depth)
        if len(fields) != len(values) or len(fields) > FIELDS or not all(type(f) is str for f in fields):
            raise WireError("a named tuple whose fields don't fit")
        try:
            return collections.namedtuple(name, fields, rename=True)(*values)
        except ValueError:
            raise WireError("a named tuple with a bad name") from None

    def items(self, depth):
        return [self.get(depth + 1) for _ in range(self.size())]

    def fill_list(self, value, depth):
        for _ in range(self.size()):
            value.append(self.get(depth + 1))

    def fill_dict(self, value, depth):
        for _ in range(self.size()):
            key = self.hashed(depth)
            value[key] = self.get(depth + 1)

    def fill_set(self, value, depth):
        for _ in range(self.size()):
            value.add(self.hashed(depth))

    def hashed(self, depth):
        key = self.get(depth + 1)
        try:
            hash(key)
        except TypeError:
            raise WireError("a key that can't be one") from None
        return key

    def fill_bytearray(self, value, depth):
        value += self.raw()

    def fill_deque(self, value, depth):
        longest = self.get(depth + 1)
        if longest is not None and (type(longest) is not int or not 0 <= longest < 1 << 62):
            raise WireError("a deque of no length")
        whole = collections.deque(maxlen=longest)
        self.objects[next(i for i, known in enumerate(self.objects) if known is value)] = whole
        self.fill_list(whole, depth)
        return whole

    def fill_default(self, value, depth):
        factory = self.get(depth + 1)
        if factory is not None and not callable(factory):
            raise WireError("a factory that can't be called")
        value.default_factory = factory
        self.fill_dict(value, depth)


SINGLE = {78: None, 84: True, 70: False, 46: ..., 33: NotImplemented}
FILL = {108: (list, Decoder.fill_list), 100: (dict, Decoder.fill_dict), 83: (set, Decoder.fill_set),
        121: (bytearray, Decoder.fill_bytearray), 67: (collections.Counter, Decoder.fill_dict),
        79: (collections.OrderedDict, Decoder.fill_dict), 113: (collections.deque, Decoder.fill_deque),
        71: (collections.defaultdict, Decoder.fill_default)}
WHOLE = {116: tuple, 90: frozenset}
