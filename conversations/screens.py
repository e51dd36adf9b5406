"""Pages that are read from the store and shown in a chat: queue, case, lists. Each turns plain values into one Say.

No page says more than its reader needs: phone numbers are masked, a sensitive topic is not named in lists, and what was
told for one case stays on the page of that case. Buttons carry the same actions as the commands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework import commands as c
from casework import events as e
from casework.catalogue import Catalogue
from casework.lifecycle import ALLOWED
from casework.model import Case, Consent, Membership, Status
from casework.numbers import number
from casework.permits import LEADERS, sees
from conversations import fields
from conversations.effects import Button, Rows, Say, T, t
from conversations.notices import service_name, verdicts
from conversations.places import Places
from conversations.talk import Story

ACTIONS: Mapping[str, type] = {
    "claim": c.Claim, "ask": c.Ask, "reply": c.Reply, "resolve": c.Resolve, "note": c.Note, "assign": c.Assign,
    "reveal": c.Reveal,
}  # fmt: skip
"""What staff can do from the page of a case, in the order of its buttons."""


@dataclass(frozen=True)
class Listed:
    """One page of a list: its cases, and the key from which the next page goes on ("" at the end)."""

    cases: tuple[Case, ...]
    following: str = ""
    total: int = 0


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


def _place(case: Case, places: Places) -> str:
    return places.name(case.village) if case.village else "–"


def _status(case: Case, *, staff: bool) -> T:
    """The status in the reader's eyes: "waiting for you" is said to the teller only."""
    return t("staff.waiting") if staff and case.status is Status.WAITING else T(f"status.{case.status}")


def line(case: Case, catalogue: Catalogue, places: Places, now: datetime, *, staff: bool) -> T:
    """A case in one line of a list."""
    topic = t("case.sensitive") if catalogue.services[case.service].sensitive else service_name(case)
    late = t("case.late") if case.due_at < now and case.status is not Status.CLOSED else ""
    return t(
        "case.line", mark=T(f"mark.{case.urgency}"), number=number(case.id), topic=topic, place=_place(case, places),
        status=_status(case, staff=staff), late=late,
    )  # fmt: skip


def listing(
    key: str,
    listed: Listed,
    catalogue: Catalogue,
    places: Places,
    now: datetime,
    *,
    action: str = "open",
    again: str = "",
) -> Say:
    """A list of cases with a button each; ``again`` is the page button's word when there is more."""
    if not listed.cases:
        return Say(T(f"{key}.none"))
    lines = tuple(line(case, catalogue, places, now, staff=key != "mine") for case in listed.cases)
    rows: list[tuple[Button, ...]] = [
        (Button(t("case.button", mark=T(f"mark.{case.urgency}"), number=number(case.id)), f"c:{action}:{case.id}"),)
        for case in listed.cases
    ]
    rows = [(*a, *b) for a, b in zip(rows[::2], [*rows[1::2], ()][: len(rows[::2])], strict=True)]
    if listed.following and again:
        rows.append((Button(t("page.next"), f"s:{again}:{listed.following}"),))
    return Say(t(f"{key}.title", lines=lines, total=listed.total or len(listed.cases)), tuple(rows))


def book(listed: Listed, catalogue: Catalogue, now: datetime) -> Say:
    """A volunteer's book: the cases they filed, each with the neighbour it is for."""
    if not listed.cases:
        return Say(t("book.none"))
    lines = tuple(
        t(
            "book.line", mark=T(f"mark.{case.urgency}"), number=number(case.id), topic=service_name(case),
            who=str(case.intake.get("sufferer") or "–"), status=T(f"status.{case.status}"),
            late=t("case.late") if case.due_at < now and case.status is not Status.CLOSED else "",
        )
        for case in listed.cases
    )  # fmt: skip
    rows: Rows = tuple(
        (Button(t("book.button", number=number(x.id), who=str(x.intake.get("sufferer") or "–")), f"c:open:{x.id}"),)
        for x in listed.cases
    )
    rows += ((Button(t("page.next"), f"s:book:{listed.following}"),),) if listed.following else ()
    return Say(t("book.title", lines=lines, total=listed.total), rows)


def tasks(cases: Sequence[Case]) -> Say:
    """What a volunteer has to do: ask for the consent that was not asked yet, and answer what an officer asked."""
    todo = [(case, "answer") for case in cases if case.status is Status.WAITING]
    todo += [(case, "consent") for case in cases if case.intake.get("consent") == Consent.NOT_ASKED]
    if not todo:
        return Say(t("tasks.none"))
    lines = tuple(
        T(f"tasks.{what}", {"number": number(case.id), "who": str(case.intake.get("sufferer") or "–")})
        for case, what in todo
    )
    rows = tuple(
        (Button(t("case.open_number", number=number(x.id)), f"c:open:{x.id}"),)
        for x in {case.id: case for case, _ in todo}.values()
    )
    return Say(t("tasks.title", lines=lines, total=len(todo)), rows)


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
        _told("staff.phone", masked(case.intake.get("phone")) or t("staff.no_phone")),
        _told("staff.owner", _owner(page)),
        _told("staff.party", T(f"party.{case.party}")),
        *((_told("staff.secret", t("staff.secret_value")),) if case.intake.get("secret") == "secret" else ()),
    )
    text = t(
        "staff.case", mark=T(f"mark.{case.urgency}"), number=number(case.id), service=service_name(case),
        status=_status(case, staff=True), urgency=T(f"urgency.{case.urgency}"), village=_place(case, places),
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


def masked(phone: Any) -> str:
    """A phone number of which only the last three digits show."""
    return f"•••• {str(phone)[-3:]}" if phone else ""


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
    buttons.append(Button(T("act.history"), f"c:history:{page.case.id}"))
    rows = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    return (*rows, (Button(T("act.queue"), "s:queue:"),))


def _useful(action: str, page: Page, roles: set[Any]) -> bool:
    if action == "claim":
        return page.case.owner is None
    if action == "assign":
        return bool(roles & LEADERS)
    return action != "reveal" or bool(page.case.intake.get("phone"))


def _teller_page(page: Page, places: Places) -> Say:
    case = page.case
    latest = tuple(_event(x, at) for x, at in page.history if not isinstance(x, _HIDDEN))[-4:]
    text = t(
        "teller.case", number=number(case.id), service=service_name(case), status=T(f"status.{case.status}"),
        due=t("teller.due", due=case.due_at) if case.status is not Status.CLOSED else "",
        story=_story(case.intake.get("story")), latest=latest,
    )  # fmt: skip
    return Say(text, _teller_buttons(case), case=case.id)


_HIDDEN = (e.Noted, e.Revealed, e.Assigned, e.HandedOver, e.Reminded, e.Escalated)
"""What a teller is not shown: the office's own business."""


def _teller_buttons(case: Case) -> Rows:
    def row(key: str) -> tuple[Button, ...]:
        return (Button(T(f"case.{key}"), f"c:{key}:{case.id}"),)

    match case.status:
        case Status.CLOSED:
            return (row("reopen"),)
        case Status.RESOLVED:
            return verdicts(case)
        case Status.WAITING:
            return (row("answer"), row("withdraw"))
        case _:
            return (row("add"), row("withdraw"))


def history(page: Page) -> Say:
    """Everything that happened to a case, oldest first; to its teller without the office's own business."""
    shown = [(x, at) for x, at in page.history if page.staff or not isinstance(x, _HIDDEN)]
    lines = tuple(_event(x, at) for x, at in shown[-25:])
    return Say(t("case.history", number=number(page.case.id), lines=lines), case=page.case.id)


def phone(page: Page) -> Say:
    """The number of the person who may be called; the trace of looking is in the case's events already."""
    if not page.staff:
        return Say(t("refused.unknown_case"))
    return Say(t("staff.phone_shown", number=number(page.case.id), phone=str(page.case.intake.get("phone") or "–")))


def officers(case: Case, people: Sequence[tuple[int, str, Membership]]) -> Say:
    """To whom a leader may hand a case: (id, name, role) of each."""
    rows = tuple(
        (Button(t("assign.button", name=name or "–", role=T(f"role.{m.role}")), f"as:{case.id}:{person}"),)
        for person, name, m in people
    )
    key = "assign.who" if rows else "assign.nobody"
    return Say(t(key, number=number(case.id)), rows, case=case.id)


def my_data(language: str, village: str, phone_number: str, cases: int, roles: Sequence[Membership]) -> Say:
    """What is kept of a person, in plain words."""
    held = tuple(t("my_data.role", role=T(f"role.{m.role}"), scope=m.scope) for m in roles)
    return Say(
        t("my_data.text", language=language, village=village or "–", phone=masked(phone_number) or "–", cases=cases,
          roles=t("my_data.roles", list=held) if held else ""),
        ((Button(t("my_data.erase"), "m:hapus_saya"),),),
    )  # fmt: skip
