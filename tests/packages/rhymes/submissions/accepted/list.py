print({'cat': 'hat', 'stone': 'bone'}[input()])
