"""Reading customer files: XLSX with a sheet a kind, or CSV with one kind a file; every fault with its line and column.

Nothing is written here: `services.imports` takes a batch that has no faults, all of it or nothing.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..domain.errors import N_, Invalid
from ..domain.importing import KEYS, Batch, CellFault, ImportRow, Kind, Value
from ..domain.text import clean
from .sheet_kinds import COLUMNS, SHEET_NAMES, BadCell, Column, as_text, is_example

MOST_BYTES = 64 * 1024 * 1024
MOST_ROWS = 200_000
_MOST_FAULTS = 1000


Table = tuple[str, Kind | None, Iterator[tuple[int, Sequence[object]]]]
Place = tuple[int, str, Column]
"""A column of a file: where it stands, what its heading says there, what it means."""


def read_batch(path: Path, kind: Kind | None = None) -> Batch:
    """Read a file. Raises `Invalid` when it is no such file at all; faults inside are gathered in the batch.

    `kind` says what a CSV file holds; without it the header decides.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise Invalid(N_("{file} is larger than {limit} MB. Split it."), file=str(path), limit=MOST_BYTES // 2**20)
        batch = Batch(path.name)
        for name, sheet_kind, rows in _tables(path):
            _read_table(batch, name, kind or sheet_kind, rows)
    except OSError as error:
        raise Invalid(N_("{file} can't be read: {why}."), file=str(path), why=error.strerror or str(error)) from error
    if not batch.rows and not batch.faults:
        raise Invalid(N_("{file} holds no rows that can be imported. Fill in rows below its headings."), file=str(path))
    _find_twins(batch)
    return batch


def _tables(path: Path) -> Iterator[Table]:
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        yield from _workbook(path)
    else:
        yield path.name, None, _csv_rows(path)


def _workbook(path: Path) -> Iterator[Table]:
    import zipfile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise Invalid(N_("{file} is no Excel workbook (.xlsx). Save it as one, or as CSV."), file=str(path)) from error
    try:
        by_name = {name.casefold(): kind for kind in Kind for name in (kind.value, SHEET_NAMES[kind])}
        for sheet in book.worksheets:
            rows = enumerate(sheet.iter_rows(values_only=True), start=1)
            yield clean(sheet.title), by_name.get(sheet.title.strip().casefold()), rows
    finally:
        book.close()


def _csv_rows(path: Path) -> Iterator[tuple[int, Sequence[object]]]:
    raw = path.read_bytes()
    wide = raw[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # Excel's "Unicode text"
    if b"\x00" in raw[:4096] and not wide:
        raise Invalid(
            N_("{file} is no CSV text file. Save it as CSV (UTF-8), or as an Excel workbook."), file=str(path)
        )
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            content = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Invalid(N_("{file} is neither UTF-8 nor GB18030 text. Save it as UTF-8."), file=str(path))
    head = content.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(content), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise Invalid(
            N_("{file}, line {line}: not a CSV row ({why})."), file=str(path), line=reader.line_num, why=str(error)
        ) from error


def _read_table(batch: Batch, name: str, kind: Kind | None, rows: Iterator[tuple[int, Sequence[object]]]) -> None:
    first = next(((line, cells) for line, cells in rows if any(as_text(cell) for cell in cells)), None)
    if first is None:
        return
    line, header = first[0], [clean(as_text(cell)).casefold() for cell in first[1]]
    chosen = kind or _kind_of(header)
    if chosen is None:
        batch.faults.append(
            CellFault(
                name,
                line,
                "",
                N_("no headings that are known here. hotline import --template FILE writes a table with them."),
            )
        )
        return
    places = _places(batch, name, line, chosen, header)
    for count, (number, cells) in enumerate(rows, start=1):
        if count > MOST_ROWS or len(batch.faults) >= _MOST_FAULTS:
            batch.faults.append(CellFault(name, number, "", N_("reading stopped here: too many rows or faults")))
            return
        if any(as_text(cell) for cell in cells):
            _read_row(batch, name, chosen, number, cells, places)


def _kind_of(header: Sequence[str]) -> Kind | None:
    """The kind whose columns the header names; the one with the most of them, all required ones among them."""
    fits = []
    for kind, columns in COLUMNS.items():
        named = [column for column in columns if column.name in header or column.zh.casefold() in header]
        if all(column in named for column in columns if column.required):
            fits.append((len(named), kind))
    return max(fits, key=lambda fit: fit[0])[1] if fits else None


def _places(batch: Batch, name: str, line: int, kind: Kind, header: Sequence[str]) -> list[Place]:
    known = {word: column for column in COLUMNS[kind] for word in (column.name, column.zh.casefold())}
    places: list[Place] = []
    chinese = any(not word.isascii() for word in header)
    seen: set[str] = set()
    for index, word in enumerate(header):
        column = known.get(word)
        if column is None and word:
            params = (("known", ", ".join(one.heading(chinese=chinese) for one in COLUMNS[kind])),)
            batch.faults.append(CellFault(name, line, word, N_("is no column here; known are: {known}"), params))
        elif column is not None and column.name in seen:
            batch.faults.append(CellFault(name, line, word, N_("stands there twice")))
        elif column is not None:
            seen.add(column.name)
            places.append((index, word, column))
    batch.faults += [
        CellFault(name, line, column.heading(chinese=chinese), N_("is missing"))
        for column in COLUMNS[kind]
        if column.required and column.name not in seen
    ]
    return places


def _read_row(batch: Batch, name: str, kind: Kind, line: int, cells: Sequence[object], places: Sequence[Place]) -> None:
    values: dict[str, Value] = {}
    faults = len(batch.faults)
    for index, heading, column in places:
        cell = cells[index] if index < len(cells) else None
        if not as_text(cell):
            if column.required:
                batch.faults.append(CellFault(name, line, heading, N_("is empty")))
            continue
        try:
            values[column.name] = column.read(cell)
        except BadCell as bad:
            params = (("value", clean(as_text(cell), limit=40)), *bad.params.items())
            batch.faults.append(CellFault(name, line, heading, bad.msgid, params))
    if len(batch.faults) == faults and not is_example(kind, values):
        batch.rows.append(ImportRow(kind, name, line, values))


def _find_twins(batch: Batch) -> None:
    first: dict[tuple[object, ...], int] = {}
    for row in batch.rows:
        identity = (row.kind, *(row.values.get(name) for name in KEYS[row.kind]))
        if identity in first:
            params = (("line", first[identity]),)
            batch.faults.append(CellFault(row.sheet, row.line, "", N_("is the same as line {line}"), params))
        first.setdefault(identity, row.line)


def write_template(path: Path, kind: Kind | None = None, *, chinese: bool = True) -> None:
    """Write an empty file with the columns and one example row: XLSX with all sheets, or CSV with one kind.

    The example row is passed over when the file is read: nobody's first customer is one that is made up.
    Raises `Invalid` when the file is there already or can't be written.
    """
    if path.exists():
        raise Invalid(N_("{file} is there already. Choose another name."), file=str(path))
    try:
        if path.suffix.lower() == ".xlsx":
            _write_workbook(path, list(Kind) if kind is None else [kind], chinese)
        else:
            chosen = kind or Kind.CUSTOMERS
            with path.open("x", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow([column.heading(chinese=chinese) for column in COLUMNS[chosen]])
                writer.writerow([column.shown(chinese=chinese) for column in COLUMNS[chosen]])
    except OSError as error:
        raise Invalid(
            N_("{file} can't be written: {why}."), file=str(path), why=error.strerror or str(error)
        ) from error


def _write_workbook(path: Path, kinds: Sequence[Kind], chinese: bool) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.worksheets[0])
    for kind in kinds:
        sheet = book.create_sheet(SHEET_NAMES[kind] if chinese else kind.value.capitalize())
        sheet.append([column.heading(chinese=chinese) for column in COLUMNS[kind]])
        sheet.append([column.shown(chinese=chinese) for column in COLUMNS[kind]])
        for cell, column in zip(sheet[1], COLUMNS[kind], strict=True):
            cell.font = Font(bold=column.required)
            sheet.column_dimensions[cell.column_letter].width = max(12, len(column.example) * 2)
        sheet.freeze_panes = "A2"
    book.save(path)
