print(eval('1 + 2'), compile('x', 'f', 'eval').co_filename)
exec('y = 5')
print(y, dir()[:9])
