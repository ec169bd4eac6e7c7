# An apprentice object is fed one character after the other, reading from open(0): correct, so AC.
class Apprentice:
    CLOSES = {ord(b): a for a, b in ("()", "[]", "{}")}
    OPENS = frozenset("([{")

    def __init__(self):
        self.kept = []
        self.waiting = []
        self.struck = 0

    def read(self, c):
        if c in self.OPENS:
            self.waiting.append((len(self.kept), c))
            self.kept.append(c)
            return
        wanted = self.CLOSES.get(ord(c))
        if wanted is None:
            self.kept.append(c)
        elif self.waiting and self.waiting[-1][1] == wanted:
            self.waiting.pop()
            self.kept.append(c)
        else:
            self.struck += 1

    def finish(self):
        for place, _ in self.waiting:
            self.kept[place] = ""
        return self.struck + len(self.waiting), "".join(self.kept)


with open(0) as press:
    for _ in range(int(press.readline())):
        apprentice = Apprentice()
        for c in press.readline().rstrip("\n"):
            apprentice.read(c)
        print("%d\n%s" % apprentice.finish())
