import dis
def f(a):
    return [x + 1 for x in a if x]
print([(i.opname, i.argval) for i in dis.get_instructions(f) if i.opname != 'LOAD_CONST'])
