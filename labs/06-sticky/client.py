# client: sends what it is given, receives once, and prints that.
import os
import socket
import sys

host, port = os.environ.get("HOST", "localhost"), os.environ.get("PORT", 50007)
text = sys.argv[1] if len(sys.argv) > 1 else "Hello, world"
server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.connect((host, int(port)))
server.sendall(text.encode())
data = server.recv(1024)
server.close()
print("received", repr(data.decode()))
