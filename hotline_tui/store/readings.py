"""How Chinese characters are read: one or two ways each, without tones.

`readings.txt` is pypinyin's dictionary in 180 kB: a line per way of reading, then the characters read so. pypinyin
itself takes 160 ms and 13 MB when the first name is written, in each console. A test compares all characters.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

_FILE = Path(__file__).with_name("readings.txt")


@lru_cache(maxsize=1)
def _table() -> tuple[str, tuple[int, ...], tuple[str, ...]]:
    """All characters, where each way's characters begin, and the ways. One string takes a tenth of a dict's room."""
    lines = [line.partition("\t") for line in _FILE.read_text(encoding="utf-8").splitlines()]
    starts = accumulate((len(chars) for _ways, _tab, chars in lines[:-1]), initial=0)
    return "".join(chars for _ways, _tab, chars in lines), tuple(starts), tuple(ways for ways, _tab, _chars in lines)


@lru_cache(maxsize=8_192)
def readings(char: str) -> tuple[str, ...]:
    """One or two ways to read a character; itself where there is none."""
    chars, starts, ways = _table()
    place = chars.find(char)
    return (char,) if place < 0 else tuple(ways[bisect_right(starts, place) - 1].split(" "))
