# server: the smallest echo server. It serves one client, and ends.
import os
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("", int(os.environ.get("PORT", 50007))))
listener.listen(1)
client, address = listener.accept()
print("called from", address[0])
while True:
    data = client.recv(1024)
    if not data:
        break
    client.sendall(data)
client.close()
listener.close()
