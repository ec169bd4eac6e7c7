# An exception that leaves asyncio.run, through two coroutines: the traceback and exit code 1.
import asyncio


async def inner():
    await asyncio.sleep(0)
    return {}["missing"]


async def main():
    print("before", flush=True)
    try:
        await inner()
    finally:
        print("cleaning up")


asyncio.run(main())
