"""What stands in the triage form: one frozen value, its draft as JSON, what is missing, the command it makes. Pure."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from hotline_tui.domain.errors import N_
from hotline_tui.domain.text import clean
from hotline_tui.domain.triage import Answers, Assessment, QuestionId, WordingSet, assess, from_dict, to_dict
from hotline_tui.domain.words import FaultKind, Level

if TYPE_CHECKING:
    from hotline_tui.domain.board import CallRow, ContractRow, CustomerCard, ScreenPop
    from hotline_tui.domain.commands import NewContact

NEW_TICKET = "ticket:new"
"""Draft key of a ticket that is opened without a call."""

_ASKS = {
    QuestionId.WORKS: N_("Answer what still works."),
    QuestionId.AFFECTS: N_("Answer who is affected."),
    QuestionId.KEY_POINT: N_("Answer whether a key business point is hit."),
}


@dataclass(frozen=True, slots=True)
class Missing:
    """What the form still needs: the name of the field, and the sentence that says so (msgid)."""

    field: str
    msgid: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What the operator has put into the form; all of it outlives everything as a draft."""

    customer: int | None = None
    contact: int | None = None
    contract: int | None = None
    asset: int | None = None
    organisation: str = ""
    person: str = ""
    phone: str = ""
    region: str = ""
    text: str = ""
    kind: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    level: str = ""
    reason: str = ""
    article: int | None = None
    act: str = ""
    """The id under which a ticket without a call is saved: whoever finds the draft after a crash asks for it."""

    def to_json(self) -> str:
        """The draft's fields."""
        return json.dumps({**asdict(self), "answers": dict(self.answers)}, ensure_ascii=False)


def typed_from_json(text: str) -> Typed | None:
    """The inverse of `Typed.to_json`; None for what is no such draft. Unknown fields are left out."""
    try:
        kept = json.loads(text)
    except ValueError:
        return None
    if not isinstance(kept, dict):
        return None
    answers = kept.get("answers")
    answers = {str(k): str(v) for k, v in answers.items()} if isinstance(answers, dict) else {}

    def words(name: str, lines: bool = False) -> str:
        value = kept.get(name)
        return clean(value, lines=lines) if isinstance(value, str) else ""

    def number(name: str) -> int | None:
        value = kept.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    return Typed(
        customer=number("customer"), contact=number("contact"), contract=number("contract"), asset=number("asset"),
        organisation=words("organisation"), person=words("person"), phone=words("phone"), region=words("region"),
        text=words("text", True), kind=words("kind") if words("kind") in list(FaultKind) else "",
        answers=tuple(to_dict(from_dict(answers)).items()),
        level=words("level") if words("level") in list(Level) else "", reason=words("reason"),
        article=number("article"), act=words("act"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """The form on one call, or on none. `card` is the chosen customer's, None for an unknown one."""

    call: CallRow | None = None
    source_text: str = ""
    """Full text of a mail or form."""
    pop: ScreenPop | None = None
    card: CustomerCard | None = None
    choosing: bool = False
    """Several contacts match the number: one is to be chosen first."""
    somebody_else: bool = False
    """The caller is nobody of this customer's contacts."""
    typed: Typed = field(default_factory=Typed)

    @property
    def pop_contact(self) -> int | None:
        """The contact that the caller's number gave; None: the person is asked for."""
        return self.contact_id if self.pop is not None and self.pop.contact_id == self.contact_id else None

    @property
    def key(self) -> str:
        """The draft's key."""
        return NEW_TICKET if self.call is None else f"call:{self.call.id}"

    @property
    def contract(self) -> ContractRow | None:
        """The chosen contract; else the customer's first one in warranty, else the first."""
        rows = self.card.contracts if self.card else ()
        chosen = next((row for row in rows if row.id == self.typed.contract), None)
        return chosen or next((row for row in rows if row.in_warranty), rows[0] if rows else None)

    @property
    def asset_id(self) -> int | None:
        """The chosen system; the only one when there is no choice."""
        rows = self.card.assets if self.card else ()
        if len(rows) == 1 and self.typed.asset is None:
            return rows[0].id
        return self.typed.asset if any(row.id == self.typed.asset for row in rows) else None

    @property
    def contact_id(self) -> int | None:
        """The chosen contact of this customer."""
        rows = self.card.contacts if self.card else ()
        return self.typed.contact if any(row.id == self.typed.contact for row in rows) else None

    @property
    def wording(self) -> WordingSet:
        """Which P1–P4 wording the contract's policy uses."""
        contract = self.contract
        return WordingSet.E if contract is not None and contract.wording == WordingSet.E else WordingSet.AC

    @property
    def kind(self) -> FaultKind | None:
        """The fault kind, once it is chosen."""
        return FaultKind(self.typed.kind) if self.typed.kind else None

    @property
    def answers(self) -> Answers:
        """The answers, as far as this wording asks for them."""
        given = from_dict(dict(self.typed.answers))
        if self.wording is WordingSet.AC:
            return replace(given, key_point=None)
        return replace(given, install=None)

    @property
    def assessment(self) -> Assessment:
        """The level that follows, with its reason."""
        return assess(self.answers, self.wording)

    @property
    def level(self) -> Level | None:
        """The level a ticket would get now."""
        return Level(self.typed.level) if self.typed.level else self.assessment.level

    def missing(self) -> tuple[Missing, ...]:
        """What must still be filled in before the form can be saved, in the form's order (IN-4, TR-1)."""
        found: list[Missing] = []
        if self.choosing:
            found.append(Missing("matches", N_("Choose who is calling.")))
        elif self.card is None and not self.typed.organisation.strip():
            found.append(Missing("organisation", N_("Say which customer it is: F8 finds one, or type a new one.")))
        asked = self.call is not None and not self.choosing and self.contact_id is None
        if asked and self.card is not None and self.card.contacts and not self.somebody_else:
            found.append(Missing("contact", N_("Choose who is calling.")))
        elif asked:
            if not self.typed.person.strip():
                found.append(Missing("person", N_("Write down who is calling.")))
            if not self.typed.phone.strip():
                found.append(Missing("phone", N_("Write down the number to call back.")))
        if not self.typed.text.strip():
            found.append(Missing("text", N_("Write down what is wrong.")))
        if self.kind is None:
            found.append(Missing("kind", N_("Choose the kind of fault.")))
        found += [Missing(asked.value, _ASKS[asked]) for asked in self.assessment.missing if asked in _ASKS]
        return tuple(found)

    def new_contact(self) -> NewContact | None:
        """The person (and organisation) to be put into the customer file, if there is one."""
        if self.contact_id is not None:
            return None
        name, phone = clean(self.typed.person), clean(self.typed.phone)
        organisation = "" if self.card else clean(self.typed.organisation)
        if not (name or organisation):
            return None
        from hotline_tui.domain.commands import NewContact

        return NewContact(name=name, phone=phone, organisation=organisation, region=self.typed.region)

    def command_fields(self) -> dict[str, Any]:
        """The fields of `OpenTicket`. Incomplete ones serve the preview only."""
        wanted = Level(self.typed.level) if self.typed.level else None
        contract = self.contract
        return {
            "call": self.call.id if self.call else None,
            "customer": self.card.id if self.card else None,
            "contact": self.contact_id,
            "new_contact": self.new_contact(),
            "contract": contract.id if contract else None,
            "asset": self.asset_id,
            "summary": clean(self.typed.text, lines=True),
            "fault_kind": self.kind or FaultKind.OPERATION,
            "answers": self.answers,
            "level": wanted,
            "reason": self.typed.reason if wanted else "",
            "article": self.typed.article,
        }


def form_for_call(pop: ScreenPop) -> Form:
    """The form as claiming a call fills it: nothing is asked for that the database knows (console.md rules 3, 4)."""
    many = pop.card is None and len(pop.matches) > 1
    text = clean(pop.text or pop.call.text, lines=True)
    typed = Typed(
        customer=pop.card.id if pop.card else None,
        contact=pop.contact_id,
        person=clean(pop.call.name),
        phone=clean(pop.call.number),
        text=text,
    )
    return Form(call=pop.call, source_text=text, pop=pop, card=pop.card, choosing=many, typed=typed)


def with_card(form: Form, card: CustomerCard, contact: int | None) -> Form:
    """The same form for this customer; what belonged to another one (contract, system, contact) goes."""
    typed = form.typed
    if typed.customer != card.id:
        typed = replace(typed, customer=card.id, contract=None, asset=None, contact=contact)
    elif contact is not None:
        typed = replace(typed, contact=contact)
    return replace(form, card=card, choosing=False, typed=replace(typed, organisation=""))


def without_card(form: Form) -> Form:
    """A customer who is not in the file."""
    typed = replace(form.typed, customer=None, contact=None, contract=None, asset=None)
    return replace(form, card=None, choosing=False, typed=typed)
