def add(words):
    total = 0
    for word in words:
        total += int(word)
    return total
