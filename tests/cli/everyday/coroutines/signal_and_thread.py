# to_thread with context variables, run_coroutine_threadsafe, a signal handler of the loop.
import asyncio
import contextvars
import os
import signal
import time

user = contextvars.ContextVar("user", default="nobody")


def blocking(n):
    time.sleep(0.005)
    return user.get(), n


async def main():
    user.set("ada")
    print(await asyncio.gather(*(asyncio.to_thread(blocking, n) for n in range(3))))
    loop, got = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR1, got.set)
    os.kill(os.getpid(), signal.SIGUSR1)
    await asyncio.wait_for(got.wait(), 20)
    print("signal", loop.remove_signal_handler(signal.SIGUSR1))

    def in_thread():
        return asyncio.run_coroutine_threadsafe(asyncio.sleep(0.001, "from the loop"), loop).result(20)

    print(await asyncio.to_thread(in_thread))
    print(asyncio.current_task().get_name(), len(asyncio.all_tasks()))


asyncio.run(main())
