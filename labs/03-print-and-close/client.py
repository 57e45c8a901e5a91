# client: sends one line, and closes. It does not wait for an answer.
import os
import socket
import sys

host = os.environ.get("HOST", socket.gethostname())
text = sys.argv[1] if len(sys.argv) > 1 else "hello, server"
server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.connect((host, int(os.environ.get("PORT", 8099))))
server.send(text.encode("utf-8"))
server.close()
