# A linked list, a stack, a queue by two stacks, a trie, an LRU cache.
from collections import OrderedDict


class LinkedList:
    def __init__(self, items=()):
        self.head = None
        for item in items:
            self.push(item)

    def push(self, item):
        self.head = (item, self.head)

    def __iter__(self):
        node = self.head
        while node:
            item, node = node
            yield item

    def reverse(self):
        return LinkedList(self)


class Queue:
    def __init__(self):
        self.front, self.back = [], []

    def put(self, item):
        self.back.append(item)

    def get(self):
        if not self.front:
            self.front, self.back = self.back[::-1], []
        return self.front.pop()


class Trie(dict):
    def add(self, word):
        node = self
        for char in word:
            node = node.setdefault(char, {})
        node["end"] = True

    def starting(self, prefix):
        node = self
        for char in prefix:
            node = node.get(char, {})
        def walk(node, path):
            for char in sorted(node):
                yield from [path] if char == "end" else walk(node[char], path + char)
        return list(walk(node, prefix))


queue, trie, cache = Queue(), Trie(), OrderedDict()
for word in "tea ten to inn in i tee".split():
    trie.add(word)
    queue.put(word)
print(list(LinkedList("abc")), list(LinkedList("abc").reverse()))
print([queue.get() for _ in range(3)], trie.starting("te"), trie.starting("x"))
for key in "abcab":
    cache[key] = cache.pop(key, 0) + 1
    if len(cache) > 2:
        cache.popitem(last=False)
print(cache)
