# phrases: runs each row of the phrasebook that comes on stdin, a line of
# Python each, in a place where its names are what the phrasebook says.
import select
import socket
import sys


def place():
    host = "127.0.0.1"
    listener = socket.create_server((host, 0))
    port = listener.getsockname()[1]
    a = socket.create_connection((host, port))
    b = listener.accept()[0]
    a.sendall(b"hello")
    b.sendall(b"hello")
    waiting = socket.create_connection((host, port))
    u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    u.bind((host, 0))
    there = u.getsockname()
    v = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    v.sendto(b"hello", there)
    s = socket.socket()
    return dict(locals(), socket=socket, select=select)


for row in sys.stdin:
    exec(row, place())
    print(row, end="")
