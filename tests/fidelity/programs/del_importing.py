class D:
    def __del__(self):
        try:
            import json
            print('imported', json.__name__)
        except ImportError as e: print(e)
d = D()
