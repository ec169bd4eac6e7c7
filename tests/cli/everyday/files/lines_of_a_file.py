# open/with in all modes: write, append, read by lines, seek, truncate.
with open("poem.txt", "w", encoding="utf-8") as file:
    file.write("Roses are red,\nViolets are blue,\n")
    file.writelines(["Sugar is sweet,\n", "And so are you."])
with open("poem.txt", "a") as file:
    print(file.tell(), file.write("\nEnd\n"), file.name, file.mode)
with open("poem.txt") as file:
    print(repr(file.readline()), file.readlines(20))
    print(file.read(5))
    file.seek(0)
    print(sum(1 for _ in file))
for number, line in enumerate(open("poem.txt"), 1):
    print(f"{number:3}: {line}", end="")
with open("poem.txt", "r+") as file:
    file.truncate(5)
    print(file.read())
try:
    open("poem.txt", "x")
except FileExistsError as error:
    print(error)
try:
    open("missing.txt")
except FileNotFoundError as error:
    print(error.errno, error.filename, error)
with open("numbers.bin", "wb+") as file:
    file.write(bytes(range(10)))
    file.seek(-3, 2)
    print(file.read(), file.seek(2), file.read(2))
print(file.closed)
try:
    file.read()
except ValueError as error:
    print(error)
