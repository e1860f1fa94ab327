"""The pinned versions, resolved: which policy, with the contract's own lines, and which calendars a thing is judged
by."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hotline_tui.domain.calendar import Calendar
from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.policy import Policy, Target
from hotline_tui.domain.policy_text import overrides_text, parse_overrides
from hotline_tui.domain.sla_facts import Pin


@dataclass(frozen=True, slots=True, eq=False)
class Ruling:
    """A pin resolved. `targets` by milestone; `calendars` by name."""

    pin: Pin
    policy: Policy | None
    targets: Mapping[str, tuple[Target, ...]]
    calendars: Mapping[str, Calendar]

    def calendar_of(self, target: Target) -> Calendar:
        """The calendar a target counts in. Raises `Invalid` when the pin lacks it."""
        name = target.calendar or (self.policy.calendar if self.policy else "")
        try:
            return self.calendars[name]
        except KeyError as error:
            raise Invalid(N_("Calendar “{calendar}” is not there."), calendar=name) from error


class Rules:
    """Policy and calendar versions by key. `Pin`s are resolved once and remembered: make one `Rules` and keep it."""

    def __init__(self, policies: Mapping[str, Policy], calendars: Mapping[str, Calendar]) -> None:
        self.policies, self.calendars = policies, calendars
        self._known: dict[Pin, Ruling] = {}

    def ruling(self, pin: Pin) -> Ruling:
        """Resolve a pin. Raises `Invalid` when a version is not there."""
        found = self._known.get(pin)
        if found is None:
            found = self._known[pin] = self._resolve(pin)
        return found

    def _resolve(self, pin: Pin) -> Ruling:
        if not pin.policy:
            return Ruling(pin, None, {}, {})
        try:
            policy = self.policies[pin.policy]
            calendars = {name: self.calendars[key] for name, key in pin.calendars}
        except KeyError as error:
            raise Invalid(N_("Version {key} of a policy or calendar is not there."), key=str(error.args[0])) from error
        own = parse_overrides(json.loads(pin.overrides)) if pin.overrides else ()
        policy = policy.with_overrides(own, pin.calendar)
        targets: dict[str, tuple[Target, ...]] = {}
        for target in policy.targets:
            targets[target.milestone] = (*targets.get(target.milestone, ()), target)
        return Ruling(pin, policy, targets, calendars)


def make_pin(
    policy: Policy, calendars: Mapping[str, Calendar], overrides: Sequence[object] = (), calendar: str = ""
) -> Pin:
    """Pin what is in force: the policy, the calendars by name (those it uses are taken), and the contract's own lines.

    Raises `Invalid` when a calendar is missing or an override is faulty.
    """
    own = parse_overrides(overrides) if overrides else ()
    names = policy.with_overrides(own, calendar).calendars
    try:
        versions = tuple((name, calendars[name].sha256) for name in names)
    except KeyError as error:
        raise Invalid(N_("Calendar “{calendar}” is not there."), calendar=str(error.args[0])) from error
    return Pin(policy.sha256, versions, overrides_text(overrides), calendar)
