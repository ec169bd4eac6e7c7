# What is started: reads the table and calls the submission.
import glob
import importlib

with open("prices.txt") as file:
    table = dict(line.split() for line in file)
with open("rules.txt") as file:
    assert file.read() == "A price is a whole number.\n"
(name,) = (path[:-3] for path in glob.glob("*.py") if path != "__main__.py")
print(importlib.import_module(name).price(table, input()))
