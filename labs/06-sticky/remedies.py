# remedies: three words over a stream that is cut in two at every place. Which
# way of telling them apart always gives the three words back?
import socket

WORDS = [b"one", b"two", b"three"]


def by_newline(data):
    *whole, rest = data.split(b"\n")
    return whole, rest


def by_length(data):
    whole = []
    while data and len(data) > data[0]:
        whole.append(data[1:1 + data[0]])
        data = data[1 + data[0]:]
    return whole, data


def by_recv(data):
    return [data], b""


def words_from(pieces, take):
    """What a reader makes of these pieces, one recv for each."""
    near, far = socket.socketpair()
    found, data = [], b""
    for piece in pieces:
        near.sendall(piece)
        whole, data = take(data + far.recv(1024))
        found += whole
    return found


def right_cuts(stream, take):
    cuts = range(1, len(stream))
    good = [c for c in cuts
            if words_from([stream[:c], stream[c:]], take) == WORDS]
    return f"right at {len(good)} of {len(cuts)} cuts"


print("a newline behind: ",
      right_cuts(b"".join(w + b"\n" for w in WORDS), by_newline))
print("a length in front:",
      right_cuts(b"".join(bytes([len(w)]) + w for w in WORDS), by_length))
print("a pause between, the reader keeps up:",
      words_from(WORDS, by_recv) == WORDS)
print("a pause between, the reader is late once:",
      words_from([b"one" + b"two", b"three"], by_recv) == WORDS)
