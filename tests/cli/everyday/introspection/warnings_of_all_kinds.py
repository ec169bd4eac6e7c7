# warnings: filters, catching, own categories, what goes to stderr.
import warnings


class StyleWarning(UserWarning):
    pass


def old():
    warnings.warn("old() is deprecated", DeprecationWarning, stacklevel=2)


warnings.warn("plain")
warnings.warn("plain again")
warnings.warn("style", StyleWarning)
for _ in range(2):
    old()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    old()
    warnings.warn("inside", RuntimeWarning)
print([(str(w.message), w.category.__name__, w.lineno) for w in caught])
with warnings.catch_warnings():
    warnings.simplefilter("error", StyleWarning)
    try:
        warnings.warn("now an error", StyleWarning)
    except StyleWarning as error:
        print(repr(error))
    warnings.filterwarnings("ignore", message="quiet.*")
    warnings.warn("quiet, please")
print(warnings.formatwarning("text", UserWarning, "file.py", 3, "a line"), end="")
warnings.showwarning = lambda message, category, *rest: print("shown:", category.__name__, message)
warnings.warn("by a hook")
print(compile("'\\d'", "<code>", "eval").co_consts)
