"""A line to PostgreSQL that can be cut at the worst moment, or fall silent: a TCP proxy that knows its framing.

with Proxy(port) as proxy:
    proxy.cut("after")      # the next command's COMMIT reaches the server, its answer does not come back
    proxy.silent = True     # nothing passes in either direction, and nobody hangs up
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time

_NEGOTIATIONS = (80877103, 80877104)
"""The codes by which a client asks for TLS or GSS encryption: answered by one byte, then it starts anew."""
_COMMAND = b"INSERT INTO command"


class Proxy:
    """Listens on `port` of loopback and passes everything on to `target`."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._cut = ""
        self._lock = threading.Lock()
        self._lines: list[_Line] = []
        self.silent = False
        self.cuts = 0
        """How many lines were cut so far."""
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, when: str) -> None:
        """Cut the line at the next COMMIT of a command: `before` it reaches the server, or `after`."""
        assert when in ("before", "after")
        self._cut = when

    def take_cut(self) -> str:
        """What is to be done now; once."""
        with self._lock:
            when, self._cut = self._cut, ""
            self.cuts += bool(when)
            return when

    def url(self, of: str) -> str:
        """The address of a database of the server, through this line."""
        return of.replace(f":{self._target}/", f":{self.port}/")

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self._lines.append(_Line(self, client, self._target))

    def drop(self) -> None:
        """Hang up on everybody."""
        for line in self._lines:
            line.close()

    def close(self) -> None:
        """End it."""
        self._listener.close()
        self.silent = False
        self.drop()

    def __enter__(self) -> Proxy:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Line:
    """One connection of a client, and ours to the server for it."""

    def __init__(self, proxy: Proxy, client: socket.socket, target: int) -> None:
        self._proxy, self._client = proxy, client
        self._target = target
        self._server: socket.socket | None = None
        self._statements: dict[bytes, bytes] = {}
        self._acts = False
        """A command's row was inserted in the transaction that is open."""
        self._swallow = threading.Event()
        threading.Thread(target=self._ask, daemon=True).start()

    def close(self) -> None:
        """Both ends."""
        for end in (self._client, self._server):
            if end is not None:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()

    # ---- from the client to the server

    def _ask(self) -> None:
        try:
            self._wait()
            self._server = socket.create_connection(("127.0.0.1", self._target))
            threading.Thread(target=self._answer, daemon=True).start()
            self._start()
            while True:
                kind, body = self._message()
                self._pass(kind, body)
        except (OSError, EOFError):
            self.close()

    def _wait(self) -> None:
        while self._proxy.silent:
            time.sleep(0.01)

    def _start(self) -> None:
        """The messages before the first one with a type: requests for encryption, then the start itself."""
        while True:
            head = self._exactly(4)
            body = self._exactly(struct.unpack("!I", head)[0] - 4)
            self._send(head + body)
            if struct.unpack("!I", body[:4])[0] not in _NEGOTIATIONS:
                return

    def _message(self) -> tuple[bytes, bytes]:
        kind = self._exactly(1)
        size = self._exactly(4)
        return kind, self._exactly(struct.unpack("!I", size)[0] - 4)

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            more = self._client.recv(count - len(data))
            if not more:
                raise EOFError
            data += more
        return data

    def _pass(self, kind: bytes, body: bytes) -> None:
        said = self._text(kind, body)
        if said.startswith(_COMMAND):
            self._acts = True
        if said == b"COMMIT" and self._acts:
            self._acts = False
            when = self._proxy.take_cut()
            if when == "before":
                raise EOFError
            if when == "after":
                self._swallow.set()  # the first byte of the answer ends the line
        elif said in (b"COMMIT", b"ROLLBACK"):
            self._acts = False
        self._wait()
        self._send(kind + struct.pack("!I", len(body) + 4) + body)

    def _text(self, kind: bytes, body: bytes) -> bytes:
        """The statement that a message runs, if it runs one: simple, parsed just now, or prepared before."""
        if kind == b"Q":
            return body.rstrip(b"\0")
        if kind == b"P":
            name, statement = body.split(b"\0")[:2]
            self._statements[name] = statement
        if kind == b"B":
            return self._statements.get(body.split(b"\0")[1], b"")
        return b""

    def _send(self, data: bytes) -> None:
        assert self._server is not None
        self._server.sendall(data)

    # ---- from the server to the client

    def _answer(self) -> None:
        assert self._server is not None
        try:
            while data := self._server.recv(65_536):
                if self._swallow.is_set():
                    break
                self._wait()
                self._client.sendall(data)
        except OSError:
            pass
        self.close()
