# Two ciphers, there and back.
import string


def caesar(text, shift):
    lower, upper = string.ascii_lowercase, string.ascii_uppercase
    table = str.maketrans(lower + upper, lower[shift:] + lower[:shift] + upper[shift:] + upper[:shift])
    return text.translate(table)


def vigenere(text, key, sign=1):
    out, i = [], 0
    for char in text:
        if char.isascii() and char.isalpha():
            base = ord("A" if char.isupper() else "a")
            out.append(chr((ord(char) - base + sign * (ord(key[i % len(key)]) - 97)) % 26 + base))
            i += 1
        else:
            out.append(char)
    return "".join(out)


secret = caesar("Veni, vidi, vici!", 3)
print(secret, "->", caesar(secret, 23))
for key in ("lemon", "z", "abc"):
    coded = vigenere("Attack at dawn, or at 5 o'clock?", key)
    print(key, coded, vigenere(coded, key, -1), sep=" | ")
