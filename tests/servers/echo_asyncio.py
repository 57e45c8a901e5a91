"""A right echo server, by Python's asyncio, on $PORT."""

import asyncio
import os


async def serve(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1",
                                        int(os.environ["PORT"]))
    await server.serve_forever()


asyncio.run(main())
