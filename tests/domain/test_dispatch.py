"""Who fits a job, and why (FS-1, FS-2); the status of an engineer; how long a status may last."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline_tui.domain.attention import LIMITS, Attention, attention
from hotline_tui.domain.dispatch import (
    BLOCKS,
    Candidate,
    EngineerInfo,
    Job,
    OpenVisit,
    Travel,
    engineer_state,
    forecast,
    rank,
)
from hotline_tui.domain.skills import Skill, needed_skills, product_skills
from hotline_tui.domain.words import EngineerState, FaultKind, Level, Tier, VisitState
from hotline_tui.resources import data_root

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
E = EngineerState


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def somebody(number: int = 1, **changes) -> EngineerInfo:
    base = EngineerInfo(
        id=number,
        name=f"工程师{number}",
        state=E.AVAILABLE,
        skills={"cctv": 2},
        region="城区",
        on_shift_until=at(480),
    )
    return replace(base, **changes)


JOB = Job(skills=("cctv",), region="城区", customer=7, level=Level.P2, due=at(60))


def only(engineer: EngineerInfo, job: Job = JOB, travel: Travel | None = None) -> Candidate:
    return rank(job, [engineer], NOW, travel)[0]


def said(candidate: Candidate) -> str:
    return " | ".join(f"{r.sign}{r.msgid.format(**dict(r.params))}" for r in candidate.reasons)


def test_the_one_who_fits_has_only_good_reasons() -> None:
    one = only(somebody(served=frozenset({7})))
    assert one.fits and one.late_s == 0 and one.eta == at(30)
    assert {r.sign for r in one.reasons} == {"+"}
    for words in (
        "Skill: cctv",
        "In the region 城区",
        "Free now",
        "30 min to spare",
        "On shift until",
        "helped this cust",
    ):
        assert words in said(one)


def test_much_time_to_spare_is_said_in_hours() -> None:
    assert "3 h to spare" in said(only(somebody(), replace(JOB, due=at(30 + 3 * 60 + 20))))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"state": E.OFF_DUTY, "on_shift_until": None}, "Off duty"),
        ({"state": E.BREAK}, "On a break"),
        ({"skills": {"software": 3}}, "Lacks the skill cctv"),
        ({"skills": {"cctv": 0}}, "Lacks the skill cctv"),
        ({"complained_by": frozenset({7})}, "complained"),
        ({"on_shift_until": at(30)}, "before arrival"),
    ],
)
def test_who_does_not_fit_comes_last_and_it_is_said_why(changes, why) -> None:
    fit, unfit = somebody(1, state=E.ON_SITE, free_at=at(300), region="外县", jobs=5), somebody(2, **changes)
    ranking = rank(replace(JOB, due=None), [unfit, fit], NOW)
    assert [c.engineer for c in ranking] == [1, 2]
    assert ranking[0].fits and not ranking[1].fits
    assert ranking[1].reasons[0].sign == BLOCKS and why in said(ranking[1])


@pytest.mark.parametrize(
    "worse",
    [
        {"region": "外县"},
        {"jobs": 2},
        {"state": E.ON_SITE},
        {"skills": {"cctv": 1}},
        {"tier": Tier.RND},
        {"reserved_at": at(60)},
        {"on_shift_until": at(60)},
    ],
)
def test_all_else_equal_each_of_these_ranks_behind(worse) -> None:
    ranking = rank(JOB, [somebody(1, **worse), somebody(2)], NOW)
    assert [c.engineer for c in ranking] == [2, 1]
    assert ranking[1].fits
    assert any(r.sign == "-" for r in ranking[1].reasons) or worse == {"skills": {"cctv": 1}}


def test_a_customer_known_from_before_ranks_ahead() -> None:
    ranking = rank(JOB, [somebody(1), somebody(2, served=frozenset({7}))], NOW)
    assert [c.engineer for c in ranking] == [2, 1]


def test_a_higher_tier_is_kept_free_except_for_p1_and_a_lower_one_never_fits() -> None:
    senior, junior = somebody(1, tier=Tier.CENTRE), somebody(2)
    assert rank(JOB, [senior, junior], NOW)[0].engineer == 2
    assert rank(replace(JOB, level=Level.P1), [senior, junior], NOW)[0].engineer == 1
    needed = rank(replace(JOB, tier=Tier.CENTRE), [junior, senior], NOW)
    assert needed[0].engineer == 1 and not needed[1].fits and "needs: centre" in said(needed[1])


def test_a_reservation_in_the_way_rules_out_ordinary_jobs_only() -> None:
    booked = somebody(reserved_at=at(60))
    assert not only(booked, replace(JOB, level=Level.P3)).fits
    assert only(booked, replace(JOB, level=Level.P1)).fits
    assert "Reserved" not in said(only(somebody(reserved_at=at(300)), JOB))


def test_a_busy_one_is_there_when_free_and_travelled() -> None:
    assert only(somebody(state=E.ON_SITE, free_at=at(20))).eta == at(50)
    assert only(somebody(state=E.ON_SITE)).eta == at(90)
    assert only(somebody(state=E.ON_SITE, free_at=at(-20))).eta == at(30)


def test_travel_goes_from_where_the_engineer_is_and_both_ways() -> None:
    travel = Travel(within=20, between=100, pairs={("城区", "开发区"): 40})
    assert only(somebody(region="开发区"), JOB, travel).eta == at(40)
    assert only(somebody(region="开发区", place="城区"), JOB, travel).eta == at(20)
    assert only(somebody(region="外县"), JOB, travel).eta == at(100)
    assert only(somebody(region="外县"), replace(JOB, region=""), travel).eta == at(20)


def test_a_forecast_miss_is_counted_in_seconds_and_said_in_minutes() -> None:
    late = only(somebody(), replace(JOB, due=at(18)))
    assert late.late_s == 720 and late.fits
    assert "Misses the target by 12 min" in said(late)
    assert forecast(at(10), at(4)) == 360
    assert forecast(at(4), at(10)) == forecast(None, at(1)) == forecast(at(1), None) == forecast(NOW, NOW) == 0


def test_remote_work_needs_no_road_and_a_planned_visit_is_on_its_day() -> None:
    assert only(somebody(region="外县"), replace(JOB, remote=True)).eta == at(5)
    planned = at(24 * 60)
    assert only(somebody(on_shift_until=None), replace(JOB, planned=planned, due=None)).eta == planned


def test_any_fitting_skill_will_do_the_first_is_the_best() -> None:
    job = replace(JOB, skills=("security", "desktop"))
    ranking = rank(job, [somebody(1, skills={"desktop": 2}), somebody(2, skills={"security": 2})], NOW)
    assert [c.engineer for c in ranking] == [2, 1] and all(c.fits for c in ranking)


ENGINEERS = st.builds(
    somebody,
    st.integers(1, 9),
    state=st.sampled_from(list(E)),
    skills=st.dictionaries(st.sampled_from(["cctv", "network"]), st.integers(1, 3)),
    region=st.sampled_from(["城区", "外县", ""]),
    jobs=st.integers(0, 5),
    tier=st.sampled_from(list(Tier)),
    on_shift_until=st.one_of(st.none(), st.integers(-60, 600).map(at)),
    reserved_at=st.one_of(st.none(), st.integers(0, 600).map(at)),
)


@given(st.lists(ENGINEERS, max_size=8, unique_by=lambda e: e.id))
@settings(max_examples=60, deadline=None)
def test_the_ranking_keeps_everybody_and_does_not_depend_on_the_order(engineers) -> None:
    ranking = rank(JOB, engineers, NOW)
    assert {c.engineer for c in ranking} == {e.id for e in engineers}
    assert rank(JOB, engineers[::-1], NOW) == ranking
    flags = [c.fits for c in ranking]
    assert flags == sorted(flags, reverse=True)
    for c in ranking:
        assert c.fits == all(r.sign != BLOCKS for r in c.reasons)
        assert c.eta >= NOW


# ---- status ------------------------------------------------------------------------------------------------------

V = VisitState


@pytest.mark.parametrize(
    ("on_shift", "by_hand", "visits", "expected"),
    [
        (True, "", [], E.AVAILABLE),
        (False, "", [], E.OFF_DUTY),
        (False, "available", [], E.AVAILABLE),
        (True, "off_duty", [], E.OFF_DUTY),
        (True, "break", [V.RESERVED], E.BREAK),
        (True, "", [V.RESERVED], E.RESERVED),
        (False, "", [V.RESERVED], E.OFF_DUTY),
        (True, "", [V.RESERVED, V.ASSIGNED], E.ASSIGNED),
        (True, "", [V.ASSIGNED, V.ACCEPTED], E.ACCEPTED),
        (False, "", [V.ASSIGNED], E.ASSIGNED),
        (True, "break", [V.ASSIGNED], E.BREAK),
        (True, "break", [V.EN_ROUTE], E.EN_ROUTE),
        (False, "off_duty", [V.ON_SITE], E.ON_SITE),
        (True, "", [V.EN_ROUTE, V.ASSIGNED, V.ON_SITE], E.ON_SITE),
        (True, "", [V.DONE, V.CALLED_OFF, V.DECLINED, V.BLOCKED, V.NO_SHOW, V.PROPOSED], E.AVAILABLE),
    ],
)
def test_an_engineers_status_follows_from_roster_hand_and_visits(on_shift, by_hand, visits, expected) -> None:
    assert engineer_state(on_shift, by_hand, [OpenVisit(v) for v in visits]) == expected
    assert engineer_state(on_shift, by_hand, [OpenVisit(v) for v in visits[::-1]]) == expected


def test_accepted_remote_work_is_being_worked_on() -> None:
    assert engineer_state(True, "", [OpenVisit(V.ACCEPTED, remote=True)]) == E.REMOTE
    both = [OpenVisit(V.ACCEPTED, remote=True), OpenVisit(V.ACCEPTED)]
    assert engineer_state(True, "", both) == E.ACCEPTED


# ---- attention ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "seconds", "expected"),
    [
        ("assigned", 239, Attention.NONE),
        ("assigned", 240, Attention.WARN),
        ("assigned", 480, Attention.ALERT),
        ("available", 10**6, Attention.NONE),
        ("break", 45 * 60, Attention.WARN),
        ("a new state", 10**6, Attention.NONE),
    ],
)
def test_a_status_that_lasts_too_long_asks_for_a_look(state, seconds, expected) -> None:
    assert attention(state, seconds) == expected


def test_a_desk_may_set_its_own_limits_and_the_shipped_ones_are_sane() -> None:
    assert attention("assigned", 61, {"assigned": (60, 120)}) == Attention.WARN
    assert all(0 < warn < alert for warn, alert in LIMITS.values())
    assert set(LIMITS) <= {*VisitState, *EngineerState}


# ---- skills ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("product", "first"),
    [
        ("视频监控 NVR-128", "cctv"),
        ("Core switch S7706", "network"),
        ("HIS 数据库 Oracle 19c", "database"),
        ("数据库审计系统", "security"),
        ("数字化校园 V3.2", "software"),
        ("下一代防火墙 USG6635", "security"),
        ("会议系统 HY-30", "conferencing"),
        ("机房服务器 R740", "server"),
        ("综合布线 Cat6A", "cabling"),
        ("VPN网关", "security"),
        ("kids groups clips", ""),
        ("", ""),
    ],
)
def test_a_products_name_tells_the_skill(product, first) -> None:
    assert (product_skills(product) or ("",))[0] == first


def test_line_and_virus_faults_need_their_own_people_others_those_of_the_product() -> None:
    assert needed_skills(FaultKind.LINE, "交换机") == ("cabling", "network")
    assert needed_skills(FaultKind.VIRUS, "服务器") == ("security", "desktop")
    assert needed_skills(FaultKind.HARDWARE, "交换机") == ("network",)
    assert needed_skills(FaultKind.OPERATION) == () == needed_skills(None)
    assert needed_skills(FaultKind.SOFTWARE) == ("software",)


def test_every_skill_that_can_be_asked_for_or_had_is_known() -> None:
    company = tomllib.loads((data_root() / "demo" / "company.toml").read_text(encoding="utf-8"))
    had = {skill for row in company["engineers"]["rows"] for skill in row[6]}
    products = [system[0] for row in company["customers"]["rows"] for system in row[7]]
    asked = {s for kind in FaultKind for product in ("", *products) for s in needed_skills(kind, product)}
    assert asked | had <= set(Skill)
    assert asked <= had, "somebody in the demo can do whatever is asked for"
