"""The console's languages: Chinese and English, all of it, switched live (console.md rule 9).

Messages are English sentences with `{name}` places; English shows them as they are, Chinese looks them up in one
compiled catalogue that is read when the first sentence needs it. Nothing but the standard library is imported: this
module is on the way to first paint. Many `.po` files, one a room, are compiled into it by
`python -m hotline_tui.locale.build`.
"""

from __future__ import annotations

import gettext as _gettext
from pathlib import Path

ENGLISH = "en"
CHINESE = "zh_CN"
LANGUAGES = (CHINESE, ENGLISH)
"""Every language the console speaks."""

_FOLDER = Path(__file__).parent


class _State:
    """The chosen language, and its catalogue once a sentence has needed it."""

    language: str = ENGLISH
    catalogue: _gettext.NullTranslations | None = _gettext.NullTranslations()


def language() -> str:
    """The language in use: one of LANGUAGES."""
    return _State.language


def set_language(name: str) -> str:
    """Speak another language from now on; returns the one chosen. Raises ValueError for one that is not there."""
    chosen = match_language(name)
    if chosen is None:
        raise ValueError(f"{name!r} is not one of {', '.join(LANGUAGES)}")
    if chosen != _State.language:
        _State.catalogue = _gettext.NullTranslations() if chosen == ENGLISH else None
        _State.language = chosen
    return chosen


def match_language(name: str) -> str | None:
    """The language a locale name or a person's short word means (`zh`, `zh-Hans`, `zh_CN.UTF-8`, `en_GB`), or None."""
    word = name.strip().replace("-", "_").partition(".")[0].partition("@")[0].casefold()
    if word in ("c", "posix", "english") or word == "en" or word.startswith("en_"):
        return ENGLISH
    if word in ("zh", "cn", "chinese", "中文") or word.startswith("zh_"):
        return CHINESE
    return None


def _catalogue() -> _gettext.NullTranslations:
    found = _State.catalogue
    if found is None:
        path = _FOLDER / _State.language / "LC_MESSAGES" / "hotline.mo"
        with path.open("rb") as file:
            found = _gettext.GNUTranslations(file)
        _State.catalogue = found
    return found


def _(msgid: str) -> str:
    """The sentence in the language in use; the English one where a translation is missing."""
    return _catalogue().gettext(msgid) if msgid else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """The sentence for `n` things in the language in use."""
    return _catalogue().ngettext(singular, plural, n)
