"""`hotline import`: check every row, then take all of them in or none."""

from __future__ import annotations

import sys
from pathlib import Path

from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.importing import Batch, CellFault, Kind
from hotline_tui.intake.sheet_kinds import COLUMNS
from hotline_tui.intake.sheets import read_batch, write_template
from hotline_tui.locale import CHINESE, _, language, ngettext
from hotline_tui.locale.dates import number
from hotline_tui.locale.errors import sentence
from hotline_tui.services.imports import Taken, check, take_in

from .desk import opened
from .faults import INVALID, say_json
from .printing import progress

_MOST_SHOWN = 50

KIND_NAMES: dict[str, str] = {
    Kind.CUSTOMERS: N_("customers"),
    Kind.CONTACTS: N_("contacts"),
    Kind.CONTRACTS: N_("contracts"),
    Kind.SYSTEMS: N_("systems"),
    Kind.ENGINEERS: N_("engineers"),
}


def import_file(
    file: Path,
    kind: str | None,
    *,
    dry_run: bool,
    template: bool,
    as_json: bool,
    database_url: str | None,
    config: Path | None,
) -> None:
    """Read, check, and unless it is a dry run take the file in. Exits with 4 when a row has a fault."""
    chosen = _kind(kind)
    if template:
        write_template(file, chosen, chinese=language() == CHINESE)
        print(_("Wrote {file}. Fill it in, then run: hotline import {file}").format(file=file))
        return
    batch = read_batch(file, chosen)
    with opened(database_url, config) as desk:
        with desk.store.read() as connection:
            batch.faults += check(connection, batch, now=desk.now)
        if batch.faults:
            _tell_faults(batch, as_json=as_json)
            raise SystemExit(INVALID)
        if dry_run:
            _tell(batch, None, as_json=as_json)
            return
        with progress(_("Taking in"), shown=not as_json) as step:
            place = desk.place
            taken = take_in(desk.store, batch, actor=place.operator, desk=place.desk, now=desk.now, progress=step)
        _tell(batch, taken, as_json=as_json)


def _kind(kind: str | None) -> Kind | None:
    if kind is None:
        return None
    if kind not in set(Kind):
        raise Invalid(N_("{kind} is none of: {known}."), kind=kind, known=", ".join(Kind))
    return Kind(kind)


def fault_line(file: str, fault: CellFault) -> str:
    """One fault: where it is and what is wrong."""
    params = _params(fault)
    what, value = sentence(fault.msgid, params), params.get("value")
    shown = f" “{value}”" if value else ""
    place = _("{sheet}, line {line}").format(sheet=fault.sheet or file, line=fault.line)
    return f"{place}{f', {_heading(fault.column)}' if fault.column else ''}:{shown} {what}"


def _params(fault: CellFault) -> dict[str, object]:
    """What the sentence needs: words that are known here in the reader's language."""
    params = dict(fault.params)
    if language() == CHINESE and "known_zh" in params:
        params["known"] = params["known_zh"]
    return params


def _heading(column: str) -> str:
    """A column in the reader's language where only its name is known."""
    if language() != CHINESE:
        return column
    return next((one.zh for columns in COLUMNS.values() for one in columns if one.name == column), column)


def _tell_faults(batch: Batch, *, as_json: bool) -> None:
    if as_json:
        faults = [
            {"sheet": one.sheet, "line": one.line, "column": one.column, "error": sentence(one.msgid, _params(one))}
            for one in batch.faults
        ]
        say_json({"file": batch.file, "rows": len(batch.rows), "faults": faults, "written": 0})
        return
    for one in batch.faults[:_MOST_SHOWN]:
        print(fault_line(batch.file, one), file=sys.stderr)
    if len(batch.faults) > _MOST_SHOWN:
        print(_("… and {count} more.").format(count=number(len(batch.faults) - _MOST_SHOWN)), file=sys.stderr)
    print(_faults_words(len(batch.faults)), file=sys.stderr)


def _faults_words(count: int) -> str:
    words = ngettext("{count} fault. Nothing was taken in.", "{count} faults. Nothing was taken in.", count)
    return words.format(count=number(count))


def _tell(batch: Batch, taken: Taken | None, *, as_json: bool) -> None:
    rows = {str(kind): len(batch.of(kind)) for kind in Kind if batch.of(kind)}
    if as_json:
        extra = {"new": taken.new, "changed": taken.changed} if taken else {"new": {}, "changed": {}}
        say_json({"file": batch.file, "rows": rows, "dry_run": taken is None, **extra})
        return
    for kind, count in rows.items():
        line = ngettext(
            "{kind}: {count} row, {new} new, {changed} changed",
            "{kind}: {count} rows, {new} new, {changed} changed",
            count,
        )
        if taken is None:
            line = ngettext("{kind}: {count} row, no fault", "{kind}: {count} rows, no fault", count)
        new, changed = (taken.new.get(kind, 0), taken.changed.get(kind, 0)) if taken else (0, 0)
        print(line.format(kind=_(KIND_NAMES[kind]), count=number(count), new=number(new), changed=number(changed)))
    if taken is None:
        print(_("Dry run: nothing was written."))
