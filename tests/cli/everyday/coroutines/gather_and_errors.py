# asyncio: gather, exceptions, wait, cancelling, shielding, task groups.
import asyncio


async def job(name, delay, fail=False):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise
    if fail:
        raise ValueError(name)
    return name


async def main():
    print(await asyncio.gather(job("a", 0.03), job("b", 0.01), job("c", 0.02)))
    print(await asyncio.gather(job("d", 0.01), job("e", 0, fail=True), return_exceptions=True))
    done, pending = await asyncio.wait([asyncio.create_task(job("f", 0.01)), asyncio.create_task(job("g", 90))],
                                       return_when=asyncio.FIRST_COMPLETED)
    print([t.result() for t in done], len(pending))
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    try:
        await asyncio.wait_for(job("h", 90), 0.01)
    except asyncio.TimeoutError:
        print("timeout")
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(job("i", 90))
            group.create_task(job("j", 0.01, fail=True))
    except* ValueError as group:
        print(repr(group), group.exceptions)
    inner = asyncio.create_task(job("k", 0.02))
    outer = asyncio.shield(inner)
    outer.cancel()
    print(await inner, [await c for c in asyncio.as_completed([job("l", 0.02), job("m", 0)])])


asyncio.run(main())
