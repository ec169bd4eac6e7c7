import builtins
print(list(vars(builtins)), type(__builtins__))
