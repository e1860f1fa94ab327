"""How alike two fault descriptions are: for likely duplicates at triage, Chinese and English (domain.md, Ticket).

Operators write the same fault in many ways (无法登录, 登录不了, 登不上去). Negations and common synonyms are brought
to one form first; then shared characters, pairs of characters and words count, and the wording as a whole a little.
"""

from __future__ import annotations

import heapq
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

MAX_CHARS = 160
"""So much of a description is compared; what comes later is detail."""
SHORTLIST = 200
"""So many candidates are compared closely; of more, those with the most characters in common."""
MAX_CANDIDATES = 10_000
THRESHOLD = 0.45
"""From here on it is offered as a likely duplicate."""

_NOT = "\u00ac"
_NEGATIONS = re.compile(
    r"(?:无法|不能|没法|没办法|未能)"
    r"|不(?:了|上去|上来|上|出来|出|进去|进|动|开|到|通|着)"
    r"|(?:失败|报错)"
    r"|\b(?:can ?not|can't|cant|unable to|could not|does not|doesn't|not|fails?|failed|failing)\b"
)
_WORDS = {
    f"w{place}": (pattern, word)
    for place, (pattern, word) in enumerate(
        (
            (r"登陆|登入|登(?![录记])|\blog(?:ging)?[ -]?(?:in|on)\b|\bsign(?:ing)?[ -]?(?:in|on)\b", "登录"),
            (r"帐号|帐户|账户", "账号"),
            (r"摄像机|摄像头|探头|\bcameras?\b", "摄像头"),
            (r"wi-?fi|无线网络|无线网|\bwlan\b", "无线"),
            (r"死机|卡死|宕机|当机|蓝屏|假死", "死机"),
            (r"掉线|断线|断网|断开|断连", "断线"),
            (r"卡顿|缓慢|很慢|太慢|变慢|反应慢|好慢|\bslow(?:ly)?\b", "慢"),
            (r"黑屏|没有图像|没图像|无图像|没画面|无画面|没有画面", "黑屏"),
            (r"没有声音|没声音|无声音|没声|没有声", "无声"),
            (r"连接|连线|联网|上网|(?<![串])连(?![续])", "连接"),
        )
    )
}
_SYNONYMS = re.compile("|".join(f"(?P<{name}>{pattern})" for name, (pattern, _) in _WORDS.items()))
_WORD = re.compile(r"[a-z0-9]+(?:[._/-][a-z0-9]+)*|[\u3400-\u9fff]+|" + _NOT)
_CHAR = re.compile(r"[\u3400-\u9fff]")
_PAIR = re.compile(r"(?=([\u3400-\u9fff]{2}))")
_STOP = str.maketrans(dict.fromkeys("的了吗呢啊吧呀请我们你您他她它有个在是都就也和与及把被给让从到对很", " "))
_STOP_WORDS = frozenset(
    {"the", "a", "an", "is", "are", "be", "to", "of", "in", "on", "at", "it", "and", "we", "our", "my"}
)


@dataclass(frozen=True, slots=True)
class _Text:
    """A description made comparable: weights of its tokens, their sum, and its plain form."""

    weights: dict[str, float]
    total: float
    plain: str


def similarity(a: str, b: str) -> float:
    """0 (nothing in common) to 1 (the same), symmetrical. An empty text is like nothing."""
    return _score(_prepare(a[:MAX_CHARS]), _prepare(b[:MAX_CHARS]))


def duplicates(
    text: str, candidates: Iterable[tuple[int, str]], *, limit: int = 5, threshold: float = THRESHOLD
) -> tuple[tuple[int, float], ...]:
    """The candidates (id, text) that are likely the same fault, best first, at most `limit`.

    At most MAX_CANDIDATES are looked at, in the order given: put the newest first.
    """
    mine = _prepare(text[:MAX_CHARS])
    if not mine.weights:
        return ()
    scored = ((key, _score(mine, _prepare(other[:MAX_CHARS]))) for key, other in _shortlist(mine, candidates))
    found = [(key, score) for key, score in scored if score >= threshold]
    return tuple(heapq.nsmallest(limit, found, key=lambda pair: (-pair[1], pair[0])))


def _shortlist(mine: _Text, candidates: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """The candidates worth a closer look."""
    some = [pair for _, pair in zip(range(MAX_CANDIDATES), candidates, strict=False)]
    if len(some) <= SHORTLIST:
        return some
    chars = {char for char in mine.plain if not char.isspace()}
    return heapq.nlargest(SHORTLIST, some, key=lambda pair: len(chars.intersection(pair[1][:MAX_CHARS].casefold())))


def _score(a: _Text, b: _Text) -> float:
    if not a.weights or not b.weights:
        return 0.0
    from rapidfuzz.fuzz import ratio

    shared = sum(min(weight, b.weights[token]) for token, weight in a.weights.items() if token in b.weights)
    dice = 2 * shared / (a.total + b.total)
    # A short description inside a long one is alike, but a single shared word proves nothing.
    inside = shared / min(a.total, b.total) * min(1.0, shared / 4)
    score = 0.5 * dice + 0.3 * inside + 0.2 * ratio(a.plain, b.plain) / 100
    return min(1.0, 1.0 if a.plain == b.plain else score)


@lru_cache(maxsize=SHORTLIST + 56)
def _prepare(text: str) -> _Text:
    form = unicodedata.normalize("NFKC", text).casefold()
    form = _SYNONYMS.sub(_synonym, form)
    form = _NEGATIONS.sub(_NOT, form).translate(_STOP)
    words = _WORD.findall(form)
    # Characters count half, pairs of neighbours whole, Latin words and numbers double.
    weights = dict.fromkeys(_CHAR.findall(form), 0.5)
    weights |= dict.fromkeys(_PAIR.findall(form), 1.0)
    weights |= {word: 2.0 for word in words if word.isascii() and word not in _STOP_WORDS}
    plain = " ".join(sorted(word for word in words if word != _NOT))
    if _NOT in form:
        weights[_NOT] = 0.5
        plain += _NOT
    return _Text(weights, sum(weights.values()), plain)


def _synonym(found: re.Match[str]) -> str:
    return _WORDS[found.lastgroup or ""][1]
