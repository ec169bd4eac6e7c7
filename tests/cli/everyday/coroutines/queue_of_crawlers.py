# A crawler of a pretended site: workers, a queue, a semaphore.
import asyncio

SITE = {"/": ["/a", "/b"], "/a": ["/b", "/c"], "/b": ["/"], "/c": ["/d", "/e", "/f"], "/d": [], "/e": ["/a"], "/f": ["/missing"]}


async def fetch(path, limit):
    async with limit:
        await asyncio.sleep(0.001)
        return SITE[path]


async def worker(queue, seen, broken, limit):
    while True:
        path = await queue.get()
        try:
            for link in await fetch(path, limit):
                if link not in seen:
                    seen.add(link)
                    queue.put_nowait(link)
        except KeyError as error:
            broken.append(error.args[0])
        finally:
            queue.task_done()


async def main():
    queue, seen, broken, limit = asyncio.Queue(), {"/"}, [], asyncio.Semaphore(2)
    queue.put_nowait("/")
    workers = [asyncio.create_task(worker(queue, seen, broken, limit)) for _ in range(3)]
    await queue.join()
    for task in workers:
        task.cancel()
    print(await asyncio.gather(*workers, return_exceptions=True) and "ended", sorted(seen), broken)


asyncio.run(main())
