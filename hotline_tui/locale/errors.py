"""Errors and stored codes as sentences: a msgid and parameters, in the language in use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from enum import StrEnum

from hotline_tui.domain.errors import HotlineError
from hotline_tui.domain.text import plain
from hotline_tui.domain.wording import Wording

from . import CHINESE, _, language
from .dates import moment
from .reasons import KNOWN
from .words import join_words, label


def translate_error(error: HotlineError, *, zone: tzinfo = UTC, now: float | None = None) -> str:
    """What a user is told. Instants among the parameters are said in `zone` (seen from `now`, when given), words of the
    field in the language in use.
    """
    return sentence(error.msgid, error.params, zone=zone, now=now)


def sentence(
    msgid: str, params: Mapping[str, object] | None = None, *, zone: tzinfo = UTC, now: float | None = None
) -> str:
    """A stored msgid with its parameters, in the language in use.

    Never raises: a translation or a record whose places do not fit its parameters shows the msgid with what there is,
    because a refusal that cannot be worded must still be seen. Parameters come from outside and are cleaned.
    """
    words = {name: _spoken(value, zone, now) for name, value in (params or {}).items()}
    for text in (_(msgid), msgid):
        try:
            return text.format_map(words) if words else text
        except (KeyError, IndexError, ValueError, AttributeError):
            continue
    return f"{msgid} ({', '.join(f'{name}: {value}' for name, value in words.items())})"


def _spoken(value: object, zone: tzinfo, now: float | None) -> str | int | float:
    """A parameter as a person reads it; numbers stay numbers, so that a sentence may format them."""
    if isinstance(value, StrEnum):
        return label(value)
    if isinstance(value, datetime):
        return moment(value.timestamp(), zone, now)
    if isinstance(value, HotlineError):
        return translate_error(value, zone=zone, now=now)
    if isinstance(value, Wording):
        return plain(value.zh if language() == CHINESE else value.en)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, tuple | list | set | frozenset):
        items = [str(_spoken(item, zone, now)) for item in value]
        if all(isinstance(item, HotlineError) for item in value):
            return " ".join(items)
        return join_words(sorted(items) if isinstance(value, set | frozenset) else items)
    text = str(value)
    return plain(_(text) if text in KNOWN else text)
