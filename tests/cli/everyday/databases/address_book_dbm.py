# dbm.dumb: an address book that is written, reopened, changed.
import dbm
import dbm.dumb
import os

with dbm.dumb.open("book", "c") as book:
    book["ada"] = "London"
    book[b"bob"] = "Bonn".encode()
    book["ève"] = "Évry"
    print(sorted(book.keys()), len(book), b"ada" in book)
with dbm.open("book", "w") as book:
    book["ada"] = "Oxford, " * 100
    del book["bob"]
    print(type(book).__module__, len(book["ada"]), book.get("bob"), book["ève"].decode())
print(sorted(name for name in os.listdir() if name.startswith("book")), dbm.whichdb("book"))
try:
    dbm.dumb.open("nothing", "r")
except OSError as error:
    print(type(error).__name__)
with dbm.dumb.open("book", "n") as book:
    print(len(book))
    try:
        book["x"]
    except KeyError as error:
        print(error)
