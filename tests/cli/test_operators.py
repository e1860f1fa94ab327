"""`hotline operator` and `hotline ssh-keys`: who may sign on, and what sshd is told about it."""

from __future__ import annotations

import json
import os
import re
import shlex
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_tui.cli import ssh
from hotline_tui.cli.ssh_keys import asked, print_keys, quoted
from hotline_tui.domain.commands import AddKey, AddOperator, RetireOperator
from hotline_tui.domain.errors import Barred, Refused
from hotline_tui.services.bootstrap import fill_empty
from hotline_tui.services.bus import execute
from hotline_tui.services.desk import Desk
from hotline_tui.services.pins import pin_fits
from hotline_tui.store.engine import open_store
from hotline_tui.store.key_list import key_holders

from ..domain.test_ssh_key import ECDSA256, ED25519, rsa
from .screen import Screen

MARK = "SHA256:a6VBBx2GRbkaiNWhWMRsVcXYiT1ogfY7Xp+QRqbFNCo"
SECRET = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAAsecret\n-----END OPENSSH PRIVATE KEY-----\n"


def sql(tmp_path: Path, query: str) -> list[tuple[object, ...]]:
    raw = sqlite3.connect(tmp_path / "desk.db")
    try:
        return raw.execute(query).fetchall()
    finally:
        raw.close()


def test_an_operators_life(desk, tmp_path):
    """Added, given roles, a PIN and a key; listed; a key and the rest taken away again."""
    added = desk("operator", "add", "Li.Na", "--name", "李娜", "--roles", "operator, dispatcher", "--language", "zh")
    assert (added.code, added.out.splitlines()[0]) == (0, "李娜 may sign on as li.na.")
    assert desk("operator", "pin", "li.na", stdin="4711\n").code == 0
    public = tmp_path / "li.pub"
    public.write_text(f"{ED25519} li@laptop\n")
    assert MARK in desk("operator", "add-key", "LI.NA", str(public)).out
    assert "already" in desk("operator", "add-key", "li.na", "-", stdin=f"{ED25519} again\n").out
    rows = {row["login"]: row for row in desk("operator", "list", "--json").json}
    assert rows["li.na"] | {"seen": None} == {
        "login": "li.na", "name": "李娜", "name_en": "", "desk": "Desk", "roles": ["operator", "dispatcher"],
        "roles_at": [], "pin": True,
        "keys": [{"type": "ssh-ed25519", "bits": 256, "fingerprint": MARK, "comment": "li@laptop"}],
        "language": "zh", "phone": "", "seen": None, "at_console": False, "retired": None,
    }  # fmt: skip
    text = desk("--lang", "zh", "operator", "list").out
    assert "值班员、调度员" in text and MARK in text and "argon2" not in text
    assert desk("operator", "roles", "li.na", "shift_lead", "--at", "Desk").code == 0
    assert desk("operator", "roles", "li.na", "-").code == 0
    assert desk("operator", "pin", "li.na", "--clear").code == 0
    assert desk("operator", "remove-key", "li.na", MARK[7:17]).code == 0
    row = next(one for one in desk("operator", "list", "--json").json if one["login"] == "li.na")
    assert (row["roles"], row["roles_at"], row["pin"], row["keys"]) == (
        [], [{"desk": "Desk", "role": "shift_lead"}], False, [],
    )  # fmt: skip
    assert desk("operator", "retire", "li.na").code == 4  # without a terminal it must be meant
    assert desk("operator", "retire", "li.na", "--yes").code == 0
    assert [one["login"] for one in desk("operator", "list", "--json").json] == ["Wang"]
    assert "signs on no more" in desk("operator", "list", "--all").out
    assert sql(
        tmp_path, "SELECT DISTINCT actor_id FROM event WHERE kind LIKE 'operator.%' AND kind != 'operator.put'"
    ) == [(None,)]
    assert desk("verify").code == 0


def test_what_cannot_be_is_said_in_one_sentence(desk):
    for code, *words in (
        (4, "add", "a b", "--name", "X"),
        (4, "add", "x", "--name", "X", "--roles", "boss"),
        (3, "add", "wang", "--name", "X"),
        (3, "pin", "nobody", "--clear"),
        (4, "roles", "Wang", "operator", "--at", "Nowhere"),
        (3, "remove-key", "Wang", MARK),
        (4, "add-key", "Wang", "/no/such/file"),
        (3, "retire", "Wang", "--yes"),
    ):
        done = desk("operator", *words)
        assert (done.code, done.out) == (code, ""), (words, done)
        assert len(done.err.strip().splitlines()) == 1


@pytest.mark.parametrize("pin", ["", "47", "1234", "12ab", "4" * 13])
def test_a_pin_that_is_none_is_not_kept(desk, tmp_path, pin):
    done = desk("operator", "pin", "Wang", stdin=pin + "\n")
    assert (done.code, done.out) == (4, "")
    assert sql(tmp_path, "SELECT pin_hash FROM operator") == [("",)]


def test_a_private_key_is_refused_and_nowhere_kept(desk, tmp_path):
    done = desk("operator", "add-key", "Wang", "-", stdin=SECRET)
    assert done.code == 4
    assert "private key" in done.err and "secret" not in done.err
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or b"secret" not in path.read_bytes()


def test_on_a_terminal_the_pin_is_asked_twice_and_never_shown(desk, tmp_path):
    """Two different ones change nothing."""
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    for second, said in (("4712", "two different PINs"), ("4711", "has a new PIN")):
        screen = Screen(tmp_path / "home", "operator", "pin", "Wang", "--database-url", url, "--lang", "en")
        screen.until("PIN:")
        screen.child.send("4711\r")
        screen.until("Once more:")
        screen.child.send(f"{second}\r")
        assert "471" not in screen.until(said)
        screen.child.close()
        ((kept,),) = sql(tmp_path, "SELECT pin_hash FROM operator")
        assert pin_fits("4711", str(kept)) is (second == "4711")


# ---- what sshd is told ----------------------------------------------------------------------------------------------

NASTY = 'o\'neil "x"; $(reboot) `id` \\" 李 -rf'


@pytest.fixture
def keyed(tmp_path: Path) -> str:
    """A desk with a retired operator and one whose login (a name, as old desks have them) means harm; its URL."""
    path = tmp_path / "keys" / "desk.db"
    path.parent.mkdir()
    now = datetime.now(UTC)
    with open_store(str(path), create=True) as store:
        desk, first = fill_empty(store, now, name="Desk", timezone="UTC", operator="N", login=NASTY)
        execute(store, AddKey(id=uuid4(), actor=0, desk=desk, operator=first, key=f"{ED25519} li@laptop"), now)
        execute(store, AddKey(id=uuid4(), actor=0, desk=desk, operator=first, key=rsa(4096)), now)
        gone = execute(store, AddOperator(id=uuid4(), actor=0, desk=desk, login="gone", name="Gone"), now).thing_id
        execute(store, AddKey(id=uuid4(), actor=0, desk=desk, operator=gone, key=ECDSA256), now)
        execute(store, RetireOperator(id=uuid4(), actor=0, desk=desk, operator=gone), now)
    return f"sqlite:///{path}"


def dequoted(line: str) -> tuple[str, str]:
    """The forced command as OpenSSH reads it (`opt_dequote`), and what comes after the options."""
    assert line.startswith('restrict,pty,command="')
    rest, command = line.removeprefix('restrict,pty,command="'), ""
    while not rest.startswith('"'):
        step = 2 if rest.startswith('\\"') else 1
        command, rest = command + rest[step - 1], rest[step:]
    return command, rest[1:].lstrip()


def test_a_key_becomes_its_operators_console(keyed, capfd):
    kind, blob = ED25519.split()
    assert print_keys({"database_url": keyed, "type": kind, "key": blob}) == 0
    (line,) = capfd.readouterr().out.splitlines()
    command, key = dequoted(line)
    assert key == ED25519
    words = shlex.split(command)
    assert words[0] == "exec" and Path(words[1]).is_absolute() and Path(words[1]).name == "hotline"
    assert words[2:] == [f"--operator={NASTY}", f"--by-key={MARK}"]


def test_only_keys_that_may_be_used(keyed, capfd):
    """All of those without a question; none for another key, type or account, none of the retired."""
    assert print_keys({"database_url": keyed}) == 0
    assert [line.split()[-2] for line in capfd.readouterr().out.splitlines()] == ["ssh-ed25519", "ssh-rsa"]
    kind, blob = ED25519.split()
    for given_ in (
        {"type": kind, "key": blob[:-4]},
        {"type": "ssh-rsa", "key": blob},
        {"type": ECDSA256.split()[0], "key": ECDSA256.split()[1]},
        {"user": "somebody-else", "key": blob},
        {"user": "root", "account": "hotline", "key": blob},
        {"key": "%"},
    ):
        assert print_keys({"database_url": keyed} | given_) == 0
        assert capfd.readouterr().out == ""
    assert print_keys({"database_url": keyed, "user": "hotline", "account": "hotline", "key": blob}) == 0
    assert len(capfd.readouterr().out.splitlines()) == 1


EVIL = ("'", '"', "\\", "$(id)", "`id`", "; id #", "\n", "\x1b[2J", "\x00", "\udcff", "%", "x" * 200_000, "-", "--")


@pytest.mark.parametrize("option", ["user", "type", "key", "account"])
@pytest.mark.parametrize("evil", EVIL, ids=range(len(EVIL)))
def test_hostile_words_of_sshd_open_nothing(keyed, capfd, option, evil):
    """A client chooses what %u, %t and %k are; nothing of it is printed, where sshd would obey it."""
    kind, blob = ED25519.split()
    for value in (evil, f"{blob}{evil}", f"{evil}{kind}"):
        asked_for = {"database_url": keyed, "type": kind, "key": blob} | {option: value}
        if option == "account":
            asked_for["user"] = "li"
        assert print_keys(asked_for) == 0
        assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("evil", [evil for evil in EVIL if len(evil) < 1_000])
def test_a_key_with_a_hostile_comment_is_printed_without_it(tmp_path, capfd, evil):
    """Neither as `operator add-key` keeps it, nor as another program may have written it into the row."""
    now = datetime.now(UTC)
    with open_store(str(tmp_path / "desk.db"), create=True) as store:
        fill_empty(store, now, name="Desk", timezone="UTC", operator="Li", login="li")
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    for comment in (f"li {evil} command=sh", f'"{evil}",command="sh" {ED25519}'):
        raw = sqlite3.connect(tmp_path / "desk.db")
        raw.execute("UPDATE operator SET keys = ?", (json.dumps([f"{ED25519} {comment}"]),))
        raw.commit()
        raw.close()
        assert print_keys({"database_url": url}) == 0
        lines = capfd.readouterr().out.splitlines()
        assert len(lines) <= 1
        for line in lines:
            assert dequoted(line)[1] == ED25519 and line.count('command="') == 1


@given(st.text(alphabet=st.characters(exclude_categories=("C",)), min_size=1, max_size=40))
def test_the_command_survives_both_quotings_whatever_the_login(login):
    command, key = dequoted(f'restrict,pty,command="{quoted(["/x/hotline", f"--operator={login}"])}" {ED25519}')
    assert shlex.split(command) == ["exec", "/x/hotline", f"--operator={login}"]
    assert key == ED25519


def test_a_shell_reads_it_the_same_way():
    command, _ = dequoted(f'restrict,pty,command="{quoted(["printf", "%s", NASTY])}" {ED25519}')
    for shell in ("/bin/sh", "/bin/bash"):
        if Path(shell).exists():
            assert subprocess.run([shell, "-c", command], capture_output=True, check=True).stdout.decode() == NASTY


@pytest.mark.parametrize("url", ["sqlite:////no/such/desk.db", "postgresql://127.0.0.1:1/none"])
def test_a_fault_says_nothing_to_sshd(url, capfd):
    if url.startswith("postgresql"):
        pytest.importorskip("psycopg")
    assert print_keys({"database_url": url}) == 1
    said = capfd.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1 and said.err.startswith("hotline ssh-keys: ")


def test_a_damaged_row_says_nothing_to_sshd(keyed, capfd):
    raw = sqlite3.connect(keyed.removeprefix("sqlite:///"))
    raw.execute("UPDATE operator SET keys = 'nonsense' WHERE retired_at IS NULL")
    raw.commit()
    raw.close()
    assert print_keys({"database_url": keyed}) == 1
    assert capfd.readouterr().out == ""


def test_it_reads_the_file_and_changes_nothing(keyed):
    """Also beside a console that has it open."""
    path = Path(keyed.removeprefix("sqlite:///"))
    before = path.read_bytes()
    assert [holder.login for holder in key_holders(keyed)] == [NASTY]
    with open_store(str(path)) as store, store.read() as conn:
        conn.exec_driver_sql("SELECT 1 FROM operator")
        assert [holder.login for holder in key_holders(keyed)] == [NASTY]
    assert path.read_bytes() == before


@pytest.mark.skipif(os.getuid() != 0, reason="becomes another user: needs root")
def test_an_account_that_may_only_read_gets_the_keys(keyed, tmp_path):
    """Neither the file nor its folder is writable, and nobody else has the desk open."""
    path = Path(keyed.removeprefix("sqlite:///"))
    for place in (path.parent, *path.parent.parents[:-2]):
        place.chmod(place.stat().st_mode | 0o055)
    path.chmod(0o444)
    program = (
        "import os, sys, pwd, syslog, platformdirs, hotline_tui.settings, hotline_tui.store.key_list;"
        "import hotline_tui.domain.ssh_key; from hotline_tui.cli.ssh_keys import print_keys;"
        f"os.setgroups([]); os.setgid(65534); os.setuid(65534); sys.exit(print_keys({{'database_url': {keyed!r}}}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, env=os.environ | {"HOME": "/"}
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2


def test_from_a_server_as_from_a_file(pg_url):
    now = datetime.now(UTC)
    with open_store(pg_url, create=True) as store:
        desk, first = fill_empty(store, now, name="Desk", timezone="UTC", operator="Li", login="li")
        execute(store, AddKey(id=uuid4(), actor=0, desk=desk, operator=first, key=ED25519), now)
    for url in (pg_url, re.sub(r"@(127[^/]*)", r"@127.0.0.1:1,\1", pg_url)):  # the first of several may be down
        (holder,) = key_holders(url)
        assert (holder.login, holder.keys) == ("li", (ED25519,))


def test_a_faulty_address_does_not_show_its_password(capfd):
    pytest.importorskip("psycopg")
    for url in ("postgresql://u:topsecret@127.0.0.1:1/x?nonsense=1", "postgresql://u:topsecret@[::1/x"):
        assert print_keys({"database_url": url}) == 1
        said = capfd.readouterr()
        assert said.out == "" and "topsecret" not in said.err


def test_it_brings_nothing_heavy_along(keyed):
    """sshd waits for it at every login."""
    program = (
        "import sys; from hotline_tui.cli import main\n"
        f"sys.argv = ['hotline', 'ssh-keys', '--database-url', {keyed!r}]\n"
        "try: main()\nexcept SystemExit: print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()) == 2
    loaded = set(done.stderr.split())
    assert not loaded & {"sqlalchemy", "sqlmodel", "typer", "textual", "rich", "psycopg", "hotline_tui.ui"}


def test_unusual_words_are_left_to_typer():
    assert asked(["ssh-keys", "li", "--type", "a", "--key=b"]) == {"user": "li", "type": "a", "key": "b"}
    for words in (["ssh-keys", "--help"], ["ssh-keys", "a", "b"], ["ssh-keys", "--type"], ["list"], []):
        assert asked(words) is None


# ---- the forced command ---------------------------------------------------------------------------------------------


def test_the_clients_environment_is_dropped_but_for_terminal_language_and_zone(monkeypatch):
    kept = {
        "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "zh_CN.UTF-8", "LC_TIME": "de_DE.UTF-8@euro",
        "TZ": "Asia/Shanghai", "HOME": "/home/x", "PATH": "/bin", "SSH_CONNECTION": "a 1 b 2", "SSH_TTY": "/dev/pts/1",
    }  # fmt: skip
    dropped = {
        "HOTLINE_DATABASE_URL": "sqlite:////evil.db", "HOTLINE_CONFIG": "/evil", "PGHOST": "evil", "PGPASSFILE": "/x",
        "TEXTUAL_LOG": "/evil", "TEXTUAL_ALLOW_SIGNALS": "1", "PYTHONPATH": "/evil", "LD_PRELOAD": "/evil.so",
        "SSH_ORIGINAL_COMMAND": "sh", "SSH_AUTH_SOCK": "/x", "DISPLAY": ":0", "EDITOR": "vi", "PAGER": "less",
        "SHELL": "/bin/bash", "XDG_STATE_HOME": "/evil", "BROWSER": "/evil", "LC_EVIL": "$(id)", "LANGUAGE": "../../x",
    }  # fmt: skip
    for name in list(os.environ):
        monkeypatch.delenv(name)
    for name, value in (kept | dropped).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(ssh.signal, "signal", lambda *_: None)
    ssh.confine()
    assert dict(os.environ) == kept


def test_a_key_seats_nobody_but_its_operator(keyed):
    now = datetime.now(UTC)
    with open_store(keyed.removeprefix("sqlite:///")) as store:
        other = execute(store, AddOperator(id=uuid4(), actor=0, desk=1, login="other", name="Other"), now).thing_id
        desk = ssh.KeyDesk(Desk(store), "", NASTY, MARK)
        me = desk.sign_on(operator=None, desk=None, now=now)
        assert (me.operator, me.by_key) == ("N", True)
        with pytest.raises(Refused, match="key of their own"):
            desk.sign_on(operator=other, desk=None, now=now)
        assert desk.resume(me, now=now).operator_id == me.operator_id
        for login, mark in ((NASTY, MARK[:-1] + "x"), ("other", MARK), ("gone", MARK), ("", MARK), (NASTY, "")):
            with pytest.raises(Barred):
                ssh.KeyDesk(Desk(store), "", login, mark).sign_on(operator=None, desk=None, now=now)
        execute(store, RetireOperator(id=uuid4(), actor=0, desk=1, operator=me.operator_id), now)
        for act in (desk.heartbeat, lambda now: desk.resume(me, now=now)):
            with pytest.raises(Barred):
                act(now=now)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TERM", "../../etc/x"),
        ("TERM", "a" * 65),
        ("TERM", "x\n"),
        ("TZ", ":/etc/passwd"),
        ("TZ", "/etc/passwd"),
        ("LANG", ""),
    ],
)
def test_a_value_with_another_meaning_is_dropped(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    monkeypatch.setattr(ssh.signal, "signal", lambda *_: None)
    for other in list(os.environ):
        monkeypatch.setenv(other, os.environ[other])  # so that all of it comes back
    ssh.confine()
    assert name not in os.environ


def test_the_console_starts_no_program():
    """Neither an editor nor a pager, a browser or a shell, nor does it suspend: nothing in it knows how."""
    root = Path(ssh.__file__).parent.parent
    words = (
        *("subprocess", "os.system", "os.popen", "os.exec", "os.spawn", "os.fork", "pty.spawn"),
        *("webbrowser", "open_url", "action_suspend", ".suspend(", "screenshot", "EDITOR", "PAGER"),
    )
    for room in ("ui", "services", "store", "domain", "locale"):
        for path in (root / room).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            assert not [word for word in words if word in text], path


def test_the_console_writes_drafts_and_its_log_and_no_other_file():
    """Over SSH nobody may leave files on the server, nor read any: a path is never asked for."""
    root = Path(ssh.__file__).parent.parent
    writes = re.compile(
        r"write_text|write_bytes|(?<!def )(?<![.\w])open\(|mkstemp|fdopen|NamedTemporaryFile|FileHandler|shutil|O_CREAT"
    )
    found = {
        str(path.relative_to(root)) for path in (root / "ui").rglob("*.py") if writes.search(path.read_text("utf-8"))
    }
    assert found == {"ui/spool.py", "ui/crash.py"}


def test_textuals_own_ways_out_are_shut():
    from hotline_tui.ui.app import HotlineApp
    from hotline_tui.ui.run import ConsoleSettings, build

    app = build(ConsoleSettings(database="x"))
    assert HotlineApp.ENABLE_COMMAND_PALETTE is False
    actions = {binding.action for _key, binding in app._bindings}
    assert not [one for one in actions if any(word in one for word in ("suspend", "screenshot", "palette", "open_url"))]
