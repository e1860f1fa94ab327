"""Operators over SSH: a real server on loopback, the shipped configuration; a key is an operator, and nothing more."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from .console import Console
from .ssh_house import LIVE, House, build
from .sshd import account, needed, server_needed

CROWD = tuple(f"op{number:02}" for number in range(20))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, small_desk: Path) -> Iterator[House]:
    """One desk and its server for this file."""
    server_needed()
    made = build(tmp_path_factory.mktemp("ssh"), small_desk, ("li", "zhou", "retired", *CROWD))
    yield made
    made.close()


def run(house: House, login: str, *words: str) -> subprocess.CompletedProcess[str]:
    """A client without a terminal."""
    argv = house.server.client(house.key(login), *words)
    return subprocess.run(argv, capture_output=True, text=True, timeout=180, stdin=subprocess.DEVNULL, check=False)


def leave(console: Console) -> None:
    """By its own command."""
    console.key(":")
    console.wait_for("ticket number")
    console.type("quit")
    console.wait_for("Leave the console")
    console.key("enter")
    console.wait_for("Leave the console?", "y yes")
    console.key("y")


def environment(house: House) -> list[dict[str, str]]:
    """What the consoles of this server see."""
    found = []
    for pid in house.server.children():
        with suppress(OSError):
            words = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
            found.append(dict(word.decode().split("=", 1) for word in words if b"=" in word))
    return found


# ---- who gets in, and where to --------------------------------------------------------------------------------------


def test_a_key_opens_its_operators_console_whatever_the_client_wants_to_run(house):
    """With a terminal the console comes up even where a command was given; it resizes; leaving it ends the line."""
    mark = house.folder / "ran"
    console = house.live("li", "-tt", "--", f"touch {mark}; sh", size=(80, 24))
    console.send(b"\x1a\x1c\x03")  # Ctrl+Z, Ctrl+\ and Ctrl+C stop nothing: there is no shell to come back to
    console.resize(132, 40)
    console.wait(lambda: len(console.lines[0]) > 100 and LIVE.search(console.lines[0]), "the wide desk")
    console.wait_for("Op Li", "Dispatch board")
    leave(console)
    assert console.ended() == 0
    assert not mark.exists()
    assert house.sessions("li") == [False]


def test_an_unknown_key_a_retired_operators_and_no_key_at_all_are_refused(house):
    assert house.room.run("operator", "retire", "retired", "--yes").code == 0
    for login in ("stranger", "retired"):
        done = run(house, login, "-tt")
        assert done.returncode == 255
        assert "Permission denied (publickey)" in done.stderr
    assert house.sessions("retired") == []


def test_the_accounts_own_key_file_opens_nothing(house):
    """AuthorizedKeysFile none: whoever could write there would have a shell."""
    folder = house.server.home / ".ssh"
    folder.mkdir(exist_ok=True)
    (folder / "authorized_keys").write_text(house.key("stranger").with_name("key-stranger.pub").read_text())
    assert run(house, "stranger", "true").returncode == 255


def test_without_a_terminal_there_is_one_sentence_and_nothing_is_run(house):
    mark = house.folder / "ran"
    for wanted in (
        f"touch {mark}; id", f"$(touch {mark})", f"`touch {mark}`", f"' ; touch {mark} #", f'" ; touch {mark} #',
        f"\n touch {mark}\n", f"x --config /dev/null || touch {mark}", f"| touch {mark} &", "\x1b[2J\xff" * 50,
        f"x --operator=zhou --database-url sqlite:///{mark}", "A" * 100_000,
    ):  # fmt: skip
        done = run(house, "li", "--", wanted)
        assert (done.returncode, done.stdout) == (2, ""), wanted[:80]
        assert done.stderr.strip().splitlines() == [
            "This key opens the console of the duty desk and nothing else. It needs a terminal: "
            "ssh -t, without a command."
        ]
        assert not mark.exists(), wanted


@pytest.mark.parametrize("program", ["sftp", "scp", "scp -O"])
def test_no_files_pass(house, program, tmp_path):
    needed("sftp", "scp")
    there = house.folder / "copied"
    (tmp_path / "mine").write_text("mine")
    argv = house.server.client(house.key("li"))
    options = [*argv[1 : argv.index("-p")], "-P", str(house.server.port)]
    if program == "sftp":
        words = ["sftp", *options, f"{account()}@127.0.0.1"]
        given = f"put {tmp_path / 'mine'} {there}\n"
    else:
        words = [*program.split(), *options, str(tmp_path / "mine"), f"{account()}@127.0.0.1:{there}"]
        given = ""
    done = subprocess.run(words, input=given, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode != 0
    assert not there.exists()


def test_no_port_is_forwarded_either_way(house):
    with socket.create_server(("127.0.0.1", 0)) as secret:
        inwards = run(house, "li", "-W", f"127.0.0.1:{secret.getsockname()[1]}")
        secret.setblocking(False)
        with pytest.raises(BlockingIOError):
            secret.accept()
    assert inwards.returncode != 0
    assert "prohibited" in inwards.stderr or "forwarding failed" in inwards.stderr
    outwards = run(house, "li", "-o", "ExitOnForwardFailure=yes", "-N", "-R", "0:127.0.0.1:22")
    assert outwards.returncode != 0
    socket_file = house.folder / "forwarded"
    named = run(house, "li", "-o", "ExitOnForwardFailure=yes", "-N", "-R", f"{socket_file}:127.0.0.1:22")
    assert named.returncode != 0
    assert not socket_file.exists()


def test_neither_agent_nor_x11_nor_foreign_settings_come_along(house, tmp_path):
    """The client offers an agent, a display and variables of ours: the console sees none of them, and one more session
    in the same line is refused.
    """
    needed("ssh-agent")
    sock, control = tmp_path / "agent", house.folder / "mux"
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", str(sock)], stdout=subprocess.DEVNULL)
    try:
        console = house.live(
            "zhou", "-A", "-X", "-M", "-S", str(control), "-o", f"IdentityAgent={sock}",
            SSH_AUTH_SOCK=str(sock), DISPLAY=":99", HOTLINE_THEME="contrast", LC_EVIL="; sh", LC_TIME="en_GB.UTF-8",
        )  # fmt: skip
        seen = environment(house)
        assert seen
        for one in seen:
            assert not {"SSH_AUTH_SOCK", "DISPLAY", "HOTLINE_THEME"} & one.keys()
        assert any(one.get("LC_TIME") == "en_GB.UTF-8" for one in seen)
        second = run(house, "zhou", "-S", str(control), "--", "id")
        assert second.returncode != 0
        assert "uid=" not in second.stdout
        console.hang_up()
        console.ended()
    finally:
        agent.terminate()
        agent.wait()


def test_a_key_that_is_taken_away_ends_the_console_it_has_opened(house):
    console = house.live("zhou")
    public = house.key("zhou").with_name("key-zhou.pub")
    shown = subprocess.run(["ssh-keygen", "-lf", str(public)], capture_output=True, text=True, check=True).stdout
    assert house.room.run("operator", "remove-key", "zhou", shown.split()[1]).code == 0
    console.ended()
    assert "opens no console any more" in console.said
    assert run(house, "zhou", "-tt").returncode == 255
    assert house.room.run("operator", "add-key", "zhou", str(public)).code == 0


# ---- terminals ------------------------------------------------------------------------------------------------------

ANSWERED = b"\x1b[6n"


@pytest.mark.parametrize(
    ("term", "more", "colours"),
    [
        ("xterm", {}, 16),
        ("xterm-256color", {}, 256),
        ("xterm-256color", {"COLORTERM": "truecolor"}, 1 << 24),
        ("linux", {}, 16),
        ("dumb", {}, None),
    ],
)
def test_every_terminal_gets_what_it_can_show(house, term, more, colours):
    console = house.live("li", TERM=term, **more)
    assert "Op Li" in console.text
    console.rest()
    many, full = b"38;5;" in console.raw or b"48;5;" in console.raw, b"38;2;" in console.raw or b"48;2;" in console.raw
    if colours is not None:
        assert (many, full) == (colours == 256, colours == 1 << 24)
    assert (ANSWERED in console.raw) is (term != "dumb")
    if term == "linux":
        assert "│" not in console.text  # plain signs: the kernel's font has few others
    console.hang_up()
    console.ended()


def test_inside_tmux(house):
    """A multiplexer at the client's end: the board, another size, and its answer when it is asked."""
    needed("tmux")
    argv = house.server.client(house.key("li"))
    env = {name: value for name, value in os.environ.items() if name not in ("TMUX", "TERM")} | {"LANG": "C.UTF-8"}
    tmux = ["tmux", "-L", f"hotline-{os.getpid()}", "-f", "/dev/null"]

    def screen() -> str:
        words = [*tmux, "capture-pane", "-p", "-t", "desk"]
        return subprocess.run(words, capture_output=True, text=True, env=env, check=False).stdout

    def until(*words: str) -> None:
        end = time.monotonic() + 90
        while not all(word in screen() for word in words):
            assert time.monotonic() < end, screen()
            time.sleep(0.1)

    subprocess.run(
        [*tmux, "new-session", "-d", "-s", "desk", "-x", "80", "-y", "24", *argv], env=env, check=True, timeout=60
    )
    try:
        until("Calls")
        subprocess.run([*tmux, "resize-window", "-t", "desk", "-x", "132", "-y", "40"], env=env, check=True, timeout=60)
        until("Op Li", "Dispatch board", "SLA countdown")
    finally:
        subprocess.run([*tmux, "kill-server"], env=env, check=False, timeout=60)


# ---- many -----------------------------------------------------------------------------------------------------------


def test_twenty_at_once(house):
    """Twenty operators log in in the same moment: each sits at a console of their own, and all of it goes again."""
    consoles = [house.console(login, size=(80, 24)) for login in CROWD]
    end = time.monotonic() + 180
    while not all(LIVE.search(console.text) for console in consoles):
        assert time.monotonic() < end
        for console in consoles:  # all in turn: a terminal that does not answer would be given up
            assert console.pump(0.01), console.said[-2000:]
    assert [house.sessions(login) for login in CROWD] == [[True]] * len(CROWD)
    for console in consoles:
        console.kill()  # the client's machine has crashed: the line is closed by its system
    end = time.monotonic() + 180
    while any(any(house.sessions(login)) for login in CROWD) or house.server.children():
        assert time.monotonic() < end, house.server.children()
        time.sleep(0.1)
