# two: a client sends two requests at once, and reads two answers from one
# connection. What tells it where the first answer ends?
import socket

ONE = b"GET /1 HTTP/1.1\r\nHost: here\r\n\r\n"
TWO = b"GET /2 HTTP/1.1\r\nHost: here\r\n\r\n"


def answer(page):
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(page) + page


def take_answer(data):
    head, _, rest = data.partition(b"\r\n\r\n")
    length = int(head.split(b"Content-Length: ")[1])
    return rest[:length], rest[length:]


client, server = socket.socketpair()
client.sendall(ONE + TWO)
got = server.recv(4096)
print("one recv gave", got.count(b"GET"), "requests")
server.sendall(answer(b"first\r\n\r\npage") + answer(b"second"))
data = client.recv(4096)
page, data = take_answer(data)
print("the first page:", page)
page, data = take_answer(data)
print("the second page:", page)
print("left over:", data)
