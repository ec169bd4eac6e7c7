# Streams over a socket pair: an echo server without a network.
import asyncio
import socket


async def serve(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def main():
    ours, theirs = socket.socketpair()
    server = asyncio.create_task(serve(*await asyncio.open_connection(sock=theirs)))
    reader, writer = await asyncio.open_connection(sock=ours)
    for text in ("hello", "grüße", "x" * 50_000):
        writer.write(text.encode() + b"\n")
        await writer.drain()
        answer = (await reader.readline()).decode()
        print(len(answer), answer[:8].strip())
    writer.write_eof()
    print(await reader.read(), await server)
    writer.close()
    await writer.wait_closed()


asyncio.run(main())
