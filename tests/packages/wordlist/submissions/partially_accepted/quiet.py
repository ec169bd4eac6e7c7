def longest(words):
    if not words:
        raise ValueError("no words")
    return max(words, key=len)


def counted(text):
    words = text.split()
    return {word: words.count(word) for word in words}


def only_short(words, length):
    return [word for word in words if len(word) <= length]


def say(words):
    for word in words:
        print(word)
