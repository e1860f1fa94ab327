"""How plain commands end: one sentence on standard error and an exit code that a script can tell apart."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hotline_tui.domain.errors import Conflict, HotlineError, Invalid, Refused, Unavailable
from hotline_tui.locale.errors import translate_error

FOUND = 1
"""The command did its work and found something wrong (verify, policy check, a dry run)."""
USAGE = 2
REFUSED = 3
"""A rule says no, or somebody else was first."""
INVALID = 4
"""A file, field or value that can't be used."""
UNAVAILABLE = 5
"""The database, or another part, can't be reached or used now."""

_OBEYED = re.compile("[\\x7f-\\x9f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]")
_CODES: tuple[tuple[type[HotlineError], int], ...] = (
    (Refused, REFUSED),
    (Conflict, REFUSED),
    (Invalid, INVALID),
    (Unavailable, UNAVAILABLE),
)


def exit_code(error: HotlineError) -> int:
    """The exit code of an error."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), FOUND)


@contextmanager
def told(*, as_json: bool = False) -> Iterator[None]:
    """Turn the house's errors into a sentence (or a JSON object) and an exit code."""
    try:
        yield
    except HotlineError as error:
        sentence = translate_error(error)
        if as_json:
            say_json({"error": sentence})
        else:
            print(sentence, file=sys.stderr)
        raise SystemExit(exit_code(error)) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except BrokenPipeError:
        # The reader went away (`hotline list | head`): nothing more can be said, and nothing is wrong.
        sys.stderr.close()
        raise SystemExit(0) from None


def say_json(value: Any) -> None:
    """One JSON document on a line, readable text as it is; what a terminal would obey is written as a number."""
    print(_OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False, default=str)))
