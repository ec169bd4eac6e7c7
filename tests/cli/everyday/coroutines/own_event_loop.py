# A loop by hand: call_soon, call_later, futures, threads that call in, executors, run twice.
import asyncio
import threading

loop = asyncio.new_event_loop()
loop.call_soon(print, "soon")
loop.call_later(0.01, print, "later")


def last():
    print("from a thread")
    loop.stop()


loop.call_later(0.02, lambda: threading.Thread(target=loop.call_soon_threadsafe, args=(last,)).start())
loop.run_forever()
future = loop.create_future()
loop.call_soon(future.set_result, 42)
print(loop.run_until_complete(future), loop.run_until_complete(loop.run_in_executor(None, sum, [1, 2, 3])))


def handler(loop, context):
    print("handler:", context["message"].split("<")[0], repr(context.get("exception")))


loop.set_exception_handler(handler)
loop.call_soon(lambda: 1 / 0)
loop.call_later(0.01, loop.stop)
loop.run_forever()
loop.run_until_complete(loop.shutdown_default_executor())
loop.close()
print(loop.is_closed())
with asyncio.Runner() as runner:
    print(runner.run(asyncio.sleep(0, "one")), runner.run(asyncio.sleep(0, "two")))
try:
    asyncio.get_running_loop()
except RuntimeError as error:
    print(error)
