"""Phone numbers as people and exchanges write them: E.164, display, keys to find a caller by.

phonenumbers is imported when the first number is read: it costs start-up time and memory.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

MAX_WRITTEN = 40
"""Longer than any number that a person writes, extension and brackets included."""

_NOBODY = frozenset(
    {
        "",
        "unknown",
        "anonymous",
        "private",
        "restricted",
        "unavailable",
        "withheld",
        "none",
        "null",
        "asterisk",
        "s",
        "p",
        "o",
    }
)
_EXTENSION = re.compile(
    r"(?:转|轉|分机|分機|内线|內線|ext\.?|extension|#|;ext=)\s*[:：.]?\s*(\d{1,8})\s*$", re.IGNORECASE
)
_ALLOWED = re.compile(r"[\d\s()+./\-\u2010-\u2015]+")
_MOBILE_BY_TRUNK = re.compile(r"0(1[3-9]\d{9})")
"""Exchanges put a 0 before a mobile number of another city."""
_SCHEME = re.compile(r"^(?:tel|sips?):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phone:
    """A number. `e164` is empty where there is none (short codes, internal extensions); `digits` always has some."""

    written: str
    """As it was written or delivered."""
    e164: str
    digits: str
    extension: str = ""


@dataclass(frozen=True, slots=True)
class CallerKeys:
    """What to look a caller up by.

    `exact` is E.164 or the bare digits; `tail` the last eight digits (a local call comes without area code); `trunk` a
    fixed line without its last three digits: other extensions of the same organisation.
    """

    exact: str
    tail: str
    trunk: str


def parse(written: str, region: str = "CN") -> Phone | None:
    """A number as written, read in the desk's region (ISO 3166 code). None for withheld, unknown or hostile input."""
    kept = written.strip()
    if not kept or len(kept) > MAX_WRITTEN:
        return None
    text = _SCHEME.sub("", unicodedata.normalize("NFKC", kept)).split("@", 1)[0].strip()
    if text.strip("<>()[] ").casefold() in _NOBODY:
        return None
    found = _EXTENSION.search(text)
    extension = found[1] if found else ""
    number = text[: found.start()].strip(" ,;-") if found else text
    if not _ALLOWED.fullmatch(number) or not _ascii_digits(number):
        return None
    digits = re.sub(r"\D", "", number)
    if not 3 <= len(digits) <= 20:
        return None
    return Phone(kept, _e164(number, digits, region), digits, extension)


def display(number: str, region: str = "CN", extension: str = "") -> str:
    """A number as people of the region read it: 021-5560-1180, 138-0000-1122, +1 650-253-0000.

    What is not E.164 comes back as it is.
    """
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        shown = number
    else:
        home = phonenumbers.country_code_for_region(region) == parsed.country_code
        form = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
        shown = phonenumbers.format_number(parsed, form)
        shown = shown.replace(" ", "-") if home and region == "CN" else shown
    return f"{shown}#{extension}" if extension else shown


def caller_keys(phone: Phone) -> CallerKeys:
    """Keys to find the caller by, from the surest to the vaguest."""
    digits = phone.e164.lstrip("+") or phone.digits
    tail = digits[-8:] if len(digits) >= 7 else ""
    trunk = phone.e164[:-3] if phone.e164 and _is_fixed(phone.e164) else ""
    return CallerKeys(phone.e164 or phone.digits, tail, trunk)


def same(a: Phone, b: Phone) -> bool:
    """Whether both are one line: by E.164, else by all digits of the shorter, at least seven."""
    if a.e164 and b.e164:
        return a.e164 == b.e164
    short, long = sorted((a.digits, b.digits), key=len)
    return len(short) >= 7 and long.endswith(short)


def _ascii_digits(number: str) -> bool:
    return all(char.isascii() for char in number if char.isdigit())


@lru_cache(maxsize=4096)
def _e164(number: str, digits: str, region: str) -> str:
    import phonenumbers

    if region == "CN" and (mobile := _MOBILE_BY_TRUNK.fullmatch(digits)):
        number = mobile[1]
    if region == "CN" and re.fullmatch(r"861[3-9]\d{9}", digits):
        number = "+" + digits
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(parsed):
        return ""
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


@lru_cache(maxsize=4096)
def _is_fixed(e164: str) -> bool:
    import phonenumbers

    return bool(phonenumbers.number_type(phonenumbers.parse(e164, None)) == phonenumbers.PhoneNumberType.FIXED_LINE)
