print(dir())
print(sorted(vars()))
print(list(locals()) == list(globals()))
