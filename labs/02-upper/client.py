# client: what you type goes to the server, and what comes back is printed.
import os
import socket

host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", 8080)
server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.connect((host, int(port)))
while True:
    try:
        line = input(">>:").strip()
    except EOFError:
        break
    if not line:
        continue
    server.send(line.encode("utf-8"))
    data = server.recv(1024)
    print(data.decode("utf-8"))
server.close()
