# asyncio: a worker and its queue, gather, a thread, a timeout, a reader that is fed by hand.
import asyncio


async def work(queue, name):
    while (item := await queue.get()) is not None:
        await asyncio.sleep(0.001 * item)
        print(name, item)
        queue.task_done()


async def main():
    queue = asyncio.Queue()
    task = asyncio.create_task(work(queue, "worker"))
    for i in range(3):
        await queue.put(i)
    await queue.join()
    await queue.put(None)
    await task
    print(await asyncio.gather(*(asyncio.sleep(0.01, result=i) for i in range(5))))
    print(await asyncio.to_thread(sum, range(100)))
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(60)
    except TimeoutError:
        print("timeout")
    reader = asyncio.StreamReader()
    reader.feed_data(b"a line\nrest")
    reader.feed_eof()
    print(await reader.readline(), await reader.read())


asyncio.run(main())
