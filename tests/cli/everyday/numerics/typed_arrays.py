# array and memoryview: types, bytes, slices, views that share memory.
import array
import sys

numbers = array.array("i", range(5))
numbers.append(-1)
numbers.extend([7, 8])
numbers.insert(0, 99)
print(numbers, numbers.itemsize, numbers.index(3), numbers.count(7), numbers.pop(), numbers[1:4], numbers.typecode)
numbers.byteswap()
print(numbers[0], numbers.tobytes()[:4].hex())
numbers.byteswap()
view = memoryview(numbers)
view[1] = 1234
print(numbers[1], view.format, view.shape, view[-2:].tolist(), view.cast("B")[:4].tolist(), view.nbytes)
view.release()
doubles = array.array("d", [0.5, 1.5])
with open("doubles.bin", "wb") as file:
    doubles.tofile(file)
back = array.array("d")
with open("doubles.bin", "rb") as file:
    try:
        back.fromfile(file, 3)
    except EOFError as error:
        print(error)
print(back == doubles, array.array("u", "héllo").tounicode(), array.array("b", b"\xff\x01").tolist(), sys.byteorder)
for bad in (lambda: array.array("B", [256]), lambda: numbers.append("x"), lambda: array.array("x")):
    try:
        bad()
    except (OverflowError, TypeError, ValueError) as error:
        print(type(error).__name__, error)
grid = memoryview(bytearray(12)).cast("B", (3, 4))
grid[1, 2] = 5
print(grid.tolist(), bytes(grid), bytearray(b"abc").replace(b"b", b"--").hex("-"))
