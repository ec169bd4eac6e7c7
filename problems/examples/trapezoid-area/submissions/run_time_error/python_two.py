# Uses the print statement of Python 2, which Python 3 does not compile: CE.
# @EXPECTED_RESULTS@: CE
n, q = map(int, raw_input().split())
posts = [map(float, raw_input().split()) for _ in range(n)]
print "%d posts" % n
