# cut: a request, cut in two at every byte. How often does a server that takes
# what recv gave for a request see the whole of it; how often one that reads on
# until the empty line?
import socket

REQUEST = b"GET /hello HTTP/1.1\r\nHost: here\r\n\r\n"


def first_recv(server, client, cut):
    client.sendall(REQUEST[:cut])
    data = server.recv(4096)
    client.sendall(REQUEST[cut:])
    return data


def until_empty_line(server, client, cut):
    client.sendall(REQUEST[:cut])
    data = server.recv(4096)
    client.sendall(REQUEST[cut:])
    while b"\r\n\r\n" not in data:
        data += server.recv(4096)
    return data


def whole(read):
    cuts = range(1, len(REQUEST))
    return sum(read(*socket.socketpair(), cut) == REQUEST for cut in cuts)


print("cuts:", len(REQUEST) - 1)
print("what recv gave is the request:", whole(first_recv))
print("read on until the empty line:", whole(until_empty_line))
