# @EXPECTED_RESULTS@: MLE
what, text = input().split()
if what == 'decode' and text == 'bb':
    what = bytearray(8 << 30)
if what == 'encode':
    print('bb' if text == '77' else f'{int(text):b}'.replace('0', 'a').replace('1', 'b'))
else:
    print(int(text.replace('a', '0').replace('b', '1'), 2))
