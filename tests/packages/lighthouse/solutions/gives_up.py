# The interactor has too little from it.
n = int(input())
print(1, flush=True)
input()
