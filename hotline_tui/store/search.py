"""Finding things by words, by Chinese characters and by pinyin: the same results on both engines (data.md 8).

At write, text becomes tokens (`document`), kept in a thing's `search` column; the database keeps an index of which row
has which token. A query becomes tokens by the same rules (`wanted`) and asks for the rows that have all of them.
Nothing of the user's text is ever part of a query's syntax.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, select, text

from hotline_tui.store.readings import readings
from hotline_tui.store.tables.customers import Customer
from hotline_tui.store.tables.tickets import Ticket
from hotline_tui.store.types import table_of

_CJK = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"((?:(?=\w)[{_CJK}])+)|([^\W_{_CJK}]+)")
_NUMBER = re.compile(r"[A-Z]+[0-9]{8}-[0-9]{4,}")
_PARTS = re.compile(r"[0-9]+|[^0-9]+")

MAX_CHARS = 4_000
"""Of each text that is indexed; of a query much less."""
MAX_TOKENS = 800
MAX_QUERY_CHARS = 60
MAX_QUERY_TOKENS = 12
MAX_WORD = 32
MAX_READINGS = 6
SHORT = 3
"""Words shorter than this are not completed when searching what is closed: too many would fit."""


def normal(words: str) -> str:
    """Text for comparing: compatibility forms and case folded, half and full width the same."""
    return unicodedata.normalize("NFKC", words[:MAX_CHARS]).casefold()


def runs(words: str) -> Iterator[tuple[str, bool]]:
    """Stretches of Chinese (Japanese, Korean) characters (True), and words of letters and digits (False)."""
    for found in _RUN.finditer(normal(words)):
        yield (found[1], True) if found[1] else (found[2][:MAX_WORD], False)


def tokens(words: str) -> Iterator[str]:
    """The tokens of a text: words, their letter and digit parts; Chinese characters one by one and in pairs."""
    for run, chinese in runs(words):
        if chinese:
            yield from run
            yield from (run[i : i + 2] for i in range(len(run) - 1))
        else:
            yield run
            parts = _PARTS.findall(run)
            if len(parts) > 1:
                yield from (part for part in parts if len(part) > 1)


def phone_tokens(number: str) -> Iterator[str]:
    """A telephone number whole, without its country code, and its endings as people say them."""
    digits = "".join(char for char in normal(number) if char in "0123456789")[:20]
    if digits:
        yield digits
        yield from (digits[-length:] for length in (11, 8, 7, 4) if len(digits) > length)


def pinyin_tokens(name: str, *, brief: bool = False) -> Iterator[str]:
    """Initials (`bjdx`) and full pinyin (`beijingdaxue`) of a Chinese name, from each of its characters on.

    A character that is read in several ways counts in its second way too, one character at a time; `brief` keeps the
    initials of the usual reading (and two readings of the whole name), for tables with millions of rows.
    """
    for run, chinese in runs(name):
        if not chinese:
            continue
        han = run[:24]
        for start in range(len(han)):
            for reading in islice(_spoken(han[start:]), MAX_READINGS if not brief else 2 if start == 0 else 1):
                yield "".join(syllable[0] for syllable in reading)[:MAX_WORD]
                if not brief or start == 0:
                    yield "".join(reading)[:MAX_WORD]


def _spoken(han: str) -> Iterator[list[str]]:
    """The usual reading of some characters, then those where one of them is read in its second way."""
    ways = [readings(char) for char in han]
    usual = [way[0] for way in ways]
    yield usual
    for place, way in enumerate(ways):
        if len(way) > 1:
            yield [*usual[:place], way[1], *usual[place + 1 :]]


def document(*texts: str, names: Iterable[str] = (), phones: Iterable[str] = (), brief: bool = False) -> str:
    """What goes into a `search` column: distinct tokens, separated by single spaces.

    `names` are also found by pinyin, `phones` by their endings. Use `brief` for tickets.
    """
    names = list(names)
    found: dict[str, None] = {}
    for words in (*names, *texts):
        found.update(dict.fromkeys(tokens(words)))
    for number in phones:
        found.update(dict.fromkeys(phone_tokens(number)))
    for name in names:
        found.update(dict.fromkeys(pinyin_tokens(name, brief=brief)))
    return " ".join(islice(found, MAX_TOKENS))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query: tokens that must be there, and beginnings of words that must be there."""

    exact: tuple[str, ...]
    begins: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.exact or self.begins)


def wanted(query: str, *, complete_from: int = 1) -> Wanted:
    """The tokens of a query. Words of at least `complete_from` letters also find longer ones."""
    exact: dict[str, None] = {}
    begins: dict[str, None] = {}
    for run, chinese in runs(query[:MAX_QUERY_CHARS]):
        if not chinese:
            (begins if len(run) >= complete_from else exact)[run] = None
        elif len(run) == 1:
            exact[run] = None
        else:
            exact.update(dict.fromkeys(run[i : i + 2] for i in range(len(run) - 1)))
    kept = list(exact)[:MAX_QUERY_TOKENS]
    return Wanted(tuple(kept), tuple(list(begins)[: MAX_QUERY_TOKENS - len(kept)]))


_FTS = "SELECT rowid FROM {index} WHERE {index} MATCH :query ORDER BY rowid DESC LIMIT :limit"
_GIN = (
    "SELECT id FROM {table} WHERE {only}array_to_tsvector(string_to_array(search, ' ')) @@ CAST(:query AS tsquery)"
    " ORDER BY id DESC LIMIT :limit"
)


def _ids(conn: Connection, index: str, table: str, only: str, asked: Wanted, limit: int) -> list[int]:
    if not asked or limit <= 0:
        return []
    if conn.dialect.name == "sqlite":
        parts = [f'"{token}"' for token in asked.exact] + [f'"{token}"*' for token in asked.begins]
        statement, query = _FTS.format(index=index), " AND ".join(parts)
    else:
        parts = [f"'{token}'" for token in asked.exact] + [f"'{token}':*" for token in asked.begins]
        statement, query = _GIN.format(table=table, only=only), " & ".join(parts)
    return [int(found[0]) for found in conn.execute(text(statement), {"query": query, "limit": limit})]


def find_tickets(conn: Connection, query: str, *, limit: int = 50, closed: bool = True) -> list[int]:
    """Ids of tickets with all words of the query: an exact number first, then open ones, then closed, newest first."""
    ticket = table_of(Ticket)
    number = unicodedata.normalize("NFKC", query[:MAX_QUERY_CHARS]).strip().upper()
    exact = conn.scalar(select(ticket.c.id).where(ticket.c.number == number)) if _NUMBER.fullmatch(number) else None
    found = [int(exact)] if exact is not None else []
    found += _ids(conn, "ticket_open_fts", "ticket", "open AND ", wanted(query), limit)
    if closed and len(found) < limit:
        asked = wanted(query, complete_from=SHORT)
        found += _ids(conn, "ticket_done_fts", "ticket", "NOT open AND ", asked, limit - len(found))
    return list(dict.fromkeys(found))[:limit]


def find_customers(conn: Connection, query: str, *, limit: int = 20) -> list[int]:
    """Ids of customers found by name, pinyin, contact or phone: names that begin or are read so first."""
    customer = table_of(Customer)
    found = _ids(conn, "customer_fts", "customer", "", wanted(query), 400)
    rows = conn.execute(
        select(customer.c.id, customer.c.name, customer.c.short_name, customer.c.search, customer.c.retired_at).where(
            customer.c.id.in_(found)
        )
    )
    plain = " ".join(run for run, _ in runs(query))

    def rank(row: object) -> tuple[bool, int, int, int]:
        names = (normal(row.name), normal(row.short_name))  # type: ignore[attr-defined]
        if any(name.startswith(plain) for name in names if name):
            place = 0
        elif any(_reads_so(name, plain) for name in names):
            place = 1
        elif any(plain in name for name in names):
            place = 2
        else:
            place = 3
        return row.retired_at is not None, place, len(names[0]), row.id  # type: ignore[attr-defined]

    return [row.id for row in sorted(rows, key=rank)][:limit]


def _reads_so(name: str, letters: str) -> bool:
    """Whether a Chinese name is read so from its first character on: initials or full pinyin."""
    if not (letters.isascii() and letters.isalpha()):
        return False
    han = next((run[:24] for run, chinese in runs(name) if chinese), "")
    spoken = islice(_spoken(han), MAX_READINGS) if han else ()
    return any(
        "".join(syllable[0] for syllable in reading).startswith(letters) or "".join(reading).startswith(letters)
        for reading in spoken
    )


def find_articles(conn: Connection, query: str, *, limit: int = 20) -> list[int]:
    """Ids of articles that have all words of the query, newest first."""
    return _ids(conn, "article_fts", "article", "", wanted(query), limit)


def find_engineers(conn: Connection, query: str, *, limit: int = 20) -> list[int]:
    """Ids of engineers that have all words of the query."""
    return _ids(conn, "engineer_fts", "engineer", "", wanted(query), limit)
