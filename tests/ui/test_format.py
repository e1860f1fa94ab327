"""What clocks say (console.md rule 5): every boundary, and that a text stands still until it is said to change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from hotline_tui.domain.text import plain
from hotline_tui.locale import language, set_language
from hotline_tui.ui import format as fmt
from hotline_tui.ui.cells import PLAIN, RICH

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 22, 14, 23, tzinfo=CHINA).timestamp()
"""A Sunday."""
texts = st.text(
    st.one_of(st.characters(exclude_categories=["Cs", "Cc"]), st.sampled_from("沪江中学ab1…→👩❤\u200d\ufe0f\u0301，“")),
    max_size=40,
).map(plain)


@pytest.fixture(autouse=True)
def _restored():
    spoken = language()
    set_language("en")
    yield
    set_language(spoken)
    fmt.set_glyphs(plain=False)


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (86_399, "23h59m"),
        (20_160, "5h36m"),
        (3_720, "1h02m"),
        (3_600, "1h00m"),
        (3_599, "59m"),
        (2_040, "34m"),
        (660, "11m"),
        (600, "10m"),
        (599, "09:59"),
        (126, "02:06"),
        (1, "00:01"),
        (0, "00:00"),
        (-1, "-00:01"),
        (-252, "-04:12"),
        (-599, "-09:59"),
        (-600, "-10m"),
        (-3_599, "-59m"),
        (-3_840, "-1h04m"),
        (-86_399, "-23h59m"),
        (-86_400, "-1d00h"),
        (-266_400, "-3d02h"),
        (598.4, "09:59"),
        (-251.9, "-04:11"),
    ],
)
def test_less_than_a_day(left: float, text: str) -> None:
    assert fmt.countdown(NOW + left, NOW, CHINA)[0] == text


@pytest.mark.parametrize(
    ("due", "chinese", "english"),
    [
        ("2026-11-23T17:30", "明日 17:30", "Mon 17:30"),
        ("2026-11-24T00:00", "明日 24:00", "Mon 24:00"),
        ("2026-11-24T10:00", "周二 10:00", "Tue 10:00"),
        ("2026-11-28T09:05", "周六 09:05", "Sat 09:05"),
        ("2026-11-29T10:00", "11-29 10:00", "Nov 29 10:00"),
        ("2026-12-03T10:00", "12-03 10:00", "Dec 3 10:00"),
        ("2027-01-04T18:00", "2027-01-04", "Jan 4 2027"),
    ],
)
def test_a_day_and_more(due: str, chinese: str, english: str) -> None:
    instant = datetime.fromisoformat(due).replace(tzinfo=CHINA).timestamp()
    set_language("zh_CN")
    assert fmt.countdown(instant, NOW, CHINA)[0] == chinese
    set_language("en")
    assert fmt.countdown(instant, NOW, CHINA)[0] == english


def test_the_date_is_the_desks() -> None:
    set_language("en")
    due = datetime(2026, 11, 24, 1, 0, tzinfo=UTC).timestamp()
    assert fmt.countdown(due, NOW, CHINA)[0] == "Tue 09:00"
    assert fmt.countdown(due, NOW, ZoneInfo("America/New_York"))[0] == "Mon 20:00"


@given(
    st.one_of(st.floats(-300_000, 700_000), st.integers(-100_000, 100_000), st.sampled_from([0, 600, 3600, 86400])),
    st.floats(0, 86_400),
    st.sampled_from([CHINA, UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")]),
    st.floats(0, 1),
)
def test_a_text_stands_until_it_changes(left: float, shift: float, zone, part: float) -> None:
    now = NOW + shift
    due = now + left
    text, at = fmt.countdown(due, now, zone)
    assert at > now
    between = now + (at - now - 0.003) * part
    if between > now:
        assert fmt.countdown(due, between, zone)[0] == text
    # a far date may read the same after midnight; everything else must differ
    after = fmt.countdown(due, at + 0.003, zone)[0]
    assert after != text or left > 86_400


@given(st.floats(0, 200_000), st.floats(0, 1), st.sampled_from((60, 600)))
def test_waiting_stands_until_it_changes(seconds: float, part: float, by_second: int) -> None:
    text, rest = fmt.waited(seconds, by_second)
    assert rest > 0
    assert fmt.waited(seconds + rest, by_second)[0] != text
    assert rest <= 0.003 or fmt.waited(seconds + (rest - 0.003) * part, by_second)[0] == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(-3, "00:00"), (0, "00:00"), (102, "01:42"), (600, "10m"), (3840, "1h04m"), (90_000, "1d01h")]
)
def test_waiting(seconds: float, text: str) -> None:
    assert fmt.waited(seconds)[0] == text


@pytest.mark.parametrize(("seconds", "text"), [(0, "00:00"), (59.9, "00:59"), (60, "1m"), (599, "9m"), (3840, "1h04m")])
def test_waiting_by_the_second_in_the_first_minute_only(seconds: float, text: str) -> None:
    assert fmt.waited(seconds, 60)[0] == text


def test_held() -> None:
    assert fmt.left_text(66_000) == "18h20m"
    assert fmt.left_text(-3_840) == "-1h04m"


def test_words_around_a_length_of_time() -> None:
    set_language("zh_CN")
    assert (fmt.held_left(66_000), fmt.held_left(-252), fmt.late(301)) == ("余 18h20m", "-04:12", "晚 6m")
    set_language("en")
    assert (fmt.held_left(66_000), fmt.late(1), fmt.late(3_700)) == ("left 18h20m", "late 1m", "late 1h02m")


@pytest.mark.parametrize(
    ("state", "share", "overdue", "kind"),
    [
        ("running", 0.74, False, "calm"),
        ("running", 0.75, False, "soon"),
        ("running", 0.9, False, "urgent"),
        ("running", 1.0, False, "urgent"),
        ("running", 1.0, True, "over"),
        ("breached", 0.0, False, "over"),
        ("held", 0.99, False, "held"),
        ("held", 0.99, True, "over"),
        ("waiting", 0.0, False, "calm"),
        ("met", 2.0, True, "done"),
        ("missed", 2.0, True, "done"),
        ("void", 0.0, False, "done"),
    ],
)
def test_urgency(state: str, share: float, overdue: bool, kind: str) -> None:
    assert fmt.urgency(state, share, overdue=overdue) == kind


def test_urgency_by_a_policys_own_thresholds() -> None:
    assert fmt.urgency("running", 0.6, thresholds=(30, 50, 60, 100)) == "urgent"


def read(state: str, due: float | None, at: float, left: float | None = None) -> fmt.Countdown:
    marks = (NOW + 500, NOW + 750, NOW + 900)
    return fmt.clock_text(state, NOW, marks, due, left, NOW + at, CHINA)


def test_a_clocks_row() -> None:
    due = NOW + 1000
    assert read("running", due, 0) == fmt.Countdown("16m", "calm", 0.0, NOW + 41)
    assert read("running", due, 749.5).next_at == NOW + 750
    assert read("running", due, 750) == fmt.Countdown("04:10", "soon", 0.75, NOW + 751)
    assert read("running", due, 999.5).next_at == due
    assert read("running", due, 1252).text == "-04:12"
    assert read("running", due, 1000.5).urgency == "over"
    assert read("held", None, 0, 66_000).text == "left 18h20m"
    assert read("held", None, 0, 66_000).next_at is None
    assert read("held", None, 0, -60).urgency == "over"
    assert read("waiting", None, 0) == fmt.Countdown("", "calm", 0.0, None)
    assert read("met", due, 2000) == fmt.Countdown("", "done", 0.0, None)


def test_short_number() -> None:
    assert [fmt.short_number(one) for one in ("T20261122-0042", "0042", "")] == ["0042", "0042", ""]


def test_a_clock_ticking_in_seconds_never_misses_one() -> None:
    due, now = NOW + 3.25, NOW
    said = []
    for _tick in range(7):
        text, now = fmt.countdown(due, now, CHINA)
        said.append(text)
    assert said == ["00:04", "00:03", "00:02", "00:01", "00:00", "-00:01", "-00:02"]


# ---- share ---------------------------------------------------------------------------------------------------------


def test_share_goes_through_its_marks() -> None:
    marks = (NOW + 100, NOW + 900, NOW + 950)
    due = NOW + 1000
    used = [fmt.share_used(NOW + at, NOW, *marks, due) for at in (-5, 0, 50, 100, 500, 900, 950, 975, 1000, 2000)]
    assert used == pytest.approx([0, 0, 0.25, 0.5, 0.625, 0.75, 0.9, 0.95, 1.0, 2.0])
    assert fmt.share_used(NOW, NOW - 10, None, None, None, NOW + 10) == pytest.approx(0.5)
    assert fmt.share_used(NOW, NOW - 10, None, None, None, None) == 0.0
    assert fmt.share_used(NOW, NOW - 10, NOW - 10, NOW - 10, NOW, NOW) == 1.0


@given(st.lists(st.floats(0, 1e6), min_size=4, max_size=4).map(sorted), st.floats(-10, 2e6), st.floats(0, 1e5))
def test_share_never_falls(marks, at: float, more: float) -> None:
    first = fmt.share_used(NOW + at, NOW, *(NOW + mark for mark in marks))
    assert 0.0 <= first <= fmt.share_used(NOW + at + more, NOW, *(NOW + mark for mark in marks)) + 1e-9


@pytest.mark.parametrize(
    ("share", "rich", "plain_bar"),
    [
        (0.0, "   ", "---"),
        (0.001, "▏  ", "#--"),
        (0.5, "█▌ ", "##-"),
        (0.999, "██▉", "##-"),
        (1.0, "███", "###"),
        (7.0, "███", "###"),
        (-1.0, "   ", "---"),
    ],
)
def test_share_bar(share: float, rich: str, plain_bar: str) -> None:
    assert fmt.share_bar(share, 3) == rich
    fmt.set_glyphs(plain=True)
    assert fmt.share_bar(share, 3) == plain_bar
    assert fmt.share_bar(share, 0) == ""


@given(share=st.floats(-1, 3), width=st.integers(1, 30))
def test_share_bar_fills_its_cells(share: float, width: int) -> None:
    assert cell_len(fmt.share_bar(share, width)) == width


# ---- cells ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [
        ("沪江中学", 8, "沪江中学"),
        ("沪江中学", 7, "沪江中…"),
        ("沪江中学", 6, "沪江…"),
        ("沪江中学", 2, "…"),
        ("沪江中学", 1, "…"),
        ("沪江中学", 0, ""),
        ("ab cdef", 4, "ab…"),
        ("👩\u200d👩\u200d👧\u200d👦家", 3, "👩\u200d👩\u200d👧\u200d👦…"),
        ("👩\u200d👩\u200d👧\u200d👦家", 2, "…"),
        ("❤\ufe0f爱", 3, "❤\ufe0f…"),
        ("", 5, ""),
    ],
)
def test_cut(text: str, width: int, cut: str) -> None:
    assert fmt.cut_cells(text, width) == cut


@given(text=texts, width=st.integers(0, 30), plain_ones=st.booleans())
def test_no_width_is_ever_exceeded(text: str, width: int, plain_ones: bool) -> None:
    either_glyphs = fmt.set_glyphs(plain=plain_ones)
    shown = fmt.cut_cells(text, width)
    assert cell_len(shown) <= width
    if shown != text:
        assert shown == "" or shown.endswith(either_glyphs.mark)
        assert text.startswith(shown.removesuffix(either_glyphs.mark))
    for padded in (fmt.pad(text, width), fmt.pad(text, width, right=True), fmt.centre(text, width)):
        assert cell_len(padded) == width


def test_plain_glyphs_are_ascii_and_rich_ones_single_cells() -> None:
    for sign in (PLAIN.mark, PLAIN.bar, PLAIN.track, PLAIN.arrow):
        assert sign.isascii() and len(sign) == 1
    for sign in (RICH.mark, *RICH.bar, RICH.track, RICH.arrow):
        assert cell_len(sign) == 1


def test_ambiguous_characters_are_replaced_where_they_would_be_wide() -> None:
    assert fmt.fitted("“报错” — 见①…") == "“报错” — 见①…"
    fmt.set_glyphs(plain=True)
    narrowed = fmt.fitted("“报错” — 见①…，→●")
    assert narrowed == '"报错" - 见1~，>*'
    assert fmt.fitted("plain") == "plain"


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("138-1762-0094", "138-****-0094"),
        ("+86 21 5560 1180", "+86 2* **** 1180"),
        ("110", "*10"),
        ("", ""),
        ("anonymous", "anonymous"),
    ],
)
def test_mask(number: str, masked: str) -> None:
    assert fmt.mask_phone(number) == masked
