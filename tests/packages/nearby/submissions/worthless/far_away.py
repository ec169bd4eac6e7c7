print({'two': 10, 'three': 10, 'seven': 1, 'nine': 1}[input()])
