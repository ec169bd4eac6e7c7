# An exception nobody catches, raised while another is handled: the whole traceback goes to stderr.
def load(name):
    return {"a": 1}[name]


def start(name):
    try:
        return load(name)
    except KeyError as error:
        raise RuntimeError(f"can't start {name!r}") from error


print("start", start("a"))
start("b")
print("never")
