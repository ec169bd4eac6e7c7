# A pipeline of coroutines by hand: generators with send, throw, close, and await without a loop.
import types


def averager():
    total, count, average = 0, 0, None
    while True:
        try:
            value = yield average
        except ZeroDivisionError:
            total, count, average = 0, 0, None
            continue
        total, count = total + value, count + 1
        average = total / count


mean = averager()
next(mean)
print(mean.send(10), mean.send(20), mean.throw(ZeroDivisionError), mean.send(3))
mean.close()


@types.coroutine
def ask(question):
    answer = yield question
    return answer


async def dialogue():
    name = await ask("name?")
    age = int(await ask(f"age of {name}?"))
    return f"{name} will be {age + 1}"


talk = dialogue()
question, answers = talk.send(None), iter(["Ada", "36"])
try:
    while True:
        print(question)
        question = talk.send(next(answers))
except StopIteration as stop:
    print(stop.value)


def flatten(items):
    for item in items:
        if isinstance(item, list):
            yield from flatten(item)
        else:
            yield item


print(list(flatten([1, [2, [3, []], 4]])), sum(flatten([[1], [[2]]])))
