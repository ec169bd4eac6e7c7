from turning import turned

print(turned(input()))
