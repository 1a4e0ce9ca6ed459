"""Messages between the grader and the sandbox: JSON with its length in front."""

import json
import struct

MOST_BYTES = 32 << 20
MOST_PARTS = 3_000_000
_LENGTH = struct.Struct("<I")


class Broken(Exception):
    """The other side is gone, or sent something that is not a message."""


def send(connection, message):
    """Send one message."""
    data = json.dumps(message, default=str).encode()
    try:
        connection.sendall(_LENGTH.pack(len(data)) + data)
    except OSError as error:
        raise Broken(str(error)) from None


def receive(connection, waiting=lambda: None):
    """Return the next message; `waiting` is called again and again until it is there."""
    length = _LENGTH.unpack(_read(connection, _LENGTH.size, waiting))[0]
    if length > MOST_BYTES:
        raise Broken(f"a message of {length:,} bytes")
    data = _read(connection, length, waiting)
    if data.count(b",") > MOST_PARTS:  # small parts take many times their bytes in memory
        raise Broken("a message of too many parts")
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Broken(str(error)) from None


def _read(connection, size, waiting):
    data = bytearray()
    while len(data) < size:
        waiting()
        try:
            part = connection.recv(min(size - len(data), 1 << 20))
        except TimeoutError:
            continue
        except OSError as error:
            raise Broken(str(error)) from None
        if not part:
            raise Broken("closed")
        data += part
    return bytes(data)
