a = 256; b = 256
print(a is b, 'abc' is ''.join(['abc']) , int('5') is 5, () is tuple())
