# A KeyboardInterrupt that nobody catches: the traceback, and the program ends by SIGINT.
def work():
    for step in range(5):
        print("step", step)
        if step == 2:
            raise KeyboardInterrupt


try:
    work()
finally:
    print("stopping")
