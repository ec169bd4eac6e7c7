# Conversions: int, float, bool, str, bytes, chr, ord, round, and what they refuse.
print(int("  42\n"), int("-0"), int("1_000"), int("0xff", 16), int("١٢٣"))
print(float("1e3"), float(" inf "), float("-.5"), complex("1-2j"))
print(bool(""), bool("0"), bool([]), bool([0]), bool(0.0), str(1e16), str(0.1))
print(repr(1 / 3), str(True), repr("it's"), repr('"\''), 1e-7, 123456789.0)
print(chr(97), ord("ü"), bin(-5), oct(8), hex(255), round(2.5))
print(round(-0.4), round(1e20), abs(-3.5), divmod(7.5, 2), pow(2, 0.5))
print(bytes([65, 66]), bytes(3), bytes("é", "utf-8"), str(b"x", "ascii"))
print(list(b"hi"), bytearray(b"x") + b"y", "3" * 3, "a" < "B", "10" < "9")
print(list("abc"), tuple({"a": 1}), set("aab") == {"a", "b"}, dict([("a", 1), ["b", 2]]))
print(list(map(int, "123")), " ".join(map(str, [1, None, 2.0])))
print("%s" % (1,), "1,2".split(","), "a b  c".split(), "a b  c".split(" "))
print("abc".partition("b"), "x=1=2".rsplit("=", 1), "ab\tc".title(), "ß".upper())
print("abc".isalpha(), "12".isdigit(), "½".isnumeric(), "a1".isalnum(), " ".isspace())
print("Abc".istitle(), "abc".find("z"), "abcabc".rfind("b"), "aXbX".replace("X", "", 1))
print("  x ".strip() + "|", "xxaxx".strip("x"), "prefix-a".removeprefix("prefix-"))
print("tests"[1:-1], "abc"[::-1], "abc"[5:], "a" in "abc", "".join([]) == "")
for bad in (lambda: int("3.5"), lambda: int(""), lambda: float("x"), lambda: int([]), lambda: "a" + 1, lambda: "abc"[5], lambda: chr(-1),
            lambda: ord("ab"), lambda: "abc".index("z"), lambda: bytes([256]), lambda: "{}".format(), lambda: "%d" % "x", lambda: [1, 2, 3][1.5]):
    try:
        bad()
    except Exception as error:
        print(type(error).__name__, error)
