def turned(word):
    return ''.join(reversed(word))
