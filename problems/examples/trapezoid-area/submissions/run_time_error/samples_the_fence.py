# Samples the fence at sixteen million places per metre, which takes over a gigabyte for the first test already: MLE.
# @EXPECTED_RESULTS@: MLE
n, q = map(int, input().split())
posts = [tuple(map(float, input().split())) for _ in range(n)]
end = posts[-1][0]
samples = [0.0] * int(end * 16_000_000)
for i in range(len(samples)):
    samples[i] = float(i)
print(sum(samples))
