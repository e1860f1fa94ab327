"""The line between an operator and the desk goes, with a word or without: the draft is kept, the claim is free."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from hotline_tui.domain.commands import ClaimCall, DismissCall

from .conftest import PHONE
from .console import Console
from .ssh_house import House, build
from .sshd import Proxy, server_needed

PATIENCE_S = 12.0
"""Of these consoles; a test's own terminal must answer within it."""
NOTICED_S = 120.0
"""On any machine, though it stands still for some seconds."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, small_desk: Path) -> Iterator[House]:
    """A desk whose consoles lose patience soon."""
    server_needed()
    made = build(tmp_path_factory.mktemp("cut"), small_desk, ("li", "zhou", "chen"), f"patience_s = {PATIENCE_S}\n")
    yield made
    made.close()


def typing(house: House, login: str, words: str, port: int | None = None) -> tuple[Console, int]:
    """Somebody with a claimed call and a word typed a moment ago; the call's id."""
    call = house.ring(PHONE)
    console = house.live(login, port=port)
    console.key("enter")
    console.wait_for("Harbour Clinic", "F2 Save")
    console.type(words)
    console.wait_for(words)
    assert house.call_state(call) == "claimed"
    return console, call


@contextmanager
def answering(console: Console) -> Iterator[None]:
    """Its terminal goes on answering while something else is done."""
    over = threading.Event()

    def pump() -> None:
        while not over.is_set():
            console.pump(0.1)

    thread = threading.Thread(target=pump)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def wait_free(house: House, login: str, call: int, seconds: float) -> None:
    """Until the session has ended and the call waits again."""
    end = time.monotonic() + seconds
    while house.call_state(call) != "waiting" or any(house.sessions(login)):
        assert time.monotonic() < end, (house.call_state(call), house.sessions(login))
        time.sleep(0.05)


def settled(house: House, call: int) -> None:
    """Take the call out of the queue, so that the next test has its own."""
    house.room.do(ClaimCall(id=uuid4(), actor=1, desk=1, call=call))
    house.room.do(DismissCall(id=uuid4(), actor=1, desk=1, call=call, reason="test"))


def test_a_line_that_is_cut_leaves_draft_and_call_behind(house):
    """The client's machine, or something on the way, closes the line: sshd hangs up, the console ends in order."""
    console, first = typing(house, "li", "printer on fire")
    proxy = Proxy(house.server.port)
    with answering(console):
        other, second = typing(house, "chen", "no light", port=proxy.port)
    console.kill()
    proxy.close()
    wait_free(house, "li", first, NOTICED_S)
    wait_free(house, "chen", second, NOTICED_S)
    assert "printer on fire" in house.drafts() and "no light" in house.drafts()
    assert other.ended() == 255
    again = house.live("li")
    again.key("enter")
    again.wait_for("printer on fire")  # the same operator claims again: the words are there
    again.hang_up()
    again.ended()
    wait_free(house, "li", first, NOTICED_S)
    settled(house, first)
    settled(house, second)


def test_a_frozen_client_and_a_silent_line_are_noticed_by_the_console_itself(house):
    """Neither closes anything, and sshd believes in both: no answer from the terminal is the end."""
    proxy = Proxy(house.server.port)
    try:
        frozen, first = typing(house, "zhou", "router is down")
        with answering(frozen):
            _silent, second = typing(house, "chen", "no dial tone", port=proxy.port)
        frozen.signal(signal.SIGSTOP)
        proxy.cut()
        since = time.monotonic()
        wait_free(house, "zhou", first, NOTICED_S)
        wait_free(house, "chen", second, NOTICED_S)
        assert time.monotonic() - since > 0.9 * PATIENCE_S  # not sooner: a slow line is no dead one
        drafts = house.drafts()
        assert "router is down" in drafts and "no dial tone" in drafts
        while house.server.children():  # no process stays behind, whatever the buffers hold
            assert time.monotonic() - since < 2 * NOTICED_S
            time.sleep(0.05)
        frozen.signal(signal.SIGCONT)
        frozen.ended()
        assert b"\x1b[?1049l" in frozen.raw and b"\x1b[?1003l" in frozen.raw  # its terminal is as it was before
    finally:
        proxy.close()


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory, small_desk: Path) -> Iterator[House]:
    """A desk whose consoles are patient: the line is back in time however long this takes."""
    server_needed()
    made = build(tmp_path_factory.mktemp("patient"), small_desk, ("li", "zhou", "chen"), "patience_s = 600\n")
    yield made
    made.close()


def test_a_silent_line_frees_its_claim_within_the_lease_and_has_it_back_with_the_line(patient):
    """The console itself waits longer for its line: what nobody else took is its operator's again, and it says so."""
    house, proxy = patient, Proxy(patient.server.port)
    try:
        frozen, first = typing(house, "zhou", "router is down")
        with answering(frozen):
            silent, second = typing(house, "chen", "no dial tone", port=proxy.port)
        frozen.signal(signal.SIGSTOP)
        proxy.hold()
        since = time.monotonic()
        while {house.call_state(first), house.call_state(second)} != {"waiting"}:
            assert time.monotonic() - since < NOTICED_S
            time.sleep(0.05)
        taken = time.monotonic() - since
        assert house.sessions("zhou") == house.sessions("chen") == [True]
        assert "router is down" in house.drafts() and "no dial tone" in house.drafts()
        house.room.do(ClaimCall(id=uuid4(), actor=1, desk=1, call=first))
        frozen.signal(signal.SIGCONT)
        proxy.go_on()
        with answering(frozen):
            silent.wait_for("Yours again: Harbour Clinic.")
        silent.rest()
        assert house.call_state(second) == "claimed" and "no dial tone" in silent.text
        with answering(silent):
            frozen.wait_for("has Harbour Clinic now.")
        frozen.wait_for("Wang has taken this call over.", "router is down")
        print(f"claims of a silent line and a frozen client free after {taken:.1f} s")
        for console in (frozen, silent):
            console.hang_up()
        wait_free(house, "chen", second, NOTICED_S)
    finally:
        proxy.close()


def test_a_terminal_that_takes_nothing_more_ends_the_console(room, ring):
    """Not even the console's own loop goes on, because its writes wait: the end comes all the same, and in order."""
    settings = room.folder / "hotline.toml"
    settings.write_text("patience_s = 10\n")
    ring()
    console = room.live("--config", str(settings), size=(240, 70), SSH_CONNECTION="a 1 b 2", COLORTERM="truecolor")
    console.key("enter")
    console.wait_for("Harbour Clinic", "F2 Save")
    console.type("printer on fire")
    console.wait_for("printer on fire")
    end = time.monotonic() + 180
    width = 0
    while room.rows("SELECT 1 FROM session WHERE ended_at IS NULL"):  # nobody reads, and there is much to draw
        assert time.monotonic() < end
        console.child.setwinsize(70, 200 + (width := (width + 7) % 40))
        time.sleep(0.05)
    assert room.rows("SELECT state FROM call") == [("waiting",)]
    while console.child.isalive():
        assert time.monotonic() < end
        time.sleep(0.05)
    assert "printer on fire" in "".join(path.read_text() for path in (room.folder / "home").rglob("*.draft"))
