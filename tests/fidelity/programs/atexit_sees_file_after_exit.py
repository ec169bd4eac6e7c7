import atexit, sys
@atexit.register
def a():
    try: print(__file__ is not None, __cached__)
    except NameError as e: print(e)
sys.exit()
