"""Figures of the store: board reads, search, and what history costs (claims: bench_claims.py).

    python tests/bench/bench_store.py                     500 and 10,000 open, none and 1,000,000 closed (minutes)
    python tests/bench/bench_store.py --closed 100000     a quicker look

Ratios within one run are to be compared, not figures across runs: the machine's speed wanders.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import and_, func, select, text, tuple_

from hotline_tui.store import search
from hotline_tui.store.engine import Store, open_store
from hotline_tui.store.tables import Call, Clock, Customer, Ticket, table_of
from hotline_tui.store.types import to_text

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
CUSTOMERS = 400
PARTS = ("打印机", "服务器", "交换机", "监控", "考勤", "数据库", "网站", "邮箱", "会议系统", "门禁", "无线网", "存储")
TROUBLES = (
    "无法登录",
    "卡纸",
    "黑屏",
    "报错",
    "很慢",
    "断线",
    "不能启动",
    "端口不通",
    "中毒",
    "配置丢失",
    "漏水",
    "异响",
)
LEVELS = ("P1", "P2", "P3", "P3", "P4", "P4")
PLACES = ("北京", "上海", "重庆", "成都", "长沙", "厦门", "哈尔滨", "兰州", "昆明", "南京")
KINDS = ("第一中学", "实验小学", "人民医院", "图书馆", "开发银行", "税务局", "水务集团", "职业学院", "大学", "研究所")


def figures(name: str, samples: list[float], unit: float = 1e3, word: str = "ms") -> None:
    samples.sort()
    p99 = samples[min(len(samples) - 1, int(len(samples) * 0.99))]
    middle = statistics.median(samples)
    print(
        f"  {name:<58} median {middle * unit:8.3f}  p99 {p99 * unit:8.3f}  max {samples[-1] * unit:8.3f} {word}",
        flush=True,
    )


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def customer_name(number: int) -> str:
    return f"{PLACES[number % 10]}市{PLACES[number // 10 % 10]}{KINDS[number // 40 % 10]}{number}"


def make(path: Path, opened: int, closed: int) -> Store:
    """A desk with that many tickets. Texts are drawn from many combinations; tokens are made as the services do."""
    store = open_store(str(path), create=True, durable=False, statement_s=3_600)
    with store.write() as conn:
        raw = conn.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        names = [customer_name(number) for number in range(1, CUSTOMERS + 1)]
        raw.execute("INSERT INTO desk (id, code, name, timezone) VALUES (1, 'a', 'A', 'Asia/Shanghai')")
        raw.execute("INSERT INTO operator (id, login, name, desk_id) VALUES (1, 'o1', 'o1', 1)")
        raw.executemany(
            "INSERT INTO customer (id, code, name, search) VALUES (?, ?, ?, ?)",
            [(n, f"C{n}", name, search.document(f"C{n}", names=[name])) for n, name in enumerate(names, 1)],
        )
        _tickets(raw, names, opened, closed)
        _clocks(raw, opened, closed)
    return store


def _tickets(raw: sqlite3.Connection, names: list[str], opened: int, closed: int) -> None:
    dice = random.Random(7)
    briefs = [search.document(names=[name], brief=True) for name in names]
    texts = [f"{p}{t}{more}" for p in PARTS for t in TROUBLES for more in ("", "，急", "，影响上课", "，三楼")]
    choices = [(summary, search.document(summary)) for summary in texts]

    def row(number: int, state: str) -> tuple[object, ...]:
        summary, tokens = dice.choice(choices)
        customer = dice.randrange(CUSTOMERS)
        day = f"2026{number // 9999 % 12 + 1:02d}{number // 120000 % 28 + 1:02d}"
        words = f"t{day} {number:04d} {tokens} {briefs[customer]}"
        at = to_text(NOW - timedelta(minutes=dice.randrange(1, 60_000)))
        return number, f"T{day}-{number:04d}", customer + 1, dice.choice(LEVELS), summary, words, state, at, at

    insert = (
        "INSERT INTO ticket (id, number, desk_id, customer_id, level, summary, search, state, received_at, opened_at)"
        " VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?)"
    )
    raw.executemany(insert, (row(n, "closed") for n in range(1, closed + 1)))
    raw.executemany(insert, (row(closed + n, "working") for n in range(1, opened + 1)))


def _clocks(raw: sqlite3.Connection, opened: int, closed: int) -> None:
    """Two met ones for a closed ticket; one met and one that leads for an open one."""
    dice = random.Random(8)
    insert = (
        "INSERT INTO clock (thing_kind, thing_id, desk_id, key, milestone, level, state, lead, due)"
        " VALUES ('ticket', ?, 1, ?, ?, 'P2', ?, ?, ?)"
    )
    done, both = to_text(NOW - timedelta(days=9)), ("respond", "restore")
    raw.executemany(insert, ((n, key, key, "met", 0, done) for n in range(1, closed + 1) for key in both))
    for n in range(closed + 1, closed + opened + 1):
        due = to_text(NOW + timedelta(seconds=dice.randrange(-7_200, 90_000)))
        raw.execute(insert, (n, "restore", "restore", "running", 1, due))
        raw.execute(insert, (n, "respond", "respond", "met", 0, due))


clock, ticket, customer, call = table_of(Clock), table_of(Ticket), table_of(Customer), table_of(Call)
LEADING = and_(clock.c.open, clock.c.lead, clock.c.desk_id == 1)
PAGE = (
    select(
        *(clock.c.id, clock.c.due, clock.c.milestone, clock.c.state, clock.c.t50, clock.c.t75, clock.c.t90),
        *(ticket.c.id, ticket.c.number, ticket.c.level, ticket.c.summary, ticket.c.state, ticket.c.version),
        customer.c.name,
    )
    .join_from(clock, ticket, and_(clock.c.thing_kind == "ticket", ticket.c.id == clock.c.thing_id))
    .join(customer, customer.c.id == ticket.c.customer_id)
    .where(LEADING)
    .order_by(clock.c.due, clock.c.id)
    .limit(200)
)
BREACHED = select(func.count()).select_from(clock).where(LEADING, clock.c.due < NOW)
SOON = (
    select(func.count())
    .select_from(clock)
    .where(LEADING, clock.c.due >= NOW, clock.c.due < NOW + timedelta(minutes=30))
)
WAITING = select(call.c.id, call.c.entered_at).where(call.c.open, call.c.desk_id == 1).order_by(
    call.c.live.desc(), call.c.is_contract.desc(), call.c.entered_at, call.c.id
).limit(200)  # fmt: skip


def board(store: Store) -> None:
    """What a board costs: 200 rows by key with ticket and customer, the next page, and the counts of the state line."""

    def first() -> object:
        with store.read() as conn:
            return conn.execute(PAGE).all()

    def whole() -> None:
        with store.read() as conn:
            conn.execute(PAGE).all()
            conn.execute(WAITING).all()
            conn.scalar(BREACHED)
            conn.scalar(SOON)

    rows = first()
    after = PAGE.where(tuple_(clock.c.due, clock.c.id) > tuple_(rows[-1].due, rows[-1][0]))  # type: ignore[index]

    def following() -> None:
        with store.read() as conn:
            conn.execute(after).all()

    def counts() -> None:
        with store.read() as conn:
            conn.scalar(BREACHED)
            conn.scalar(SOON)

    for name, act in (
        ("first page of 200 with ticket and customer", first),
        ("next page", following),
        ("counts: breached, due within 30 min", counts),
        ("all of it in one read", whole),
    ):
        figures(name, [timed(act) for _ in range(300)])


def searches(store: Store) -> None:
    """Words, two characters, one character, initials, rare and common, together and alone."""
    dice = random.Random(3)
    asked = [
        *(part + trouble for part in PARTS for trouble in TROUBLES[:4]),
        *PARTS,
        *("机", "网", "端口", "中毒", "急", "不通 急"),
        *(
            "bj",
            "cq",
            "cssdyzx",
            "nj",
            "heb",
            "重庆 打印机",
            "cssdyzx 服务器",
            "nosuchword",
            "没有",
            "打印机 中毒 漏水",
        ),
        *(customer_name(dice.randrange(CUSTOMERS)) for _ in range(30)),
        *(f"{dice.randrange(9_999):04d}" for _ in range(20)),
        *("t2026", "T20260101-0001", "b", "c 1", "北京市上海", "卡纸 黑屏", "服务器 北京", "很慢 上海 大学"),
    ]
    tickets, customers = [], []
    with store.read(within_s=600) as conn:
        for _ in range(4):
            for query in asked:
                tickets.append((timed(lambda q=query: search.find_tickets(conn, q, limit=50)), query))  # type: ignore[misc]
                customers.append(timed(lambda q=query: search.find_customers(conn, q)))  # type: ignore[misc]
    figures(f"find a ticket ({len(asked)} queries, 4 times)", [took for took, _ in tickets])
    worst = {query: took for took, query in sorted(tickets)}
    print("    slowest:", ", ".join(f"{q!r} {t * 1e3:.1f}" for q, t in sorted(worst.items(), key=lambda x: -x[1])[:5]))
    figures("find a customer", customers)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--open", type=int, nargs="*", default=[500, 10_000])
    options.add_argument("--closed", type=int, nargs="*", default=[0, 1_000_000])
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        took = timed(lambda: open_store(str(folder / "new.db"), create=True).close())
        print(f"make an empty desk: {took * 1e3:.1f} ms")
        for closed in asked.closed:
            for opened in asked.open:
                path = folder / f"{opened}-{closed}.db"
                began = time.perf_counter()
                store = make(path, opened, closed)
                made = time.perf_counter() - began
                print(f"{opened:,} open, {closed:,} closed: made in {made:.0f} s, {path.stat().st_size / 1e6:,.0f} MB")
                board(store)
                searches(store)
                with store.read() as conn:
                    assert conn.scalar(text("SELECT count(*) FROM ticket WHERE open")) == opened
                store.close()
                path.unlink()


if __name__ == "__main__":
    main()
