"""A connection pooler in small, as pgbouncer is one with pool_mode = transaction (or session).

Each client is let in by the pooler itself, with a process number of its own; a server connection is lent to it for one
transaction. What comes from a server that is lent to nobody goes nowhere.
"""

from __future__ import annotations

import selectors
import socket
import struct
import threading
from dataclasses import dataclass, field

_SSL = struct.pack("!II", 8, 80877103)
_GSS = struct.pack("!II", 8, 80877104)
_SAID = {
    "server_version": "18.4",
    "client_encoding": "UTF8",
    "standard_conforming_strings": "on",
    "integer_datetimes": "on",
    "TimeZone": "UTC",
    "DateStyle": "ISO, MDY",
}


def _status(name: str, value: str) -> bytes:
    text = f"{name}\0{value}\0".encode()
    return b"S" + struct.pack("!I", 4 + len(text)) + text


_READY = b"Z\x00\x00\x00\x05I"
_OK = b"R\x00\x00\x00\x08\x00\x00\x00\x00"
_NUMBER = b"K\x00\x00\x00\x0c\x00\x00\x00\x2a\x00\x00\x00\x07"
_LET_IN = _OK + b"".join(_status(name, value) for name, value in _SAID.items()) + _NUMBER + _READY


@dataclass(eq=False)
class _Client:
    line: socket.socket
    startup: bytes
    server: _Lent | None = None


@dataclass(eq=False)
class _Lent:
    line: socket.socket
    to: _Client | None = None
    rest: bytes = b""
    idle: bool = True


@dataclass
class Pooler:
    """Listens on `port` of loopback until `close`."""

    server: int
    mode: str = "transaction"
    port: int = 0
    _free: list[_Lent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self._watch = selectors.DefaultSelector()
        self._watch.register(self._door, selectors.EVENT_READ, None)
        self._open = True
        threading.Thread(target=self._run, daemon=True).start()

    def close(self) -> None:
        """Let nobody in any more."""
        self._open = False

    def _run(self) -> None:
        while self._open:
            for key, _ in self._watch.select(0.1):
                if key.data is None:
                    self._let_in(self._door.accept()[0])
                elif isinstance(key.data, _Client):
                    self._from_client(key.data)
                else:
                    self._from_server(key.data)
        for key in list(self._watch.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]

    def _let_in(self, line: socket.socket) -> None:
        startup = _first(line)
        while startup in (_SSL, _GSS):
            line.sendall(b"N")
            startup = _first(line)
        if startup:
            line.sendall(_LET_IN)
            self._watch.register(line, selectors.EVENT_READ, _Client(line, startup))

    def _from_client(self, client: _Client) -> None:
        data = client.line.recv(65536)
        if not data or data[:1] == b"X":
            self._watch.unregister(client.line)
            client.line.close()
            if client.server is not None:
                self._watch.unregister(client.server.line)
                client.server.line.close()
            return
        if client.server is None:
            client.server = self._free.pop() if self._free else self._connect(client.startup)
            client.server.to = client
        client.server.line.sendall(data)

    def _connect(self, startup: bytes) -> _Lent:
        line = socket.create_connection(("127.0.0.1", self.server))
        line.sendall(startup)
        seen = b""
        while not seen.endswith(_READY):
            seen += line.recv(65536)
        made = _Lent(line)
        self._watch.register(line, selectors.EVENT_READ, made)
        return made

    def _from_server(self, lent: _Lent) -> None:
        data = lent.line.recv(65536)
        if not data:
            self._watch.unregister(lent.line)
            lent.line.close()
            return
        client = lent.to
        if client is None:
            return
        client.line.sendall(data)
        if data.endswith(_READY) and self.mode == "transaction":
            client.server = lent.to = None
            self._free.append(lent)


def _first(line: socket.socket) -> bytes:
    head = line.recv(4, socket.MSG_WAITALL)
    if len(head) < 4:
        return b""
    return head + line.recv(struct.unpack("!I", head)[0] - 4, socket.MSG_WAITALL)
