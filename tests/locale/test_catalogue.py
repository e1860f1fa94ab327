"""Chinese and English complete: everything marked is translated, nothing is orphaned, the compiled file is current."""

from __future__ import annotations

import errno
import gettext
import os
import re
import subprocess
import sys
import tomllib
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from hotline_tui import locale
from hotline_tui.domain.errors import Conflict, Invalid, Refused
from hotline_tui.domain.words import TicketState
from hotline_tui.locale import build, dates, language, match_language, ngettext, set_language
from hotline_tui.locale.errors import sentence, translate_error

CHINA = timezone(timedelta(hours=8))


@pytest.fixture(autouse=True)
def _restored():
    spoken = language()
    yield
    set_language(spoken)


@pytest.fixture(scope="module")
def found() -> build.Findings:
    return build.examine("zh_CN")


def test_nothing_is_untranslated(found) -> None:
    assert not found.missing, "\n".join(["", *(line for line in found.lines() if not line.startswith("orphan"))])


def test_nothing_is_orphaned(found) -> None:
    assert not found.orphaned, "\n".join(["", *found.lines()])


def test_places_fit_and_sentences_are_whole(found) -> None:
    assert not found.wrong, "\n".join(found.wrong)


def test_the_compiled_catalogue_is_current(found) -> None:
    assert not found.stale, "run python -m hotline_tui.locale.build and commit hotline.mo"


def test_translations_are_chinese() -> None:
    """A sentence of several words that came through without one Chinese character was forgotten."""
    lazy = [
        f"{entry.room}:{entry.line}: {entry.text}"
        for entry in build.entries("zh_CN")
        if len(re.findall(r"[a-z]{2,}", re.sub(r"\{[^}]*\}", "", entry.text))) > 2
        and not any("\u4e00" <= char <= "\u9fff" for char in entry.text)
    ]
    assert not lazy


# ---- the builder ---------------------------------------------------------------------------------------------------


def workshop(folder: Path, source: str, **rooms: str) -> tuple[Path, Path]:
    """A source tree and a folder of catalogues."""
    (folder / "src").mkdir()
    (folder / "src" / "pane.py").write_text(source, "utf-8")
    (folder / "loc" / "zh_CN").mkdir(parents=True)
    for room, text in rooms.items():
        (folder / "loc" / "zh_CN" / f"{room}.po").write_text(text, "utf-8")
    return folder / "loc", folder / "src"


def test_faults_are_found(tmp_path) -> None:
    folder, source = workshop(
        tmp_path,
        '_("Hello {name}")\nN_("Known")\nngettext("{n} call", "{n} calls", 2)\n_("Misfit {a}")\n_(f"x{1}")\n'
        '_("a" + b)\n_("{x}".format(x=1))\n_("Twice")\n_("Empty")\n',
        one='msgid "Known"\nmsgstr "已知"\n\nmsgid "Gone"\nmsgstr "没了"\n\nmsgid "Misfit {a}"\nmsgstr "不合 {b}"\n\n'
        'msgid "Twice"\nmsgstr "甲"\n\nmsgid "Empty"\nmsgstr ""\n',
        two='msgid "Twice"\nmsgstr "乙"\n\nmsgid "{n} call"\nmsgid_plural "{n} calls"\nmsgstr[0] "{n} 个来电"\n',
    )
    findings = build.examine("zh_CN", folder, source)
    assert {"pane.py:1: 'Hello {name}'", "pane.py:9: 'Empty'"} <= set(findings.missing["pane"])
    assert not any("Known" in line or "calls" in line for line in findings.missing["pane"])
    assert list(findings.orphaned) == ["one.po"] and "'Gone'" in findings.orphaned["one.po"][0]
    wrong = "\n".join(findings.wrong)
    assert all(f"pane.py:{line}: a sentence is built" in wrong for line in (5, 6, 7))
    assert "Misfit" in wrong and "'乙'" in wrong and "'甲'" in wrong
    assert len(findings.wrong) == 5
    assert findings.stale
    with pytest.raises(ValueError, match="Twice"):
        build.build("zh_CN", folder)
    assert not (folder / "zh_CN" / "LC_MESSAGES").exists()


def test_the_compiled_file_is_read_by_gettext_and_always_the_same(tmp_path) -> None:
    folder, source = workshop(
        tmp_path,
        '_("Known")\nngettext("{n} call", "{n} calls", 2)\n',
        one='msgid "Known"\nmsgstr "已知"\n\nmsgid "{n} call"\nmsgid_plural "{n} calls"\nmsgstr[0] "{n} 个来电"\n',
    )
    assert build.build("zh_CN", folder) == 2
    binary = folder / "zh_CN" / "LC_MESSAGES" / "hotline.mo"
    first = binary.read_bytes()
    build.build("zh_CN", folder)
    assert binary.read_bytes() == first
    assert [one.name for one in binary.parent.iterdir()] == ["hotline.mo"]
    with binary.open("rb") as file:
        table = gettext.GNUTranslations(file)
    assert table.gettext("Known") == "已知"
    assert table.ngettext("{n} call", "{n} calls", 1) == table.ngettext("{n} call", "{n} calls", 5) == "{n} 个来电"
    assert not build.examine("zh_CN", folder, source)


# ---- at run time ---------------------------------------------------------------------------------------------------


def test_live_switch() -> None:
    set_language("en")
    assert locale._("Update hotline on this machine.") == "Update hotline on this machine."
    assert ngettext("{n} call", "{n} calls", 1) == "{n} call"
    set_language("zh")
    assert language() == "zh_CN"
    assert locale._("Update hotline on this machine.") == "请在本机升级 hotline。"
    assert locale._("never translated") == "never translated"
    assert locale._("") == ""
    with pytest.raises(ValueError):
        set_language("tlh")
    assert language() == "zh_CN"


@pytest.mark.parametrize(
    ("name", "tongue"),
    [
        ("zh_CN.UTF-8", "zh_CN"),
        ("zh-Hans-CN", "zh_CN"),
        ("ZH", "zh_CN"),
        ("中文", "zh_CN"),
        ("en_GB.UTF-8@x", "en"),
        ("C", "en"),
        ("fr_FR", None),
        ("enx", None),
        ("", None),
    ],
)
def test_names_of_languages(name: str, tongue: str | None) -> None:
    assert match_language(name) == tongue


def test_the_catalogue_is_read_only_when_a_sentence_needs_it() -> None:
    program = (
        "from pathlib import Path\nfrom hotline_tui import locale\nopened = []\nreal = Path.open\n"
        "Path.open = lambda self, *a, **k: opened.append(self.name) or real(self, *a, **k)\n"
        "locale.set_language('zh_CN')\nassert not opened\nlocale._('x')\nlocale._('y')\nprint(opened)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "['hotline.mo']"


def test_errors_are_said_with_words_and_times_of_the_field() -> None:
    since = datetime(2026, 11, 22, 6, 23, tzinfo=UTC)
    error = Conflict("{who} has it since {since}: {state}", who="李\x1b[31m娜", since=since, state=TicketState.WORKING)
    set_language("en")
    assert translate_error(error, zone=CHINA) == "李[31m娜 has it since Nov 22 2026 14:23: in work"
    now = since.timestamp() + 600
    assert translate_error(error, zone=CHINA, now=now) == "李[31m娜 has it since 14:23: in work"
    set_language("zh_CN")
    assert translate_error(error, zone=CHINA) == "李[31m娜 has it since 2026-11-22 14:23: 处理中"
    nested = Refused("No: {why}", why=Invalid("Update hotline on this machine."), list=["甲", "乙"])
    assert translate_error(nested) == "No: 请在本机升级 hotline。"


def test_a_sentence_whose_places_do_not_fit_is_still_said() -> None:
    assert sentence("Wait {minutes:02d} min", {"minutes": 3}) == "Wait 03 min"
    said = sentence("Broken {place} {", {"who": "李娜"})
    assert "Broken" in said and "李娜" in said
    assert "{0}" in sentence("By position {0}", {"a": 1})
    assert sentence("No {braces}", None) == "No {braces}"


def test_days_and_numbers() -> None:
    now = datetime(2026, 11, 22, 14, 23, tzinfo=CHINA).timestamp()
    set_language("zh_CN")
    assert dates.moment(now - 3600, CHINA, now) == "13:23"
    assert dates.moment(now - 86_400, CHINA, now) == "昨日 14:23"
    assert dates.moment(now - 10 * 86_400, CHINA, now) == "11-12 14:23"
    assert dates.date(now, CHINA) == "2026-11-22"
    assert dates.iso_day("2027-03-01") == "2027-03-01"
    assert dates.duration(93_600) == "1 天 2 小时"
    assert dates.clock_time(now, CHINA, seconds=True) == "14:23:00"
    set_language("en")
    assert dates.moment(now - 86_400, CHINA, now) == "yesterday 14:23"
    assert dates.date(now, CHINA) == "Nov 22 2026"
    assert dates.iso_day("2027-03-01") == "Mar 1 2027"
    assert dates.iso_day("2027-99-01") == "2027-99-01"
    assert dates.iso_day("soon") == "soon"
    assert [dates.duration(s) for s in (0, 12, 65, 2040, 3900, 86_400)] == [
        "0 s",
        "12 s",
        "1 min 5 s",
        "34 min",
        "1 h 5 min",
        "1 d",
    ]
    assert (dates.number(12345.6, 1), dates.percent(0.864)) == ("12,345.6", "86%")


def test_midnight_is_the_end_of_a_day_for_deadlines_only() -> None:
    set_language("en")
    now = datetime(2026, 11, 22, 14, 23, tzinfo=CHINA).timestamp()
    midnight = datetime(2026, 11, 23, tzinfo=CHINA).timestamp()
    assert dates.day_and_time(midnight, now, CHINA) == "today 24:00"
    assert dates.day_and_time(midnight, now, CHINA, deadline=False) == "tomorrow 00:00"
    assert dates.next_midnight(now, CHINA) == midnight


def test_what_the_system_says_is_said_in_the_language_in_use_and_names_are_not() -> None:
    words = "{file} can't be read: {why}."
    set_language("zh_CN")
    for number in (errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ENOSPC, errno.EROFS):
        said = sentence(words, {"file": "a.csv", "why": os.strerror(number)})
        assert not re.search("[A-Za-z]", said.replace("a.csv", "")), said
    for text in ('a = "', "a = ", "[a", "a 1", "= 1", "a = [1"):
        with pytest.raises(tomllib.TOMLDecodeError) as caught:
            tomllib.loads(text)
        why = str(caught.value).partition(" (at ")[0]
        assert why not in sentence("{why}", {"why": why}), why
    assert sentence("{who}", {"who": "Customer"}) == "Customer"
