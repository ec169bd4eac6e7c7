import collections, random


class Said:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone:", self.name)


first = Said("global")
random.Random.kept = Said("on a class of random")
collections.OrderedDict.kept = Said("on a class of collections")
last = Said("last global")
