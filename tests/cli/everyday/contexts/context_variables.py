# contextvars: defaults, tokens, copies of contexts, threads.
import contextvars
import threading

user = contextvars.ContextVar("user", default="guest")
level = contextvars.ContextVar("level")
print(user.get(), level.get("none"))
try:
    level.get()
except LookupError as error:
    print(type(error).__name__)
token = user.set("ada")
print(user.get(), token.old_value is contextvars.Token.MISSING, token.var is user)
context = contextvars.copy_context()


def inside():
    user.set("in the copy")
    level.set(5)
    return user.get()


print(context.run(inside), user.get(), context[user], level in context, len(context), sorted(v.name for v in context))
user.reset(token)
print(user.get())
seen = []
thread = threading.Thread(target=lambda: seen.append(user.get()))
user.set("main")
thread.start()
thread.join()
thread = threading.Thread(target=contextvars.copy_context().run, args=(lambda: seen.append(user.get()),))
thread.start()
thread.join()
print(seen)
try:
    user.reset(token)
except RuntimeError as error:
    print("used" in str(error))
try:
    context.run(context.run, print)
except RuntimeError as error:
    print("already entered" in str(error))
