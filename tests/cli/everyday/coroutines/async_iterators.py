# Asynchronous generators, comprehensions, context managers.
import asyncio
from contextlib import AsyncExitStack, asynccontextmanager


class Countdown:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.n:
            raise StopAsyncIteration
        await asyncio.sleep(0)
        self.n -= 1
        return self.n


async def ticker(n):
    try:
        for i in range(n):
            yield i
            await asyncio.sleep(0)
    finally:
        print("ticker closed")


@asynccontextmanager
async def connection(name):
    print("open", name)
    try:
        yield name.upper()
    finally:
        await asyncio.sleep(0)
        print("close", name)


async def main():
    print([i async for i in Countdown(4)], {i: i * i async for i in ticker(3) if i})
    ticks = ticker(5)
    async for i in ticks:
        if i == 1:
            break
    await ticks.aclose()
    async with AsyncExitStack() as stack:
        names = [await stack.enter_async_context(connection(name)) for name in ("a", "b")]
        print(names, await anext(Countdown(2)), await anext(Countdown(0), "default"))


asyncio.run(main())
