# decode: a client sends 400 Chinese characters. The server receives, with
# room for 1024 bytes, and decodes what it got.
import codecs
import socket

TEXT = "学" * 400

client, server = socket.socketpair()
client.sendall(TEXT.encode("utf-8"))
client.close()
print("characters:", len(TEXT), "bytes:", len(TEXT.encode("utf-8")))

first = server.recv(1024)
print("recv(1024) gave", len(first))
try:
    first.decode("utf-8")
except UnicodeDecodeError as error:
    print("decode:", error.reason, "at byte", error.start)

decoder = codecs.getincrementaldecoder("utf-8")()
text = decoder.decode(first)
print("an incremental decoder gives", len(text), "characters at first")
while data := server.recv(1024):
    text += decoder.decode(data)
print("and all of them in the end:", text == TEXT)
