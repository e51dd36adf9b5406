"""The same trouble twice, in words: the question before a report goes out, what officers ask, and
who is told.

A case of somebody else is shown by topic, place down to the RT, day (and hour, where two look
alike) and status: no name, no story, no number.

Tested in tests/bot/desk/duplicates/test_held_report.py."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from casework.actions.duplicates import co_reporting as j
from casework.actions.duplicates import merging
from casework.actions.duplicates.merging import Absorbed, Merge, Merged
from casework.actions.duplicates.splitting import Divided, Split, SplitOff
from casework.actions.duplicates.unmerging import Released, Unmerged
from casework.case import commands as c
from casework.case import events as e
from casework.case.model import Case, Status
from casework.case.number import number, parse
from casework.policy.duplicates import rt_and_rw, rt_of
from casework.search import keywords, wishes
from conversations.actions.duplicates import same_result
from conversations.content import fields
from conversations.content.content import Answered, Turn
from conversations.content.numbers.card_numbers import story_masked
from conversations.content.on_tap import OnTap
from conversations.filling.options import chosen_service
from conversations.filling.question import ask
from conversations.protocol.case_taps import CompareCases, KeepApart, MergeCase, open_case
from conversations.protocol.delivery import Delivery
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Button, Do, Effect, Long, Say, Show, Text, text
from conversations.protocol.notice import (
    service_name,
)
from conversations.protocol.places import Places
from conversations.protocol.requests import SameAs
from conversations.protocol.taps import ChooseSame

OF_OTHERS = (j.Joined, j.ToldMore, j.Left, Absorbed, Released)
"""What the first teller is not shown: who else tells of the trouble is nobody's business but the
office's."""

BEGUN = 60
"""Letters of a story by which its teller knows it again."""

OF_TWO = (Merged, Unmerged, Absorbed, Released, Divided, SplitOff)
"""Events that name another case."""


# ---- before a report goes out --------------------------------------------------------------------


def question(
    key: str, offered: Sequence[Case], teller: int, places: Places, wait: timedelta
) -> Say:
    """ "Is it one of these?" about the report held under ``key``; after ``wait`` it goes out as a
    new one."""
    shown = [_line(0, case, case.teller == teller, places) for case in offered]
    lines = tuple(
        _line(n, case, case.teller == teller, places, clock=shown.count(shown[n - 1]) > 1)
        for n, case in enumerate(offered, 1)
    )
    rows = [
        (Button(text(f"duplicates.button.{_way(case, teller)}", n=n), ChooseSame(key, str(n))),)
        for n, case in enumerate(offered, 1)
    ]
    minutes = int(wait.total_seconds() // 60)
    asked = text("duplicates.question", lines=lines, minutes=minutes)
    own = [case.id for case in offered if case.teller == teller]
    about = own[0] if len(own) == len(offered) == 1 else None  # then a reply is news about that one
    return Say(
        asked,
        (*rows, (Button(text("duplicates.button.new"), ChooseSame(key, "0")),)),
        delivery=Delivery.MUST_ARRIVE,
        case=about,
    )


def _way(case: Case, teller: int) -> str:
    """What the person does who says "it is this one"."""
    if case.teller != teller:
        return "join"
    return "again" if case.status in (Status.RESOLVED, Status.CLOSED) else "add"


def _line(n: int, case: Case, own: bool, places: Places, *, clock: bool = False) -> Text:
    """One that may be meant. ``clock``: another one would look the same without the hour."""
    topic, when = service_name(case), case.opened_at if clock else case.opened_at.date()
    if own:
        return text(
            "duplicates.own",
            n=n,
            number=number(case.id),
            topic=topic,
            when=when,
            status=text(f"status.{case.status}"),
            told=_begun(case),
        )
    return text(
        "duplicates.other",
        n=n,
        topic=topic,
        place=_where(case, places),
        when=when,
        status=open_status(case),
    )


def _begun(case: Case) -> str:
    """How the speaker's own words begin; of what somebody may not read along, nothing."""
    if case.sensitive or case.intake.asks_secrecy:
        return ""
    told = " ".join(keywords.of_story(case.intake.story).split())
    return f"“{told[:BEGUN].rstrip()}…”" if len(told) > BEGUN else told and f"“{told}”"


def _where(case: Case, places: Places) -> str:
    """Village and RT. Who asked not to be named is not given away by a short lane either."""
    rt = "" if case.intake.asks_secrecy else rt_of(case.intake.place or "")
    was = case.known.get(f"village {case.village}", "")
    return (places.name(case.village, was) if case.village else "–") + (f", RT {rt}" if rt else "")


def _with_rw(case: Case, places: Places) -> str:
    """The same for officers, with the RW."""
    rw = "" if case.intake.asks_secrecy else rt_and_rw(case.intake.place or "")[1]
    return _where(case, places) + (f", RW {rw}" if rw else "")


def open_status(case: Case) -> Text:
    """The status for who is not its teller: that somebody is asked something is nobody else's
    business."""
    return text(f"status.{Status.IN_PROGRESS if case.status is Status.WAITING else case.status}")


def gone(key_case: int | None, edit: int) -> Say:
    """The question was answered, or has waited too long."""
    if key_case is None:
        return Say(text("duplicates.gone"), edit=edit)
    return Say(
        text("duplicates.went_out", number=number(key_case)), (open_numbered(key_case),), edit=edit
    )


def called_back(told: c.File) -> Say:
    """The report is not sent, because its teller says so; its words are given back."""
    story = Story.load(told.intake.story) if told.intake.story else Story()
    return Say(text("duplicates.called_back", told=Long(fields.told(story))))


def open_numbered(case_id: int) -> tuple[Button, ...]:
    return (Button(text("case.open_number", number=number(case_id)), open_case(case_id)),)


# ---- what officers ask ---------------------------------------------------------------------------


def _merge(turn: Turn, draft: Draft, kept: Mapping[str, Any]) -> tuple[Effect, ...]:
    """The cases that a shortened number may mean are offered."""
    main, case = parse(kept["main"]), draft.about["case"]
    if main is not None:
        return (Do(Merge(turn.person.id, main), case=case),)
    short = next(filter(None, map(wishes.short_number, kept["main"].split())), "")
    if short:
        return (Show("same_as", {"case": case, "words": short}),)
    return ask(turn, unanswered(draft), problem=text("refused.unknown_case"))


def _split(turn: Turn, draft: Draft, kept: Mapping[str, Any]) -> tuple[Effect, ...]:
    return (
        Do(
            Split(turn.person.id, draft.id, chosen_service(kept), kept["what"]),
            case=draft.about["case"],
        ),
    )


FINISH: Mapping[str, Callable[[Turn, Draft, Mapping[str, Any]], tuple[Effect, ...]]] = {
    "merge": _merge,
    "split": _split,
}


STAYS_OPEN = frozenset({"merge"})
"""Forms that stay open when they are answered: a mistyped number is asked again, until the two
cases are settled."""


def unanswered(draft: Draft) -> Draft:
    """The same form, asking from its start."""
    return replace(draft, answers={}, editing="")


def _settled(talk: Talk, case: int) -> Talk:
    """The talk without the question with what this case is merged."""
    draft = talk.draft
    return (
        talk.closing()
        if draft and draft.form in STAYS_OPEN and draft.about.get("case") == case
        else talk
    )


def asked_again(case: Case, problem: Text) -> Say:
    """That number was not it: why, and the question once more."""
    question = text("merge.main.ask", number=number(case.id))
    told = text("form.again", problem=problem, question=question)
    return Say(told, same_result.ways_out(case.id), case=case.id)


_UNLIKE: Mapping[str, Text] = {
    "village": text("duplicates.unlike.village"),
    "service": text("duplicates.unlike.service"),
    "people": text("duplicates.unlike.people"),
    "place": text("duplicates.unlike.place"),
}


def side_by_side(case: Case, main: Case, places: Places) -> Say:
    """Both cases and what is unlike: is it meant so?"""
    warnings = tuple(_UNLIKE[name] for name in merging.differences(case, main))
    told = text(
        "duplicates.side_by_side",
        number=number(case.id),
        main=number(main.id),
        case=_of_staff(case, places),
        other=_of_staff(main, places),
        warnings=warnings,
    )
    sure = Button(text("duplicates.button.merge"), MergeCase(case.id, main.id))
    apart = Button(text("duplicates.button.apart"), KeepApart(case.id))
    rows = ((sure, apart), (*open_numbered(case.id), *open_numbered(main.id)))
    return Say(told, rows, case=case.id)


def _merge_them(turn: Turn, talk: Talk, tap: MergeCase) -> Answered:
    merge = Merge(turn.person.id, tap.main, confirmed=True)
    return _settled(talk, tap.case), (Do(merge, tap.case),)


def _compare(turn: Turn, talk: Talk, tap: CompareCases) -> Answered:
    """Both side by side; what may not be one is told with the reason."""
    return talk, (Do(Merge(turn.person.id, tap.main), tap.case),)


def _keep_apart(turn: Turn, talk: Talk, tap: KeepApart) -> Answered:
    """The officer has thought better of it."""
    told = text("duplicates.apart", number=number(tap.case))
    said = Say(told, (open_numbered(tap.case),), edit=turn.said.message_id, case=tap.case)
    return _settled(talk, tap.case), (said,)


def _choose(turn: Turn, talk: Talk, tap: ChooseSame) -> Answered:
    return talk, (Do(SameAs(tap.key, tap.which, turn.said.message_id)),)


TAPS = (
    OnTap(MergeCase, _merge_them),
    OnTap(CompareCases, _compare),
    OnTap(KeepApart, _keep_apart),
    OnTap(ChooseSame, _choose),
)


def _of_staff(case: Case, places: Places) -> Text:
    """A case and its story for its officers: no name of who told it."""
    waits, raw = case.status is Status.WAITING, case.intake.story
    return text(
        "duplicates.of_staff",
        story=Long(fields.told(story_masked(Story.load(raw))) if raw else "–"),
        number=number(case.id),
        topic=service_name(case),
        place=_with_rw(case, places),
        when=case.opened_at.date(),
        status=text("staff.waiting" if waits else f"status.{case.status}"),
    )


def other_number(event: e.Event) -> str:
    """The number of the other case of an event."""
    match event:
        case Merged() | Unmerged():
            return number(event.main)
        case Absorbed() | Released():
            return number(event.other)
        case Divided():
            return number(event.child)
        case SplitOff():
            return number(event.parent)
        case _:
            return ""


def second_story(text: str) -> Mapping[str, Any]:
    """What the second case of a split is about, as a story."""
    return Story((text,)).dump()
