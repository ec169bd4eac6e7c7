# asyncio's Lock, Event, Condition, Barrier; turn by turn.
import asyncio


async def ping_pong():
    turn, condition, out = "ping", asyncio.Condition(), []

    async def player(me, other):
        nonlocal turn
        for _ in range(3):
            async with condition:
                await condition.wait_for(lambda: turn == me)
                out.append(me)
                turn = other
                condition.notify_all()

    await asyncio.gather(player("ping", "pong"), player("pong", "ping"))
    return out


async def main():
    print(await ping_pong())
    event, lock, log = asyncio.Event(), asyncio.Lock(), []

    async def waiter(n):
        await event.wait()
        async with lock:
            log.append(f"in {n}")
            await asyncio.sleep(0)
            log.append(f"out {n}")

    tasks = [asyncio.create_task(waiter(n)) for n in range(3)]
    await asyncio.sleep(0)
    event.set()
    await asyncio.gather(*tasks)
    print(log, lock.locked(), event.is_set())
    barrier = asyncio.Barrier(2)
    print(sorted(await asyncio.gather(barrier.wait(), barrier.wait())))
    try:
        lock.release()
    except RuntimeError as error:
        print(error)


asyncio.run(main())
