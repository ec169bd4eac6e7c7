class D:
    def __del__(self):
        global kept
        kept = self
        print('resurrected')
d = D()
del d
print(type(kept))
