try:
    input('p')
except EOFError as e:
    print(repr(e))
