import atexit
@atexit.register
def a():
    try: print(__file__ is not None)
    except NameError as e: print(e)
