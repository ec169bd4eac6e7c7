# @EXPECTED_RESULTS@: OLE
# @EXPECTED_SCORE@: 0
with open('output.txt', 'wb') as output:
    try:
        while True:
            output.write(b'x' * 65536)
    except OSError:
        pass
