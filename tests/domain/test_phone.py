"""Phone numbers as people and exchanges write them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline_tui.domain.phone import MAX_WRITTEN, caller_keys, display, parse, same


@pytest.mark.parametrize(
    ("written", "e164", "extension", "shown"),
    [
        ("021-5560-1180", "+862155601180", "", "021-5560-1180"),
        ("(021) 55601180", "+862155601180", "", "021-5560-1180"),
        ("+86 21 5560 1180", "+862155601180", "", "021-5560-1180"),
        ("138-0000-1122", "+8613800001122", "", "138-0000-1122"),
        ("13800001122", "+8613800001122", "", "138-0000-1122"),
        ("013800001122", "+8613800001122", "", "138-0000-1122"),
        ("8613800001122", "+8613800001122", "", "138-0000-1122"),
        ("１３８００００１１２２", "+8613800001122", "", "138-0000-1122"),
        ("tel:+8613800001122", "+8613800001122", "", "138-0000-1122"),
        ("sip:02155601180@10.0.0.1", "+862155601180", "", "021-5560-1180"),
        ("021-55601180转802", "+862155601180", "802", "021-5560-1180#802"),
        ("021-55601180 分机 802", "+862155601180", "802", "021-5560-1180#802"),
        ("021-55601180 ext. 802", "+862155601180", "802", "021-5560-1180#802"),
        ("400-810-8888", "+864008108888", "", "400-810-8888"),
        ("+1 (650) 253-0000", "+16502530000", "", "+1 650-253-0000"),
    ],
)
def test_numbers_are_read_kept_and_shown(written, e164, extension, shown) -> None:
    phone = parse(written)
    assert phone is not None
    assert (phone.e164, phone.extension, phone.written) == (e164, extension, written)
    assert display(phone.e164, "CN", phone.extension) == shown
    again = parse(shown)
    assert again is not None and (again.e164, again.extension) == (e164, extension)


def test_the_desks_region_reads_a_local_number() -> None:
    phone = parse("(650) 253-0000", "US")
    assert phone is not None and phone.e164 == "+16502530000"
    assert display(phone.e164, "US") == "(650) 253-0000"
    assert display("+862155601180", "US") == "+86 21 5560 1180"


@pytest.mark.parametrize("written", ["10086", "802", "55601180", "12345678901234"])
def test_what_is_no_full_number_keeps_its_digits(written) -> None:
    phone = parse(written)
    assert phone is not None and (phone.e164, phone.digits) == ("", written)
    assert display(phone.e164 or phone.digits) == written


@pytest.mark.parametrize(
    "written",
    [
        "",
        "  ",
        "<unknown>",
        "Unknown",
        "anonymous",
        "Anonymous <anonymous@anonymous.invalid>",
        "withheld",
        "s",
        "12",
        "\x1b]52;c;aGk=\x07 13800001122",
        "138\u202e0000 1122",
        "[@click=app.quit]138",
        "'; DROP TABLE call; --",
        "٠١٢٣٤٥٦٧",
        "1" * 21,
        "1" * 1_000_000,
        "-" * 10,
        "张敏",
    ],
)
def test_withheld_unknown_and_hostile_callers_have_no_number(written) -> None:
    assert parse(written) is None


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_whatever_comes_gives_a_clean_number_or_none(written) -> None:
    phone = parse(written)
    if phone is not None:
        assert phone.digits.isascii() and phone.digits.isdigit()
        assert not phone.e164 or (phone.e164[0] == "+" and phone.e164[1:].isdigit())
        assert len(phone.written) <= MAX_WRITTEN and phone.written.isprintable()


def test_keys_from_surest_to_vaguest() -> None:
    fixed, other, mobile, short = (parse(n) for n in ("021-5560-1180", "021-5560-1299", "138-0000-1122", "802"))
    assert caller_keys(fixed).exact == "+862155601180"
    assert caller_keys(fixed).tail == "55601180" == caller_keys(parse("55601180")).tail
    assert caller_keys(fixed).trunk == "+862155601" == caller_keys(other).trunk
    assert caller_keys(mobile).trunk == "" == caller_keys(short).trunk
    assert caller_keys(short).exact == "802" and caller_keys(short).tail == ""


def test_one_line_written_in_two_ways_is_one_line() -> None:
    assert same(parse("021-55601180"), parse("+862155601180"))
    assert same(parse("021-55601180"), parse("55601180"))
    assert not same(parse("021-55601180"), parse("010-55601180"))
    assert not same(parse("802"), parse("021-55600802"))


def test_the_library_is_loaded_with_the_first_number_only() -> None:
    code = (
        "import sys, hotline_tui.domain.phone as p; assert 'phonenumbers' not in sys.modules;"
        "p.parse('13800001122'); assert 'phonenumbers' in sys.modules;"
        "import hotline_tui.domain.similar; assert 'rapidfuzz' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
