# One end of the exchange: calls of the other side's objects, and answers to its calls, which may come in between.
#
# No set is written out in these programs: its order isn't that of a compiled one, and they would be parsed for each run.
#
# A frame is a tuple: ("call", operation, target, arguments, named arguments, extra, released) or
# ("value", result, changes, extra) or ("raised", exception, where, changes, extra) or ("over", bound).
# `changes` says what became of lists, dicts, sets and bytearrays that a call brought; `extra` is what the tester's side
# arranges for a call (its environment), or what the submission has printed.
import os

OPERATORS = ("__add__ __sub__ __mul__ __matmul__ __truediv__ __floordiv__ __mod__ __pow__ __lshift__ __rshift__ __and__ "
             "__or__ __xor__ __neg__ __pos__ __invert__ __iadd__ __isub__ __imul__ __imatmul__ __itruediv__ "
             "__ifloordiv__ __imod__ __ipow__ __ilshift__ __irshift__ __iand__ __ior__ __ixor__ __eq__ __ne__ __lt__ "
             "__le__ __gt__ __ge__ __getitem__ __setitem__ __delitem__ __contains__ __index__").split()
PROTOCOLS = ("__bool__ __len__ __iter__ __next__ __int__ __float__ __complex__ __bytes__ __abs__ __round__ __hash__ "
             "__reversed__ __str__ __repr__ __format__ __divmod__ __length_hint__ __trunc__ __floor__ __ceil__ "
             "__fspath__ __enter__ __exit__").split()
REFLECTED = ["__r" + name[2:] for name in (*OPERATORS[:13], "__divmod__")]
# Whose exceptions are known on both sides.
STANDARD_MODULES = set(("json.decoder queue _queue decimal struct csv _csv re re._constants binascii configparser "
                        "statistics graphlib copy pickle _pickle zlib dataclasses shutil subprocess zoneinfo._common "
                        "calendar locale string uuid asyncio.exceptions concurrent.futures._base sqlite3 tarfile zipfile "
                        "getopt argparse io socket").split())
HANDLES = 100_000       # live ones
NESTED = 50             # calls in calls


class Gone(Exception):
    """The other process has ended."""


class Ended(BaseException):
    """The exchange is over; no test and no submission is to catch this."""


def content_of(value):
    """What a container holds, to see whether a call has changed it."""
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return bytes(value) if isinstance(value, bytearray) else list(value)


def is_changed(value, before):
    now = content_of(value)
    if type(now) is bytes:
        return now != before
    return len(now) != len(before) or any(a is not b for a, b in zip(now, before))


def plain_copy(value):
    if isinstance(value, dict):
        return dict(value)
    if isinstance(value, set):
        return set(value)
    return bytes(value) if isinstance(value, bytearray) else list(value)


def put_back(value, content):
    """Makes a container hold `content`, if that is what such a container can hold."""
    if type(value) not in MUTABLE or type(content) is not type(plain_copy(value)):
        raise WireError("a change that doesn't fit")
    value.clear()
    if isinstance(value, dict):
        for key, item in content.items():  # update() of a Counter adds up
            value[key] = item
    elif isinstance(value, set):
        value.update(content)
    else:
        value.extend(content)


class Peer:
    """Handles of this side's objects, and the exchange over two descriptors."""

    def __init__(self, read_fd, write_fd):
        self.read_fd, self.write_fd = read_fd, write_fd
        self.buffer = b""
        self.own = {}         # handle -> [object, how often it was sent]
        self.handle_of = {}   # id of an own object -> handle
        self.next_handle = 1
        self.nested = 0

    # --- to be given by each side

    def export(self, value):
        """(letter, parts) of a value that has no coding."""
        raise NotImplementedError

    def resolve(self, letter, parts):
        raise NotImplementedError

    def perform(self, operation, target, arguments, named):
        raise NotImplementedError

    def extra(self):
        return None

    def take_extra(self, extra):
        pass

    def released(self):
        return ()

    def where(self, error):
        return ""

    # --- handles

    def handle(self, value):
        number = self.handle_of.get(id(value))
        if number is None:
            if len(self.own) >= HANDLES:
                raise OverBound(f"at most {HANDLES} objects can be looked at from outside at the same time")
            number = self.next_handle
            self.next_handle += 1
            self.own[number] = [value, 0]
            self.handle_of[id(value)] = number
        self.own[number][1] += 1
        return number

    def mine(self, number):
        entry = self.own.get(number) if type(number) is int else None
        if entry is None:
            raise WireError("a handle that isn't there")
        return entry[0]

    def release(self, released):
        for number, times in released:
            entry = self.own.get(number)
            if entry is None:
                raise WireError("a handle that isn't there")
            entry[1] -= times
            if entry[1] <= 0:
                del self.own[number], self.handle_of[id(entry[0])]

    # --- frames

    def read(self, size):
        buffer = self.buffer
        if len(buffer) < size:
            pieces, have = [buffer], len(buffer)
            while have < size:
                piece = os.read(self.read_fd, max(size - have, 65536))
                if not piece:
                    raise Gone
                pieces.append(piece)
                have += len(piece)
            buffer = b"".join(pieces)
        self.buffer = buffer[size:]
        return buffer[:size]

    def receive(self):
        size = int.from_bytes(self.read(4), "little")
        if size > FRAME:
            raise OverBound(f"a frame has at most {FRAME >> 20} MiB")
        return self.read(size)

    def send(self, encoder):
        data = len(encoder.out).to_bytes(4, "little") + encoder.out
        try:
            at = os.write(self.write_fd, data)
            while at < len(data):
                at += os.write(self.write_fd, data[at:at + (1 << 20)])
        except BrokenPipeError:
            raise Gone from None

    def encoded(self, frame, brought=()):
        encoder = Encoder(self.export)
        encoder.foreign = {id(value): place for place, value in enumerate(brought)}
        encoder.put(frame)
        return encoder

    # --- calls

    def call(self, operation, target, arguments=(), named=None):
        if self.nested >= NESTED:
            raise RecursionError(f"calls are nested at most {NESTED} deep between the test and the submission")
        encoder = self.encoded(("call", operation, target, arguments, named or {}, self.extra(), self.released()))
        self.nested += 1
        try:
            self.send(encoder)
            while True:
                frame, objects = self.decoded(self.receive(), encoder.objects)
                if frame[0] != "call":
                    return self.end_of_call(frame, encoder.objects)
                self.answer(frame, objects)
        finally:
            self.nested -= 1

    def decoded(self, data, brought=()):
        decoder = Decoder(data, self.resolve, brought)
        frame = decoder.whole()
        if type(frame) is not tuple or not frame or (frame[0], len(frame)) not in FORMS:
            raise WireError("a frame of no known form")
        return frame, decoder.objects

    def end_of_call(self, frame, brought):
        if frame[0] == "over":
            raise OverBound(str(frame[1]))
        self.take_extra(frame[-1])
        self.put_back_all(frame[-2], brought)
        if frame[0] == "value":
            return frame[1]
        return self.raise_here(frame[1], frame[2])

    def raise_here(self, error, where):
        if not isinstance(error, BaseException):
            raise WireError("what was raised is no exception")
        raise error

    def put_back_all(self, changes, brought):
        if type(changes) is not list:
            raise WireError("changes of no known form")
        for change in changes:
            if type(change) is not tuple or len(change) != 2 or type(change[0]) is not int or \
                    not 0 <= change[0] < len(brought):
                raise WireError("changes of no known form")
            put_back(brought[change[0]], change[1])

    def answer(self, frame, brought):
        """Performs a call of the other side, and sends what came out."""
        _, operation, target, arguments, named, extra, released = frame
        if type(arguments) not in (tuple, list) or type(named) is not dict or type(released) is not tuple:
            raise WireError("a call of no known form")
        self.release(released)
        self.take_extra(extra)
        before = [(place, value, content_of(value)) for place, value in enumerate(brought) if type(value) in MUTABLE]
        self.nested += 1
        try:
            if self.nested > NESTED + 1:
                raise RecursionError(f"calls are nested at most {NESTED} deep between the test and the submission")
            head = ("value", self.perform(operation, target, arguments, named))
        except (Ended, Gone, WireError):
            raise
        except BaseException as error:  # the other side's to see
            head = ("raised", error, self.where(error))
        finally:
            self.nested -= 1
        changes = [(place, plain_copy(value)) for place, value, was in before if is_changed(value, was)]
        self.reply(head, changes, brought)

    def reply(self, head, changes, brought):
        try:
            encoder = self.encoded((*head, changes, self.extra()), brought)
        except OverBound as bound:
            encoder = self.encoded(("over", str(bound)))
        except RecursionError:
            encoder = self.encoded(("over", "values are nested too deep"))
        self.send(encoder)


FORMS = (("call", 7), ("value", 4), ("raised", 5), ("over", 2))
