"""Finding by words, characters and pinyin; hostile queries find nothing and break nothing."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session as Orm

from hotline_tui.store import search
from hotline_tui.store.engine import Store
from hotline_tui.store.tables import Article, Customer

from .conftest import NOW, sql, ticket

BOTH_ENGINES = True
NAMES = {11: "重庆市第一中学", 12: "北京大学附属医院", 13: "中国银行上海分行", 14: "Acme GmbH", 15: "北京第二实验小学"}
PROBLEMS = {
    21: ("打印机卡纸", "open"),
    22: ("财务服务器无法登录 ORA-12541", "open"),
    23: ("打印机不出纸", "closed"),
    24: ("监控画面黑屏", "closed"),
    25: ("打印机驱动报错", "working"),
}


@pytest.fixture
def filled(store: Store) -> Store:
    with store.write() as conn, Orm(conn, join_transaction_mode="rollback_only") as orm:
        for number, name in NAMES.items():
            words = search.document(f"C{number}", names=[name], phones=["+86138000056" + str(number)])
            orm.add(Customer(id=number, code=f"N{number}", name=name, search=words))
        orm.flush()
        for number, (summary, state) in PROBLEMS.items():
            words = search.document(f"T20261122-{number:04d}", summary, names=[NAMES[number - 10]], brief=True)
            orm.add(ticket(number, summary=summary, state=state, customer_id=number - 10, search=words))
        orm.add(Article(code="K1", title="x", created_at=NOW, search=search.document("打印机卡纸怎么办")))
        orm.flush()
        orm.expunge_all()
    return store


def customers(store: Store, query: str) -> list[int]:
    with store.read() as conn:
        return search.find_customers(conn, query)


def tickets(store: Store, query: str, **more: object) -> list[int]:
    with store.read() as conn:
        return search.find_tickets(conn, query, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("北京大学", [12]),
        ("北京", [12, 15]),
        ("京", [12, 15]),
        ("bjdx", [12]),
        ("bj", [12, 15]),
        ("BEIJINGDAXUE", [12]),
        ("ｂｊｄｘ", [12]),
        ("cqsdyzx", [11]),
        ("chongqing", [11]),
        ("dyzx", [11]),
        ("zgyh", [13]),
        ("acme", [14]),
        ("acm gm", [14]),
        ("0014", []),
        ("5614", [14]),
        ("13800005614", [14]),
        ("北京 医院", [12]),
        ("院医", []),
        ("", []),
        ("   ", []),
        ("％", []),
    ],
)
def test_customers(filled: Store, query: str, found: list[int]) -> None:
    assert sorted(customers(filled, query)) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("打印机", [25, 21, 23]),
        ("打印", [25, 21, 23]),
        ("卡", [21]),
        ("卡纸", [21]),
        ("纸", [21, 23]),
        ("ora", [22]),
        ("12541", [22]),
        ("T20261122-0023", [23]),
        ("t20261122-0023", [23]),
        ("0023", [23]),
        ("服务器 bjdx", [22]),
        ("打印机 acme", []),
    ],
)
def test_tickets_open_ones_first(filled: Store, query: str, found: list[int]) -> None:
    assert tickets(filled, query) == found


def test_bounded_and_open_only(filled: Store) -> None:
    assert tickets(filled, "打印机", limit=2) == [25, 21]
    assert tickets(filled, "打印机", closed=False) == [25, 21]


def test_the_index_follows_the_rows(filled: Store) -> None:
    sql(filled, "UPDATE ticket SET state = 'closed' WHERE id = 25")
    assert tickets(filled, "打印机") == [21, 25, 23]
    assert tickets(filled, "打印机", closed=False) == [21]
    sql(filled, "UPDATE ticket SET state = 'open' WHERE id = 23")
    assert tickets(filled, "打印机") == [23, 21, 25]
    sql(filled, "UPDATE ticket SET search = :words WHERE id = 23", words=search.document("电话不通"))
    assert tickets(filled, "打印机") == [21, 25]
    assert tickets(filled, "电话") == [23]
    sql(filled, "UPDATE ticket SET search = :words, state = 'closed' WHERE id = 23", words=search.document("打印机"))
    assert tickets(filled, "打印机") == [21, 25, 23]
    assert tickets(filled, "电话") == []
    if filled.target:
        return
    with filled.write() as conn:
        for index in ("ticket_open_fts", "ticket_done_fts", "customer_fts"):
            conn.exec_driver_sql(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")


def test_articles(filled: Store) -> None:
    with filled.read() as conn:
        assert search.find_articles(conn, "卡纸") == [1]


def test_a_name_that_begins_so_comes_first(filled: Store) -> None:
    sql(
        filled,
        "UPDATE customer SET name = '上海北京大学校友会', search = :w WHERE id = 15",
        w=search.document("北京大学"),
    )
    assert customers(filled, "北京大学") == [12, 15]


def test_initials_of_the_whole_name_come_before_those_from_its_middle(filled: Store) -> None:
    for place, name in ((12, "上海北京大学校友会"), (15, "北京大学附属第一医院及分院")):
        words = search.document(name, names=[name])
        sql(
            filled,
            "UPDATE customer SET name = :n, short_name = '', search = :w WHERE id = :i",
            n=name,
            w=words,
            i=place,
        )
    for letters in ("bjdx", "BJ", "beijing"):
        assert customers(filled, letters) == [15, 12], letters


HOSTILE = [
    "'",
    '"',
    '" OR 1=1 --',
    "a* AND b",
    "NEAR(a b)",
    "rowid:1",
    "{a} : b",
    "-a",
    "^a",
    "\x00",
    "\udcff",
    "(((",
    "a:*",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_syntax(filled: Store, query: str) -> None:
    assert customers(filled, query) == [] or query in ("a:*", "-a", "^a", "a* AND b")
    tickets(filled, query)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.text(max_size=40))
def test_any_query_is_answered(filled: Store, query: str) -> None:
    customers(filled, query)
    tickets(filled, query)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.text(st.characters(categories=["Lu", "Ll", "Lo", "Nd"]) | st.sampled_from("打印机北京 -"), max_size=20))
def test_a_text_is_found_by_itself(store: Store, words: str) -> None:
    sql(store, "UPDATE ticket SET search = :words WHERE id = 1", words=search.document(words))
    if search.wanted(words):
        assert tickets(store, words) == [1]


@given(st.text(max_size=60))
def test_normal_text_is_stable(words: str) -> None:
    kept = search.document(words)
    assert search.document(kept).split() == list(dict.fromkeys(search.document(kept).split()))
    assert all(token == search.normal(token) or not token.isascii() for token in kept.split())
    assert "  " not in kept
    assert all(char.isalnum() or char == " " for char in kept)


def test_a_megabyte_is_bounded() -> None:
    assert len(search.document("打印机ab12 " * 100_000).split()) <= search.MAX_TOKENS
    assert len(search.document("".join(map(chr, range(0x4E00, 0x9000)))).split()) <= search.MAX_TOKENS
    asked = search.wanted("打印机" * 100_000)
    assert len(asked.exact) + len(asked.begins) <= search.MAX_QUERY_TOKENS
