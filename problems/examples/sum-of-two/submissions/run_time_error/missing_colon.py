# Lacks the colon after the for line, so Python refuses to compile it (SyntaxError): CE.
# @EXPECTED_RESULTS@: CE
t = int(input())
for _ in range(t)
    a, b = map(int, input().split())
    print(a + b)
