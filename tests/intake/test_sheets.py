"""Customer files: every fault at its line and column; all rows or none; twice is once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from openpyxl import Workbook, load_workbook

from hotline_tui.domain.commands import PutCustomer
from hotline_tui.domain.errors import Invalid
from hotline_tui.domain.importing import Batch, Kind
from hotline_tui.intake.sheets import read_batch, write_template
from hotline_tui.services import bus
from hotline_tui.services.imports import Taken, check, take_in
from hotline_tui.store.tables import Asset, Contact, ContactPhone, Contract, Customer, Engineer, Skill, table_of

from .conftest import NOW, Empty


def csv_file(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "rows.csv"
    path.write_bytes(text.encode(encoding))
    return path


def taken(empty: Empty, batch: Batch) -> Taken:
    with empty.store.read() as conn:
        batch.faults += check(conn, batch, now=NOW)
    assert batch.faults == []
    return take_in(
        empty.store, batch, actor=empty.operator, desk=empty.desk, now=NOW, progress=lambda done, total: None
    )


def nothing(done: int, total: int) -> None:
    assert 0 < done <= total


def rows(empty: Empty, model: type) -> list[object]:
    with empty.store.read() as conn:
        return list(conn.execute(table_of(model).select()))


def filled(path: Path, *, chinese: bool = True) -> Path:
    """A template in which every example has been changed into a row of one's own."""
    write_template(path, chinese=chinese)
    book = load_workbook(path)
    for sheet, column in zip(book.worksheets, ("D", "E", "F", "E", "D"), strict=True):
        sheet[f"{column}2"] = "2025-09-02" if column == "F" else "other"
    book.save(path)
    return path


@pytest.mark.parametrize("chinese", [True, False])
def test_an_example_that_was_left_is_nobody(empty: Empty, tmp_path: Path, chinese: bool) -> None:
    path = tmp_path / "all.xlsx"
    write_template(path, chinese=chinese)
    with pytest.raises(Invalid, match="no rows"):
        read_batch(path)
    book = load_workbook(path)
    book.worksheets[0].append(["C002", "Northgate Hospital"])
    book.save(path)
    assert taken(empty, read_batch(path)).new == {"customers": 1}
    assert [one.code for one in rows(empty, Customer)] == ["C002"]  # type: ignore[attr-defined]


def test_an_english_template_and_its_faults_are_english(tmp_path: Path) -> None:
    path = filled(tmp_path / "all.xlsx", chinese=False)
    book = load_workbook(path)
    words = [str(cell.value) for sheet in book.worksheets for line in sheet.iter_rows() for cell in line if cell.value]
    assert all(word.isascii() for word in [*words, *(sheet.title for sheet in book.worksheets)])
    book["Contracts"]["D2"] = "platinum"
    book["Customers"]["F1"] = "colour"
    book.save(path)
    faults = read_batch(path).faults
    assert [one.column for one in faults] == ["colour", "service_level"]
    assert all(str(value).isascii() for one in faults for key, value in one.params if key != "known_zh")


@pytest.mark.parametrize("chinese", [True, False])
def test_a_filled_template_can_be_taken_in(empty: Empty, tmp_path: Path, chinese: bool) -> None:
    path = filled(tmp_path / "all.xlsx", chinese=chinese)
    found = taken(empty, read_batch(path))
    assert found.new == {"customers": 1, "contacts": 1, "contracts": 1, "systems": 1, "engineers": 1}
    assert len(rows(empty, ContactPhone)) == 2 and len(rows(empty, Skill)) == 2
    assert rows(empty, Contract)[0].warranty_until == date(2028, 11, 30)  # type: ignore[attr-defined]


def test_a_second_import_changes_and_adds_nothing(empty: Empty, tmp_path: Path) -> None:
    path = filled(tmp_path / "all.xlsx")
    taken(empty, read_batch(path))
    again = taken(empty, read_batch(path))
    assert again.new == {} and sum(again.changed.values()) == 5
    for model in (Customer, Contact, Contract, Asset, Engineer):
        assert len(rows(empty, model)) == 1


def test_an_import_never_turns_a_customer_of_the_desk_into_another(empty: Empty, tmp_path: Path) -> None:
    """Its code is none of those that a firm counts its customers by."""
    bus.execute(
        empty.store, PutCustomer(id=uuid4(), actor=empty.operator, desk=empty.desk, customer=None, name="新华小学"), NOW
    )
    lines = "\n".join(f"C{number:05},北安图书馆{number}" for number in range(4))
    taken(empty, read_batch(csv_file(tmp_path, f"客户编号,客户名称\n{lines}\n")))
    names = [one.name for one in rows(empty, Customer)]  # type: ignore[attr-defined]
    assert len(names) == 5 and "新华小学" in names


def test_warranty_is_three_years_from_acceptance_where_nothing_else_is_said(empty: Empty, tmp_path: Path) -> None:
    taken(empty, read_batch(csv_file(tmp_path, "code,name\nC1,沪江中学\n")))
    taken(empty, read_batch(csv_file(tmp_path, "number,customer,policy,accepted_on\nH1,C1,campus,2024-02-29\n")))
    assert rows(empty, Contract)[0].warranty_until == date(2027, 2, 28)  # type: ignore[attr-defined]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_as_chinese_offices_save_it(tmp_path: Path, encoding: str, delimiter: str) -> None:
    batch = read_batch(csv_file(tmp_path, f"客户编号{delimiter}客户名称\nC1{delimiter}沪江中学\n", encoding))
    assert [row.values for row in batch.rows] == [{"code": "C1", "name": "沪江中学"}] and batch.faults == []


def test_utf_16_without_its_mark_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        read_batch(csv_file(tmp_path, "code,name\nC1,A\n", "utf-16-le"))
    assert "Save it as CSV (UTF-8)" in caught.value.msgid


def test_faults_have_their_line_and_column(tmp_path: Path) -> None:
    text = "客户编号,姓名,电话,可报修\nC1,张敏,021-5560-1180,是\nC1,,1,maybe\nC1,张敏,,\n"
    batch = read_batch(csv_file(tmp_path, text))
    assert [(one.line, one.column) for one in batch.faults] == [(3, "姓名"), (3, "可报修"), (4, "")]


@pytest.mark.parametrize(
    ("header", "row", "column"),
    [
        ("number,customer,policy,signed_on", "H1,C1,campus,31.12", "signed_on"),
        ("number,customer,policy,signed_on", "H1,C1,campus,2026-02-30", "signed_on"),
        ("number,customer,policy,kind", "H1,C1,campus,forever", "kind"),
        ("customer,name,quantity", "C1,服务器,many", "quantity"),
        ("code,name,phone,skills", "E1,王强,138-0000-2101,magic", "skills"),
        ("code,name,colour", "C1,沪江中学,red", "colour"),
    ],
)
def test_what_a_cell_cannot_be(tmp_path: Path, header: str, row: str, column: str) -> None:
    assert [one.column for one in read_batch(csv_file(tmp_path, f"{header}\n{row}\n")).faults] == [column]


def test_references_to_nothing_and_numbers_that_are_none(empty: Empty, tmp_path: Path) -> None:
    book = Workbook()
    for kind, lines in {
        "contacts": [["customer", "name", "phones"], ["C9", "张敏", "not a number"]],
        "contracts": [["number", "customer", "policy", "named_contacts"], ["H1", "C9", "gold-plated", "李四"]],
        "systems": [["customer", "name", "contract"], ["C9", "门禁", "H9"]],
    }.items():
        sheet = book.create_sheet(kind)
        for line in lines:
            sheet.append(line)
    book.remove(book.worksheets[0])
    path = tmp_path / "bad.xlsx"
    book.save(path)
    batch = read_batch(path)
    with empty.store.read() as conn:
        found = {(one.sheet, one.column) for one in check(conn, batch, now=NOW)}
    assert found == {
        ("contacts", "customer"),
        ("contacts", "phones"),
        ("contracts", "customer"),
        ("contracts", "policy"),
        ("contracts", "named_contacts"),
        ("systems", "customer"),
        ("systems", "contract"),
    }


def test_a_fault_anywhere_means_that_nothing_is_written(empty: Empty, tmp_path: Path) -> None:
    batch = read_batch(csv_file(tmp_path, "code,name\nC1,沪江中学\nC2,\n"))
    with pytest.raises(Invalid):
        take_in(empty.store, batch, actor=1, desk=empty.desk, now=NOW, progress=lambda done, total: None)
    assert rows(empty, Customer) == []


def test_an_interruption_half_way_leaves_nothing(empty: Empty, tmp_path: Path) -> None:
    batch = read_batch(csv_file(tmp_path, "code,name\n" + "".join(f"C{n},学校{n}\n" for n in range(20))))

    def stop(done: int, total: int) -> None:
        if done == 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_in(empty.store, batch, actor=1, desk=empty.desk, now=NOW, progress=stop)
    assert rows(empty, Customer) == []


def test_hostile_cells_are_made_harmless(empty: Empty, tmp_path: Path) -> None:
    name = "\x1b]52;c;AAAA\x07[red]坏\u202e人\x9b[/red]"
    taken(empty, read_batch(csv_file(tmp_path, f"code,name\nC1,{name}\n")))
    stored = rows(empty, Customer)[0].name  # type: ignore[attr-defined]
    assert not any(char in stored for char in "\x1b\x07\u202e\x9b") and "坏" in stored


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\x00\x01\x02", b"PK\x03\x04nonsense", b"\xff\xfe\xff\xff\xff"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_what_is_no_such_file_is_told_in_a_sentence(tmp_path: Path, content: bytes, suffix: str) -> None:
    path = tmp_path / f"file{suffix}"
    path.write_bytes(content)
    try:
        batch = read_batch(path)
    except Invalid as error:
        assert path.name in str(error)
    else:
        assert batch.faults


def test_a_template_never_replaces_a_file(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "mine")
    with pytest.raises(Invalid, match="there already"):
        write_template(path, Kind.CUSTOMERS)
    assert path.read_text() == "mine"
