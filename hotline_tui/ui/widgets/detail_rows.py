"""What the detail column says about a call or an engineer from the row alone, before anything is read. Pure."""

from __future__ import annotations

from datetime import tzinfo

from hotline_tui.domain.board import CallRow, EngineerRow
from hotline_tui.domain.text import one_line, plain
from hotline_tui.domain.words import CallState, Channel, EngineerState, Milestone, Tier
from hotline_tui.locale import _, ngettext
from hotline_tui.locale.dates import moment
from hotline_tui.locale.words import label, short

from .columns import wrap
from .detail_text import Line, flow
from .line import Word

TEXT_LINES = 8
"""Lines of a mail or form; the whole of it is a key away."""


def row_lines(row: CallRow | EngineerRow | None, width: int, now: float, zone: tzinfo) -> list[Line]:
    """The lines about the row under the cursor; empty for a clock, whose ticket says it all."""
    if isinstance(row, CallRow):
        return call_lines(row, width, now, zone)
    return engineer_lines(row, width, now, zone) if isinstance(row, EngineerRow) else []


def call_lines(row: CallRow, width: int, now: float, zone: tzinfo) -> list[Line]:
    """Who calls, from which number on which line, since when, until when somebody must answer, and what it says."""
    channel = label(row.channel, Channel)
    lines = flow([_word(channel, "title"), _word(label(row.state, CallState), "label")], width)
    who = row.name or (row.customer if row.customer_id is None else "")
    lines += flow([_word(who), _word(row.number or _("number withheld"), "key")], width)
    lines += flow([_word(_("Came in"), "label"), _word(moment(row.entered, zone, now))], width)
    if row.line:
        lines += flow([_word(_("Line dialled"), "label"), _word(row.line)], width)
    if row.due is not None:
        style = "hot" if row.due <= now else ""
        lines += flow(
            [_word(short(row.milestone, Milestone), "label"), _word(moment(row.due, zone, now), style)], width
        )
    if row.claimed_by:
        since = moment(row.claimed_at, zone, now) if row.claimed_at is not None else ""
        lines += flow([_word(_("Claimed"), "label"), _word(row.claimed_by), _word(since, "label")], width)
    return lines + _text(row.text, width)


def engineer_lines(row: EngineerRow, width: int, now: float, zone: tzinfo) -> list[Line]:
    """Name, phone, status since when, skills, tier and region, and how long the shift lasts (FS-1)."""
    lines = flow([_word(row.name, "title"), _word(row.phone, "key")], width)
    since = moment(row.since, zone, now)
    lines += flow([_word(label(row.state, EngineerState)), _word(_("since {time}").format(time=since), "label")], width)
    lines += flow([_word(label(row.tier, Tier)), _word(label(row.region, "region"))], width)
    lines += flow([_word(label(skill, "skill"), "label") for skill in row.skills], width)
    if row.shift_until is not None:
        lines += flow([_word(_("Shift"), "label"), _word(_until(row.shift_until, zone, now))], width)
    if row.until is not None and row.until != row.shift_until:
        lines += flow([_word(_("{time} back").format(time=moment(row.until, zone, now)))], width)
    if row.more_jobs:
        more = ngettext("{count} more job", "{count} more jobs", row.more_jobs)
        lines += flow([_word(more.format(count=row.more_jobs), "warn")], width)
    return lines


def _until(at: float, zone: tzinfo, now: float) -> str:
    return _("until {time}").format(time=moment(at, zone, now))


def _word(text: str, style: str = "") -> Word:
    return Word(plain(one_line(text)), style)


def _text(text: str, width: int) -> list[Line]:
    """The first line of a mail or form, wrapped."""
    return [[], *([_word(line)] for line in wrap(one_line(text), width)[:TEXT_LINES])] if text else []
