n = int(input())
print(1, flush=True)
answer = input()
if n == 900:
    raise ValueError(answer)
if answer != 'right':
    print({10: 7, 1000: 1000}[n], flush=True)
    input()
