word = input()
print({'two': 2, 'three': 3, 'seven': 7}.get(word, 99))
