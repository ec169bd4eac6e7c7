class Node: pass
n = Node(); n.me = n
n.f = open(1, 'w', closefd=False)
n.f.write('from a cycle\n')
del n
