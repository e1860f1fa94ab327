"""The console over SSH, by a real sshd on loopback with the shipped configuration, in turn with one started here.

    python tests/bench/bench_ssh.py [runs]

First paint: the state line and the keys stand there, in a pseudo-terminal of 132×40 that answers where its cursor is.
The client asks for a session over a connection that has logged in already, so that keys and ciphers do not count; with
the handshake it is printed as well. Then what becomes of a claimed call and a typed word when the client dies, freezes,
or the line falls silent: seconds until the call waits again, the draft is kept and the session has ended.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import limits
from figures import in_turn, line, middle

sys.path.insert(0, str(Path(__file__).parents[2]))

from hotline_tui.domain.commands import PutContact, PutCustomer
from hotline_tui.services.bootstrap import fill_empty
from hotline_tui.services.bus import execute
from hotline_tui.store.engine import open_store
from hotline_tui.store.leases import TTL_MS
from tests.real.console import Console
from tests.real.ssh_house import House, build
from tests.real.sshd import Proxy

RUNS = 15
LOGIN_S = 60.0
RATIO, ANSWER_S, FROZEN_S = 1.3, 0.3, 60.0
PHONE = "+862155601180"
SIZE = (132, 40)


def small_desk(path: Path) -> Path:
    """A desk with a customer who may ring."""
    at = datetime.now(UTC) - timedelta(days=1)
    with open_store(str(path), create=True) as store:
        desk, operator = fill_empty(store, at, name="Desk", timezone="Asia/Shanghai", operator="Wang", language="en")
        who = {"actor": operator, "desk": desk}
        made = execute(store, PutCustomer(id=uuid4(), **who, customer=None, name="Harbour Clinic"), at)
        contact = {"contact": None, "customer": made.thing_id, "name": "Ms Lin", "phones": (PHONE,)}
        execute(store, PutContact(id=uuid4(), **who, **contact), at)  # type: ignore[arg-type]
    return path


def painted(console: Console, began: float) -> float:
    """Seconds until state line and keys are there; then the console ends."""
    try:
        console.wait(lambda: b"Hotline" in console.raw and b"Help" in console.raw, "the shell", 60)
        taken = time.perf_counter() - began
        console.wait_for("live", seconds=60)
        return taken
    finally:
        console.hang_up()
        console.ended(30)


def first_paint(house: House, runs: int) -> bool:
    """Here and over SSH in turn."""
    control = house.folder / "mux"
    master = subprocess.Popen(house.server.client(house.key("li"), "-M", "-S", str(control), "-N"))
    end = time.monotonic() + LOGIN_S
    while not control.exists():
        if master.poll() is not None or time.monotonic() > end:
            raise SystemExit(f"nobody can log in:\n{house.server.log[-2000:]}")
        time.sleep(0.05)
    fingerprint = subprocess.run(
        ["ssh-keygen", "-lf", f"{house.key('li')}.pub"], capture_output=True, text=True, check=True
    ).stdout.split()[1]
    words = ["--config", str(house.server.config), "--operator=li", f"--by-key={fingerprint}"]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("SSH", "LC_", "HOTLINE"))}
    env |= {"TERM": "xterm-256color", "LANG": "C.UTF-8"}

    def here() -> float:
        began = time.perf_counter()
        return painted(Console([str(house.server.program), *words], env, house.folder, SIZE), began)

    def over(*options: str) -> float:
        began = time.perf_counter()
        return painted(house.console("li", *options, size=SIZE), began)

    def session() -> float:
        return over("-S", str(control))

    taken: dict[str, list[float]] = {}
    ways: tuple[tuple[str, Callable[[], float]], ...] = (("here", here), ("ssh", session), ("login", over))
    for turn in range(runs + 1):
        for name, way in ways:
            seconds = way()
            if turn:
                taken.setdefault(name, []).append(seconds)
    master.terminate()
    master.wait(LOGIN_S)
    local, ssh, login = (middle(taken[name]) for name in ("here", "ssh", "login"))
    print(f"        first paint: here {local:.3f} s, over SSH {ssh:.3f} s, with the handshake {login:.3f} s")
    more = f"with the handshake {login / local:.2f}"
    return line("console over SSH: first paint, times that of one here", ssh / local, RATIO, "×", more)


def key_question(house: House, runs: int) -> bool:
    """What sshd waits for at a login: the program as the server calls it, and the bare interpreter beside it."""
    kind, blob = house.key("li").with_name("key-li.pub").read_text(encoding="utf-8").split()[:2]
    ask = [str(house.server.program), "ssh-keys", "--type", kind, "--key", blob, "--config", str(house.server.config)]
    answer = subprocess.run(ask, capture_output=True, text=True, check=True).stdout
    assert answer.count("\n") == 1 and "--operator=li" in answer
    quiet = {"check": True, "stdout": subprocess.DEVNULL}
    asked, bare = in_turn(
        runs,
        lambda: subprocess.run(ask, **quiet),
        lambda: subprocess.run([sys.executable, "-c", "import json"], **quiet),
    )
    more = f"the bare interpreter {middle(bare):.3f}"
    return line("hotline ssh-keys: a key's operator", middle(asked), ANSWER_S, "s", more)


def typing(house: House, login: str, port: int | None = None) -> tuple[Console, int]:
    """A claimed call and a typed word; the call's id."""
    call = house.ring(PHONE)
    console = house.live(login, port=port)
    console.key("enter")
    console.wait_for("Harbour Clinic", "F2 Save")
    console.type("printer on fire")
    console.wait_for("printer on fire")
    return console, call


def freed(house: House, login: str, call: int, began: float) -> float:
    """Seconds until the call waits again, its draft is kept and the session has ended; infinite after two minutes."""
    while time.perf_counter() - began < 120:
        if house.call_state(call) == "waiting" and not any(house.sessions(login)):
            return time.perf_counter() - began if "printer on fire" in house.drafts() else float("inf")
        time.sleep(0.02)
    return float("inf")


def broken_lines(house: House) -> bool:
    """The client dies; the client freezes; the line falls silent."""
    lease = TTL_MS / 1000
    console, call = typing(house, "li")
    began = time.perf_counter()
    console.kill()
    met = line("client killed: draft kept, claim free", freed(house, "li", call, began), lease, "s")
    console, call = typing(house, "zhou")
    began = time.perf_counter()
    console.signal(signal.SIGSTOP)
    met &= line("client frozen: noticed, draft kept, claim free", freed(house, "zhou", call, began), FROZEN_S, "s")
    proxy = Proxy(house.server.port)
    _console, call = typing(house, "chen", port=proxy.port)
    began = time.perf_counter()
    proxy.cut()
    met &= line("line silent: noticed, draft kept, claim free", freed(house, "chen", call, began), FROZEN_S, "s")
    proxy.close()
    return met


def main() -> int:
    """0 when all targets are met; 1 also where there is no sshd."""
    if shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin") is None:
        print("there is no OpenSSH server here")
        return 1
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        house = build(folder, small_desk(folder / "small.db"), ("li", "zhou", "chen"))
        try:
            return 0 if all((key_question(house, runs), first_paint(house, runs), broken_lines(house))) else 1
        finally:
            house.close()


if __name__ == "__main__":
    sys.exit(limits.run(main, minutes=20))
