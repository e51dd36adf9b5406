"""The same for several cases, with a brake: pick them by tapping, look at all of it, then let it be
done.

Nothing here decides who may do what: each case gets its own ordinary command from the desk
(bot/desk/bulk.py), and what is done is held back for ten minutes, so that undoing is true. An
emergency is never one of several.

Tested in tests/bot/desk/test_bulk.py."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from casework.case.model import Decision, Urgency
from casework.case.number import number, parse
from conversations.content.content import Turn
from conversations.content.form import Step
from conversations.pages.lists import Listed
from conversations.protocol.delivery import Delivery
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Button, Do, Effect, Rows, Say, Show, Text, pairs, text
from conversations.protocol.requests import Bulk
from conversations.protocol.taps import AnswerStep, TurnPage, UndoSeveral

KINDS = frozenset({"cases", "officer", "count"})
"""Kinds of steps that are shown from the store."""

MOST = 20
"""Cases at once."""

FREELY = 5
"""More than these are only done once their number is typed."""

LONGEST_ID = 16
"""Digits of an id in a button: those of Telegram and of cases have fewer."""

TAP, TURN, DONE = "t", "p", "ok"
"""What buttons carry: a case to be taken or left, a page, and that all is chosen."""


def ask(draft: Draft, step: Step, edit: int | None) -> tuple[Effect, ...]:
    """The question of a step, as a page from the store."""
    about = {**draft.about, **draft.answers, "draft": draft.id}
    return (Show(f"bulk_{step.kind}", about, edit),)


def tapped(talk: Talk, draft: Draft, step: Step, value: str) -> Talk | tuple[Effect, ...]:
    """A tap on such a page: the talk after it, or (nothing changed) what to say."""
    picked: list[int] = list(draft.about["picked"])
    if step.kind == "officer":
        return (
            talk.with_draft(draft.answered("officer", int(value)))
            if _id(value)
            else (Say(text("form.moved")),)
        )
    if step.kind == "count":
        free = value == DONE and len(draft.answers["cases"]) <= FREELY
        return (
            talk.with_draft(draft.answered("count", len(picked)))
            if free
            else (Say(text("form.moved")),)
        )
    if value == DONE:
        return (
            talk.with_draft(draft.answered("cases", picked))
            if picked
            else (Say(text("bulk.nothing_picked")),)
        )
    if value.startswith(TURN):
        return talk.with_draft(replace(draft, about={**draft.about, "key": value[1:]}))
    if not (value.startswith(TAP) and _case(value[1:])):
        return (Say(text("form.moved")),)
    return _picked(talk, draft, [int(value[1:])])


def _id(digits: str) -> bool:
    """Whether this may be an id at all; a client may send whatever it likes."""
    return digits.isdecimal() and digits.isascii() and len(digits) <= LONGEST_ID


def _case(digits: str) -> bool:
    """Whether a case may have this id."""
    try:
        return _id(digits) and bool(number(int(digits)))
    except ValueError:
        return False


def _picked(talk: Talk, draft: Draft, cases: Sequence[int]) -> Talk | tuple[Effect, ...]:
    """Each case is taken, or left when it was taken before."""
    before: list[int] = list(draft.about["picked"])
    after = [c for c in before if c not in cases] + [
        c for c in dict.fromkeys(cases) if c not in before
    ]
    if len(after) > MOST:
        return (Say(text("bulk.most", most=MOST)),)
    return talk.with_draft(replace(draft, about={**draft.about, "picked": after}))


def typed(turn: Turn, talk: Talk, draft: Draft, step: Step) -> tuple[Talk, tuple[Effect, ...]]:
    """Words typed at such a page: numbers of cases, or how many they are; the page is shown
    again."""
    words = turn.said.text.strip()
    if step.kind == "cases":
        named = {word: parse(word) for word in words.replace(",", " ").split()}
        found = [case for case in named.values() if case is not None]
        outcome = _picked(talk, draft, found) if found else (Say(text("bulk.by_number")),)
        unknown = " ".join(word for word, case in named.items() if case is None)
        left = (Say(text("bulk.unknown", words=unknown)),) if found and unknown else ()
        return (outcome, left) if isinstance(outcome, Talk) else (talk, outcome)
    if step.kind == "count" and words == str(len(draft.answers["cases"])):
        return talk.with_draft(draft.answered("count", int(words))), ()
    key = "bulk.wrong_count" if step.kind == "count" else "bulk.tap_one"
    return talk, (Say(text(key, count=len(draft.answers["cases"]))),)


def finish(draft: Draft, kept: Mapping[str, Any]) -> tuple[Effect, ...]:
    """What a finished form asks of the desk."""
    decision = Decision(kept["decision"]) if "decision" in kept else None
    text = str(kept.get("text") or kept.get("result") or "")
    return (
        Do(
            Bulk(
                draft.id,
                kept["action"],
                tuple(kept["cases"]),
                kept.get("officer", 0),
                text,
                decision,
            )
        ),
    )


# ---- pages ---------------------------------------------------------------------------------------


def picking(listed: Listed, lines: tuple[Text, ...], about: Mapping[str, Any]) -> Say:
    """The cases of one page, each to be taken or left by a tap."""
    picked: list[int] = list(about["picked"])
    answer = partial(AnswerStep, about["draft"], "cases")
    marks = ("bulk.left", "bulk.taken")
    rows = pairs(
        Button(text(marks[case.id in picked], number=number(case.id)), answer(f"{TAP}{case.id}"))
        for case in listed.cases
        if case.urgency is not Urgency.EMERGENCY
    )
    turning: tuple[Button, ...] = (
        (Button(text("queue_filter.first"), answer(TURN)),) if about.get("key") else ()
    )
    turning += (
        (Button(text("page.next"), answer(f"{TURN}{listed.following}")),)
        if listed.following
        else ()
    )
    go_on = (Button(text("bulk.go_on", count=len(picked)), answer(DONE)),)
    words = text(
        "bulk.picking",
        question=text("bulk.cases.ask"),
        lines=lines,
        count=len(picked),
        most=MOST,
        numbers=_numbers(picked),
    )
    return Say(words, (*rows, *((turning,) if turning else ()), go_on, _ways(answer)))


def officers(people: Sequence[tuple[int, str, Text]], about: Mapping[str, Any]) -> Say:
    """Who may get all of the chosen cases: (id, name, role) of each."""
    answer = partial(AnswerStep, about["draft"], "officer")
    rows: Rows = tuple(
        (Button(text("assign.button", name=n or "–", role=role), answer(str(i))),)
        for i, n, role in people
    )
    return Say(text("bulk.officer.ask") if people else text("bulk.nobody"), (*rows, _ways(answer)))


def sure(about: Mapping[str, Any], officer: str) -> Say:
    """All of it before it is done: how many, which, and what; with many, their number has to be
    typed."""
    cases: list[int] = list(about["cases"])
    answer = partial(AnswerStep, about["draft"], "count")
    few = len(cases) <= FREELY
    what: Text | str = about.get("text") or about.get("result") or officer
    decision = text(f"decision.{about['decision']}") if about.get("decision") else ""
    words = text(
        "bulk.sure",
        action=text(f"bulk.action.{about['action']}"),
        what=what,
        decision=decision,
        count=len(cases),
        numbers=_numbers(cases),
        question=text("bulk.count.ask") if few else text("bulk.type_count", count=len(cases)),
    )
    go = ((Button(text("bulk.do", count=len(cases)), answer(DONE)),),) if few else ()
    return Say(words, (*go, _ways(answer)))


def _ways(answer: Callable[[str], AnswerStep]) -> tuple[Button, ...]:
    return (Button(text("form.back"), answer("<")), Button(text("form.cancel"), answer("x")))


def _numbers(cases: Sequence[int]) -> str:
    return ", ".join(number(case) for case in cases) or "–"


def held(key: str, cases: Sequence[int], due_at: object) -> Say:
    """It will be done, and until then it can be taken back."""
    back = Button(text("act.queue"), TurnPage("queue"))
    undo = ((Button(text("bulk.undo"), UndoSeveral(key)),), (back,))
    return Say(
        text("bulk.held", count=len(cases), numbers=_numbers(cases), due=due_at),
        undo,
        delivery=Delivery.MUST_ARRIVE,
    )


def done(cases: Sequence[int], failed: Mapping[int, Text]) -> Say:
    """What was done, and what could not be done any more (by case, with the reason)."""
    well = [case for case in cases if case not in failed]
    lines = tuple(text("bulk.failed", number=number(case), why=why) for case, why in failed.items())
    return Say(
        text("bulk.done", count=len(well), numbers=_numbers(well), failed=lines),
        delivery=Delivery.MUST_ARRIVE,
    )
