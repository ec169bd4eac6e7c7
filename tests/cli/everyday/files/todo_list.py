# stdin: 'add buy milk\nadd walk the dog\nadd learn Python\ndone 2\nundo\ndone 1\nremove 9\nlist\n'
# A to-do list in a file of JSON lines, with undo by copies.
import json
import shutil
import sys
from pathlib import Path

STORE, BACKUP = Path("todo.jsonl"), Path("todo.bak")


def load():
    return [json.loads(line) for line in STORE.read_text().splitlines()] if STORE.exists() else []


def save(items):
    if STORE.exists():
        shutil.copy2(STORE, BACKUP)
    STORE.write_text("".join(json.dumps(item) + "\n" for item in items))


for line in sys.stdin:
    verb, _, rest = line.strip().partition(" ")
    items = load()
    try:
        if verb == "add":
            save(items + [{"text": rest, "done": False}])
        elif verb == "done":
            items[int(rest) - 1]["done"] = True
            save(items)
        elif verb == "remove":
            del items[int(rest) - 1]
            save(items)
        elif verb == "undo":
            BACKUP.replace(STORE)
        else:
            for number, item in enumerate(items, 1):
                print(f"{number}. [{'x' if item['done'] else ' '}] {item['text']}")
    except IndexError:
        print(f"there is no item {rest}")
print(STORE.read_text(), BACKUP.exists(), sep="")
