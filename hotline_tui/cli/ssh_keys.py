"""`hotline ssh-keys`: sshd's AuthorizedKeysCommand. A key becomes its operator's console, and nothing else.

Called at every login, so that nothing is imported that it does not need: neither typer nor the console nor the engine.
What it prints is obeyed by sshd: on any fault it prints nothing.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from hotline_tui.domain.errors import HotlineError

NAME = "ssh-keys"
OPTIONS = ("--type", "--key", "--account", "--config", "--database-url")
FAILED = 1
RESTRICTED = "restrict,pty"
"""No forwarding of any kind, no rc file; a terminal all the same."""


def asked(words: list[str]) -> dict[str, str] | None:
    """The words of a plain `hotline ssh-keys …` by name (`user` is the argument); None: typer shall look at them."""
    if not words or words[0] != NAME:
        return None
    found: dict[str, str] = {}
    rest = words[1:]
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if not word.startswith("-") and "user" not in found:
            found["user"] = word
        elif name in OPTIONS and (equals or rest):
            found[name.removeprefix("--").replace("-", "_")] = value if equals else rest.pop(0)
        else:
            return None
    return found


def print_keys(options: Mapping[str, str]) -> int:
    """Print the lines for sshd. The exit code; what went wrong is on standard error and in the system's log."""
    try:
        lines = list(_lines(options))
    except (HotlineError, OSError, KeyError) as error:
        return _failed(str(error))
    sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape"))
    sys.stdout.flush()
    return 0


def _failed(why: str) -> int:
    """sshd throws standard error away: the system's log keeps it."""
    import syslog

    from hotline_tui.domain.text import clean

    words = clean(why)
    print(f"hotline {NAME}: {words}", file=sys.stderr)
    syslog.openlog("hotline", syslog.LOG_PID, syslog.LOG_AUTH)
    syslog.syslog(syslog.LOG_ERR, f"{NAME}: {words}")
    return FAILED


def _lines(options: Mapping[str, str]) -> Iterator[str]:
    from hotline_tui.settings import load_settings
    from hotline_tui.store.key_list import key_holders

    if not _is_ours(options.get("user", ""), options.get("account", "")):
        return
    config = options.get("config")
    settings = load_settings({"database_url": options.get("database_url")}, config=config)
    start = [_program(), *(["--config", str(Path(config).absolute())] if config else [])]
    for holder in key_holders(settings.database_url):
        for line in holder.keys:
            yield from _line(start, holder.login, line, options.get("type", ""), options.get("key", ""))


def _is_ours(user: str, account: str) -> bool:
    """Operators sign on to one account: never does a key of theirs open another one of this machine."""
    if not user:
        return True
    import pwd

    return user == (account or pwd.getpwuid(os.getuid()).pw_name)


def _line(start: list[str], login: str, kept: str, kind: str, blob: str) -> Iterator[str]:
    from hotline_tui.domain.ssh_key import kept_key

    if not login.isprintable() or (blob and blob not in kept):
        return
    key = kept_key(kept)
    if key is not None and kind in ("", key.kind) and blob in ("", key.blob):
        words = [*start, f"--operator={login}", f"--by-key={key.fingerprint}"]
        yield f'{RESTRICTED},command="{quoted(words)}" {key.kind} {key.blob}'


def quoted(words: list[str]) -> str:
    """A command line for the login shell, as it stands between the quotes of an authorized_keys option."""
    return ("exec " + shlex.join(words)).replace('"', '\\"')


def _program() -> str:
    """Where `hotline` is installed, as an absolute path."""
    called = Path(sys.argv[0])
    if called.name == "hotline" and called.is_file():
        return str(called.absolute())
    return str(Path(sys.executable).absolute().with_name("hotline"))
