print(len(Exception.__subclasses__()) > 0, sorted(c.__name__ for c in BaseException.__subclasses__()))
