# Right, and too slow for the large group: it gets the points of the small one.
n, s = map(int, input().split())
numbers = list(map(int, input().split()))
print(sum(numbers[i] + numbers[j] == s for i in range(n) for j in range(i)))
