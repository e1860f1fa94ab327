"""Hostile text from outside, end to end: into the queue by command and by import, onto every screen of the console."""

from __future__ import annotations

import json
import re

from .console import Console
from .room import Room

OSC52 = "\x1b]52;c;UFdORUQ=\x07"
PAYLOADS = {
    "escapes": f"{OSC52}\x1b[6666;6666H\x1b[?1337h\x1bPq#0;2;0;0;0#0~~\x1b\\\x9b31mred\x9d52;c;eA==\x9c\x07\x08\x7f",
    "markup": "[red]R[/] [/foo] [@click=app.quit]Q[/] [b [link=file:///etc/passwd]L[/link] \\[x] $text {who} %s {0}",
    "bidi": "\u202egnp.exe\u202c \u2066hidden\u2069 \u200fabc\u061c",
    "surrogate": "half \ud800 a \udfff pair \ufffe \U000e0041\U000e007f",
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 " + "e" + "\u0301" * 60 + " ꙮ﷽ 𒐫 \u200d\u200d\u200d",
    "wide": "中文，全角；" * 3 + "ｆｕｌｌ",
}
_CSI = re.compile(rb"\x1b\[([?>=<]?)([0-9;]*)([ -/]*)([@-~])")
_STRING = re.compile(rb"\x1b[\]PX^_]")
OURS = {  # what Textual's driver and the probe of the terminal send
    *(b"H m n c u K J p h l t q r A B C D s".split()),
}
MODES = {
    b"25",
    b"7",
    b"1000",
    b"1002",
    b"1003",
    b"1004",
    b"1006",
    b"1015",
    b"1016",
    b"1049",
    b"2004",
    b"2026",
    b"2027",
    b"2031",
    b"2048",
}


def harmless(console: Console) -> None:
    """No byte that does something reached the terminal but the program's own."""
    raw = console.raw
    assert b"\x1b[6666" not in raw
    assert b"\x1b[?1337" not in raw
    raw = re.sub(rb"\x1b\]22;[a-z-]*\x07", b"", raw)  # the shape of the mouse pointer
    assert not _STRING.search(raw), _STRING.findall(raw)
    for private, numbers, _between, final in _CSI.findall(raw):
        assert final in OURS, (private, numbers, final)
        if private == b"?" and final in b"hl":
            assert set(numbers.split(b";")) <= MODES, numbers
    rest = _CSI.sub(b"", raw)
    rest = re.sub(rb"\x1b[78=>cDM]|\x1b\([B0]", b"", rest)
    assert not re.search(rb"[\x00-\x06\x0b\x0c\x0e-\x1f\x7f]", rest), re.findall(
        rb".{9}[\x00-\x06\x0e-\x1f\x7f].{9}", rest
    )
    text = rest.decode("utf-8")  # strictly: a lone surrogate would not be UTF-8
    for bad in "\x9b\x9d\x9c\u202e\u202c\u2066\u2069\u200f\u061c\ufffe\U000e0041":
        assert bad not in text, hex(ord(bad))


def test_calls_full_of_hostile_text_harm_nobody(room: Room) -> None:
    for name, payload in PAYLOADS.items():
        words = {
            "--number": f"+86215560{len(name):04d}", "--name": f"N-{name} {payload}", "--line": payload,
            "--text": f"T-{name} {payload}",
        }  # fmt: skip
        given = [part.replace("\0", "") for pair in words.items() for part in pair]
        ran = room.run("call", "new", "--channel", "email", *given, "--json")
        assert ran.code == 0, ran
        json.loads(ran.out)
    huge = ("NUL \0 " + PAYLOADS["escapes"] + "x" * 1000 + "\n") * 1_000
    ran = room.run("call", "new", "--number", "+8621999", "--text", "-", stdin=huge.encode("utf-8", "replace"))
    assert ran.code == 0, ran

    console = room.live(size=(80, 24))
    console.wait_for("Calls 7")
    for call in range(7):
        if call == 4:
            console.resize(160, 44)
        console.key("v")
        console.wait_for("Esc")
        console.key("pagedown")
        console.rest(0.05)
        console.key("esc")
        if call in (1, 3, 5):  # the call into the form, and back to the queue
            console.key("c")
            console.wait_for("Fault", "F2 Save")
            console.rest(0.05)
            console.key("esc", "esc", "1")
            console.rest(0.05)
        console.key("down")
    for filter_words in ("N-markup [", "/foo"):
        console.key("/")
        console.rest(0.08)
        console.type(filter_words)
        console.rest(0.08)
        console.key("esc", "esc")
        console.rest(0.08)
    assert b"UFdORUQ" in console.raw, "the payload's letters, harmless without their escape, were not even shown"
    harmless(console)
    assert console.child.isalive()
    assert "defect" not in console.text
    room.sound()
    assert_stored_clean(room)


def assert_stored_clean(room: Room) -> None:
    """What is in the database is harmless already."""
    bad = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200f\u061c\ud800-\udfff]")
    for query in (
        "SELECT name_given, subject, text, line, number_raw FROM call",
        "SELECT body FROM event",
        "SELECT name, notes FROM customer",
        "SELECT summary, description FROM ticket",
    ):
        for row in room.rows(query):
            for value in row:
                assert not bad.search(value or ""), (query, value[:200])
                assert len(value or "") < 250_000


def test_a_ticket_of_a_hostile_customer_reads_harmlessly(room: Room) -> None:
    """By import into the customer file; then queue, form, toast, ticket, timeline, search, plain commands."""
    evil = PAYLOADS["escapes"] + PAYLOADS["markup"].replace('"', "") + PAYLOADS["bidi"] + PAYLOADS["emoji"]
    lines = [
        ("customers", "code,name,region,notes", f'C1,"EVIL {evil}","{evil[:60]}","{evil}"'),
        ("contacts", "customer,name,phones", f'C1,"Mallory {evil[:40]}",+862166667777'),
    ]
    for kind, head, row in lines:
        file = room.folder / f"{kind}.csv"
        file.write_bytes((head + "\n" + row + "\n").encode("utf-8", "surrogatepass"))
        ran = room.run("import", str(file), "--kind", kind)
        assert ran.code == 0, ran
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", ran.out + ran.err)
    assert room.run("call", "new", "--number", "+862166667777", "--name", evil).code == 0

    console = room.live(size=(132, 40))
    console.wait_for("Calls 1", "EVIL")
    console.key("enter")
    console.wait_for("EVIL", "Fault", "F2 Save")
    console.type("it says [/red] and [@click=app.quit]x")
    console.key("enter", "1", "2", "2")
    console.wait_for("Respond")
    console.key("f2")
    console.wait_for("is open")
    console.key("3")
    console.rest()
    console.key("enter")
    console.wait_for("EVIL", "[@click=app.quit]")
    console.key("pagedown", "pagedown")
    console.rest()
    console.key("H")
    console.rest()
    console.key("esc", "esc")
    console.rest()
    console.key(":")
    console.rest()
    console.type("find EVIL\r")
    console.rest()
    console.key("esc", "esc")
    console.rest()
    harmless(console)
    assert console.child.isalive()
    room.sound()
    assert_stored_clean(room)
    for words in (
        ("list",),
        ("show", "1"),
        ("list", "--json"),
        ("show", "1", "--json", "--explain"),
        ("list", "--find", "EVIL"),
    ):
        ran = room.run(*words)
        assert ran.code == 0, ran
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", ran.out + ran.err)
        assert "[@click=app.quit]" in ran.out


def test_keys_that_a_terminal_never_sends_do_no_harm(room: Room) -> None:
    """Line noise on the wire: broken UTF-8, half sequences, a paste with escapes in it."""
    console = room.live()
    console.send(b"\xff\xfe\xc3\x28\xa0\xa1\xe2\x28\xa1\x1b[999;999;999R\x1b]52;c;x\x07\x1b[<0;9999;9999M\x1bOz\x00")
    console.rest()
    for _try in range(20):
        console.key("esc")
        console.rest()
        if "Esc Back" not in console.text:
            break
    console.key("n")
    console.wait_for("Fault")
    console.send(b"\x1b[200~pasted \x1b]52;c;UFdORUQ=\x07 [/b] text\x1b[201~")
    console.rest()
    assert console.child.isalive()
    harmless(console)
