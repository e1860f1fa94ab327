"""Names, numbers and texts of measured desks: made from parts, the same in every run."""

from __future__ import annotations

LINES = ("松江", "浦东", "徐汇", "杨浦", "闵行", "宝山", "嘉定", "青浦")
PLACES = ("北京", "上海", "重庆", "成都", "长沙", "厦门", "哈尔滨", "兰州", "昆明", "南京")
KINDS = ("第一中学", "实验小学", "人民医院", "图书馆", "开发银行", "税务局", "水务集团", "职业学院", "大学", "研究所")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗"
GIVEN = "芳强敏静磊洋艳勇杰娟涛明超霞平刚桂英华丽"
PARTS = ("打印机", "服务器", "交换机", "监控", "考勤", "数据库", "网站", "邮箱", "会议系统", "门禁", "无线网", "存储")
TROUBLES = (
    *("无法登录", "卡纸", "黑屏", "报错", "很慢", "断线", "不能启动", "端口不通", "中毒", "配置丢失", "漏水", "异响"),
)
MORE = ("", "，急", "，影响上课", "，三楼", "，用户要求今天到场", "，重启无效 E-4107", "，VPN 也不通")


def customer_name(number: int) -> str:
    """The customer's name; each number has its own."""
    return f"{PLACES[number % 10]}市{PLACES[number // 10 % 10]}{KINDS[number // 40 % 10]}{number}"


def person_name(number: int) -> str:
    """Surname and one or two characters."""
    return SURNAMES[number % 20] + GIVEN[number // 20 % 20] + ("" if number % 3 else GIVEN[number // 400 % 20])


def phone_number(number: int) -> str:
    """E.164, each its own."""
    return f"+86138{number * 7 % 100_000_000:08d}"


def summaries() -> list[str]:
    """What callers report."""
    return [f"{part}{trouble}{more}" for part in PARTS for trouble in TROUBLES for more in MORE]
