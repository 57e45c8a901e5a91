# upper: sends back in capitals what a client says; one client at a time.
import os
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", int(os.environ.get("PORT", 8080))))
listener.listen(5)

while True:
    client, address = listener.accept()
    print("connected:", address)
    while True:
        try:
            data = client.recv(1024)
            # if not data:
            #     break
            print("received:", data)
            client.send(data.upper())
        except ConnectionResetError:
            break
    client.close()
