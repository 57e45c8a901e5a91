# vanish: two ways in which a client goes without a goodbye, and the exception
# that each of them is on the server's side.
import socket
import struct


def pair():
    listener = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(listener.getsockname())
    return client, listener.accept()[0]


def name(call, *arguments):
    try:
        return call(*arguments)
    except OSError as error:
        return type(error).__name__


client, server = pair()
client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                  struct.pack("ii", 1, 0))
client.close()
print("it was reset: recv is", name(server.recv, 1024))

client, server = pair()
client.close()
print("it has closed: recv is", name(server.recv, 1024))
print("the first send is", name(server.send, b"HELLO"))
while not server.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
    pass
print("the second send is", name(server.send, b"HELLO"))
print("is that a ConnectionResetError?",
      issubclass(BrokenPipeError, ConnectionResetError))
print("are both a ConnectionError?",
      issubclass(BrokenPipeError, ConnectionError)
      and issubclass(ConnectionResetError, ConnectionError))
