# timeout: the same 32 MiB, to a peer that does not read, and three ways to
# send them. A timeout makes the socket non-blocking underneath.
import socket
import threading

MUCH = 32 << 20


def pair():
    listener = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(listener.getsockname())
    return client, listener.accept()[0]


def drain(peer):
    while peer.recv(1 << 20):
        pass


client, peer = pair()
reader = threading.Thread(target=drain, args=(peer,))
reader.start()
print("send =", client.send(bytes(MUCH)))
client.close()
reader.join()

client, peer = pair()
client.settimeout(5)
print("settimeout(5): send is short =", client.send(bytes(MUCH)) < MUCH)

client, peer = pair()
client.settimeout(0.1)
try:
    client.sendall(bytes(MUCH))
except TimeoutError as error:
    print("settimeout(0.1): sendall =", type(error).__name__)
