what, text = input().split()
assert what == 'decode'
