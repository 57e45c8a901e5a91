# print: takes a client's message, prints it, and closes. Nothing is sent back.
import os
import socket

host = os.environ.get("HOST", socket.gethostname())
listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind((host, int(os.environ.get("PORT", 8099))))
listener.listen(10)

while True:
    client, address = listener.accept()
    print("called from", address, flush=True)
    msg = client.recv(1024)
    if msg is not None:
        print(msg.decode("utf-8"), flush=True)
    client.close()
