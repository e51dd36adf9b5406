"""Whether a trouble is really fixed, and whose word that is: the three buttons, the form, who is
told, and the lines of the history.

Texts: ``closing.*.toml``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from casework.actions.correspondence import Add, Added
from casework.actions.ending.confirmation import Confirm, Confirmed, Heard
from casework.actions.ending.tone import Tone, tells, tone
from casework.actions.handover import by_hand
from casework.case import commands as c
from casework.case import events as e
from casework.case.intake import Intake
from casework.case.model import Case, SaidBy, Urgency, Verdict
from casework.case.number import number
from casework.policy.catalogue import Catalogue
from casework.policy.classifier import suggest
from conversations.actions.ending.objection import objection
from conversations.actions.ending.rating import stars, with_words
from conversations.content import alarm_words
from conversations.content.content import Turn
from conversations.protocol.case_taps import ConfirmFixed
from conversations.protocol.delivery import Delivery
from conversations.protocol.dialogue import Draft, Story
from conversations.protocol.effects import Button, Do, Effect, Rows, Text, text
from conversations.protocol.notice import (
    OWNER,
    TELLER,
    Notice,
    Notices,
    OnEvent,
    button,
    open_button,
    say,
    urgent,
)

Effects = tuple[Effect, ...]

WHOSE_WORD = (SaidBy.ASKED_THEM, SaidBy.TELLER_ONLY)
"""The answers of who told a case for somebody else (options.py)."""


def verdicts(case: Case) -> Rows:
    """The three answers to "is it really fixed?"; told for somebody else, it is asked next whose
    word that is (by hand it was asked before: what does the person say?)."""
    other = case.for_another and not by_hand(case)
    return tuple((Button(_named(v), ConfirmFixed(case.id, v, other)),) for v in Verdict)


def _named(verdict: Verdict) -> Text:
    return text(f"confirm.verdict.{verdict}")


def _confirmed(case: Case, event: Confirmed, catalogue: Catalogue) -> Notices:
    closed = text(f"notice.confirmed_{event.verdict}", number=number(case.id))
    buttons = (*stars(case), button("case.reopen", "reopen", case), *objection(case))
    return [
        Notice(TELLER, say("notice.rate", case, buttons, closed=closed)),
        Notice(OWNER, say("notice.confirmed_staff", case, verdict=_named(event.verdict))),
    ]


def _heard(case: Case, event: Heard, catalogue: Catalogue) -> Notices:
    told = say("notice.heard_staff", case, open_button(case), verdict=_named(event.verdict))
    return [
        Notice(TELLER, say("notice.heard", case, verdicts(case))),
        Notice(OWNER, told),
    ]


ROWS = (OnEvent(Confirmed, _confirmed), OnEvent(Heard, _heard))


def _line(event: Confirmed) -> Text:
    who = text(f"said_by.{event.said_by}")
    said = text("confirmation.confirmed", verdict=_named(event.verdict), who=who)
    return with_words(said, event.words)


LINES: Mapping[type[e.Event], Callable[[Any], object]] = {
    Confirmed: _line,
    Heard: lambda event: with_words(_named(event.verdict), event.words),
}


_UNNAMED = "other"
"""The service of what names none."""


def _confirm(turn: Turn, draft: Draft, kept: Mapping[str, Any]) -> Effects:
    case, verdict = draft.about["case"], Verdict(kept["verdict"])
    story = Story.load(kept["words"]) if kept.get("words") else Story()
    said_by = SaidBy(kept.get("said_by", SaidBy.SELF))
    effects: Effects = (Do(Confirm(turn.person.id, verdict, story.text, said_by), case=case),)
    if verdict is Verdict.NO:
        effects += with_files(turn, story, case)
    if verdict is Verdict.PARTLY and said_by is not SaidBy.TELLER_ONLY:
        effects += (Do(_what_is_left(turn, draft, kept["words"])),)
    return effects


def _what_is_left(turn: Turn, draft: Draft, words: Mapping[str, Any]) -> c.File:
    """What is left becomes a smaller case of its own, so that it is counted, owned and answered
    like any other."""
    told = Story.load(words).text
    heard = alarm_words.hear(told, turn.content.alarms)
    doubt = {"unsure": str(heard.kind)} if heard is not None and not heard.certain else {}
    over = heard is None or not heard.certain
    return c.File(
        turn.person.id,
        draft.id,
        turn.person.village,
        _left_of(turn, draft.about["service"], told) if over else draft.about["service"],
        doubt,
        Intake(story=words),
        parent=draft.about["case"],
    )


def _left_of(turn: Turn, service: str, told: str) -> str:
    """The service of what is left: that of its case, but of an emergency that is over what the
    words name, so that soot rings nobody. What is sensitive stays so."""
    catalogue = turn.content.catalogue
    was = catalogue.service(service)
    if was.urgency is not Urgency.EMERGENCY or was.sensitive:
        return service
    likely = (one.service for one in suggest(told, turn.content.words))
    calm = (one for one in likely if catalogue.service(one).urgency is not Urgency.EMERGENCY)
    return next(calm, _UNNAMED)


def kept_words(said: Sequence[Mapping[str, Any]], verdict: str) -> Mapping[str, Any]:
    """What somebody has told since the result, as the words of their verdict: nobody writes it
    twice; thanks alone are none, and what is missing is asked for then. Its files are with the case
    already, and only a smaller case needs them again."""
    told = [Story.load(one) for one in said]
    words = tuple(words for one in told for words in one.texts if tells(words))
    if not (words or any(one.files or one.location for one in told)):
        return {}
    if verdict != Verdict.PARTLY:
        return Story(words).dump()
    files = tuple(file for one in told for file in one.files)
    placed = [one for one in told if one.location]
    return replace(placed[-1] if placed else Story(), texts=words, files=files).dump()


def after_result(case: Case, event: Added) -> Notices:
    """Words that came after the result are no silence: they are kept, and are asked about with the
    three buttons. The officer hears of a doubt for sure, of plain thanks only in passing."""
    heard = tone(event.story)
    asked = say(f"confirmation.asked_{heard}", case, (*verdicts(case), *objection(case)))
    doubt = Delivery.REMINDER if heard is Tone.FIXED else Delivery.MUST_ARRIVE
    told = say(f"confirmation.staff_{heard}", case, open_button(case), doubt)
    return [Notice(TELLER, asked), Notice(OWNER, told, urgent(case))]


def with_files(turn: Turn, story: Story, case: int) -> Effects:
    """What words can't hold joins the case once it is open again."""
    return (
        (Do(Add(turn.person.id, story.dump()), case=case),) if story.files or story.location else ()
    )


FINISH = {"confirm": _confirm}
