"""What the shift lead does to the roster: plan, put, cancel, swap, absences, the pattern (FS-7, OR-1)."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual.screen import Screen
from textual.widget import Widget

from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.standing import LEADING, LOOKING_ON
from hotline_tui.domain.text import plain
from hotline_tui.locale import _
from hotline_tui.locale.dates import clock_time, day_and_time
from hotline_tui.locale.duty_paper import ABSENCES
from hotline_tui.ui.console import console
from hotline_tui.ui.roster_week import DAYS, Item, WeekRow, away, busy, crews, midnight

from .pick import Choice, PickScreen
from .roster_dialogs import DaysScreen, PatternScreen, SpanScreen

if TYPE_CHECKING:
    from hotline_tui.domain.board.duty import RosterView
    from hotline_tui.domain.commands import Command
    from hotline_tui.ui.widgets.rows import RowList

T = TypeVar("T")
Work = Callable[[], Coroutine[Any, Any, None]]


class RosterActs:
    """Mixed into the roster's screen."""

    view: RosterView | None
    list: RowList[WeekRow]
    first: date
    day: int
    swapping: int | None = None
    """The entry that is to be swapped with another one."""

    @property
    def item(self) -> Item | None:
        """What stands under the cursor."""
        raise NotImplementedError

    # ---- who may

    def _lead(self, work: Work) -> None:
        """Begin, where the shift lead sits here; else say whose act it is, and who of them is on duty."""
        widget = cast("Widget", self)
        app = console(widget)
        me = app.me
        if me is None or me.read_only:
            app.say_error(Refused(LOOKING_ON))
        elif not LEADING.met_by(me.roles):
            app.ask(widget.app, "who_may", lambda desk, now: (LEADING, desk.colleagues(now=now)))
        elif self.view is not None:
            app.run_handler(work())

    def _do(self, kind: type[Command], **fields: Any) -> None:
        widget = cast("Widget", self)
        app = console(widget)
        app.do(app.make(kind, **fields), widget)

    async def _dialog(self, screen: Screen[T]) -> T | None:
        return cast("T | None", await cast("Widget", self).app.push_screen_wait(screen))

    def _whole(self) -> RosterView:
        if self.view is None:
            raise Refused(N_("The roster is still being read."))
        return self.view

    def _times(self) -> tuple[float, float]:
        """The stretch under the cursor: what stands there, else the shift of that day, else the day."""
        row, item = self.list.selected, self.item
        if item is not None:
            return item.starts, item.ends
        span = row.spans[self.day] if row is not None else None
        if span is not None:
            return span
        zone = console(cast("Widget", self)).zone
        start = midnight(self.first + timedelta(days=self.day), zone)
        return start.timestamp(), (start + timedelta(days=1)).timestamp()

    # ---- acts by key

    def action_choose(self) -> None:
        """Enter: fill what is empty, change what stands there, end an absence."""
        item = self.item
        if item is not None and item.absence is not None:
            self._lead(self._cancel)
        else:
            self._lead(lambda: self._put(item if item is not None and item.duty is not None else None))

    def action_put(self) -> None:
        """Somebody more."""
        self._lead(lambda: self._put(None))

    def action_cancel(self) -> None:
        """Off the roster."""
        self._lead(self._cancel)

    def action_swap(self) -> None:
        """Mark one, then the other."""
        self._lead(self._swap)

    def action_absence(self) -> None:
        """Somebody is away."""
        self._lead(self._absence)

    def action_plan(self) -> None:
        """Crews in turn."""
        self._lead(self._plan)

    def action_pattern(self) -> None:
        """Another pattern."""
        self._lead(self._pattern)

    # ---- people and posts

    async def _person(self, title: str, starts: float, ends: float, but: Item | None = None) -> Choice | None:
        duty = but.duty if but is not None else None
        choices = list(self._people(starts, ends, duty.id if duty is not None else None))
        return await self._dialog(PickScreen(title, choices, at=duty.operator_id if duty is not None else None))

    def _people(self, starts: float, ends: float, but: int | None) -> Iterator[Choice]:
        """Everybody, with what speaks against them then."""
        view, zone = self._whole(), console(cast("Widget", self)).zone
        for number, name in view.people:
            gone, there = away(view, number, starts, ends), busy(view, number, starts, ends, but)
            note = ""
            if gone is not None:
                note = _("away: {kind}").format(kind=_(ABSENCES[gone.kind]) if gone.kind in ABSENCES else gone.kind)
            elif there is not None:
                hours = f"{clock_time(there.starts, zone)}-{clock_time(there.ends, zone)}"
                note = _("fills {post} {hours}").format(post=plain(there.post) or "–", hours=hours)
            yield Choice(number, name, note, warns=bool(note))

    async def _post(self) -> Choice | None:
        row, view = self.list.selected, self._whole()
        names = dict(view.posts)
        if row is not None and row.post is not None and row.post in names:
            return Choice(row.post, names[row.post])
        return await self._dialog(PickScreen(_("Which post?"), [Choice(number, name) for number, name in view.posts]))

    # ---- acts

    async def _put(self, item: Item | None) -> None:
        from hotline_tui.domain import commands as c

        starts, ends = self._times()
        post = await self._post()
        who = await self._person(_("Who fills it?"), starts, ends, item) if post is not None else None
        if post is None or who is None:
            return
        old = item.duty if item is not None else None
        app = console(cast("Widget", self))
        other = old is not None and old.operator_id != who.id
        begun = old is not None and other and old.starts <= app.now() < old.ends
        title = _("Change a stretch of duty") if old is not None else _("Put on duty")
        about = f"{who.name}  {post.name}"
        if old is not None and other:
            about = "  ".join((about, _("for {who}").format(who=old.name)))
        found = await self._dialog(SpanScreen(title, about, app.now() if begun else starts, ends))
        if found is None:
            return
        fields = {"post": post.id, "operator": who.id, "starts_at": found.starts, "ends_at": found.ends}
        self._do(c.PutDuty, entry=old.id if old is not None else None, **fields, note=found.note)

    async def _cancel(self) -> None:
        from hotline_tui.domain import commands as c
        from hotline_tui.ui.widgets.confirm import Confirm

        from .reason import ReasonScreen

        item = self.item
        if item is not None and item.absence is not None:
            question = _("{who} is there after all?").format(who=plain(item.name))
            if await self._dialog(Confirm(question)):
                self._do(c.CancelAbsence, absence=item.absence.id)
            return
        if item is None or item.duty is None:
            raise Refused(N_("Nobody is planned here."))
        common = (_("Is ill."), _("Planned by mistake."), _("Not needed."))
        title = _("Cancel the duty of {who}").format(who=plain(item.name))
        reason = await self._dialog(ReasonScreen(title, self._said_of(item), common=common))
        if reason:
            self._do(c.CancelDuty, entry=item.duty.id, reason=reason)

    def _said_of(self, item: Item) -> str:
        app = console(cast("Widget", self))
        post = plain(item.duty.post) if item.duty is not None else ""
        start = day_and_time(item.starts, app.now(), app.zone, deadline=False)
        return f"{plain(item.name)}  {post}  {start} – {clock_time(item.ends, app.zone)}"

    async def _swap(self) -> None:
        from hotline_tui.domain import commands as c

        from .reason import ReasonScreen

        item = self.item
        if item is None or item.duty is None:
            raise Refused(N_("Nobody is planned here."))
        first, second = self.swapping, item.duty.id
        if first is None or first == second:
            self.swapping, self._first_said = (None, "") if first == second else (second, self._said_of(item))
            self._show_swap()
            return
        about = "\n".join((self._first_said, self._said_of(item)))
        common = (_("Both agree."), _("By order of the shift lead."))
        reason = await self._dialog(ReasonScreen(_("Swap two stretches of duty"), about, common=common))
        self.swapping = None
        self._show_swap()
        if reason:
            self._do(c.SwapDuty, first=first, second=second, reason=reason)

    _first_said = ""

    def _show_swap(self) -> None:
        raise NotImplementedError

    async def _absence(self) -> None:
        from hotline_tui.domain import commands as c

        app, item = console(cast("Widget", self)), self.item
        starts, ends = self._times()
        who = await self._person(_("Who is away?"), starts, ends, item)
        if who is None:
            return
        kinds = [(kind, _(words)) for kind, words in ABSENCES.items()]
        begins = max(starts, app.now()) if ends > app.now() else starts
        found = await self._dialog(SpanScreen(_("Absence"), who.name, begins, ends, kinds=kinds))
        if found is not None:
            span = {"starts_at": found.starts, "ends_at": found.ends}
            self._do(c.PutAbsence, operator=who.id, absence=found.kind or "leave", note=found.note, **span)

    async def _plan(self) -> None:
        from hotline_tui.domain import commands as c

        from .crews import CrewsScreen

        view = self._whole()
        posts = [number for number, _name in view.posts]
        planned = [number for number in posts if any(row.post_id == number for row in view.rows)]
        made = await self._dialog(CrewsScreen(view, planned or posts[:1], crews(view, planned)))
        if made is None:
            return
        found = await self._dialog(DaysScreen(len(made.crews), self._chosen_day()))
        if found is not None:
            span = {"from_day": found.first, "days": found.days, "every": found.every}
            self._do(c.PlanShifts, crews=made.crews, first=made.first, **span)

    async def _pattern(self) -> None:
        from hotline_tui.domain import commands as c

        view = self._whole()
        found = await self._dialog(PatternScreen(view.pattern, self._shifts(view), self._chosen_day()))
        if found is not None:
            self._do(c.SetPattern, pattern=found.pattern, shifts=found.shifts, from_day=found.first)

    def _chosen_day(self) -> date:
        """The day under the cursor, today at the earliest."""
        app = console(cast("Widget", self))
        day = self.first + timedelta(days=min(max(self.day, 0), DAYS - 1))
        return max(day, datetime.fromtimestamp(app.now(), app.zone).date())

    def _shifts(self, view: RosterView) -> Sequence[tuple[str, str]]:
        """(name, HH:MM) of the shifts that begin on the chosen day."""
        zone, day = console(cast("Widget", self)).zone, self.first + timedelta(days=max(self.day, 0))
        begun = [(name, datetime.fromtimestamp(start, zone)) for name, start, _end in view.shifts]
        return [(_(plain(name)), f"{here:%H:%M}") for name, here in begun if here.date() == day]
