"""Likely duplicates: the same fault in other words is found, another fault is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline_tui.domain.similar import MAX_CHARS, THRESHOLD, duplicates, similarity

SAME = [
    ("无法登录", "登录不了"),
    ("无法登录", "登不上去"),
    ("登录不了", "登不上去"),
    ("教务系统无法登录", "教务系统登不上去了"),
    ("教务系统无法登录", "老师反映教务系统登录不了,提示密码错误"),
    ("三号楼摄像头没有图像", "3号楼摄像机黑屏"),
    ("服务器死机", "服务器蓝屏重启"),
    ("核心交换机故障全校断网", "全校断网,核心交换机指示灯不亮"),
    ("数据库连接失败", "数据库连不上"),
    ("会议室没有声音", "视频会议没声音"),
    ("ＶＰＮ连接失败", "vpn连不上"),
    ("cannot log in to the portal", "portal login fails"),
    ("The camera at gate 3 is slow", "gate 3 cameras slow"),
]
OTHER = [
    ("教务系统无法登录", "打印机无法打印"),
    ("无法登录", "无法打印"),
    ("会议室没有声音", "服务器硬盘告警"),
    ("防火墙策略不生效", "一卡通消费机不能刷卡"),
    ("机房空调漏水", "统一门户打开缓慢"),
    ("printer out of paper", "portal login fails"),
    ("录播教室无法录制", "光纤断了"),
    ("的了吗", "请你们"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_the_same_fault_in_other_words(a, b) -> None:
    assert similarity(a, b) >= THRESHOLD
    assert duplicates(a, [(1, "机房空调漏水"), (2, b)])[0][0] == 2


@pytest.mark.parametrize(("a", "b"), OTHER)
def test_another_fault(a, b) -> None:
    assert similarity(a, b) < THRESHOLD
    assert duplicates(a, [(1, b)]) == ()


TEXT = st.text(alphabet="登录不了无法系统abc 1,。¬()*[", max_size=30)


@given(TEXT, TEXT)
@settings(max_examples=200, deadline=None)
def test_alike_is_symmetrical_and_bounded(a, b) -> None:
    score = similarity(a, b)
    assert 0.0 <= score <= 1.0
    assert score == pytest.approx(similarity(b, a), abs=0.02)


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_text_is_like_itself_or_says_nothing(text) -> None:
    assert similarity(text, text) in (0.0, 1.0)


def test_nothing_is_like_nothing() -> None:
    assert similarity("", "") == 0.0
    assert duplicates("  ,。", [(1, "  ,。")]) == ()


def test_best_first_at_most_so_many_ties_by_id() -> None:
    candidates = [(9, "教务系统登录不了"), (3, "教务系统登录不了"), (4, "教务系统无法登录 老师"), (5, "别的事情")]
    found = duplicates("教务系统无法登录", candidates)
    assert [key for key, _ in found] == [3, 9, 4]
    assert duplicates("教务系统无法登录", candidates, limit=1) == found[:1]


def test_among_ten_thousand_the_right_one_is_found() -> None:
    other = ["打印机卡纸", "会议室没有声音", "摄像头黑屏", "光纤中断需要熔接", "数据库表空间不足"]
    many = [(i, f"{i}号 {other[i % 5]}") for i in range(9999)] + [(77777, "教务系统登不上去")]
    assert duplicates("教务系统无法登录", many)[0][0] == 77777


def test_no_more_than_ten_thousand_are_looked_at() -> None:
    def endless():
        yield from ((i, "打印机卡纸") for i in range(10_000))
        raise AssertionError("looked too far")

    assert duplicates("教务系统无法登录", endless()) == ()


def test_of_a_megabyte_in_one_field_no_more_than_the_beginning_is_compared() -> None:
    ours, theirs = "不" * 1_000_000, "登不" * 500_000
    assert similarity(ours, theirs) == similarity(ours[:MAX_CHARS], theirs[:MAX_CHARS])
    assert similarity("打印机卡纸" + " " * MAX_CHARS + ours, "打印机卡纸" + " " * MAX_CHARS + theirs) == 1.0
