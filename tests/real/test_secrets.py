"""The database's password, PINs and their hashes are in no output, log, crash file or list of processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import pytest

from hotline_tui.services.bootstrap import fill_empty
from hotline_tui.store.engine import open_store

from ..servers import Existing, Server, name_of
from ..services.conftest import START
from .console import Console

RIGHT = "Gr8-s3cret%/@:x y"
WRONG = "Wr0ng-s3cret%/@:x"
PIN = "739105"
COMMANDS = (
    ("list",), ("list", "--json"), ("show", "1"), ("doctor",), ("doctor", "--json"), ("verify",), ("verify", "--json"),
    ("operator", "list"), ("operator", "list", "--json"), ("handover", "list"), ("sweep",), ("--help",), ("ssh-keys",),
)  # fmt: skip


@pytest.fixture
def ours(pg_server: Existing) -> Server:
    if not isinstance(pg_server, Server):
        pytest.skip("who may enter somebody else's server is theirs to say")
    return pg_server


@pytest.fixture
def named(ours: Server, pg_url: str) -> Iterator[tuple[Server, str, str]]:
    """A server, a database with a desk, and a user who enters it by the right password only."""
    store = open_store(pg_url, create=True)
    fill_empty(store, START, name="总台", timezone="Asia/Shanghai", operator="王芳")
    store.close()
    name = f"s_{uuid4().hex[:6]}"
    ours.sql(f"CREATE ROLE {name} LOGIN SUPERUSER PASSWORD '{RIGHT}' IN ROLE by_password")
    yield ours, name_of(pg_url), name
    ours.sql(f"DROP ROLE {name}")


def environment(tmp_path: Path, url: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HOTLINE_", "XDG_", "LC_", "PG"))}
    home = {"HOME": str(tmp_path / "home"), "LANG": "C.UTF-8", "XDG_STATE_HOME": str(tmp_path / "state")}
    return kept | home | {"HOTLINE_DATABASE_URL": url}


def shapes(secret: str) -> set[str]:
    """How a secret could be written: as it is, in an address, in JSON."""
    return {secret, quote(secret, safe=""), quote(secret), json.dumps(secret)[1:-1], secret.replace("'", "''")}


def clean_of(secret: str, *texts: str) -> None:
    for text in texts:
        for shape in shapes(secret):
            assert shape not in text, text[max(0, text.index(shape) - 200) : text.index(shape) + 60]


def run(env: dict[str, str], *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-c", "from hotline_tui.cli import main; main()", *words]
    return subprocess.run(program, env=env, input=stdin, capture_output=True, text=True, timeout=180, check=False)


def files_below(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            yield path.read_bytes().decode("utf-8", "replace")


@pytest.mark.parametrize("secret", [RIGHT, WRONG], ids=["right", "wrong"])
def test_no_command_tells_the_password(named: tuple[Server, str, str], tmp_path: Path, secret: str) -> None:
    server, database, user = named
    url = f"postgresql://{user}:{quote(secret, safe='')}@127.0.0.1:{server.port}/{database}"
    env = environment(tmp_path, url)
    for words in COMMANDS:
        ran = run(env, *words)
        clean_of(secret, ran.stdout, ran.stderr)
        assert "Traceback" not in ran.stderr, ran.stderr
        if words[0] == "list":
            assert (ran.returncode == 0) is (secret == RIGHT), ran
    for text in files_below(tmp_path):
        clean_of(secret, text)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://u:{secret}@127.0.0.1:1/d",
        "postgresql://u@127.0.0.1:1/d?password={secret}",
        "postgresql://u:{secret}@127.0.0.1:notaport/d",
        "postgresql://u:{secret}@[::1/d",
        "postgresql://u:{secret}@127.0.0.1:1/d?sslmode=nonsense",
        "postgresql://u:{secret}@127.0.0.1:1/d?nonsense=1",
        "mysql://u:{secret}@127.0.0.1/d",
        "postgresql://u:half@{secret}@127.0.0.1:1/d",
        "postgresql://u:12/{secret}@127.0.0.1:1/d",
        "postgresql://u:12?{secret}@127.0.0.1:1/d",
        "host=127.0.0.1 port=1 user=u password={secret}",
    ],
)
def test_no_faulty_address_tells_its_password(tmp_path: Path, address: str) -> None:
    secret = "Hunter2secret"
    env = environment(tmp_path, address.format(secret=secret))
    for words in (
        ("list",),
        ("list", "--json"),
        ("doctor", "--json"),
        ("ssh-keys",),
        ("--database-url", env["HOTLINE_DATABASE_URL"]),
    ):
        ran = run(env, *words)
        assert ran.returncode != 0
        clean_of(secret, ran.stdout, ran.stderr)
        assert "Traceback" not in ran.stderr, ran.stderr
    for text in files_below(tmp_path):
        clean_of(secret, text)


CRASH = """
import sys
from hotline_tui.cli import main
from hotline_tui.ui.everywhere import Everywhere
from hotline_tui.services.desk import Desk

def stop(self, *args, **values):
    here = self  # what a traceback with locals would show
    raise RuntimeError("on purpose")

Everywhere.do_help = stop
Desk.reach = stop
main()
"""


def test_a_console_that_crashes_tells_nobody_the_password(named: tuple[Server, str, str], tmp_path: Path) -> None:
    """In the screen's thread and in the database's: neither terminal, log nor the program's arguments have it."""
    server, database, user = named
    url = f"postgresql://{user}:{quote(RIGHT, safe='')}@127.0.0.1:{server.port}/{database}"
    env = environment(tmp_path, url) | {"TERM": "xterm-256color"}
    console = Console([sys.executable, "-c", CRASH], env, tmp_path, (100, 30))
    try:
        console.wait_for("live")
        clean_of(RIGHT, Path(f"/proc/{console.pid}/cmdline").read_text())
        console.key("t")  # who can be phoned: a defect of the database's side
        console.wait_for("Something went wrong inside the console")
        console.key("esc")
        console.wait_gone("Something went wrong")
        console.key("?")
        assert console.ended() != 0
    finally:
        console.close()
    assert "stopped because of a defect" in console.said
    logs = [text for text in files_below(tmp_path) if "on purpose" in text]
    assert logs and "Traceback" in logs[0]
    clean_of(RIGHT, console.raw.decode("utf-8", "replace"), *files_below(tmp_path))


def test_a_password_on_the_command_line_is_warned_of_and_not_repeated(tmp_path: Path) -> None:
    secret = "Hunter2secret"
    env = environment(tmp_path, f"sqlite:///{tmp_path / 'none.db'}")
    for address, warned in ((f"postgresql://u:{secret}@127.0.0.1:1/d", True), ("postgresql://u@127.0.0.1:1/d", False)):
        ran = run(env, "list", f"--database-url={address}")
        assert ("pgpass" in ran.stderr) is warned, ran
        clean_of(secret, ran.stdout, ran.stderr)


def test_no_program_is_started_that_a_list_of_processes_would_show() -> None:
    """Nothing here starts another program: no address and no PIN stands in anybody's arguments."""
    import ast

    import hotline_tui

    starters = {"subprocess", "multiprocessing", "pexpect", "pty"}
    for path in Path(hotline_tui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not starters & {name.partition(".")[0] for name in names}, path
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr
            assert called not in ("system", "popen", "execv", "execve", "execvp", "spawnv", "posix_spawn", "fork"), path


def test_a_pin_and_its_hash_are_in_no_output(tmp_path: Path) -> None:
    env = environment(tmp_path, f"sqlite:///{tmp_path / 'desk.db'}")
    store = open_store(str(tmp_path / "desk.db"), create=True)
    fill_empty(store, START, name="总台", timezone="Asia/Shanghai", operator="王芳")
    store.close()
    listed = json.loads(run(env, "operator", "list", "--json").stdout)
    login = (listed["operators"] if isinstance(listed, dict) else listed)[0]["login"]
    ran = run(env, "operator", "pin", login, stdin=f"{PIN}\n{PIN}\n")
    clean_of(PIN, ran.stdout, ran.stderr)
    import sqlite3

    (kept,) = sqlite3.connect(tmp_path / "desk.db").execute("SELECT pin_hash FROM operator").fetchone()
    assert kept.startswith("$argon2id$"), ran
    for words in COMMANDS:
        ran = run(env, *words)
        clean_of(PIN, ran.stdout, ran.stderr)
        assert "argon2" not in ran.stdout + ran.stderr
    for text in files_below(tmp_path / "home"):
        clean_of(PIN, text)
    events = sqlite3.connect(tmp_path / "desk.db").execute("SELECT body FROM event").fetchall()
    for (body,) in events:
        assert PIN not in body and "argon2" not in body
