"""Playbooks and seed articles (TR-3, TR-4): what ships is complete, what is broken is told with its line."""

from __future__ import annotations

import pytest

from hotline_tui.domain.errors import Invalid
from hotline_tui.domain.playbook import by_kind, parse_articles, parse_playbook
from hotline_tui.domain.skills import Skill
from hotline_tui.domain.toml_lines import Faulty, line_of, load_toml
from hotline_tui.domain.words import FaultKind
from hotline_tui.resources import data_root

FILES = sorted((data_root() / "playbooks").glob("*.toml"))
SHIPPED = {file.stem: parse_playbook(file.read_text(encoding="utf-8"), file.name) for file in FILES}
ARTICLES = parse_articles((data_root() / "demo" / "articles.toml").read_text(encoding="utf-8"), "articles.toml")

GOOD = """fault_kind = "line"
source = "D 6"

[title]
zh = "线路"
en = "Line"

[[prevention]]
zh = "图纸"
en = "Drawings"

[[response]]
zh = "查"
en = "Look"

[[response]]
zh = "修"
en = "Repair"
"""


def has_cjk(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def test_a_playbook_ships_for_every_fault_kind_under_its_name() -> None:
    assert {name: book.kind.value for name, book in SHIPPED.items()} == {k.value: k.value for k in FaultKind}
    assert set(by_kind(SHIPPED.values())) == set(FaultKind)


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_shipped_playbooks_are_whole_in_both_languages(name) -> None:
    book = SHIPPED[name]
    assert len(book.prevention) >= 3 and len(book.response) >= 5 and book.source
    for both in (book.title, *book.prevention, *book.response):
        assert has_cjk(both.zh) and not has_cjk(both.en)
    assert len({both.zh for both in book.response}) == len(book.response)


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("hardware", "备品备件"),
        ("hardware", "原厂配件"),
        ("hardware", "备用机"),
        ("software", "补丁"),
        ("software", "测试部门"),
        ("configuration", "答复时间"),
        ("configuration", "配置备份"),
        ("operation", "备份恢复"),
        ("line", "竣工图纸"),
        ("line", "线路施工"),
        ("virus", "专杀工具"),
        ("virus", "备份恢复系统"),
    ],
)
def test_the_facts_of_the_documents_are_in(name, fact) -> None:
    book = SHIPPED[name]
    assert any(fact in both.zh for both in (*book.prevention, *book.response))


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('fault_kind = "line"', 'fault_kind = "lime"', 1, "lime"),
        ('fault_kind = "line"', "", 1, "fault_kind"),
        ('en = "Line"', "", 4, "title.en"),
        ('zh = "修"', 'zh = "  "', 17, "response.2.zh"),
        ('zh = "修"', "zh = 3", 17, "response.2.zh"),
        ('en = "Look"', 'end = "Look"', 14, "end"),
        ('source = "D 6"', 'sauce = "D 6"', 2, "sauce"),
        ('en = "Drawings"', 'en = "Drawings', 10, "not valid TOML"),
        ("[[prevention]]", "[[protection]]", 8, "protection"),
        ('zh = "图纸"', f'zh = "{"长" * 2001}"', 9, "2000"),
    ],
)
def test_what_is_broken_is_told_with_its_line(old, new, line, said) -> None:
    assert old in GOOD
    with pytest.raises(Faulty) as caught:
        parse_playbook(GOOD.replace(old, new), "line.toml")
    fault = caught.value.faults[0]
    assert fault.line == line
    assert said in fault.msgid.format(**fault.params)
    assert "line.toml" in str(caught.value) and str(line) in str(caught.value)


def test_two_playbooks_for_one_kind_are_refused() -> None:
    book = parse_playbook(GOOD, "a")
    with pytest.raises(Invalid, match="line"):
        by_kind([book, book])


def test_lines_are_found_past_comments_long_strings_and_lists() -> None:
    text = (
        '# c\na = """\n[not.a.table]\nb = 1\n"""\nc = [\n  1,\n  # d = 2\n]\n[t]\n'
        'd = 3 # e = 4\n[[t.x]]\ny = "[["\n[[t.x]]\ny = 5\n'
    )
    data, lines = load_toml(text, "x")
    assert data["t"] == {"d": 3, "x": [{"y": "[["}, {"y": 5}]}
    want = {("a",): 2, ("c",): 6, ("t", "d"): 11, ("t", "x", 0, "y"): 13, ("t", "x", 1): 14, ("t", "x", 1, "y"): 15}
    assert {path: line_of(lines, path) for path in want} == want
    assert ("b",) not in lines and line_of(lines, ("t", "x", 1, "missing")) == 14


# ---- articles ----------------------------------------------------------------------------------------------------


def test_seed_articles_cover_kinds_and_products() -> None:
    assert len(ARTICLES) >= 40
    assert {a.kind for a in ARTICLES} == set(FaultKind)
    products = {a.product for a in ARTICLES}
    assert set(Skill) == products


def test_seed_articles_are_whole_in_both_languages() -> None:
    for article in ARTICLES:
        for both in (article.title, article.symptom, article.cause, article.solution):
            assert has_cjk(both.zh) and not has_cjk(both.en), article.code
        assert len(article.solution.zh) >= 20
    assert len({a.title.zh for a in ARTICLES}) == len(ARTICLES)


def test_an_article_that_stands_twice_is_refused() -> None:
    one = """[[article]]
code = "KB1"
fault_kind = "line"
product = "cabling"
title = {zh = "一", en = "1"}
symptom = {zh = "一", en = "1"}
cause = {zh = "一", en = "1"}
solution = {zh = "一", en = "1"}
"""
    assert parse_articles(one, "x")[0].title.zh == "一"
    with pytest.raises(Faulty) as caught:
        parse_articles(one + one, "x")
    assert caught.value.faults[0].line == 10
