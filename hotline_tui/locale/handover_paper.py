"""A handover on paper: plain text and Markdown of the same lines (OR-3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

from hotline_tui.domain.board.duty import HandoverLineRow, HandoverView
from hotline_tui.domain.text import plain
from hotline_tui.domain.words import HandoverState

from . import _
from .dates import moment, number
from .handover import CODES, PARTS, at_of, check_words, details, reasons, shift_words, text_of, words
from .words import join_words, label


def as_text(view: HandoverView, zone: tzinfo, now: float) -> str:
    """For a printer or a braille line: no markup."""
    return "\n".join(_lines(view, zone, now, markdown=False)).rstrip() + "\n"


def as_markdown(view: HandoverView, zone: tzinfo, now: float) -> str:
    """The same as Markdown. Text from outside is escaped: it makes no headings, links or tables of its own."""
    return "\n".join(_lines(view, zone, now, markdown=True)).rstrip() + "\n"


def _lines(view: HandoverView, zone: tzinfo, now: float, *, markdown: bool) -> Iterator[str]:
    what = _("Handover")
    title = f"{what} {view.desk}  {shift_words(view, zone)}"
    yield f"# {escaped(title)}" if markdown else title
    yield ""
    for name, value in _head(view, zone):
        yield f"- **{name}**: {escaped(value)}" if markdown else f"{name}: {value}"
    for part, heading in PARTS.items():
        rows = [line for line in view.lines if line.part == part and line.change != "gone"]
        if rows:
            yield ""
            yield f"## {_(heading)} ({number(len(rows))})" if markdown else f"{_(heading)} ({number(len(rows))})"
            yield ""
            for row in rows:
                yield from _line(row, zone, now, markdown=markdown)
    yield ""
    for item in view.checks:
        said = check_words(item)
        yield f"- {escaped(said)}" if markdown else said
    if view.words:
        yield ""
        yield escaped(plain(view.words, lines=True)) if markdown else plain(view.words, lines=True)


def _head(view: HandoverView, zone: tzinfo) -> Iterator[tuple[str, str]]:
    yield _("State"), label(view.state, HandoverState)
    yield _("Posts"), join_words(plain(post) for post in view.posts) or "–"
    yield _("Handed over by"), _signature(view.from_name, view.given, zone)
    yield _("Taken over by"), _signature(view.to_name, view.signed, zone)
    if view.countersign:
        yield _("Countersigned by"), _signature(view.countersigned_by, view.countersigned, zone)
    if view.reservation:
        yield _("Reservation"), plain(view.reservation)
    if view.seal:
        yield _("Seal"), f"{view.seal_number} {view.seal}"


def _signature(who: str, at: float | None, zone: tzinfo) -> str:
    signed = moment(at, zone) if at is not None else _("not signed")
    return f"{plain(who) or '–'}  {signed}"


def _line(row: HandoverLineRow, zone: tzinfo, now: float, *, markdown: bool) -> Iterator[str]:
    kind = "" if row.code == "ticket" else _(CODES[row.code]) if row.code in CODES else row.code
    due = at_of(row.params, "due") or at_of(row.params, "at")
    mark = _("understood") if row.understood is not None else ""
    parts = [
        *(text_of(row.params, "number"), text_of(row.params, "level"), kind, words(row, zone, now)),
        *(reasons(row, brief=True), moment(due, zone) if due is not None else ""),
        *(_("new or changed in this shift") if row.fresh else "", mark),
    ]
    said = "  ".join(part for part in parts if part)
    yield f"- {escaped(said)}" if markdown else said
    for more in details(row, zone, now):
        yield f"  - {escaped(more)}" if markdown else f"    {more}"


_SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]<>#|"})


def escaped(text: str) -> str:
    """Without what Markdown would take for its own."""
    return text.translate(_SPECIAL)
