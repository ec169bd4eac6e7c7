print({'two': 2, 'three': 3, 'seven': 7, 'nine': 9}[input()])
