"""Finding customers and tickets as the console does, with 10,000 open and 1,000,000 closed tickets.

    python tests/bench/bench_find.py                    (makes the desk once, a minute or two)
    python tests/bench/bench_find.py --closed 100000

Asked are words, pairs of characters, single characters, initials, numbers, what is everywhere and what is nowhere;
words also half typed. Times are processor time of the thread (`--wall`: what passes).
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import limits
from big_desk import CUSTOMERS, desk
from big_desk_texts import LINES, PARTS, TROUBLES, customer_name, person_name, phone_number
from figures import line, middle, p99, timed

from hotline_tui.domain.similar import duplicates
from hotline_tui.services.desk import Desk
from hotline_tui.store.engine import open_store

TARGET_MS = 30.0
ALIKE_MS = 20.0
"""Duplicates are looked for while somebody types."""


def queries() -> Iterator[str]:
    """What operators type; half typed words too."""
    dice = random.Random(3)
    for part in PARTS:
        yield part
        yield part + dice.choice(TROUBLES)
        yield f"{dice.choice(TROUBLES)} {part}"
    yield from (
        "机",
        "网",
        "端口",
        "中毒",
        "急",
        "不通 急",
        "重启无效",
        "vpn",
        "VPN 也不通",
        "E-4107",
        "4107",
        "用户要求",
    )
    for _ in range(25):
        n = dice.randrange(1, CUSTOMERS)
        yield from (
            customer_name(n),
            customer_name(n)[:5],
            person_name(2 * n),
            phone_number(2 * n),
            phone_number(n)[-4:],
        )
    for word in ("bjsdyzx", "cqsrmyy", "hebdx", "shkfyh", "cssyxx"):
        yield from (word[:length] for length in range(1, len(word) + 1))
    yield from (
        "beijing",
        "chongqing",
        "C17",
        "c1",
        "nosuchword",
        "没有",
        "打印机 中毒 漏水",
        "北京市上海",
        "卡纸 黑屏",
    )
    yield from (
        "服务器 北京",
        "很慢 上海 大学",
        "t2026",
        "T20260101-0001",
        "b",
        "c 1",
        "0042",
        "17",
        "2026",
        "T",
        *LINES,
    )


def alike(times: int) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """A long description and 200 to compare it with, each time others: what was compared before is remembered."""
    duplicates("热身", [(1, "热身")])
    for n in range(times):
        faults = "教务系统无法登录 打印机 服务器死机 摄像头黑屏 会议室没有声音"
        others = [(i, f"{n}第{i}号楼 {faults} {i * 7919}" * 4) for i in range(200)]
        yield f"{n} 教务系统登录不了，很多老师反映" * 8, others


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--open", type=int, default=10_000)
    options.add_argument("--closed", type=int, default=1_000_000)
    options.add_argument("--runs", type=int, default=4)
    options.add_argument("--wall", action="store_true")
    asked = options.parse_args()
    clock = time.perf_counter if asked.wall else time.thread_time
    met = True
    with open_store(str(desk(asked.open, asked.closed))) as store:
        console = Desk(store)
        console.sign_on(operator=1, desk=None, now=datetime.now(UTC))
        ways: tuple[tuple[str, Callable[[str], object]], ...] = (
            ("find a customer", console.find_customers),
            ("find a ticket", console.find_tickets),
            ("find an open ticket", lambda text: console.find_tickets(text, open_only=True)),
            ("a ticket by number", console.ticket_by_number),
        )
        words = list(queries())
        for name, way in ways:
            way("warm")
            taken = [(timed(lambda: way(word), clock), word) for _ in range(asked.runs) for word in words]  # noqa: B023
            times = [one for one, _ in taken]
            slow = dict(sorted((word, one) for one, word in taken))
            worst = sorted(slow.items(), key=lambda pair: -pair[1])[:4]
            more = f"median {middle(times) * 1e3:.2f}; slowest " + ", ".join(f"{w!r} {t * 1e3:.0f}" for w, t in worst)
            met &= line(f"{name}, {len(words)} queries, p99", p99(times) * 1e3, TARGET_MS, "ms", more)
        console.sign_off(now=datetime.now(UTC))
    times = [timed(lambda: duplicates(mine, others), clock) for mine, others in alike(asked.runs * 10)]  # noqa: B023
    more = f"median {middle(times) * 1e3:.2f}"
    met &= line("likely duplicates among 200, p99", p99(times) * 1e3, ALIKE_MS, "ms", more)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(limits.run(main, minutes=15))
