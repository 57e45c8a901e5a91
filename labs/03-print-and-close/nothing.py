# nothing: a client connects, and closes. What does recv return?
import socket

client, server = socket.socketpair()
client.close()
msg = server.recv(1024)
print("msg =", msg)
print("msg is not None =", msg is not None)
print("bool(msg) =", bool(msg))
