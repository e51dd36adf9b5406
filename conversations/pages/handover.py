"""What the page of a case shows of handing over and of news that reached somebody or did not; and
errands.

Who gave a case away sees how it stands and nothing that was told since.

Tested in tests/conversations/actions/test_handover.py."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from casework.actions.correcting.rewording import standing_words, written
from casework.actions.correcting.wrong_result import ResultRetracted
from casework.actions.ending.confirmation import Confirmed
from casework.actions.ending.resolution import Resolved
from casework.actions.handover import RESULT, Delivered, TakenOver, ToldByHand, by_hand
from casework.case import events as e
from casework.case.model import Case, Status
from casework.case.number import number
from casework.policy.catalogue import Catalogue
from conversations.protocol.case_taps import ActOnCase
from conversations.protocol.effects import Button, Long, Rows, Say, Text, text
from conversations.protocol.notice import button, open_button, service_name, told_buttons

History = Sequence[tuple[e.Event, datetime]]
Errands = Mapping[int, tuple[Case, Sequence[str]]]
"""What waits to be told by hand: by the case's id, the case and the kinds of news
(casework.actions.handover.NEWS)."""

SHOWN = 5
"""Pieces of news on one card; who has more to tell begins with the newest."""


def delivery(case: Case, history: History) -> tuple[Text, ...]:
    """Whether the result that stands now has reached the person: a line of the officer's page, once
    there is one."""
    since = max(
        (i for i, (event, _) in enumerate(history) if isinstance(event, Resolved)), default=None
    )
    if since is None or case.status not in (Status.RESOLVED, Status.CLOSED):
        return ()
    heard = [_heard(case, event, at, history) for event, at in history[since + 1 :]]
    return (
        text(
            "staff.delivery",
            value=next((line for line in heard if line), text("staff.not_delivered")),
        ),
    )


def _heard(case: Case, event: e.Event, at: datetime, history: History) -> Text | None:
    match event:
        case Delivered() | Confirmed():
            return text("staff.delivered")
        case ToldByHand() if RESULT in event.news:
            helpers = {case.helper} | {x.helper for x, _ in history if isinstance(x, e.Filed)}
            who = text("staff.by_volunteer") if event.by in helpers else text("staff.by_officer")
            return text(
                "staff.told_by_hand", who=who, at=at.date(), how=text(f"told.how.{event.how}")
            )
        case _:
            return None


def buttons(case: Case, history: History, rows: Rows) -> Rows:
    """The buttons of the teller's page, with those of handing over. What nobody has heard of is not
    asked about yet."""
    if by_hand(case):
        untold = case.status is Status.RESOLVED and not case.ending.heard
        return (
            *(told_buttons(case) if untold else rows),
            button("handover.give", "handover", case),
        )
    if not any(isinstance(event, TakenOver) for event, _ in history):
        return rows
    action = "sight_off" if case.helper is not None else "sight_on"
    return (
        *rows,
        button("handover.alone" if case.helper is not None else "handover.keep", action, case),
    )


def glance(case: Case, errands: bool) -> Say:
    """The page of a case for who filed it and gave it away."""
    due = text("teller.due", due=case.due_at) if case.status is not Status.CLOSED else ""
    words = text(
        "handover.glance",
        number=number(case.id),
        service=service_name(case),
        due=due,
        status=text("staff.waiting")
        if case.status is Status.WAITING
        else text(f"status.{case.status}"),
        who=case.intake.sufferer or "–",
    )
    return Say(words, told_buttons(case) if errands else (), case=case.id)


def errand_lines(errands: Errands) -> tuple[Text, ...]:
    """What must be told by hand, a line for each case."""
    return tuple(
        text("tasks.errand", number=number(case.id), who=_who(case), news=_listed(kinds))
        for case, kinds in errands.values()
    )


def errand_rows(errands: Errands) -> Rows:
    """A button for each of these cases: what to say, and that it was said."""
    return tuple(
        (Button(text("errand.open", number=number(i)), ActOnCase("errand", i)),) for i in errands
    )


def news(kinds: Collection[str], trail: History, unsent: Collection[int] = ()) -> tuple[str, ...]:
    """The officers' own words as they stand now, the newest of each of these kinds of news
    (casework.actions.handover.NEWS); a result that was taken back is none. ``unsent``: the places
    in the trail (from 1) of what has not gone out."""
    now, found = standing_words(trail), dict[str, str]()
    for place, (event, _) in enumerate(trail, 1):
        if place in now and place not in unsent:
            found[written(event)[0]] = now[place]
        if isinstance(event, ResultRetracted):
            found.pop(RESULT, None)
    return tuple(words for kind, words in found.items() if kind in kinds)


def _who(case: Case) -> str:
    return case.intake.sufferer or "–"


def _listed(kinds: Sequence[str]) -> Text:
    """The kinds of news in one phrase."""
    words = [text(f"errand.news.{kind}") for kind in dict.fromkeys(kinds)]
    joined = words[0]
    for word in words[1:]:
        joined = text("errand.and", left=joined, right=word)
    return joined


def errand(case: Case, news: Sequence[str], catalogue: Catalogue) -> Say:
    """The card of what must be told: for whom, and the words."""
    topic = text("case.sensitive") if catalogue.of(case).sensitive else service_name(case)
    last = len(news[-SHOWN:]) - 1
    lines = tuple(
        text("errand.line", words=Long(words, int(n == last)))
        for n, words in enumerate(news[-SHOWN:])
    )
    told = text("errand.card", number=number(case.id), who=_who(case), topic=topic, lines=lines)
    return Say(told, (*told_buttons(case), *open_button(case)), case=case.id)
