"""Who is told what when something happens to a case: one row for each event.

Texts carry the case number and little else: no story, no name, no health word (a phone is often shared). Whom "level"
means is found by the desk: the people of the case's office at the level it has climbed to.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from casework import events as e
from casework.catalogue import Catalogue
from casework.model import Case, Urgency, Verdict
from casework.numbers import number
from conversations.effects import Button, Rows, Say, T, t

TELLER, ACTOR, OWNER, LEVEL = "teller", "actor", "owner", "level"


@dataclass(frozen=True)
class Notice:
    """``to``: teller, actor (who did it), owner (while there is none: level), or level. ``urgent``: even at night."""

    to: str
    say: Say
    urgent: bool = False


Notices = list[Notice]


def notices(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    """The messages that follow from an event; ``case`` is as it stands after it."""
    make = _ROWS.get(type(event))
    return make(case, event, catalogue) if make else []


def _say(key: str, case: Case, buttons: Rows = (), delivery: str = "C", **args: object) -> Say:
    told = t(key, number=number(case.id), service=service_name(case), **args)
    return Say(told, buttons, delivery=delivery, case=case.id)


def _urgent(case: Case) -> bool:
    """In an emergency nobody waits for the morning to hear of it."""
    return case.urgency is Urgency.EMERGENCY


def service_name(case: Case) -> T:
    return T(f"service.{case.service}.name")


def _button(key: str, action: str, case: Case) -> tuple[Button, ...]:
    return (Button(T(key), f"c:{action}:{case.id}"),)


def _open(case: Case) -> Rows:
    return (_button("case.open", "open", case),)


def _filed(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    service = catalogue.services[case.service]
    documents = tuple(t("case.document", name=T(f"document.{d}")) for d in service.documents)
    emergency = case.urgency is Urgency.EMERGENCY
    receipt = _say(
        "notice.receipt_emergency" if emergency else "notice.receipt", case, _open(case), "B",
        due=case.due_at, decides=T(service.decides),
        documents=t("case.documents", list=documents) if documents else "",
    )  # fmt: skip
    return [Notice(TELLER, receipt, urgent=True), Notice(LEVEL, _news(case, catalogue, emergency), urgent=emergency)]


def _news(case: Case, catalogue: Catalogue, emergency: bool) -> Say:
    """To the people of the office; of a sensitive case not even the topic is told."""
    topic = t("case.sensitive") if catalogue.services[case.service].sensitive else service_name(case)
    if emergency:
        buttons = (_button("case.claim_alarm", "claim", case), *_open(case))
        return _say("notice.alarm", case, buttons, "B", topic=topic)
    return _say("notice.new", case, _open(case), "C", topic=topic, urgency=T(f"urgency.{case.urgency}"))


def _completed(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    return [Notice(OWNER, _say("notice.completed", case, _open(case), "B"), urgent=True)]


def _consent(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    assert isinstance(event, e.ConsentRecorded)  # noqa: S101
    told = _say("notice.consent_staff", case, _open(case), consent=T(f"consent.{event.consent}"))
    return [Notice(TELLER, _say("notice.consent", case)), Notice(OWNER, told)]


def _claimed(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    return [Notice(TELLER, _say("notice.claimed", case, _open(case), due=case.due_at), _urgent(case))]


def _assigned(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    return [Notice(OWNER, _say("notice.assigned", case, _open(case), "B")), *_claimed(case, event, catalogue)]


def _handed_over(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    return [Notice(OWNER, _say("notice.assigned", case, _open(case), "B"))]


def _asked(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    assert isinstance(event, e.Asked)  # noqa: S101 (the table below sees to it)
    buttons = (_button("case.answer", "answer", case),)
    return [
        Notice(TELLER, _say("notice.asked", case, buttons, "B", question=event.question), _urgent(case)),
        Notice(ACTOR, _say("done.asked", case)),
    ]


def _answered(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    return [
        Notice(TELLER, _say("notice.answered", case)),
        Notice(OWNER, _say("notice.answered_staff", case, _open(case), "B")),
    ]


def _added(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    return [
        Notice(TELLER, _say("notice.added", case)),
        Notice(OWNER, _say("notice.added_staff", case, _open(case), "B"), _urgent(case)),
    ]


def _replied(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    assert isinstance(event, e.Replied)  # noqa: S101
    buttons = (_button("case.add", "add", case),)
    return [
        Notice(TELLER, _say("notice.replied", case, buttons, "B", text=event.text), _urgent(case)),
        Notice(ACTOR, _say("done.replied", case)),
    ]


def _noted(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    return [Notice(ACTOR, _say("done.noted", case))]


def verdicts(case: Case) -> Rows:
    """The three answers to "is it really fixed?"."""
    return tuple((Button(T(f"confirm.verdict.{v}"), f"cf:{case.id}:{v}"),) for v in Verdict)


def _resolved(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    assert isinstance(event, e.Resolved)  # noqa: S101
    told = _say(
        "notice.resolved", case, verdicts(case), "B", decision=T(f"decision.{event.decision}"), result=event.result
    )
    return [Notice(TELLER, told), Notice(ACTOR, _say("done.resolved", case))]


def _confirmed(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    assert isinstance(event, e.Confirmed)  # noqa: S101
    return [
        Notice(TELLER, _say(f"notice.confirmed_{event.verdict}", case, (_button("case.reopen", "reopen", case),))),
        Notice(OWNER, _say("notice.confirmed_staff", case, verdict=T(f"confirm.verdict.{event.verdict}"))),
    ]


def _reopened(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    return [
        Notice(TELLER, _say("notice.reopened", case, _open(case), due=case.due_at)),
        Notice(LEVEL, _say("notice.reopened_staff", case, _open(case), "B")),
    ]


def _withdrawn(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    return [
        Notice(TELLER, _say("notice.withdrawn", case, (_button("case.reopen", "reopen", case),))),
        Notice(OWNER, _say("notice.withdrawn_staff", case)),
    ]


def _lapsed(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    return [Notice(TELLER, _say("notice.lapsed", case, (_button("case.reopen", "reopen", case),)))]


def _escalated(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    assert isinstance(event, e.Escalated)  # noqa: S101
    told = _above(case, event.bell)
    to_teller = _say("notice.escalated_teller", case, _open(case), level=T(f"level.{case.level}"))
    return [*told, Notice(TELLER, to_teller, _urgent(case))]


def _rung(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    assert isinstance(event, e.Rung)  # noqa: S101
    return _above(case, event.bell)


def _above(case: Case, bell: str) -> Notices:
    """To those above, why they are asked; to the one who holds the case, that its time has run out."""
    free = case.owner is None and case.urgency is Urgency.EMERGENCY
    buttons = (_button("case.claim_alarm", "claim", case), *_open(case)) if free else _open(case)
    why = T(f"bell.{bell}")
    told = _say("notice.escalated", case, buttons, "B", why=why, urgency=T(f"urgency.{case.urgency}"))
    above = [Notice(LEVEL, told, _urgent(case))]
    if case.owner is None:
        return above
    return [*above, Notice(OWNER, _say("notice.overdue", case, _open(case), "B", why=why, due=case.due_at))]


def _reminded(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    assert isinstance(event, e.Reminded)  # noqa: S101
    buttons: Mapping[str, Rows] = {
        "question": (_button("case.answer", "answer", case),),
        "confirm": verdicts(case),
    }
    key = "remind.still_free" if event.bell == "still" and case.owner is None else f"remind.{event.bell}"
    return [Notice(TELLER, _say(key, case, buttons.get(event.bell, _open(case)), due=case.due_at))]


_ROWS: Mapping[type[e.Event], Callable[[Case, e.Event, Catalogue], Notices]] = {
    e.Filed: _filed, e.Completed: _completed, e.ConsentRecorded: _consent, e.Claimed: _claimed, e.Assigned: _assigned,
    e.HandedOver: _handed_over, e.Asked: _asked, e.Answered: _answered, e.Added: _added, e.Replied: _replied,
    e.Noted: _noted, e.Resolved: _resolved, e.Confirmed: _confirmed, e.Reopened: _reopened,
    e.Withdrawn: _withdrawn, e.Lapsed: _lapsed, e.Escalated: _escalated, e.Rung: _rung, e.Reminded: _reminded,
}  # fmt: skip
