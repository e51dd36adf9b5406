"""The page of a case, as its teller or as staff see it, with the same actions as the commands.

Phone and identity numbers are masked; showing them is an action that leaves a trace. What was told for one case
stays on the page of that case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework import commands as c
from casework import events as e
from casework import joining
from casework.catalogue import Catalogue
from casework.lifecycle import ALLOWED
from casework.model import Case, Consent, Membership, Status
from casework.numbers import number
from casework.permits import LEADERS, sees
from conversations import fields, twice
from conversations.effects import Button, Rows, Say, T, t
from conversations.notice import service_name
from conversations.notices import verdicts
from conversations.places import Places
from conversations.screens import place_name, status_text
from conversations.talk import Story

ACTIONS: Mapping[str, type] = {
    "claim": c.Claim, "ask": c.Ask, "reply": c.Reply, "resolve": c.Resolve, "note": c.Note, "assign": c.Assign,
    "reveal": c.Reveal, "merge": joining.Merge, "split": joining.Split, "unmerge": joining.Unmerge,
}  # fmt: skip
"""What staff can do from the page of a case, in the order of its buttons."""


@dataclass(frozen=True)
class Page:
    """A case with all that happened to it, and who looks at it."""

    case: Case
    history: tuple[tuple[e.Event, datetime], ...]
    viewer: int
    memberships: tuple[Membership, ...]
    files: int = 0

    @property
    def staff(self) -> bool:
        return any(sees(m, self.case) for m in self.memberships)


def case_page(page: Page, catalogue: Catalogue, places: Places, now: datetime) -> Say:
    """The page of a case, as its teller or as staff see it."""
    return _staff_page(page, catalogue, places, now) if page.staff else _teller_page(page, places)


def _staff_page(page: Page, catalogue: Catalogue, places: Places, now: datetime) -> Say:
    case = page.case
    facts = (
        _told("staff.who", T(f"who.{case.intake.get('who', 'self')}")),
        *_if(case.intake.get("sufferer"), "staff.sufferer"),
        *_consent(case),
        *_if(case.intake.get("place"), "staff.place"),
        _told("staff.phone", fields.masked(case.intake.get("phone")) or t("staff.no_phone")),
        _told("staff.owner", _owner(page)),
        *((t("twice.others", n=case.others),) if case.others else ()),
        _told("staff.party", T(f"party.{case.party}")),
        *((_told("staff.secret", t("staff.secret_value")),) if case.intake.get("secret") == "secret" else ()),
    )
    text = t(
        "staff.case", mark=T(f"mark.{case.urgency}"), number=number(case.id), service=service_name(case),
        status=status_text(case, staff=True), urgency=T(f"urgency.{case.urgency}"), village=place_name(case, places),
        due=case.due_at, late=t("case.late") if case.due_at < now else "", story=_story(case.intake.get("story")),
        facts=facts, latest=_latest(page),
    )  # fmt: skip
    return Say(text, _staff_buttons(page), case=case.id)


def _told(key: str, value: object) -> T:
    return T(key, {"value": value})


def _if(value: Any, key: str) -> tuple[T, ...]:
    return (_told(key, str(value)),) if value else ()


def _consent(case: Case) -> tuple[T, ...]:
    """The consent of the person who suffers, once somebody else has told us; silence counts as not asked."""
    if case.intake.get("who", "self") == "self":
        return ()
    return (_told("staff.consent", T(f"consent.{case.intake.get('consent', Consent.NOT_ASKED)}")),)


def _owner(page: Page) -> T:
    if page.case.owner is None:
        return t("staff.nobody")
    return t("staff.you") if page.case.owner == page.viewer else t("staff.colleague")


def _story(raw: Any) -> T | str:
    return fields.told(Story.load(raw)) if raw else "–"


def _latest(page: Page) -> tuple[T, ...]:
    return tuple(_event(event, at) for event, at in page.history[-4:])


def _event(event: e.Event, at: datetime) -> T:
    words: Any = ""
    match event:
        case e.Asked():
            words = event.question
        case e.Answered():
            words = _answer(event.answer)
        case e.Added():
            words = _story(event.story)
        case e.Replied() | e.Noted():
            words = event.text
        case e.Resolved():
            words = event.result
        case e.Confirmed() | e.Reopened():
            words = event.words
        case e.Withdrawn():
            words = T(f"withdraw.why.{event.words}")
        case joining.Joined():
            words = _story(event.story)
        case joining.Merged() | joining.Unmerged() | joining.Absorbed() | joining.Released():
            words = twice.other_number(event)
        case joining.Divided() | joining.SplitOff():
            words = twice.other_number(event)
        case e.Escalated():
            words = T(f"level.{event.level}")
    return t("case.event", at=at, what=T(f"event.{event.kind}"), words=t("case.words", words=words) if words else "")


def _answer(raw: Any) -> T | str:
    kind, value = raw["kind"], raw["value"]
    return _story(value) if kind in ("story", "photos", "voice") else fields.shown(kind, value, Places({}, {}))


def _staff_buttons(page: Page) -> Rows:
    roles = {m.role for m in page.memberships if sees(m, page.case)}
    able = [a for a, command in ACTIONS.items() if page.case.status in ALLOWED[command] and _useful(a, page, roles)]
    buttons = [Button(T(f"act.{a}"), f"c:{a}:{page.case.id}") for a in able]
    buttons += [Button(t("act.files", count=page.files), f"c:files:{page.case.id}")] if page.files else []
    buttons += [Button(T(f"act.{more}"), f"c:{more}:{page.case.id}") for more in ("history", "receipt")]
    rows = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    return (*rows, (Button(T("act.queue"), "s:queue:"),))


def _useful(action: str, page: Page, roles: set[Any]) -> bool:
    if action == "claim":
        return page.case.owner is None
    if action == "assign":
        return bool(roles & LEADERS)
    if action == "unmerge":
        return page.case.merged_into is not None
    return action != "reveal" or bool(numbers_of(page))


def _teller_page(page: Page, places: Places) -> Say:
    case = page.case
    latest = tuple(_event(x, at) for x, at in page.history if not isinstance(x, _HIDDEN))[-4:]
    text = t(
        "teller.case", who=_if(case.intake.get("sufferer"), "teller.who"), number=number(case.id),
        service=service_name(case), status=T(f"status.{case.status}"),
        due=t("teller.due", due=case.due_at) if case.status is not Status.CLOSED else "",
        story=_story(case.intake.get("story")), latest=latest,
    )  # fmt: skip
    return Say(text, _teller_buttons(case), case=case.id)


_HIDDEN = (e.Noted, e.Revealed, e.Assigned, e.HandedOver, e.Reminded, e.Escalated, e.Rung, *twice.OF_OTHERS)
"""What a teller is not shown: the office's own business."""


def _teller_buttons(case: Case) -> Rows:
    def row(key: str) -> tuple[Button, ...]:
        return (Button(T(f"case.{key}"), f"c:{key}:{case.id}"),)

    asking = (row("agreed"), row("declined")) if case.intake.get("consent") == Consent.NOT_ASKED else ()
    match case.status:
        case Status.CLOSED:
            return (row("reopen"),)
        case Status.RESOLVED:
            return verdicts(case)
        case Status.WAITING:
            return (row("answer"), *asking, row("withdraw"))
        case _:
            return (*asking, row("add"), (*row("receipt"), *row("withdraw")))


def history(page: Page) -> Say:
    """Everything that happened to a case, oldest first; to its teller without the office's own business."""
    shown = [(x, at) for x, at in page.history if page.staff or not isinstance(x, _HIDDEN)]
    lines = tuple(_event(x, at) for x, at in shown[-25:])
    return Say(t("case.history", number=number(page.case.id), lines=lines), case=page.case.id)


def phone(page: Page) -> Say:
    """The numbers that cards mask: whom to call, NIK, KK. That somebody has looked is an event already."""
    if not page.staff:
        return Say(t("refused.unknown_case"))
    lines = tuple(t("staff.number", kind=T(f"field.{kind}.name"), value=value) for kind, value in numbers_of(page))
    return Say(t("staff.numbers", number=number(page.case.id), lines=lines), case=page.case.id)


def numbers_of(page: Page) -> list[tuple[str, str]]:
    """Kind and value of every number that was told for this case."""
    told = [("phone", page.case.intake.get("phone"))]
    answers: list[Any] = [event.answer for event, _ in page.history if isinstance(event, e.Answered)]
    told += [(answer["kind"], answer["value"]) for answer in answers if answer["kind"] in ("phone", "nik", "kk")]
    return [(kind, str(value)) for kind, value in dict.fromkeys(told) if value]


def officers(case: Case, people: Sequence[tuple[int, str, Membership]]) -> Say:
    """To whom a leader may hand a case: (id, name, role) of each."""
    rows = tuple(
        (Button(t("assign.button", name=name or "–", role=T(f"role.{m.role}")), f"as:{case.id}:{person}"),)
        for person, name, m in people
    )
    key = "assign.who" if rows else "assign.nobody"
    return Say(t(key, number=number(case.id)), rows, case=case.id)
