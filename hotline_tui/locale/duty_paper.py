"""The roster, the shift overview and the shift log on paper: plain text, and Markdown with the same words (FS-7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo

from hotline_tui.domain.board.duty import AbsenceRow, DutyRow, GapRow, LogRow, RosterView, ShiftOverview
from hotline_tui.domain.errors import N_
from hotline_tui.domain.text import plain
from hotline_tui.domain.words import Milestone

from . import _, ngettext
from .dates import clock_time, day_and_time, moment, number, weekday
from .handover import LOGS, event_words
from .handover_paper import escaped
from .words import join_words, label

ABSENCES = {"leave": N_("leave"), "training": N_("training"), "sick": N_("sick")}
"""Kind of absence → its word."""
PATTERNS = {"three": N_("three shifts"), "two": N_("two shifts"), "own": N_("own shifts")}
"""Shift pattern → its words."""
Rows = Sequence[Sequence[str]]
Part = tuple[str, Sequence[str], Rows]
"""(heading, headings of the columns or none, rows)."""


# ---- documents


def roster_paper(view: RosterView, desk: str, zone: tzinfo, now: float, *, markdown: bool) -> str:
    """Every shift with who fills which post; then what is wrong with it, and who is away."""
    first, last = (datetime.fromtimestamp(at, zone) for at in (view.start, view.end - 1.0))
    pattern = _(PATTERNS[view.pattern]) if view.pattern in PATTERNS else plain(view.pattern)
    title = f"{_('Roster')} {desk}  {first:%Y-%m-%d} – {last:%Y-%m-%d}  {pattern}"
    planned = {row.post_id for row in view.rows}
    posts = [(number_, name) for number_, name in view.posts if number_ in planned or not planned]
    heads = [_("Day"), _("Shift"), *(name for _number, name in posts)]
    rows = [list(_shift(view, posts, shift, zone)) for shift in view.shifts if shift[2] > view.start]
    parts: list[Part] = [
        ("", heads, rows),
        (_("Gaps and double bookings"), (), [list(_problem(one, now, zone)) for one in view.problems]),
        (_("Absences"), (), [_absence(one, now, zone) for one in view.absences]),
    ]
    return _paper(title, "", parts, markdown=markdown)


def overview_paper(view: ShiftOverview, desk: str, zone: tzinfo, now: float, *, markdown: bool) -> str:
    """Who is at work with how much, gaps ahead, what is carried over, what falls due."""
    hours = f"{clock_time(view.start, zone)}-{clock_time(view.end, zone)}"
    title = f"{_('Shift overview')} {desk}  {_(plain(view.shift))} {hours}"
    heads = [_("Name"), _("Where"), _("Posts"), _("Calls"), _("Tickets"), _("P1/P2"), _("Due")]
    people = [
        [
            *(one.name, _where(one.at_console, one.last_seen, zone, now), join_words(one.posts), number(one.calls)),
            *(number(one.tickets), number(one.dangerous), "" if one.due is None else day_and_time(one.due, now, zone)),
        ]
        for one in view.seats
    ]
    carried = [[one[0], _times(one[3]), one[2]] for one in view.carried]
    dues = [
        [
            *(day_and_time(one.due, now, zone), one.number, one.level, label(one.milestone, Milestone)),
            *(one.customer, one.owner),
        ]
        for one in view.coming
    ]
    parts: list[Part] = [
        (_("People"), heads, people),
        (_("Roster, the next 7 days"), (), [list(_problem(one, now, zone)) for one in view.problems]),
        (_("Carried over again and again"), (), carried),
        (_("Due until the coming shift ends"), (), dues),
    ]
    return _paper(title, mobile_words(view, zone, now), parts, markdown=markdown)


def log_paper(rows: Iterable[LogRow], desk: str, zone: tzinfo, *, markdown: bool) -> str:
    """One line an entry, the newest first; what the record says stands between."""
    lines = [_entry(row, zone) for row in rows]
    return _paper(f"{_('Shift log')} {desk}", "", [("", (), lines)], markdown=markdown)


# ---- lines


def _shift(
    view: RosterView, posts: Sequence[tuple[int, str]], shift: tuple[str, float, float], zone: tzinfo
) -> Iterator[str]:
    name, start, end = shift
    here = datetime.fromtimestamp(start, zone)
    yield f"{here:%m-%d} {weekday(here.date())}"
    yield f"{clock_time(start, zone)}-{clock_time(end, zone)} {_(plain(name))}"
    for post, _name in posts:
        there = [row for row in view.rows if row.post_id == post and row.stands_in(start, end)]
        yield join_words(_stretch(row, start, end, zone) for row in sorted(there, key=lambda row: row.starts)) or "–"


def _stretch(row: DutyRow, start: float, end: float, zone: tzinfo) -> str:
    said = row.name if not row.away else _("{who} (away)").format(who=row.name)
    if (row.starts, row.ends) == (start, end):
        return said
    return f"{said} {clock_time(max(row.starts, start), zone)}-{clock_time(min(row.ends, end), zone)}"


def _problem(row: GapRow, now: float, zone: tzinfo) -> Iterator[str]:
    yield _("gap") if row.code == "gap" else _("booked twice")
    yield row.post or row.name
    yield f"{day_and_time(row.starts, now, zone, deadline=False)} – {day_and_time(row.ends, now, zone)}"


def _absence(row: AbsenceRow, now: float, zone: tzinfo) -> list[str]:
    kind = _(ABSENCES[row.kind]) if row.kind in ABSENCES else row.kind
    span = f"{day_and_time(row.starts, now, zone, deadline=False)} – {day_and_time(row.ends, now, zone)}"
    return [row.name, kind, span, row.note]


def _where(at_console: bool, seen: float | None, zone: tzinfo, now: float) -> str:
    if at_console:
        return _("at the console")
    return _("not at a console") if seen is None else _("last seen {time}").format(time=moment(seen, zone, now))


def _times(times: int) -> str:
    return ngettext("carried over {count} time", "carried over {count} times", times).format(count=number(times))


def mobile_words(view: ShiftOverview, zone: tzinfo, now: float) -> str:
    """Who has the duty mobile, its number, when it was tested."""
    if not view.mobile_number:
        return _("nobody has the duty mobile")
    who = _("Duty mobile: {who} {number}").format(who=plain(view.mobile) or "–", number=plain(view.mobile_number))
    if view.mobile_tested is None:
        return f"{who}  " + _("not tested")
    return f"{who}  " + _("tested {time}").format(time=moment(view.mobile_tested, zone, now))


def _entry(row: LogRow, zone: tzinfo) -> list[str]:
    if not row.id:
        return [moment(row.at, zone), row.by, _("Record"), event_words(row)]
    states = [
        _("corrected") if row.corrected else "",
        _("done {time}").format(time=moment(row.done, zone)) if row.done is not None else "",
        _("due {time}").format(time=moment(row.due, zone)) if row.due is not None and row.done is None else "",
        _("until it is done") if row.hand_over and row.done is None else "",
    ]
    state = join_words(one for one in states if one)
    said = [row.from_whom and f"[{row.from_whom}]", row.text, row.ticket_number, state]
    kind = _(LOGS[row.kind]) if row.kind in LOGS else row.kind
    return [moment(row.at, zone), row.by, kind, "  ".join(part for part in said if part)]


# ---- paper


def _paper(title: str, about: str, parts: Iterable[Part], *, markdown: bool) -> str:
    """A title, then each part that has rows: aligned columns in text; in Markdown a table, without headings a list."""
    lines = [f"# {escaped(plain(title))}" if markdown else plain(title)]
    if about:
        lines += ["", escaped(about) if markdown else about]
    for heading, heads, rows in parts:
        if rows:
            lines += ["", f"## {heading}" if markdown else heading] if heading else []
            lines += ["", *(_marked(heads, rows) if markdown else _aligned([heads, *rows] if heads else rows))]
    return "\n".join(lines) + "\n"


def _marked(heads: Sequence[str], rows: Rows) -> Iterator[str]:
    if not heads:
        yield from ("- " + "  ".join(escaped(plain(value)) for value in row if value) for row in rows)
        return
    for place, row in enumerate([heads, *rows]):
        yield "| " + " | ".join(escaped(plain(value)) for value in row) + " |"
        if place == 0:
            yield "|" + " --- |" * len(row)


def _aligned(rows: Rows) -> Iterator[str]:
    from rich.cells import cell_len

    lines = [[plain(value) for value in row] for row in rows]
    widths = [max(cell_len(value) for value in column) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (value + " " * (width - cell_len(value)) for value, width in zip(line, widths, strict=True))
        yield "  ".join(cells).rstrip()
