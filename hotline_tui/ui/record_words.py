"""One line of the record as a sentence: a kind and its parameters, in the language in use.

What is stored are codes (domain.md, The record). A kind of a newer console is shown raw with what it holds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo

from hotline_tui.domain import words as w
from hotline_tui.domain.board import EventRow
from hotline_tui.domain.errors import N_
from hotline_tui.domain.text import plain
from hotline_tui.locale import CHINESE, _, language
from hotline_tui.locale.dates import moment
from hotline_tui.locale.words import join_words, label
from hotline_tui.ui.record_sentences import SENTENCES

_TIES = {
    "declared": N_("Declared a major fault"),
    "under": N_("Put under a major fault"),
    "out": N_("Taken out from under a major fault"),
}
"""What was done about a major, by the parameter `tie`."""
_RESERVED = N_("Engineer reserved")

_WORDS: dict[str, type | str] = {
    "milestone": w.Milestone,
    "channel": w.Channel,
    "talk": w.TalkState,
    "role": w.Role,
    "tier": w.Tier,
    "fault_kind": w.FaultKind,
    "hold_reason": w.HoldReason,
    "works": w.Works,
    "affects": w.Affects,
    "region": "region",
}
_STATES: dict[str, type] = {
    w.ThingKind.CALL: w.CallState,
    w.ThingKind.TICKET: w.TicketState,
    w.ThingKind.VISIT: w.VisitState,
    w.ThingKind.ENGINEER: w.EngineerState,
}
_TIMES = frozenset({"due", "eta", "planned", "review_at", "until", "at"})
_TEXTS = (
    "reason",
    "text",
    "note",
    "result",
    "cause",
    "method",
    "name",
    "number",
    "who",
    "engineer_name",
    "remark",
    "fingerprint",
)
_YES_NO: dict[str, tuple[str, str]] = {
    "reached": (N_("reached"), N_("nobody answered")),
    "restored": (N_("works again"), N_("does not work yet")),
    "remote": (N_("remote"), ""),
    "from_customer": (N_("from the customer"), ""),
    "to_customer": (N_("told the customer"), ""),
    "disaster": (N_("declared"), N_("lifted")),
    "done": (N_("done"), N_("not done after all")),
    "set": (N_("set anew"), N_("taken away")),
    "by_raise": (N_("only because the level was raised"), ""),
}
_FIELDS: dict[str, str] = {
    "level": N_("level"),
    "state": N_("state"),
    "summary": N_("summary"),
    "cause": N_("cause"),
    "method": N_("method"),
    "fault_kind": N_("kind of fault"),
    "works": N_("what works"),
    "affects": N_("who is affected"),
    "region": N_("region"),
    "tier": N_("tier"),
    "eta": N_("ETA"),
    "planned": N_("planned for"),
    "review_at": N_("review"),
    "hold_reason": N_("hold"),
    "name": N_("name"),
    "notes": N_("notes"),
    "talk": N_("line"),
    "disaster": N_("disaster"),
    "override_reason": N_("reason for the level"),
}


HOW: dict[str, str] = {"phone": N_("by phone"), "message": N_("by message"), "person": N_("in person")}
"""How somebody was told."""

Names = Mapping[str, str]
"""Engineers' ids as the record holds them → their names."""


def record_sentence(event: EventRow, zone: tzinfo, names: Names | None = None) -> str:
    """What happened, in one sentence: `Promised: Call back, by 15:00, asks for the director`.

    Times on the event's own day are said without their date.
    """
    head = _(_variant(event) or SENTENCES[event.kind]) if event.kind in SENTENCES else plain(event.kind)
    details = [said for name, value in event.params if (said := _param(event, name, value, zone, names or {}))]
    return _("{what}: {details}").format(what=head, details=join_words(details)) if details else head


def _variant(event: EventRow) -> str:
    """The msgid of what was done, where an act does one of several things; else ''."""
    params = dict(event.params)
    if event.kind == "visit.send" and params.get("planned"):
        return _RESERVED
    return _TIES.get(params.get("tie", ""), "")


def change_lines(event: EventRow, zone: tzinfo) -> list[str]:
    """The fields that changed, each `level P3 > P2`; not those nobody reads or the sentence says already.

    Where an act changed another thing than the one it was done to, that thing is named: `Ticket: state open > in work`.
    """
    said = {name for name, _value in event.params}
    lines: list[str] = []
    for thing, field, before, after in event.changes:
        own = thing == event.thing_kind
        if field not in _FIELDS or (own and field in said):
            continue
        old, new = (_value(event, field, value, zone, thing) for value in (before, after))
        line = _("{field} {before} > {after}").format(field=_(_FIELDS[field]), before=old or "–", after=new or "–")
        lines.append(line if own else _("{what}: {details}").format(what=label(thing, w.ThingKind), details=line))
    return lines


_TIMED: dict[str, str] = {
    "due": N_("by {time}"),
    "eta": N_("there at {time}"),
    "planned": N_("planned for {time}"),
    "review_at": N_("to be looked at {time}"),
    "until": N_("until {time}"),
}


def _param(event: EventRow, name: str, value: str, zone: tzinfo, names: Names) -> str:
    """One parameter as people say it; '' where it says nothing to them (ids)."""
    if not value:
        return ""
    if name in _YES_NO:
        yes, no = _YES_NO[name]
        return _(yes if value in ("true", "True", "1") else no)
    if name in _TIMED:
        return _(_TIMED[name]).format(time=spoken_time(value, zone, event.at))
    if name == "engineer":
        return plain(names.get(value, ""))
    if name in ("operator", "post", "step_zh" if language() == CHINESE else "step_en"):
        return plain(value)
    if name == "how":
        return _(HOW[value]) if value in HOW else plain(value)
    if name == "roles":
        return join_words([label(plain(role), w.Role) for role in _list(value)]) or _("no role")
    if name == "attempt":
        return _("attempt {count}").format(count=plain(value))
    if name == "share":
        return f"{plain(value)}%"
    if name in _TEXTS or name in _WORDS or name in ("state", "level"):
        return _value(event, name, value, zone)
    return ""


def _list(value: str) -> list[str]:
    """A list as the record holds it."""
    try:
        found = json.loads(value)
    except ValueError:
        return [value]
    return [str(one) for one in found] if isinstance(found, list) else [value]


def _value(event: EventRow, name: str, value: str, zone: tzinfo, thing: str = "") -> str:
    if name in _TIMES:
        return spoken_time(value, zone, event.at)
    if name == "state":
        return _state_word(thing or event.thing_kind, plain(value))
    if name == "reason" and value in w.HoldReason.__members__.values():
        return label(value, w.HoldReason)
    if name in _WORDS:
        return label(plain(value), _WORDS[name])
    return plain(value)


def _state_word(thing_kind: str, value: str) -> str:
    """A state as people say it: of the event's own thing, else of one that knows the word (acts may touch two)."""
    own = _STATES.get(thing_kind)
    kinds = [own, *_STATES.values()] if own is not None else list(_STATES.values())
    return next((said for kind in kinds if (said := label(value, kind)) != value), value)


def spoken_time(value: str, zone: tzinfo, seen_from: float) -> str:
    """An instant of the record as the desk's local time, seen from another one; anything else as it is."""
    try:
        return moment(float(value), zone, seen_from)
    except ValueError:
        pass
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return plain(value)
    return moment((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp(), zone, seen_from)
