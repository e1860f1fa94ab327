"""What a setting's value may be: one parser a kind. Each takes what TOML or a variable holds.

A ValueError says what is wanted. Its message is a msgid or a list of the words that are possible.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from hotline_tui.domain.errors import N_

_CONNINFO = re.compile(r"(?:^|\s)(?:host|hostaddr|dbname|user|password|service)\s*=")
"""An address as libpq writes it beside URLs: no file has such a name, and a password may stand in it."""
_ESCAPES = N_("postgresql://user@host/name; in a password @ is written %40, / %2F, ? %3F, # %23, % %25")
HIDDEN = "***"
"""Stands for a secret."""


def hide_password(url: str) -> str:
    """A database address that may be shown: `postgresql://desk:***@db/hotline`."""
    head, at, tail = url.rpartition("@")
    scheme, slashes, who = head.partition("://")
    if not at or not slashes or ":" not in who:
        return _without_secret_parameters(url)
    return _without_secret_parameters(f"{scheme}://{who.partition(':')[0]}:{HIDDEN}@{tail}")


def _without_secret_parameters(url: str) -> str:
    base, mark, query = url.partition("?")
    parts = [
        f"{name}={HIDDEN}" if "password" in name.casefold() or "secret" in name.casefold() else part
        for part in query.split("&")
        for name in (part.partition("=")[0],)
    ]
    return base + mark + "&".join(parts)


def text(value: object) -> str:
    if isinstance(value, str) and not any(ord(char) < 32 for char in value):
        return value.strip()
    raise ValueError(N_("a line of text"))


def one_of(*words: str) -> Callable[[object], str]:
    def parse(value: object) -> str:
        if isinstance(value, str) and value.strip().casefold() in words:
            return value.strip().casefold()
        raise ValueError(", ".join(words))

    return parse


def language(value: object) -> str:
    from hotline_tui.locale import match_language

    if isinstance(value, str):
        found = "auto" if value.strip().casefold() == "auto" else match_language(value)
        if found:
            return found
    raise ValueError("auto, zh, en")


def switch(value: object) -> bool:
    if isinstance(value, bool):
        return value
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if isinstance(value, str) and value.strip().casefold() in words:
        return words[value.strip().casefold()]
    raise ValueError(N_("true or false"))


def number(low: float, high: float, kind: type[int] | type[float]) -> Callable[[object], float]:
    def parse(value: object) -> float:
        if isinstance(value, int | float | str) and not isinstance(value, bool):
            try:
                found = kind(value)
            except (ValueError, OverflowError):
                found = None
            if found is not None and low <= found <= high and (kind is float or not isinstance(value, float)):
                return found
        raise ValueError(f"{low:g} – {high:g}")

    return parse


def path(value: object) -> Path:
    if isinstance(value, str) and value.strip() and "\0" not in value:
        try:
            return Path(value).expanduser()
        except RuntimeError:
            pass
    raise ValueError(N_("a file name"))


def database(value: object) -> str:
    if isinstance(value, str):
        url = value.strip()
        if "://" not in url and url and not (_CONNINFO.search(url) or any(ord(char) < 32 for char in url)):
            return f"sqlite:///{Path(url).expanduser().absolute()}"
        scheme = url.partition("://")[0].partition("+")[0]
        if scheme in ("postgresql", "postgres") and not unescaped(url) and _ports(url):
            return url.replace("postgres://", "postgresql://", 1) if url.startswith("postgres://") else url
        if scheme == "sqlite":
            return url
        if scheme in ("postgresql", "postgres") and unescaped(url):
            raise ValueError(_ESCAPES)
    raise ValueError(N_("a file name, sqlite:///file or postgresql://user@host/name"))


def unescaped(url: str) -> bool:
    """Whether a server's address has an `@` too many: most likely a password's, whose rest would count as a host."""
    base, _, query = url.partition("://")[2].partition("?")
    before, at, after = base.partition("@")
    loose = any("@" in part and "=" not in part for part in query.split("&"))
    return "@" in after or (bool(at) and ("/" in before or "#" in before)) or loose


def _ports(url: str) -> bool:
    """Whether each of one or several hosts (`//h1:5432,h2:5433/name`) has a number for a port, or none."""
    from urllib.parse import urlsplit

    try:
        hosts = urlsplit(url).netloc.rpartition("@")[2].split(",")
        return all(urlsplit(f"//{host}").port != 0 for host in hosts)
    except ValueError:
        return False


def keys(value: object) -> Mapping[str, str]:
    if isinstance(value, Mapping):
        found = {str(action): _key_list(keys) for action, keys in value.items()}
        if all(found.values()):
            return MappingProxyType({action: keys for action, keys in found.items() if keys})
    raise ValueError(N_('a table such as "call.claim" = "f9, enter"'))


def _key_list(keys: object) -> str:
    if isinstance(keys, str):
        return keys.strip()
    if isinstance(keys, list) and all(isinstance(key, str) for key in keys):
        return ", ".join(keys)
    return ""
