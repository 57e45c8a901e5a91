# lines: answers each line with its length, and a newline. Here each recv is
# taken for a line.
import os
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", int(os.environ.get("PORT", 50007))))
listener.listen()

while True:
    client, address = listener.accept()
    try:
        while True:
            data = client.recv(1024)
            if not data:
                break
            client.sendall(b"%d\n" % len(data.rstrip(b"\n")))
    except ConnectionError:
        pass
    client.close()
