"""A real OpenSSH server on loopback: its own folder, port and host key, the shipped configuration, one desk behind it.

It runs as whoever runs the tests and lets that account in, by the keys that the desk knows and by nothing else.
"""

from __future__ import annotations

import contextlib
import grp
import os
import pwd
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import hotline_tui
from hotline_tui.resources import data_root

FRAGMENT = "deploy/sshd_hotline.conf"
ENV = "/usr/bin/env"
"""sshd runs programs of root only, in folders of root only; this one starts ours."""


def needed(*programs: str) -> None:
    """Skip, with the reason, where one of these is not installed."""
    missing = [name for name in programs if shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin") is None]
    if missing:
        pytest.skip(f"not installed here: {', '.join(missing)}")


def server_needed(*programs: str) -> None:
    """Skip where no server of one's own can run: without the programs, or where only root may hand out terminals."""
    needed("sshd", "ssh", "ssh-keygen", *programs)
    far, near = os.openpty()
    try:
        group = grp.getgrnam("tty").gr_gid
    except KeyError:
        group = os.getgid()
    given = os.fstat(near).st_gid
    os.close(far)
    os.close(near)
    if os.getuid() != 0 and given != group:
        pytest.skip("sshd without root can't hand out terminals here: /dev/pts is mounted without gid=tty")


def account() -> str:
    """Who runs the tests."""
    return pwd.getpwuid(os.getuid()).pw_name


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def fragment(program: str, config: Path) -> str:
    """The shipped fragment for this account, this program and these settings."""
    text = (data_root() / FRAGMENT).read_text(encoding="utf-8")
    for shipped, ours in (
        ("Match User hotline", f"Match User {account()}"),
        ("/opt/hotline/bin/hotline", f"{ENV} {program}"),
        ("/etc/hotline/hotline.toml", str(config)),
        ("AuthorizedKeysCommandUser hotline", f"AuthorizedKeysCommandUser {account()}"),
    ):
        assert shipped in text, shipped
        text = text.replace(shipped, ours)
    return text


@dataclass
class Sshd:
    """The server. `home` is the consoles' home; `settings` lines of their TOML file."""

    folder: Path
    db: str
    settings: str = ""
    port: int = field(default_factory=free_port)
    server: subprocess.Popen[bytes] | None = None

    @property
    def home(self) -> Path:
        """Of the consoles that it starts."""
        return self.folder / "home"

    @property
    def program(self) -> Path:
        """`hotline` as it is installed for the server: with a home that is not the tester's."""
        return self.folder / "bin" / "hotline"

    @property
    def config(self) -> Path:
        """The consoles' settings."""
        return self.folder / "hotline.toml"

    def write(self) -> Path:
        """Everything that the server needs, in its folder: where its configuration is."""
        for folder in (self.home, self.program.parent):
            folder.mkdir(parents=True, exist_ok=True)
        self.config.write_text(f'database_url = "{self.db}"\n{self.settings}', encoding="utf-8")
        main = f"import sys; sys.argv[0] = {str(self.program)!r}; from hotline_tui.cli import main; main()"
        there = Path(hotline_tui.__file__).parents[1]  # what is tested, whatever is installed
        given = f"HOME={shlex.quote(str(self.home))} PYTHONPATH={shlex.quote(str(there))}"
        start = f'export {given}\nexec {sys.executable} -c {shlex.quote(main)} "$@"\n'
        self.program.write_text(f"#!/bin/sh\n{start}", encoding="utf-8")
        self.program.chmod(0o755)
        host_key = self.folder / "host_key"
        if not host_key.exists():
            self.keygen(host_key)
        path = self.folder / "sshd_config"
        path.write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {host_key}\nPidFile none\nUsePAM no\n"
            "StrictModes no\nLogLevel VERBOSE\nPermitRootLogin forced-commands-only\nMaxStartups 100\n"
            # a tester's login shell may read an rc file that takes longer than the console's start
            f"Subsystem sftp internal-sftp\nX11Forwarding yes\nSetEnv HOME={self.home}\n"
            + fragment(str(self.program), self.config),
            encoding="utf-8",
        )
        return path

    def keygen(self, path: Path, comment: str = "test") -> str:
        """A new key pair; the public key's line."""
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", str(path)]
        subprocess.run(words, check=True, capture_output=True)
        return path.with_name(path.name + ".pub").read_text(encoding="utf-8").strip()

    def start(self) -> None:
        """Until it answers."""
        config = self.write()
        if os.getuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where it keeps nothing, but wants to be
        binary = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        assert binary is not None
        with (self.folder / "sshd.log").open("wb") as log:
            self.server = subprocess.Popen([binary, "-D", "-e", "-f", str(config)], stderr=log, start_new_session=True)
        end = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as line:
                if line.recv(4) == b"SSH-":
                    return
            assert self.server.poll() is None and time.monotonic() < end, self.log
            time.sleep(0.02)

    @property
    def log(self) -> str:
        """What the server has to say."""
        return (self.folder / "sshd.log").read_text(errors="replace")

    def client(self, key: Path, *words: str, port: int | None = None) -> list[str]:
        """A client's command line; `words` are its options and what it wants to run."""
        options = ("IdentitiesOnly=yes", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR",
                   "PasswordAuthentication=no", "IdentityAgent=none")  # fmt: skip
        given = [word for option in options for word in ("-o", option)]
        cut = next((i for i, word in enumerate(words) if word == "--"), len(words))
        before, after = words[:cut], words[cut + 1 :]
        place = ["-p", str(port or self.port), f"{account()}@127.0.0.1"]
        return ["ssh", "-F", "/dev/null", "-i", str(key), *given, *before, *place, *after]

    def children(self) -> list[int]:
        """The processes that it has started and that run, consoles among them."""
        mark = f"HOME={self.home}".encode()
        found = []
        for place in Path("/proc").glob("[0-9]*/environ"):
            with contextlib.suppress(OSError):
                if mark in place.read_bytes().split(b"\0"):
                    found.append(int(place.parent.name))
        return found

    def close(self) -> None:
        """End it and all that it started."""
        if self.server is not None:
            self.server.terminate()
            self.server.wait(60)
        for pid in self.children():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


class Proxy:
    """A line between client and server that can be cut without a word: nothing passes any more, nothing is closed."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._silent = threading.Event()
        self._flows = threading.Event()
        self._flows.set()
        self._ends: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._target))
                self._ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65_536):
                self._flows.wait()
                if self._silent.is_set():
                    return
                other.sendall(data)
            if not self._silent.is_set():
                other.shutdown(socket.SHUT_WR)

    def cut(self) -> None:
        """From now on nobody hears anything of the other."""
        self._silent.set()

    def hold(self) -> None:
        """From now on nothing passes; it is not lost."""
        self._flows.clear()

    def go_on(self) -> None:
        """All that was held arrives."""
        self._flows.set()

    def close(self) -> None:
        """Take the line away: both sides hear of it."""
        for end in (*self._ends, self._listener):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)  # closing alone leaves it up while a thread still reads
            end.close()
