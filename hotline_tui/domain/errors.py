"""The few errors of the house. Each carries a message id and parameters: the console says it in its language."""

from __future__ import annotations


def N_(msgid: str) -> str:
    """Mark a sentence for translation without translating it."""
    return msgid


class HotlineError(Exception):
    """Something a user must be told: one sentence that says what is wrong and what to do.

    `msgid` is an English sentence with `{name}` places, `params` what stands in them. Nothing is stored as a sentence:
    the console translates `msgid` and fills it in.
    """

    def __init__(self, msgid: str, /, **params: object) -> None:
        self.msgid = msgid
        self.params = params
        super().__init__(msgid.format(**params) if params else msgid)


class Refused(HotlineError):
    """A rule says no: the act is not possible now. The sentence says what is possible instead."""


class Barred(Refused):
    """Whoever sits at this console may not be here any more, not even locked out: it ends."""


class Conflict(HotlineError):
    """Somebody else was first. `params` name who and since when."""


class Invalid(HotlineError):
    """Input (a field, a file, a policy) is not usable. The sentence says where and why."""


class Unavailable(HotlineError):
    """The database (or another part) can't be used now. Nothing was written; trying again later is safe."""


class Dropped(Unavailable):
    """The connection broke. Nothing was written; over another connection the same act may do."""


class Lost(Dropped):
    """The connection broke while something was being made to last: it may have been written, or not.

    Asking again with the same command id is safe and tells.
    """


class Unusable(Unavailable):
    """The same, but waiting does not help: somebody has to change something first (a permission, a version)."""


def heals(error: HotlineError) -> bool:
    """Whether trying again later, with nothing changed, may succeed."""
    return isinstance(error, Unavailable) and not isinstance(error, Unusable)
